"""Communities of procedures, named by what their members have in common."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

from procedura.analysis.projection import closures, having, term
from procedura.analysis.stated.facts import Term
from procedura.analysis.structure.enrichment import Enrichment, enriched
from procedura.analysis.structure.network import ONE

SEEDS = 10
RESOLUTION = 1.0
CONCEPTS = 5
PARAMETERS = {"seeds": SEEDS, "resolution": RESOLUTION}

Groups = list[set[str]]


@dataclass(frozen=True, slots=True)
class Community:
    """Procedures that have more in common with each other than with the rest.

    Attributes:
        name: Its most telling body site and condition.
        members: The procedures, by label.
        concepts: The body sites and conditions that set it apart, the most telling first.
    """

    name: str
    members: tuple[Term, ...]
    concepts: tuple[Term, ...]


def communities(graph: "nx.MultiDiGraph[str]", network: "nx.Graph[str]") -> list[Community]:
    """Return the communities of a projection, the largest first.

    A community is named by the body site and the condition with the highest F measure (van
    Rijsbergen 1979): most members have it, and most that have it are members. What else sets it
    apart is put in order by chance (see `enrichment.enriched`).

    Args:
        graph: A projection.
        network: Its procedures (see `network.network`).
    """
    holders = having(closures(graph, ("indicatedFor", "bodySite")))
    made: list[Community] = []
    taken: set[str] = set()
    for group in detect(network):
        telling = enriched(holders, group, len(network))
        members = sorted((term(graph, one) for one in group), key=lambda one: (one.label, one.iri))
        name = next(one for one in _names(graph, telling, members) if one not in taken)
        taken.add(name)
        concepts = tuple(term(graph, one.feature) for one in telling[:CONCEPTS])
        made.append(Community(name, tuple(members), concepts))
    return made


def modularity(network: "nx.Graph[str]", groups: Groups) -> float:
    """Return how far groups are from chance, at most 1 (Newman and Girvan 2004).

    Args:
        network: Nodes and ``weight`` of the edges; without edges, where it is not defined, it is 0.
        groups: Every node in just one group.
    """
    return nx.community.modularity(network, groups) if network.number_of_edges() else 0.0


def detect(network: "nx.Graph[str]", seeds: int = SEEDS) -> Groups:
    """Return groups of nodes with high modularity, the largest first.

    The best of several runs of Louvain (Blondel et al. 2008). A group that is not connected within
    itself, as Louvain can leave one (Traag, Waltman and van Eck 2019), is split into its parts,
    which never lowers modularity.

    Args:
        network: Nodes and ``weight`` of the edges, whole numbers.
        seeds: How many runs.
    """
    if not network.number_of_edges():
        return [{node} for node in sorted(network)]
    runs = [
        nx.community.louvain_communities(network, resolution=RESOLUTION, seed=seed)
        for seed in range(seeds)
    ]
    best = max(runs, key=lambda groups: nx.community.modularity(network, groups))
    parts = [set(p) for group in best for p in nx.connected_components(network.subgraph(group))]
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def of_neighbours(neighbours: Iterable[tuple[str, str, float]]) -> dict[str, int]:
    """Return node → number of its community, in a graph given by its neighbours.

    Made for codes: 80,000 with ten neighbours each took three minutes on a busy machine. Where a
    pair is given twice, the higher weight counts.

    Args:
        neighbours: Triples of a node, another, and how alike they are, above 0.
    """
    weights: dict[tuple[str, str], int] = {}
    for node, other, alike in neighbours:
        pair = (node, other) if node < other else (other, node)
        weights[pair] = max(weights.get(pair, 1), round(ONE * alike))
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(sorted({node for pair in weights for node in pair}))
    network.add_weighted_edges_from((*pair, weight) for pair, weight in sorted(weights.items()))
    return {node: n for n, group in enumerate(detect(network, seeds=1)) for node in group}


def _names(
    graph: "nx.MultiDiGraph[str]", telling: list[Enrichment], members: list[Term]
) -> Iterator[str]:
    """Yield names for a community, the best first; the last ones are always free."""
    best = sorted(telling, key=lambda one: (-one.f_measure, one.feature))
    nodes = [graph.nodes[one.feature] for one in best]
    sites, conditions = (
        [node["label"] for node in nodes if node["kind"] == kind]
        for kind in ("body-site", "condition")
    )
    for site in sites[:1]:
        yield from (f"{site}: {one}" for one in conditions if not _words(one) & _words(site))
        yield site
    yield from conditions
    yield from (member.label for member in members)
    yield from (member.iri for member in members)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3}
