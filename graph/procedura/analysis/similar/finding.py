"""Which procedures a coder could confuse, computed on the projection."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import networkx as nx
from pyoxigraph import Quad

from procedura import namespaces as ns
from procedura.analysis.findings import about_pair, activity, pair_quads
from procedura.analysis.information import information_content, most_specific, sim_gic
from procedura.analysis.projection import ancestors, closures, having
from procedura.analysis.stated.facts import AXIS_EDGES

TOP = 10  # for each procedure
GRAPH = ns.analysis("similar")


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


def find(graph: "nx.MultiDiGraph[str]") -> Iterator[SimilarityFinding]:
    """Yield for each procedure those with the most similar axes, the most similar first.

    Args:
        graph: A projection (see `projection.project`).
    """
    above, axes = ancestors(graph), closures(graph, AXIS_EDGES)
    content, holders = information_content(axes), having(axes)
    for node, own in axes.items():
        others = {other for axis in own for other in holders[axis]} - {node}
        scored = [(round(sim_gic(own, axes[other], content), 4), other) for other in others]
        for score, other in sorted(scored, key=lambda pair: (-pair[0], pair[1]))[:TOP]:
            if score:
                shared = most_specific(own & axes[other], above)
                yield SimilarityFinding(node, other, score, tuple(sorted(shared)))


def quads(found: Iterable[SimilarityFinding]) -> Iterator[Quad]:
    """Yield the named graph of similar procedures."""
    yield from activity(GRAPH, {"top": TOP})
    for one in found:
        about = about_pair(GRAPH, one.subject, one.other)
        yield from pair_quads(about, "SimilarityFinding", one.subject, one.other, one.score)
        yield from about.to("proc:sharedAxis", *one.shared)
