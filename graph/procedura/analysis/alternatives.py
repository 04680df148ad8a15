"""Which procedures could be done instead, computed on the projection."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from procedura.analysis.information import ancestors, information_content, most_specific, sim_gic
from procedura.analysis.projection import procedures, targets

# A statement outweighs any overlap: stated alternatives always stand before inferred ones.
STATED_WEIGHT = 0.6
OVERLAP_WEIGHT = 0.4
STATED_HERE, STATED_THERE, STATED_AS_CLASS = 1.0, 0.8, 0.5
# What shares less is no rival: nearly every procedure here treats some obstruction.
MINIMUM_OVERLAP = 0.1
PARAMETERS = {
    "stated-weight": STATED_WEIGHT,
    "overlap-weight": OVERLAP_WEIGHT,
    "stated-here": STATED_HERE,
    "stated-there": STATED_THERE,
    "stated-as-class": STATED_AS_CLASS,
    "minimum-overlap": MINIMUM_OVERLAP,
}
# Alike in all three, and no page calls them rivals: then only their codes differ.
_AXES = ("operation", "bodySite", "approach")
_STEPS = ("preparesFor", "follows")


@dataclass(frozen=True, slots=True)
class AlternativeFinding:
    """One procedure as an alternative to another.

    Attributes:
        subject: IRI of the procedure asked about.
        other: IRI of the alternative.
        stated: 1 where the subject's own page names it, 0.8 where only the other's page does,
            0.5 where a page names a class that it belongs to ("open surgery"), else 0.
        overlap: simGIC of the conditions that both are indicated for, 0 to 1.
        shared: IRIs of the most specific conditions that both are indicated for, sorted.
    """

    subject: str
    other: str
    stated: float
    overlap: float
    shared: tuple[str, ...]

    @property
    def score(self) -> float:
        """0.6 x stated + 0.4 x overlap, to four places."""
        return round(STATED_WEIGHT * self.stated + OVERLAP_WEIGHT * self.overlap, 4)


def find(
    graph: "nx.MultiDiGraph[str]", minimum_overlap: float = MINIMUM_OVERLAP
) -> Iterator[AlternativeFinding]:
    """Yield every alternative of every procedure, in both directions.

    A candidate is named by a page, in either direction; or belongs to a class of operations
    that the page names and shares an indication; or, inferred, shares an indication, a purpose
    and a body site. Two procedures share a condition or site where one's is the other's or
    broader.
    Left out: coding variants; and, unless a page calls it an alternative all the same, what
    prepares for or follows the other, or differs in its codes only. What follows any procedure
    (the removal of its tube) is inferred for none.

    Args:
        graph: A projection (see `projection.project`).
        minimum_overlap: How much of their indications two procedures must share, as simGIC, for
            one to be inferred as an alternative to the other.
    """
    rivals = _Rivals(graph)
    for one, other in combinations(rivals.procedures, 2):
        if rivals.belong_together(one, other):
            continue
        shared = rivals.shared(one, other)
        stated = {
            (subject, target): rivals.stated(subject, target, shared)
            for subject, target in ((one, other), (other, one))
        }
        overlap = rivals.overlap(one, other) if shared else 0.0
        inferred = shared and overlap >= minimum_overlap and rivals.comparable(one, other)
        if not any(stated.values()) and not inferred:
            continue
        for (subject, target), weight in stated.items():
            yield AlternativeFinding(subject, target, weight, overlap, tuple(sorted(shared)))


class _Rivals:
    """What two procedures are to each other."""

    def __init__(self, graph: "nx.MultiDiGraph[str]") -> None:
        self.graph = graph
        self.procedures = sorted(procedures(graph))
        self._above = ancestors(graph)
        self._targets = targets(graph)
        self._conditions = {node: self._of("indicatedFor", node) for node in self.procedures}
        self._closures = {
            node: {up for condition in own for up in self._above[condition]}
            for node, own in self._conditions.items()
        }
        self._content = information_content(self._closures)

    def _of(self, edge: str, node: str) -> set[str]:
        return self._targets[edge][node]

    def shared(self, one: str, other: str) -> set[str]:
        """Return the most specific of the conditions of one that are the other's or broader."""
        mine, theirs = self._conditions[one], self._conditions[other]
        shared = (mine & self._closures[other]) | (theirs & self._closures[one])
        return most_specific(shared, self._above)

    def overlap(self, one: str, other: str) -> float:
        """Return the simGIC of what both are indicated for."""
        return round(sim_gic(self._closures[one], self._closures[other], self._content), 4)

    def stated(self, subject: str, other: str, shared: set[str]) -> float:
        """Return how directly a page states that the other is an alternative to the subject."""
        if self.graph.has_edge(subject, other, "alternativeTo"):
            return STATED_HERE
        if self.graph.has_edge(other, subject, "alternativeTo"):
            return STATED_THERE
        by_class = self._names_class_of(subject, other) or self._names_class_of(other, subject)
        return STATED_AS_CLASS if shared and by_class else 0.0

    def _names_class_of(self, subject: str, other: str) -> bool:
        named = self._of("alternativeApproach", subject)
        return any(self._above[own] & named for own in self._of("approach", other))

    def comparable(self, one: str, other: str) -> bool:
        """Whether both serve one purpose at one site, as far as is known, and neither follows."""
        purposes = self._of("purpose", one), self._of("purpose", other)
        sites = self._of("bodySite", one), self._of("bodySite", other)
        return (
            (not all(purposes) or bool(purposes[0] & purposes[1]))
            and (not all(sites) or self._meet(*sites))
            and not (self._of("follows", one) or self._of("follows", other))
        )

    def _meet(self, ones: set[str], others: set[str]) -> bool:
        """Whether a concept of one side is one of the other's, or broader, or narrower."""
        above_ones = {up for one in ones for up in self._above[one]}
        above_others = {up for other in others for up in self._above[other]}
        return bool(ones & above_others or others & above_ones)

    def belong_together(self, one: str, other: str) -> bool:
        """Whether they are no rivals: the same thing coded otherwise, or a step of the other."""
        pairs = (one, other), (other, one)
        if any(self.graph.has_edge(*pair, "variantOf") for pair in pairs):
            return True
        if any(self.graph.has_edge(*pair, "alternativeTo") for pair in pairs):
            return False
        if any(self.graph.has_edge(*pair, key) for pair in pairs for key in _STEPS):
            return True
        axes = ((self._of(axis, end) for end in (one, other)) for axis in _AXES)
        return all(mine and mine == theirs for mine, theirs in axes)
