"""The graph as RDF text: sorted, so that the same graph gives the same bytes."""

from collections.abc import Iterable, Iterator
from typing import IO

from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from procedura import namespaces as ns

FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


def write_graph(store: Store, output: IO[bytes], format: str) -> None:
    """Write a whole graph.

    Formats that know named graphs (N-Quads, TriG, JSON-LD) keep them; in the others each triple
    stands once, whichever graphs it is in.

    Args:
        store: The graph.
        output: Where to.
        format: A key of `FORMATS`.
    """
    syntax = FORMATS[format]
    prefixes = _prefixes(syntax)
    if syntax.supports_datasets:
        serialize(_by_graph(store), output, syntax, prefixes=prefixes)
    else:
        serialize(sorted(_triples(store), key=str), output, syntax, prefixes=prefixes)


def turtle(quads: Iterable[Quad]) -> str:
    """Return the triples of some quads as Turtle."""
    content = sorted(_triples(quads), key=str)
    return (serialize(content, format=RdfFormat.TURTLE, prefixes=ns.PREFIXES) or b"").decode()


def _by_graph(store: Store) -> Iterator[Quad]:
    """Yield all quads in order, sorting no more at once than one named graph."""
    for name in sorted(store.named_graphs(), key=str):
        yield from sorted(store.quads_for_pattern(None, None, None, name), key=str)


def _triples(quads: Iterable[Quad]) -> set[Triple]:
    return {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}


def _prefixes(syntax: RdfFormat) -> dict[str, str] | None:
    """Return the prefixes that a format can use; a JSON-LD context would shadow keywords."""
    return None if syntax == RdfFormat.JSON_LD else ns.PREFIXES
