"""What joins the fields of medicine: procedures between specialties, and pairs of specialties."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import sqrt

import networkx as nx

from procedura.analysis.information import information_content, most_specific
from procedura.analysis.projection import ancestors, closures, targets, term
from procedura.analysis.stated.facts import Term
from procedura.analysis.structure.network import ONE

# Above it a node is a connector (Guimera and Amaral 2005, role R3).
CONNECTOR = 0.62
CONCEPTS = 3
PARAMETERS = {"participation": CONNECTOR}


@dataclass(frozen=True, slots=True)
class Bridge:
    """A procedure whose ties are spread over several specialties.

    Attributes:
        procedure: What it is.
        participation: How evenly its ties are spread, 0 (one specialty) to nearly 1.
        betweenness: Share of shortest ways that lead through it.
        specialties: Its own specialties.
        connects: The specialties with a tenth of its ties or more, the strongest first.
    """

    procedure: Term
    participation: float
    betweenness: float
    specialties: tuple[Term, ...]
    connects: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Two specialties whose procedures have something in common.

    Attributes:
        one: A specialty.
        other: Another, which comes later in the order of IRIs.
        score: Weight of the ties between them over the geometric mean of all that each has, 0 to 1.
        pairs: How many pairs of procedures are tied.
        strongest: The pair with the greatest weight.
        concepts: Most telling conditions and body sites that tied pairs share.
    """

    one: Term
    other: Term
    score: float
    pairs: int
    strongest: tuple[Term, Term]
    concepts: tuple[Term, ...]


def bridges(
    graph: "nx.MultiDiGraph[str]", network: "nx.Graph[str]", betweenness: Mapping[str, float]
) -> list[Bridge]:
    r"""Return the procedures between specialties, those that most ways lead through first.

    .. math:: P_i = 1 - \sum_s (k_{is} / k_i)^2

    The participation coefficient (Guimera and Amaral 2005): :math:`k_{is}` is the weight of the
    ties of procedure i to those of specialty s; one of several specialties counts for each in
    equal parts. Connectors are listed, above 0.62 as in the paper.

    Args:
        graph: A projection.
        network: Its procedures (see `network.network`).
        betweenness: Procedure → its betweenness (see `central.central_procedures`).
    """
    fields = targets(graph)["specialty"]
    found = []
    for node in network:
        ties = _ties(network, node, fields)
        whole = sum(ties.values())
        spread = 1 - sum((part / whole) ** 2 for part in ties.values()) if whole else 0.0
        if spread > CONNECTOR:
            strongest = sorted(ties, key=lambda one: (-ties[one], one))
            connects = [one for one in strongest if ties[one] >= whole / 10]
            found.append(
                Bridge(
                    term(graph, node),
                    round(spread, 4),
                    betweenness.get(node, 0.0),
                    tuple(term(graph, one) for one in sorted(fields[node])),
                    tuple(term(graph, one) for one in connects),
                )
            )
    found.sort(key=lambda one: (-one.betweenness, -one.participation, one.procedure.iri))
    return found


def crossings(graph: "nx.MultiDiGraph[str]", network: "nx.Graph[str]") -> list[Crossing]:
    r"""Return the pairs of specialties that have procedures in common fields, the closest first.

    .. math:: s(A, B) = w(A, B) / \sqrt{w(A)\, w(B)}

    w(A, B) is the weight of the ties between procedures of the one alone and of the other alone,
    w(A) that of all ties of procedures of A (Salton's cosine).

    Args:
        graph: A projection.
        network: Its procedures (see `network.network`).
    """
    total, ties = _between(network, targets(graph)["specialty"])
    features = closures(graph, ("indicatedFor", "bodySite"))
    content, above = information_content(features), ancestors(graph)
    made = []
    for (a, b), tied in ties.items():
        shared = Counter(
            concept
            for _, one, other in tied
            for concept in most_specific(features[one] & features[other], above)
        )
        telling = sorted(shared, key=lambda one: (-shared[one] * content[one], one))[:CONCEPTS]
        _, one, other = min(tied, key=lambda tie: (-tie[0], tie[1:]))
        made.append(
            Crossing(
                term(graph, a),
                term(graph, b),
                round(sum(tie[0] for tie in tied) / sqrt(total[a] * total[b]), 4),
                len(tied),
                (term(graph, one), term(graph, other)),
                tuple(term(graph, one) for one in telling),
            )
        )
    return sorted(made, key=lambda made: (-made.score, made.one.iri, made.other.iri))


def _between(
    network: "nx.Graph[str]", fields: Mapping[str, set[str]]
) -> tuple[Counter[str], dict[tuple[str, str], list[tuple[int, str, str]]]]:
    """Return specialty → weight of all its ties, and pairs of specialties → the ties between."""
    total: Counter[str] = Counter()
    ties: dict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for one, other, tie in network.edges(data=True):
        mine, theirs = fields.get(one, set()), fields.get(other, set())
        for field in mine | theirs:
            total[field] += tie["weight"]
        if not mine & theirs:
            for a, b in product(mine, theirs):
                pair, ends = ((a, b), (one, other)) if a < b else ((b, a), (other, one))
                ties[pair].append((tie["weight"], *ends))
    return total, ties


def _ties(network: "nx.Graph[str]", node: str, fields: Mapping[str, set[str]]) -> dict[str, float]:
    """Return specialty → weight of a procedure's ties to procedures of it."""
    ties: dict[str, float] = defaultdict(float)
    for other, edge in sorted(network[node].items()):
        for field in sorted(fields.get(other, ())):
            ties[field] += edge["weight"] / ONE / len(fields[other])
    return ties
