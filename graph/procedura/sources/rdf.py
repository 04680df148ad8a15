"""Vocabularies as RDF: SKOS schemes, and OWL ontologies as the OBO Foundry publishes them.

Turtle, RDF/XML, N-Triples and JSON-LD are read; a document that declares entities within entities,
or outside of itself, is refused before it is parsed.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from procedura import namespaces as ns
from procedura.sources.files import SourceFile

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}
_ROOT = re.compile(r"<((?:[\w.-]+:)?RDF)\b[^>]*?(/?)>")
_TAIL = 4096  # characters; a comment may follow the root
_ENTITY = re.compile("<!ENTITY")
# Long values are refused too: one that is used often makes a document as large as nested ones do.
_PLAIN_ENTITY = re.compile(r"""\s+[\w.-]+\s+(?:"[^"&%]{0,500}"|'[^'&%]{0,500}')\s*>""")


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its language tag, or ""."""

    value: str
    language: str


class Described:
    """What a document says, by subject and property.

    Args:
        file: The document.

    Raises:
        SourceError: It is not RDF, or its entities are refused.
    """

    def __init__(self, file: SourceFile) -> None:
        self._said: dict[str, dict[str, list[str | Text]]] = defaultdict(lambda: defaultdict(list))
        self._leading: dict[tuple[str, str], list[str]] = defaultdict(list)
        suffix = Path(file.name.lower().removesuffix(".gz")).suffix
        format = _FORMATS.get(suffix)
        if format is None:
            raise file.error(f"its name ends in none of {', '.join(_FORMATS)}")
        text = _text(file)
        try:
            for triple in ox.parse(text, format=format):
                self._add(triple)
        except SyntaxError as error:
            raise file.error(f"this is not {format} ({error.msg})", error.lineno or 0) from error
        except (OSError, ValueError) as error:
            raise file.error(f"this is not {format} ({error})") from error
        if format == ox.RdfFormat.RDF_XML:
            _refuse_cut(file, text)

    def _add(self, triple: ox.Quad) -> None:
        if isinstance(triple.subject, ox.NamedNode):
            subject, predicate = triple.subject.value, triple.predicate.value
            if isinstance(triple.object, ox.NamedNode):
                self._said[subject][predicate].append(triple.object.value)
                self._leading[predicate, triple.object.value].append(subject)
            elif isinstance(triple.object, ox.Literal):
                text = " ".join(triple.object.value.split())
                self._said[subject][predicate].append(Text(text, triple.object.language or ""))

    def of_type(self, name: str) -> list[str]:
        """Return the subjects of a type, sorted."""
        return sorted(set(self._leading[ns.expand("rdf:type"), ns.expand(name)]))

    def iris(self, subject: str, *names: str) -> list[str]:
        """Return the IRIs that properties of a subject lead to, sorted."""
        found = (one for name in names for one in self._said[subject][_iri(name)])
        return sorted({one for one in found if isinstance(one, str)})

    def texts(self, subject: str, *names: str) -> list[Text]:
        """Return the texts of properties of a subject, by language and letters."""
        found = (one for name in names for one in self._said[subject][_iri(name)])
        texts = {one for one in found if isinstance(one, Text)}
        return sorted(texts, key=lambda one: (one.language, one.value))

    def leading(self, name: str, target: str) -> list[str]:
        """Return the subjects whose property leads to an IRI, sorted."""
        return sorted(set(self._leading[_iri(name), target]))

    def one(self, subject: str, *names: str) -> str:
        """Return one value of the first of these properties that a subject has, or ""."""
        for name in names:
            for value in self._said[subject][_iri(name)]:
                return value if isinstance(value, str) else value.value
        return ""

    def language(self, name: str) -> str:
        """Return the language that most texts of a property are in; English if they say none."""
        counts = Counter(
            text.language for subject in list(self._said) for text in self.texts(subject, name)
        )
        return next((tag for tag, _ in counts.most_common() if tag), "en")


def _iri(name: str) -> str:
    return name if "/" in name else ns.expand(name)


def _refuse_cut(file: SourceFile, text: str) -> None:
    """Refuse a document whose root is not closed, which the parser takes for a whole one."""
    root = _ROOT.search(text)
    if root and not root[2] and f"</{root[1]}" not in text[-_TAIL:]:
        raise file.error("the document ends before its root does", text.count("\n") + 1)


def _text(file: SourceFile) -> str:
    """Return the text of a document whose entities, if it declares any, are short plain texts."""
    text = "\n".join(line for _, line in file.lines())
    for match in _ENTITY.finditer(text):
        if not _PLAIN_ENTITY.match(text, match.end()):
            raise file.error(
                "the document declares entities within entities, or outside of itself",
                text.count("\n", 0, match.start()) + 1, "remove its document type declaration",
            )  # fmt: skip
    return text
