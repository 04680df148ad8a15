"""How well a way of answering finds what studies compared."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain
from math import prod
from statistics import fmean

from procedura.evaluation.figures import Figure, estimate
from procedura.evaluation.ways import FIRST, Asked, Way

FEW = 5
MUTUAL = f"mutual@{FIRST}"
# Pairs, each asked from both sides, or from one.
Pairs = Sequence[Sequence[Asked]]


def figures(way: Way, pairs: Pairs, without: Collection[str] = ()) -> dict[str, Figure]:
    """Return every measure of a way, but for some."""
    return {
        name: estimate(measure(way, pairs))
        for name, measure in MEASURES.items()
        if name not in without
    }


def margins(ours: Way, other: Way, pairs: Pairs) -> dict[str, Figure]:
    """Return by how much one way is better than another, pair by pair."""
    return {
        name: estimate(
            [
                mine - theirs
                for mine, theirs in zip(measure(ours, pairs), measure(other, pairs), strict=True)
            ]
        )
        for name, measure in MEASURES.items()
    }


def by_procedure(pairs: Iterable[Iterable[Asked]]) -> dict[str, list[Asked]]:
    """Return procedure → all that is asked of it."""
    found: dict[str, list[Asked]] = defaultdict(list)
    for asked in chain.from_iterable(pairs):
        found[asked.procedure].append(asked)
    return found


def recall(first: int) -> Callable[[Way, Pairs], list[float]]:
    """Return what measures for each pair the share of its sides that have the other in time."""

    def measure(way: Way, pairs: Pairs) -> list[float]:
        return [fmean(way.within(asked, first) for asked in pair) for pair in pairs]

    return measure


def mutual(way: Way, pairs: Pairs) -> list[float]:
    """Return for each pair whether each side is among the first ten of the other."""
    return [prod(way.within(asked, FIRST) for asked in pair) for pair in pairs]


def reciprocal_of_pairs(way: Way, pairs: Pairs) -> list[float]:
    """Return for each pair the mean of 1 / rank of the sides; nothing else is taken out before.

    A procedure that was compared with several cannot have them all in the first place: "at most"
    says what is left to reach.
    """
    return [fmean(way.reciprocal([asked]) for asked in pair) for pair in pairs]


def reciprocal_of_procedures(way: Way, pairs: Pairs) -> list[float]:
    """Return for each procedure 1 / rank of the first that it was compared with.

    Voorhees, "The TREC-8 question answering track report", 1999.
    """
    return [way.reciprocal(own) for own in by_procedure(pairs).values()]


# Heading → what yields the values whose mean stands under it.
MEASURES: Mapping[str, Callable[[Way, Pairs], list[float]]] = {
    f"recall@{FEW}": recall(FEW),
    f"recall@{FIRST}": recall(FIRST),
    MUTUAL: mutual,
    "MRR of pairs": reciprocal_of_pairs,
    "MRR of procedures": reciprocal_of_procedures,
}
