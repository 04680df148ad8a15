"""The graph as GraphML (http://graphml.graphdrawing.org/), for Gephi, yEd, Cytoscape and igraph."""

from typing import IO, cast

import networkx as nx
from pyoxigraph import Literal, NamedNode, Store

from procedura import namespaces as ns
from procedura.analysis.projection import project
from procedura.analysis.structure import Structure


def write_graphml(store: Store, output: IO[bytes]) -> None:
    """Write procedures, concepts and the direct edges between them.

    Nodes have the community and the centralities that the build found for them.

    Args:
        store: The graph.
        output: Where to.
    """
    graph = project(store)
    for _, _, key, edge in graph.edges(keys=True, data=True):
        edge["label"] = key
    for name in ("pageRank", "betweenness", "participation"):
        for quad in store.quads_for_pattern(None, NamedNode(ns.term(name)), None):
            node = cast("NamedNode", quad.subject).value
            graph.nodes[node][name] = float(cast("Literal", quad.object).value)
    for quad in store.quads_for_pattern(None, NamedNode(ns.term("hasMember")), None):
        community = cast("NamedNode", quad.subject).value
        graph.nodes[cast("NamedNode", quad.object).value]["community"] = ns.local_name(community)
    nx.write_graphml(graph, output)


def write_network(structure: Structure, output: IO[bytes]) -> None:
    """Write the procedures, how much they have in common, their communities and centralities.

    Args:
        structure: What was found of a graph.
        output: Where to.
    """
    network = structure.network.copy()
    communities = {member: one for one in structure.communities for member in one.members}
    for one in structure.central:
        if one.node.iri in network:
            network.nodes[one.node.iri].update(
                label=one.node.label,
                community=communities[one.node].name,
                pageRank=one.page_rank,
                betweenness=one.betweenness,
            )
    for bridge in structure.bridges:
        network.nodes[bridge.procedure.iri]["participation"] = bridge.participation
    nx.write_graphml(network, output)
