"""Which procedures and conditions hold the graph together."""

from collections.abc import Mapping
from dataclasses import dataclass

import networkx as nx

from procedura.analysis.projection import term
from procedura.analysis.stated.facts import Term

PIVOTS = 200
SEED = 0
DAMPING = 0.85
PARAMETERS = {"damping": DAMPING, "pivots": PIVOTS, "seed": SEED}


@dataclass(frozen=True, slots=True)
class Central:
    """How central a procedure or a condition is.

    Attributes:
        node: What it is.
        kind: ``procedure`` or ``condition``.
        page_rank: Its PageRank among its kind's graph; all of a graph add up to 1.
        betweenness: Share of shortest ways between two others that lead through it; None for
            conditions.
        degree: How many procedures it is tied to.
    """

    node: Term
    kind: str
    page_rank: float
    betweenness: float | None
    degree: int


def central_procedures(graph: "nx.MultiDiGraph[str]", network: "nx.Graph[str]") -> list[Central]:
    """Return the procedures by PageRank.

    PageRank (Page et al. 1999) over the weights: what has much in common with what has much in
    common. Betweenness (Brandes 2001) over their inverse; above 200 procedures it is estimated from
    200 of them as sources (Brandes and Pich 2007).

    Args:
        graph: A projection.
        network: Its procedures (see `network.network`).
    """
    pivots = PIVOTS if len(network) > PIVOTS else None
    between = nx.betweenness_centrality(network, k=pivots, weight="distance", seed=SEED)
    return _ranked(graph, network, "procedure", between)


def central_conditions(graph: "nx.MultiDiGraph[str]") -> list[Central]:
    """Return the conditions that procedures are indicated for by PageRank.

    PageRank over the bipartite graph of procedures and conditions: a condition counts for more the
    more procedures are for it, and the fewer other conditions these are for.

    Args:
        graph: A projection.
    """
    edges = graph.edges(keys=True)
    tied: nx.Graph[str] = nx.Graph()
    tied.add_edges_from(sorted(edge[:2] for edge in edges if edge[2] == "indicatedFor"))
    return _ranked(graph, tied, "condition")


def _ranked(
    graph: "nx.MultiDiGraph[str]",
    tied: "nx.Graph[str]",
    kind: str,
    between: Mapping[str, float] | None = None,
) -> list[Central]:
    """Return the nodes of one kind by their PageRank among all that are tied."""
    rank = nx.pagerank(tied, alpha=DAMPING, weight="weight") if tied else {}
    found = [
        Central(
            term(graph, node),
            kind,
            round(rank[node], 6),
            round(between[node], 6) if between else None,
            tied.degree(node),
        )
        for node in tied
        if graph.nodes[node]["kind"] == kind
    ]
    return sorted(found, key=lambda one: (-one.page_rank, one.node.iri))
