"""One graph, read and written in a worker."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import pyoxigraph as ox
from starlette.exceptions import HTTPException

from procedura import store
from procedura.library import ProcedureGraph
from procedura.search import write_index
from procedura.web.answers import DONE, Answer
from procedura.web.sparql.evaluating import limited
from procedura.web.sparql.formats import INPUTS
from procedura.web.sparql.statements import told

# A document: its media type, and what stands in it.
Part: TypeAlias = tuple[str, bytes]
_Name: TypeAlias = ox.NamedNode | ox.DefaultGraph


def read_graph(graph: ProcedureGraph, iri: str, accept: str, most: int) -> Answer:
    """Return what stands in a graph.

    Args:
        graph: The graph of all.
        iri: Name of the one that is wanted; "": of the union of all.
        accept: What the client accepts.
        most: How many triples it may have.

    Raises:
        QueryError: It has more.
        HTTPException: 404, there is no such graph; 406, the client takes no format of graphs.
    """
    name = _known(graph, iri) if iri else None
    quads = graph.quads.quads_for_pattern(None, None, None, name)
    return told(limited((quad.triple for quad in quads), most), accept)


def write_graph(graph: ProcedureGraph, iri: str, parts: Sequence[Part], replace: bool) -> Answer:
    """Put documents into a graph: 201 where it is new, 204 where it was there.

    Args:
        graph: The graph of all.
        iri: Name of the one to write; "": of the one that has no name.
        parts: The documents.
        replace: Whether they take the place of what stands in it.

    Raises:
        HTTPException: 400, the IRI is none, or a document cannot be read.
    """
    name = _name(iri)
    quads = [quad for part in parts for quad in _quads(part, name, iri)]
    with store.next_generation(graph.folder) as generation:
        rdf = generation.rdf
        new = isinstance(name, ox.NamedNode) and not rdf.contains_named_graph(name)
        if new:
            rdf.add_graph(name)
        elif replace:
            rdf.clear_graph(name)
        rdf.extend(quads)
        write_index(rdf, generation.search_index, iri.__eq__)
    return Answer(b"", "text/plain", 201, {"Location": iri}) if new else DONE


def delete_graph(graph: ProcedureGraph, iri: str) -> Answer:
    """Take a graph away.

    Args:
        graph: The graph of all.
        iri: Name of the one to take away; "": what has no name.

    Raises:
        HTTPException: 404, there is no such graph.
    """
    name = _known(graph, iri)
    with store.next_generation(graph.folder) as generation:
        generation.rdf.remove_graph(name)
        write_index(generation.rdf, generation.search_index, iri.__eq__)
    return DONE


def _known(graph: ProcedureGraph, iri: str) -> _Name:
    name = _name(iri)
    if isinstance(name, ox.NamedNode) and not graph.quads.contains_named_graph(name):
        raise HTTPException(404, f"there is no graph {iri}")
    return name


def _name(iri: str) -> _Name:
    try:
        return ox.NamedNode(iri) if iri else ox.DefaultGraph()
    except ValueError as error:
        raise HTTPException(400, f"{iri!r} is no IRI ({error})") from error


def _quads(part: Part, name: _Name, base: str) -> Iterator[ox.Quad]:
    """Yield what a document says, as said in a graph."""
    media, content = part
    try:
        # A blank node is one of its document: it must not become one of the graph's.
        for quad in ox.parse(content, INPUTS[media], base_iri=base or None,
                             without_named_graphs=True, rename_blank_nodes=True):  # fmt: skip
            yield ox.Quad(quad.subject, quad.predicate, quad.object, name)
    except SyntaxError as error:
        raise HTTPException(400, f"the {media} cannot be read: {error.msg}") from error
