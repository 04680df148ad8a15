"""Which procedures a coder could confuse, computed on the projection."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from procedura.analysis.alternatives.rivals import AXES
from procedura.analysis.information import ancestors, information_content, most_specific, sim_gic
from procedura.analysis.projection import procedures, targets

TOP = 10
PARAMETERS = {"top": TOP}


@dataclass(frozen=True, slots=True)
class SimilarityFinding:
    """Two procedures whose axes are alike.

    Attributes:
        subject: IRI of the procedure asked about.
        other: IRI of the similar one.
        score: simGIC of their axes and all that is broader, 0 to 1, to four places.
        shared: IRIs of the most specific axis concepts, or broader ones, that both have, sorted.
    """

    subject: str
    other: str
    score: float
    shared: tuple[str, ...]


def find(graph: "nx.MultiDiGraph[str]", top: int = TOP) -> Iterator[SimilarityFinding]:
    """Yield for each procedure those with the most similar axes, the most similar first.

    Args:
        graph: A projection (see `projection.project`).
        top: How many for each procedure at the most.
    """
    above = ancestors(graph)
    edges = targets(graph)
    axes = {
        node: {target for axis in AXES for target in edges[axis][node]}
        for node in procedures(graph)
    }
    closures = {node: {up for one in own for up in above[one]} for node, own in axes.items()}
    content = information_content(closures)
    having: dict[str, set[str]] = defaultdict(set)
    for node, features in closures.items():
        for feature in features:
            having[feature].add(node)
    for node in sorted(axes):
        others = {other for feature in closures[node] for other in having[feature]} - {node}
        scored = [
            (round(sim_gic(closures[node], closures[other], content), 4), other) for other in others
        ]
        for score, other in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:top]:
            if score:
                shared = most_specific(closures[node] & closures[other], above)
                yield SimilarityFinding(node, other, score, tuple(sorted(shared)))
