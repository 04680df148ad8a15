"""The graph as a NetworkX graph: procedures and concepts, and the direct edges between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import networkx as nx
from pyoxigraph import NamedNode, Store

from procedura import namespaces as ns
from procedura.analysis.stated.facts import FactReader, Term
from procedura.model import SECTIONS
from procedura.store import select
from procedura.triples import RELATIONS

_RELATIONS = (*RELATIONS.values(), "exactCode", "specialty")
EDGES = tuple(
    dict.fromkeys(edge for section in SECTIONS.values() for edge in section.edges.values() if edge)
)


def project(store: Store) -> "nx.MultiDiGraph[str]":
    """Return the graph of procedures, concepts and codes.

    Nodes are IRIs with the attributes ``label``, ``kind`` (``procedure``, ``code``, or a concept's
    scheme), ``names`` (label and synonyms, parted by semicolons), on procedures ``conservative``
    and on concepts ``circumstance`` (bool). Edges have the local name of their property as key:
    ``indicatedFor``, ``alternativeTo`` …, and ``broader`` between concepts. An ``alternativeTo``
    has a ``place``: 1 where the first line on alternatives names it, 2 for the next line that
    names a procedure, and so on.

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
    for pair, place in _places(store).items():
        if graph.has_edge(*pair, "alternativeTo"):
            graph.edges[*pair, "alternativeTo"]["place"] = place
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


def term(graph: "nx.MultiDiGraph[str]", iri: str) -> Term:
    """Return a node of a projection with its label."""
    return Term(iri, graph.nodes[iri]["label"])


def ancestors(graph: "nx.MultiDiGraph[str]") -> dict[str, frozenset[str]]:
    """Return for each concept itself and all that is broader.

    Args:
        graph: A projection (see `project`).
    """
    broader: nx.DiGraph[str] = nx.DiGraph()
    broader.add_nodes_from(graph)
    broader.add_edges_from(
        (node, other) for node, other, key in graph.edges(keys=True) if key == "broader"
    )
    return {node: frozenset(nx.descendants(broader, node)) | {node} for node in broader}


def closures(graph: "nx.MultiDiGraph[str]", edges: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return procedure → what edges of some kinds lead to, with all that is broader.

    Args:
        graph: A projection (see `project`).
        edges: Kinds of edge: ``indicatedFor`` …
    """
    above, found = ancestors(graph), targets(graph)
    return {
        node: frozenset(up for edge in edges for own in found[edge][node] for up in above[own])
        for node in sorted(procedures(graph))
    }


def having(features: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Return feature → the nodes that have it, by feature.

    >>> having({"p": ["stone"], "q": ["kidney"]})
    {'kidney': {'q'}, 'stone': {'p'}}
    """
    found: dict[str, set[str]] = defaultdict(set)
    for node, own in features.items():
        for feature in own:
            found[feature].add(node)
    return dict(sorted(found.items()))


def _add_nodes(graph: "nx.MultiDiGraph[str]", store: Store) -> None:
    """Add procedures, our concepts, and the codes that pages name; no imported release's."""
    reader = FactReader(store)
    nodes = {
        iri: "code" if ns.is_code(iri) else ns.local_name(scheme)
        for iri, scheme in reader.pairs("skos:inScheme")
    }
    types = set(reader.pairs("rdf:type"))
    synonyms: dict[str, set[str]] = defaultdict(set)
    for iri, synonym in reader.pairs("skos:altLabel"):
        synonyms[iri].add(synonym)
    nodes |= {iri: "procedure" for iri, kind in types if kind == ns.term("Procedure")}
    for iri, kind in sorted(nodes.items()):
        name = ns.split_code(iri)[1] if kind == "code" else reader.label(iri)
        marks = (
            {"conservative": (iri, ns.term("ConservativeCare")) in types}
            if kind == "procedure"
            else {"circumstance": (iri, ns.term("Circumstance")) in types}
        )
        names = "; ".join([name, *sorted(synonyms[iri])])
        graph.add_node(iri, label=name, names=names, kind=kind, **marks)


def _places(store: Store) -> dict[tuple[str, str], int]:
    """Return pairs of procedures → which of the lines that name any the second stands on first."""
    rows = select(
        store,
        """SELECT DISTINCT ?page ?position ?subject ?other WHERE {
             ?subject proc:hasAlternative ?line .
             ?line prov:wasDerivedFrom ?page ; proc:position ?position ;
                   proc:hasLink/proc:target ?other .
             ?other a proc:Procedure
           } ORDER BY ?page ?position ?subject ?other""",
    )
    places: dict[tuple[str, str], int] = {}
    lines: dict[str, dict[str, int]] = defaultdict(dict)
    for page, position, subject, other in rows:
        of_page = lines[page.value]
        place = of_page.setdefault(position.value, len(of_page) + 1)
        pair = subject.value, other.value
        places[pair] = min(place, places.get(pair, place))
    return places
