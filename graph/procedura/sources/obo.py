"""OBO text, format 1.2 to 1.4 (https://owlcollab.github.io/oboformat/doc/GO.format.obo-1_4.html).

Terms are those of the ontology's own prefix. Obsolete terms are left out.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from procedura.sources.files import SourceFile
from procedura.sources.foundry import ontology_term
from procedura.terminology import Term

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
    identifier = stanza.one("id")
    if identifier.partition(":")[0] != own or _plain(stanza.one("is_obsolete")) == "true":
        return None
    synonyms = (_QUOTED.match(text) for text in stanza.tags.get("synonym", ()))
    definition = _QUOTED.match(stanza.one("def"))
    return ontology_term(
        identifier,
        _unescaped(_plain(stanza.one("name"))),
        file.where(stanza.line),
        definition=_unescaped(definition[1]) if definition else "",
        comments=[_unescaped(_END.sub("", text)) for text in stanza.tags.get("comment", ())],
        synonyms=[(one[2].capitalize() or "Exact", _unescaped(one[1])) for one in synonyms if one],
        above=map(_plain, stanza.tags.get("is_a", ())),
        references=map(_plain, stanza.tags.get("xref", ())),
    )


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
