"""The graph as GraphML (http://graphml.graphdrawing.org/), for Gephi, yEd, Cytoscape and igraph."""

from typing import IO

import networkx as nx
from pyoxigraph import Store

from procedura.analysis.projection import project


def write_graphml(store: Store, output: IO[bytes]) -> None:
    """Write procedures, concepts and the direct edges between them.

    Args:
        store: The graph.
        output: Where to.
    """
    graph = project(store)
    for _, _, key, edge in graph.edges(keys=True, data=True):
        edge["label"] = key
    nx.write_graphml(graph, output)
