"""The vocabularies that Procedura brings along: its ontology and its SKOS schemes."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from procedura import namespaces as ns
from procedura.errors import SourceError
from procedura.resources import folder, walk


def ontology() -> Iterator[Quad]:
    """Yield the ontology and its alignments, in the graph named as the ontology.

    Raises:
        SourceError: A file is not Turtle.
    """
    top = folder("ontology")
    for name in ("procedura.ttl", "alignments.ttl"):
        yield from _read(top.joinpath(name), ns.ONTOLOGY)


def concepts() -> Iterator[Quad]:
    """Yield the concept schemes, each in a graph named as the scheme.

    Raises:
        SourceError: A file is not Turtle.
    """
    for file in walk(folder("data").joinpath("concepts"), ".ttl"):
        yield from _read(file, ns.concept(file.name.removesuffix(".ttl")))


def _read(file: Traversable, graph: str) -> Iterator[Quad]:
    name = NamedNode(graph)
    try:
        for quad in parse(file.read_bytes(), RdfFormat.TURTLE):
            yield Quad(quad.subject, quad.predicate, quad.object, name)
    except SyntaxError as error:
        raise SourceError(
            f"not Turtle: {error.msg}",
            where=f"{file.name}:{error.lineno}",
            cure="mend the line",
        ) from error
