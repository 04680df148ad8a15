"""The graph as a NetworkX graph: procedures and concepts, and the direct edges between them."""

from collections import defaultdict

import networkx as nx
from pyoxigraph import NamedNode, Store

from procedura import namespaces as ns
from procedura.model import SECTIONS
from procedura.store import select

_RELATIONS = ("preparesFor", "follows", "variantOf", "exactCode", "specialty")
EDGES = tuple(
    dict.fromkeys(
        [edge for section in SECTIONS.values() for edge in section.edges.values() if edge]
    )
)


def project(store: Store) -> "nx.MultiDiGraph[str]":
    """Return the graph of procedures, concepts and codes.

    Nodes are IRIs with the attributes ``label``, ``kind`` (``procedure``, ``code``, or a concept's
    scheme) and, on procedures, ``conservative`` (bool). Edges have the local name of
    their property as key: ``indicatedFor``, ``alternativeTo`` …, and ``broader`` between concepts.

    Args:
        store: The graph.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    _add_nodes(graph, store)
    properties = {ns.term(edge): edge for edge in (*EDGES, *_RELATIONS)}
    properties[ns.expand("skos:broader")] = "broader"
    edges = {
        (quad.subject.value, quad.object.value, name)
        for iri, name in properties.items()
        for quad in store.quads_for_pattern(None, NamedNode(iri), None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }
    for subject, target, name in sorted(edges):
        if subject in graph and target in graph:
            graph.add_edge(subject, target, key=name)
    return graph


def procedures(graph: "nx.MultiDiGraph[str]") -> list[str]:
    """Return the procedures of a projection."""
    return [node for node in graph if graph.nodes[node]["kind"] == "procedure"]


def targets(graph: "nx.MultiDiGraph[str]") -> dict[str, dict[str, set[str]]]:
    """Return kind of edge → node → what its edges of that kind lead to."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for subject, target, edge in graph.edges(keys=True):
        found[edge][subject].add(target)
    return found


def _add_nodes(graph: "nx.MultiDiGraph[str]", store: Store) -> None:
    rows = select(
        store,
        """SELECT DISTINCT ?node ?label ?scheme ?conservative WHERE {
             { ?node a proc:Procedure ; skos:prefLabel ?label }
             UNION { ?node skos:prefLabel ?label ; skos:inScheme ?scheme }
             UNION { ?node a proc:Code ; skos:notation ?label ; skos:inScheme ?scheme }
             BIND(EXISTS { ?node a proc:ConservativeCare } AS ?conservative)
           } ORDER BY ?node ?label""",
    )
    for node, label, scheme, conservative in rows:
        kind = "procedure"
        if scheme is not None:
            kind = "code" if "/code/" in scheme.value else ns.local_name(scheme.value)
        graph.add_node(
            node.value, label=label.value, kind=kind, conservative=conservative.value == "true"
        )
