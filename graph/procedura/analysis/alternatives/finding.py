"""Which procedures could be done instead, and which not though they share an indication.

The score of an alternative says first on what it rests, then how much there is to it::

    score = (basis + strength) / 4
    basis = 3 named by the own page, 2 by the other's page, 1 as a class of operations, 0 inferred
    strength = 0.6 prominence + 0.2 overlap + 0.2 likeness

So what a page says stands before what is inferred, whatever the rest comes to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import networkx as nx

from procedura.analysis.alternatives.rivals import Rivals

Basis = Literal["Stated", "StatedInReverse", "StatedAsClass", "Inferred"]
Kind = Literal["ConservativeOption", "VariantByApproach", "OtherProcedure"]

# The better founded the higher.
BASES: tuple[Basis, ...] = ("Inferred", "StatedAsClass", "StatedInReverse", "Stated")
PROMINENCE, OVERLAP, LIKENESS = 0.6, 0.2, 0.2
OWN_PAGE = 2 / 3  # of the prominence; the rest is the other page's
# What shares less is no rival: nearly every procedure here treats some obstruction.
MINIMUM_OVERLAP = 0.1
# Nor what shares no more than "neoplasm" does: at 523 procedures, what at most 42 are done for.
MINIMUM_TELLING = 0.4
PARAMETERS = {
    "prominence-weight": PROMINENCE,
    "overlap-weight": OVERLAP,
    "likeness-weight": LIKENESS,
    "own-page": round(OWN_PAGE, 4),
    "minimum-overlap": MINIMUM_OVERLAP,
    "minimum-telling": MINIMUM_TELLING,
}


@dataclass(frozen=True, slots=True)
class AlternativeFinding:
    """One procedure as an alternative to another.

    Attributes:
        subject: IRI of the procedure asked about.
        other: IRI of the alternative.
        basis: What it rests on, local name of a `proc:Basis`.
        kind: What the other is to the subject, local name of a `proc:AlternativeKind`.
        prominence: 2/3 of one over the place at which the subject's page names the other, and 1/3
            of the reverse; 0 to 1.
        overlap: simGIC of the conditions that both are indicated for, 0 to 1.
        likeness: simGIC of operation, body site and approach, 0 to 1.
        shared: IRIs of the most specific conditions that both are indicated for, sorted.
    """

    subject: str
    other: str
    basis: Basis
    kind: Kind
    prominence: float
    overlap: float
    likeness: float
    shared: tuple[str, ...]

    @property
    def score(self) -> float:
        """(basis + strength) / 4, 0 to 1, to four places (see the module)."""
        parts = PROMINENCE * self.prominence + OVERLAP * self.overlap + LIKENESS * self.likeness
        return round((BASES.index(self.basis) + parts) / len(BASES), 4)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One procedure that is no alternative to another, though there is something to it.

    Attributes:
        subject: IRI of the procedure asked about.
        other: IRI of the one that is left out.
        reason: Why, local name of a `proc:ExclusionReason`.
        score: simGIC of the conditions that both are indicated for, 0 to 1.
        shared: IRIs of the most specific conditions that both are indicated for, sorted.
    """

    subject: str
    other: str
    reason: str
    score: float
    shared: tuple[str, ...]


def find(graph: "nx.MultiDiGraph[str]") -> Iterator[AlternativeFinding | Exclusion]:
    """Yield every alternative of every procedure, and what is left out, in both directions.

    A candidate is named by a page, in either direction; or shares an indication, a purpose and a
    body site, and belongs to a class of operations that the page names, or is inferred. Two
    procedures share a condition or site where one's is the other's or broader.
    Left out, with the reason: coding variants; and, unless a page calls it an alternative all the
    same, what prepares for, stages for, accompanies or follows the other, or differs in its codes
    only. What follows any procedure (the removal of its tube) is inferred for none.

    Args:
        graph: A projection (see `projection.project`).
    """
    rivals = Rivals(graph)
    for one, other in rivals.pairs():
        shared = tuple(sorted(rivals.shared(one, other)))
        overlap = rivals.overlap(one, other) if shared else 0.0
        enough = (
            bool(shared)
            and overlap >= MINIMUM_OVERLAP
            and rivals.telling(shared) >= MINIMUM_TELLING
        )
        bases = {pair: _basis(rivals, *pair, shared) for pair in ((one, other), (other, one))}
        named = "Stated" in bases.values()
        candidate = named or enough or "StatedAsClass" in bases.values()
        reason = rivals.relation(one, other)
        if candidate and not named:
            reason = reason or rivals.mismatch(one, other)
        for pair, basis in bases.items():
            if reason:
                yield Exclusion(*pair, reason, overlap, shared)
            elif candidate:
                yield AlternativeFinding(
                    *pair, basis, _kind(rivals, *pair), _prominence(rivals, *pair), overlap,
                    rivals.likeness(one, other), shared,
                )  # fmt: skip


def _basis(rivals: Rivals, subject: str, other: str, shared: tuple[str, ...]) -> Basis:
    if rivals.place(subject, other):
        return "Stated"
    if rivals.place(other, subject):
        return "StatedInReverse"
    by_class = rivals.named_by_class(subject, other) or rivals.named_by_class(other, subject)
    return "StatedAsClass" if shared and by_class else "Inferred"


def _kind(rivals: Rivals, subject: str, other: str) -> Kind:
    if rivals.graph.nodes[other].get("conservative"):
        return "ConservativeOption"
    return "VariantByApproach" if rivals.vary_in_approach(subject, other) else "OtherProcedure"


def _prominence(rivals: Rivals, subject: str, other: str) -> float:
    here, there = (
        1 / place if place else 0.0
        for place in (rivals.place(subject, other), rivals.place(other, subject))
    )
    return round(OWN_PAGE * here + (1 - OWN_PAGE) * there, 4)
