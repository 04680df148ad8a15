"""What one node says, as quads."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from procedura import namespaces as ns
from procedura.version import __version__

SOFTWARE = f"{ns.BASE}software/procedura/{__version__}"


@dataclass(frozen=True, slots=True)
class Subject:
    """Makes quads about one node in one graph."""

    iri: str
    graph: str

    def to(self, predicate: str, *targets: str) -> Iterator[Quad]:
        """Yield quads from the node to other nodes."""
        for target in targets:
            yield self._quad(predicate, NamedNode(target))

    def say(self, predicate: str, *texts: str, language: str | None = None) -> Iterator[Quad]:
        """Yield quads from the node to texts, leaving empty ones out."""
        for text in filter(None, texts):
            literal = Literal(text, language=language) if language else Literal(text)
            yield self._quad(predicate, literal)

    def value(self, predicate: str, value: object, datatype: str) -> Iterator[Quad]:
        """Yield a quad from the node to a typed value; none where the value is None or empty."""
        if value not in (None, ""):
            kind = NamedNode(ns.PREFIXES["xsd"] + datatype)
            yield self._quad(predicate, Literal(str(value), datatype=kind))

    def _quad(self, predicate: str, target: NamedNode | Literal) -> Quad:
        return Quad(
            NamedNode(self.iri), NamedNode(ns.expand(predicate)), target, NamedNode(self.graph)
        )


def decimal(value: float) -> str:
    """Return a number to six places and without an exponent, as xsd:decimal wants it.

    >>> decimal(0.25), decimal(1e-5), decimal(1)
    ('0.25', '0.00001', '1')
    """
    return f"{value:.6f}".rstrip("0").rstrip(".")
