"""OBO text, format 1.2 to 1.4 (https://owlcollab.github.io/oboformat/doc/GO.format.obo-1_4.html).

Terms are those of the ontology's own prefix. EXACT synonyms are other names; synonyms of other
scopes name something near, and are notes. Obsolete terms are left out.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from procedura.sources.files import SourceFile
from procedura.sources.xrefs import cross_reference
from procedura.terminology import Match, Term

_TAG = re.compile(r"([A-Za-z_-]+):\s?(.*)")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*([A-Z]*)')
_ESCAPE = re.compile(r"\\(.)")
_END = re.compile(r"\s+(?:!.*|\{[^{}]*\})$")
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}|\d[\w.-]*")


@dataclass(slots=True)
class Stanza:
    """A stanza of the file: its kind (``Term``), its line, and its tags with their values."""

    kind: str
    line: int
    tags: dict[str, list[str]] = field(default_factory=dict)

    def one(self, tag: str) -> str:
        """Return the first value of a tag, "" where there is none."""
        return next(iter(self.tags.get(tag, ())), "")


def is_obo(file: SourceFile) -> bool:
    """Whether a file begins as OBO text does."""
    return file.head.lstrip(b"\xef\xbb\xbf").startswith((b"format-version:", b"ontology:"))


def stanzas(file: SourceFile) -> Iterator[Stanza]:
    """Yield the header, of kind "", and then the other stanzas.

    Raises:
        SourceError: A line is neither a tag nor the beginning of a stanza.
    """
    stanza = Stanza("", 1)
    for number, text in file.lines():
        if text.startswith("["):
            yield stanza
            stanza = Stanza(text.strip("[] "), number)
        elif match := _TAG.match(text):
            stanza.tags.setdefault(match[1], []).append(match[2])
        elif text.strip() and not text.startswith("!"):
            raise file.error("this line is neither a tag nor a stanza of OBO", number)
    yield stanza


def version(header: Stanza) -> str:
    """Return what the header says that the release is called, "" where it does not say."""
    match = _VERSION.search(header.one("data-version"))
    return match[0] if match else ""


def prefix(terms: list[Stanza]) -> str:
    """Return the prefix that most terms have."""
    counts = Counter(one.one("id").partition(":")[0] for one in terms)
    return counts.most_common(1)[0][0] if counts else ""


def term(stanza: Stanza, own: str, file: SourceFile) -> Term | None:
    """Return a term of the ontology's own prefix; None if it is another's, or obsolete."""
    code = _code(stanza.one("id"), own)
    if code is None or _plain(stanza.one("is_obsolete")) == "true":
        return None
    name = _unescaped(_plain(stanza.one("name")))
    quoted = [match for text in stanza.tags.get("synonym", ()) if (match := _QUOTED.match(text))]
    exact = dict.fromkeys(_unescaped(one[1]) for one in quoted if one[2] in ("EXACT", ""))
    near = dict.fromkeys(
        f"{one[2].capitalize()}: {_unescaped(one[1])}"
        for one in quoted
        if one[2] not in ("EXACT", "")
    )
    exact.pop(name, None)
    definition = _QUOTED.match(stanza.one("def"))
    comments = [_unescaped(_END.sub("", text)) for text in stanza.tags.get("comment", ())]
    above = [_plain(text) for text in stanza.tags.get("is_a", ())]
    return Term(
        code=code,
        label=name,
        where=file.where(stanza.line),
        synonyms=tuple(exact),
        definition=_unescaped(definition[1]) if definition else "",
        notes=(*comments, *near),
        broader=tuple(one for text in above if (one := _code(text, own)) is not None),
        matches=tuple(_matches(stanza, above, own)),
    )


def _matches(stanza: Stanza, above: list[str], own: str) -> Iterator[Match]:
    found = [cross_reference("broad", text) for text in above if _code(text, own) is None]
    found += [cross_reference("close", _plain(text)) for text in stanza.tags.get("xref", ())]
    yield from dict.fromkeys(match for match in found if match)


def _code(identifier: str, own: str) -> str | None:
    prefix, _, code = identifier.partition(":")
    return code if prefix == own and code else None


def _plain(text: str) -> str:
    """Return a value without the comment and the qualifiers that may follow it."""
    while _END.search(text):
        text = _END.sub("", text)
    return text.strip()


def _unescaped(text: str) -> str:
    r"""Return a text as it reads.

    >>> _unescaped(r"a \"tag\": value\nnext")
    'a "tag": value next'
    """
    return " ".join(_ESCAPE.sub(lambda one: " " if one[1] in "nt" else one[1], text).split())
