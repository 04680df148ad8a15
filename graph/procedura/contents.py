"""What a stored graph holds: its pages, labels and named graphs."""

from collections.abc import Collection, Iterable, Iterator
from functools import cache, partial
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from procedura import namespaces as ns
from procedura.model import Page
from procedura.triples import page_from_quads

# What a shape wants to know of a node that a page only names: IRIs of properties.
_DESCRIBED = ("rdf:type", "skos:prefLabel", "skos:inScheme", "skos:notation", "proc:invasiveness")
DESCRIPTION = tuple(map(ns.expand, _DESCRIBED))


def pages(store: Store, without: Collection[str] = ()) -> Iterator[Page]:
    """Yield the pages of a graph in the order of their names.

    Args:
        store: The graph.
        without: IRIs of pages to leave out.
    """
    for iri in page_graphs(store):
        if iri not in without:
            yield page(store, iri)


def page(store: Store, iri: str) -> Page:
    """Return one page of a graph."""
    slug = iri.removeprefix(ns.page(""))
    return page_from_quads(slug, graph_quads(store, iri), lambda target: _name(store, target))


def page_graphs(store: Store, procedure: str | None = None) -> list[str]:
    """Return the IRIs of all pages, or of those that describe one procedure."""
    target = NamedNode(procedure) if procedure else None
    found = store.quads_for_pattern(None, NamedNode(ns.term("describes")), target)
    return sorted(cast("NamedNode", quad.subject).value for quad in found)


def named_graphs(store: Store) -> list[str]:
    """Return the IRIs of all named graphs, sorted."""
    return sorted(cast("NamedNode", name).value for name in store.named_graphs())


def graph_quads(store: Store, iri: str) -> Iterator[Quad]:
    """Yield the quads of one named graph."""
    return store.quads_for_pattern(None, None, None, NamedNode(iri))


def label(store: Store, iri: str) -> str:
    """Return the preferred label of a node; of a code its CURIE."""
    if ns.is_code(iri):
        return ns.curie(iri)
    return _name(store, iri)


def title(store: Store, iri: str) -> str:
    """Return the preferred label of a node, "" where it has none."""
    found = store.quads_for_pattern(NamedNode(iri), NamedNode(ns.expand("skos:prefLabel")), None)
    return min((cast("Literal", quad.object).value for quad in found), default="")


def _name(store: Store, iri: str) -> str:
    return title(store, iri) or ns.local_name(iri)


def descriptions(store: Store, said: Iterable[Quad | Triple]) -> list[Quad]:
    """Return what a shape wants to know of every node that some statements name."""
    ends = (end for one in said for end in (one.subject, one.object))
    named = {end for end in ends if isinstance(end, NamedNode)}
    return [quad for node in named for quad in _description(store, node)]


def with_descriptions(store: Store, graphs: Iterable[Iterable[Quad]]) -> Iterator[list[Quad]]:
    """Yield the quads of each graph with what other graphs say the nodes are that it names."""
    description = cache(partial(_description, store))
    for quads in graphs:
        own = list(quads)
        named = {quad.object for quad in own if isinstance(quad.object, NamedNode)}
        named -= {quad.subject for quad in own}
        yield [*own, *(quad for node in named for quad in description(node))]


def _description(store: Store, node: NamedNode) -> list[Quad]:
    about = map(NamedNode, DESCRIPTION)
    return [quad for one in about for quad in store.quads_for_pattern(node, one, None)]
