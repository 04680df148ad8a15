"""How much procedures have in common, as a weighted graph of procedures."""

from itertools import combinations

import networkx as nx

from procedura.analysis.information import information_content, sim_gic
from procedura.analysis.projection import closures, having

# What has less in common hangs together by words such as "cancer" alone.
MINIMUM_OVERLAP = 0.1
STATED_WEIGHT = 0.5
PARAMETERS = {"minimum-overlap": MINIMUM_OVERLAP, "stated-weight": STATED_WEIGHT}
# Weights are whole numbers: sums of fractions drift, and Louvain in NetworkX 3.6 then moves a node
# to and fro for ever.
ONE = 1000


def network(graph: "nx.MultiDiGraph[str]") -> "nx.Graph[str]":
    r"""Return the procedures with a weighted edge where two have something in common.

    .. math:: w(a, b) = [g \ge 0.1]\, g + 0.5\, (|a \to b| + |b \to a|), \quad
              g = simGIC(F(a), F(b))

    F are the conditions that a procedure is indicated for and its body sites, with all that is
    broader; an arrow is a page that names the other as an alternative. simGIC: Pesquita et al.
    (2007). Edges have ``weight`` in whole thousandths and ``distance``, its inverse.

    Args:
        graph: A projection (see `projection.project`).
    """
    features = closures(graph, ("indicatedFor", "bodySite"))
    content = information_content(features)
    pairs = {pair for nodes in having(features).values() for pair in combinations(sorted(nodes), 2)}
    weights: dict[tuple[str, str], float] = {}
    for one, other in pairs:
        overlap = sim_gic(features[one], features[other], content)
        if overlap >= MINIMUM_OVERLAP:
            weights[one, other] = overlap
    for one, other, edge in graph.edges(keys=True):
        if edge == "alternativeTo" and one != other:
            first, second = sorted((one, other))
            weights[first, second] = weights.get((first, second), 0.0) + STATED_WEIGHT
    made: nx.Graph[str] = nx.Graph()
    made.add_nodes_from(features)
    for (one, other), weight in sorted(weights.items()):
        made.add_edge(one, other, weight=round(ONE * weight), distance=1 / weight)
    return made
