"""What the pages of a community say can go wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx

from procedura.analysis.projection import closures, having, term
from procedura.analysis.stated.facts import Term
from procedura.analysis.structure.communities import Community
from procedura.analysis.structure.enrichment import Enrichment, enriched

MINIMUM_PAGES = 3
TOP = 8
PARAMETERS = {"minimum-procedures": MINIMUM_PAGES, "top": TOP}


@dataclass(frozen=True, slots=True)
class Risk:
    """A complication that a community states more often than the graph.

    A procedure that does not state it may have it all the same: its page may say nothing of it.

    Attributes:
        community: Name of the community.
        complication: What can go wrong.
        stating: How many procedures of the community state it, or something narrower.
        of: How many of them state any risk at all; only these are counted.
        share: The first over the second.
        lift: How many times the share of all procedures that state any risk.
    """

    community: str
    complication: Term
    stating: int
    of: int
    share: float
    lift: float


def risk_profiles(
    graph: "nx.MultiDiGraph[str]", communities: Iterable[Community]
) -> Iterator[Risk]:
    """Yield the complications that set each community apart, the most telling first.

    In the order of the hypergeometric chance (see `enrichment.enriched`). Of a complication and a
    broader one that the same procedures state, the more telling is kept.

    Args:
        graph: A projection.
        communities: Its communities (see `communities.communities`).
    """
    stated = {node: own for node, own in closures(graph, ("mayCause",)).items() if own}
    holders = having(stated)
    for community in communities:
        group = {member.iri for member in community.members} & set(stated)
        for one in _distinct(enriched(holders, group, len(stated)), holders, group):
            yield Risk(
                community.name,
                term(graph, one.feature),
                one.count,
                one.size,
                round(one.share, 4),
                round(one.lift, 2),
            )


def _distinct(
    found: list[Enrichment], holders: dict[str, set[str]], group: set[str]
) -> list[Enrichment]:
    """Return the first complications that enough procedures state, each set of them once."""
    seen: dict[frozenset[str], Enrichment] = {}
    for one in found:
        if one.count >= MINIMUM_PAGES:
            seen.setdefault(frozenset(holders[one.feature] & group), one)
    return list(seen.values())[:TOP]
