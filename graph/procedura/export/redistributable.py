"""A graph without the texts that may not be passed on.

Codes, links and numbers are facts and stay; words belong to somebody. Words in the graph have a
language, and the named graph that they stand in says whose they are: those of a release are its
publisher's, those of a page its author's.
"""

from typing import cast

from pyoxigraph import Literal, NamedNode, Store

from procedura import namespaces as ns
from procedura.contents import page_graphs
from procedura.releases import releases
from procedura.terminology import is_open


def redistributable(store: Store) -> Store:
    """Return a copy of a graph, in memory, without the texts that may not be passed on.

    Args:
        store: The graph.
    """
    kept = withheld(store)
    copy = Store()
    copy.bulk_extend(
        quad
        for quad in store
        if not (
            isinstance(quad.object, Literal)
            and quad.object.language
            and cast("NamedNode", quad.graph_name).value in kept
        )
    )
    return copy


def withheld(store: Store) -> frozenset[str]:
    """Return the named graphs whose texts may not be passed on.

    They are the releases of systems, older ones too, of which the graph does not say that they may,
    and pages that name no open licence.
    """
    may = open_systems(store)
    return frozenset(
        {one.graph for one in releases(store) if ns.code(one.system) not in may}
        | {page for page in page_graphs(store) if not _is_open(store, page)}
    )


def open_systems(store: Store) -> set[str]:
    """Return the IRIs of code systems whose texts may be passed on, as a graph says."""
    may = NamedNode(ns.term("redistributable"))
    said = {
        (cast("NamedNode", quad.subject).value, cast("Literal", quad.object).value == "true")
        for quad in store.quads_for_pattern(None, may, None)
    }
    return {iri for iri, free in said if free} - {iri for iri, free in said if not free}


def _is_open(store: Store, page: str) -> bool:
    node, predicate = NamedNode(page), NamedNode(ns.expand("dcterms:license"))
    licences = store.quads_for_pattern(node, predicate, None, node)
    return any(is_open(cast("NamedNode", quad.object).value) for quad in licences)
