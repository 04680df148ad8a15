"""The vocabularies that Procedura brings along: its ontology and its SKOS schemes."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from pyoxigraph import NamedNode, Quad

from procedura import namespaces as ns
from procedura.resources import folder, read_turtle, walk

# What the ontology says of the concepts of a scheme stands in that scheme's graph.
_RANKS = {"approach": ("invasiveness.ttl",)}


def bundled() -> Iterator[tuple[str, list[Quad]]]:
    """Yield the ontology with its alignments, and each concept scheme.

    Yields:
        Pairs of the IRI of a named graph and its quads.

    Raises:
        SourceError: A file is not Turtle.
    """
    ontology = folder("ontology")
    files = [ontology.joinpath(name) for name in ("procedura.ttl", "alignments.ttl")]
    yield ns.ONTOLOGY, [quad for file in files for quad in _read(file, ns.ONTOLOGY)]
    for file in walk(folder("data").joinpath("concepts"), ".ttl"):
        name = file.name.removesuffix(".ttl")
        scheme, ranks = ns.concept(name), _RANKS.get(name, ())
        files = [file, *map(ontology.joinpath, ranks)]
        yield scheme, [quad for one in files for quad in _read(one, scheme)]


def _read(file: Traversable, graph: str) -> Iterator[Quad]:
    name = NamedNode(graph)
    for quad in read_turtle(file):
        yield Quad(quad.subject, quad.predicate, quad.object, name)
