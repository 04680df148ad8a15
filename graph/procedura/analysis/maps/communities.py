"""The communities of a graph as they were stored, with their places on a map."""

import textwrap
from collections import Counter
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from procedura import namespaces as ns
from procedura.analysis.maps.discs import Disc, closest, lay_out
from procedura.analysis.stated.facts import FactReader, Term

_LETTERS = 20  # in a line of a label


@dataclass(frozen=True, slots=True)
class Placed:
    """A community on the map.

    Attributes:
        community: What it is.
        members: Its procedures, the most central first.
        concepts: The body sites and conditions that set it apart.
        disc: Where it lies.
    """

    community: Term
    members: tuple[Term, ...]
    concepts: tuple[Term, ...]
    disc: Disc


@dataclass(frozen=True, slots=True)
class CommunityMap:
    """All communities of a graph, and which have most in common.

    Attributes:
        modularity: How far they are from chance, as text; "" where there are none.
        communities: The communities, the largest first.
        ties: Pairs of their numbers → how much they have in common, 0 to 1; only the tree of those
            that have most.
    """

    modularity: str
    communities: tuple[Placed, ...]
    ties: dict[tuple[int, int], float]


def community_map(reader: FactReader) -> CommunityMap:
    """Return the map of the communities that were found when the graph was built.

    What two have in common is the cosine of their profiles (Salton): how many members have each
    body site and condition, or a narrower one, times how few communities know it.

    Args:
        reader: Reads the graph.
    """
    placed = sorted(
        (_read(reader, one) for one in reader.subjects("rdf:type", ns.term("Community"))),
        key=lambda one: (-len(one.members), one.community),
    )
    tree = closest(_common(reader, placed), len(placed))
    lay_out([one.disc for one in placed], tree)
    drawn = {(min(a, b), max(a, b)): float(tree[a][b]["weight"]) for a, b in tree.edges}
    modularity = reader.one(ns.analysis("communities"), "proc:modularity")
    return CommunityMap(modularity, tuple(placed), drawn)


def _read(reader: FactReader, iri: str) -> Placed:
    community = reader.term(iri)
    rank = {
        one: float(reader.one(one, "proc:pageRank") or 0)
        for one in reader.targets(iri, "proc:hasMember")
    }
    members = sorted(rank, key=lambda one: (-rank[one], one))
    label = textwrap.fill(f"{community.label} ({len(members)})", _LETTERS)
    return Placed(
        community,
        tuple(map(reader.term, members)),
        tuple(map(reader.term, reader.targets(iri, "proc:tellingConcept"))),
        Disc(len(members), label),
    )


def _common(reader: FactReader, placed: list[Placed]) -> dict[tuple[int, int], float]:
    """Return pairs of communities → how much they have in common."""
    counts = [
        Counter(
            concept
            for member in one.members
            for concept in {
                up
                for edge in ("proc:bodySite", "proc:indicatedFor")
                for stated in reader.targets(member.iri, edge)
                for up in reader.broader(stated)
            }
        )
        for one in placed
    ]
    if not counts:
        return {}
    concepts = sorted({concept for one in counts for concept in one})
    members = np.array([[one[concept] for concept in concepts] for one in counts])
    profiles = members * np.log(len(placed) / np.count_nonzero(members, axis=0))
    shared = profiles @ profiles.T
    lengths = np.sqrt(shared.diagonal())
    return {
        (a, b): float(shared[a, b] / (lengths[a] * lengths[b]))
        for a, b in combinations(range(len(placed)), 2)
        if shared[a, b]
    }
