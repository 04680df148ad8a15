"""The graph as RDF text: sorted, so that the same graph gives the same bytes."""

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

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

_TYPE = ns.expand("rdf:type")


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
        serialize(sorted(triples(store), key=str), output, syntax, prefixes=prefixes)


def triples_as(format: str, quads: Iterable[Quad | Triple]) -> bytes:
    """Return the triples of some quads, each once, as RDF text.

    Args:
        format: A key of `FORMATS`. JSON-LD comes with its context and short names, which a whole
            graph, written as it is read, does not have.
        quads: What to write.
    """
    syntax = FORMATS[format]
    content = sorted(triples(quads), key=str)
    written = serialize(content, format=syntax, prefixes=_prefixes(syntax)) or b""
    return _short(written) if syntax == RdfFormat.JSON_LD else written


def turtle(quads: Iterable[Quad]) -> str:
    """Return the triples of some quads as Turtle."""
    return triples_as("turtle", quads).decode()


def _by_graph(store: Store) -> Iterator[Quad]:
    """Yield all quads in order, sorting no more at once than one named graph."""
    for name in sorted(store.named_graphs(), key=str):
        yield from sorted(store.quads_for_pattern(None, None, None, name), key=str)


def _short(expanded: bytes) -> bytes:
    """Return expanded JSON-LD with a context: prefixes for IRIs, no lists and objects of one."""
    # A prefix is one to JSON-LD only where its IRI ends so.
    context = {name: iri for name, iri in ns.PREFIXES.items() if iri.endswith(("/", "#"))}

    def iri(written: str) -> str:
        for name, start in context.items():
            if written.startswith(start):
                return f"{name}:{written.removeprefix(start)}"
        return written

    def short(value: Any, key: str = "") -> Any:
        if isinstance(value, list):
            values = [short(one, key) for one in value]
            return values[0] if len(values) == 1 else values
        if isinstance(value, dict):
            if value.keys() == {"@value"}:
                return value["@value"]
            return {iri(name): short(one, name) for name, one in value.items()}
        return iri(value) if key in ("@id", "@type") else value

    def node(written: dict[str, Any]) -> Any:
        types = [one["@id"] for one in written.pop(_TYPE, [])]
        return short({"@id": written.pop("@id"), **({"@type": types} if types else {}), **written})

    document = {"@context": context, "@graph": [*map(node, json.loads(expanded))]}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def triples(quads: Iterable[Quad | Triple]) -> set[Triple]:
    """Return the triples of some quads, each once."""
    return {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}


def _prefixes(syntax: RdfFormat) -> dict[str, str] | None:
    """Return the prefixes that a format can use; a JSON-LD context would shadow keywords."""
    return None if syntax == RdfFormat.JSON_LD else ns.PREFIXES
