r"""The nearest of many things by what they have in common, exactly, all in one pass.

Things are rows of a sparse matrix, their features its columns, each with a weight. How alike two
things are is the weighted Jaccard index of their features, which is simGIC where the weights are
information contents:

.. math:: s(a, b) = \frac{w(F(a) \cap F(b))}{w(F(a) \cup F(b))}

Not all pairs are looked at. Say the features of *a* are put in an order, and *b* has none of the
first of them; then it has at the most the rest, and

.. math:: s(a, b) \le \frac{w(\text{rest of } F(a))}{w(F(a))}

So once k things are known that score at least t, only those can be among the nearest k that have
one of the first features of *a*, as many as it takes for the bound to fall below t: prefix
filtering (Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", 2007; Xiao et al.,
"Top-k set similarity joins", 2009). The heaviest features are the rarest and come first, so few
things have one of them. A good t costs little where things that stand near each other in the list
are mostly alike, as codes are in the order of their system.

Weights are whole numbers, so that sums of them are exact in whatever order they are made, and equal
scores are equal to the last bit. Ties are broken by the order of the rows: ranks are total.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

# Rows that are worked on together, since they mostly have the same candidates; and how many on
# either side of them give the first threshold.
_BLOCK = 64
_WINDOW = 128
# Thresholds are taken a little lower, for what dividing rounds.
_LESS = 1 - 1e-6

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest to some rows, the most similar first.

    Attributes:
        row: The rows asked about, ascending; each as often as it has neighbours.
        rank: Beside each 1, 2, …
        other: The other row.
        score: How alike the two are, above 0 and up to 1.
    """

    row: Integers
    rank: Integers
    other: Integers
    score: Floats


def nearest(features: csr_array, weights: Integers, count: int) -> Iterator[Nearest]:
    """Yield for all rows, a block of them at a time, the nearest others.

    Args:
        features: Row → its features: a matrix of ones.
        weights: Weight of each feature, at least 0; of one row together less than 2 ** 24.
        count: How many neighbours of each row at the most; fewer have anything in common with it.
    """
    rows = _Rows(features, weights)
    for start in range(0, rows.count, _BLOCK):
        yield _nearest(rows, np.arange(start, min(start + _BLOCK, rows.count)), count)


class _Rows:
    """The rows, with their features by falling weight, and the rows of each feature."""

    def __init__(self, features: csr_array, weights: Integers) -> None:
        order = np.argsort(-weights, kind="stable")[: np.count_nonzero(weights)]
        self.features = csr_array(features[:, order], dtype=np.float32)
        self.features.sort_indices()
        self.weights = weights[order]
        self.totals = np.asarray(self.features @ self.weights, dtype=np.int64)
        self.having = self.features.tocsc()
        self.count = self.features.shape[0]

    def shared(self, block: Integers, others: Integers) -> Floats:
        """Return what each of some others has in common with each row of a block."""
        own = self.features[block]
        used, columns = np.unique(own.indices, return_inverse=True)
        asked = np.zeros((self.weights.size, block.size), dtype=np.float32)
        asked[used[columns], own.tocoo().row] = self.weights[used[columns]]
        return np.asarray(self.features[others] @ asked)

    def likely(self, block: Integers, least: Floats) -> Integers:
        """Return the rows that may be as like a row of a block as `least` says for each."""
        wanted: set[int] = set()
        for row, threshold in zip(block, least, strict=True):
            own = self.features.indices[slice(*self.features.indptr[row : row + 2])]
            rest = self.totals[row] - np.cumsum(self.weights[own])
            enough = np.searchsorted(-rest, -threshold * self.totals[row] * _LESS, side="right")
            wanted.update(own[: enough + 1].tolist())
        having = np.zeros(self.count, dtype=bool)
        for feature in sorted(wanted):
            having[self.having.indices[slice(*self.having.indptr[feature : feature + 2])]] = True
        return np.flatnonzero(having)


def _nearest(rows: _Rows, block: Integers, count: int) -> Nearest:
    around = np.arange(max(block[0] - _WINDOW, 0), min(block[-1] + 1 + _WINDOW, rows.count))
    least = _thresholds(rows, block, around, count)
    others = rows.likely(block, least)
    shared = rows.shared(block, others)
    # s >= t where the shared >= t / (1 + t) of what both have.
    both = np.add.outer(rows.totals[others], rows.totals[block]).astype(np.float32)
    both *= (least / (1 + least) * _LESS).astype(np.float32)
    column, place = np.nonzero(shared >= both)
    found = _scores(rows, block[place], others[column], shared[column, place])
    order = np.lexsort((column, -found, place))
    order = order[found[order] > 0]
    place, column, found = place[order], column[order], found[order]
    rank = np.arange(place.size) - np.searchsorted(place, place) + 1
    kept = rank <= count
    return Nearest(block[place[kept]], rank[kept], others[column[kept]], found[kept])


def _thresholds(rows: _Rows, block: Integers, around: Integers, count: int) -> Floats:
    """Return a score for each row that at least so many of the rows around it reach; or 0."""
    if around.size <= count:
        return np.zeros(block.size)
    shared = rows.shared(block, around).T
    scores = _scores(rows, block[:, None], around, shared)
    return np.partition(scores, -count, axis=1)[:, -count]


def _scores(rows: _Rows, first: Integers, second: Integers, shared: Floats) -> Floats:
    """Return how alike rows are, given what they share; a row and itself 0."""
    common = shared.astype(np.float64)
    union = rows.totals[first] + rows.totals[second] - common
    alike = np.divide(common, union, out=np.zeros_like(common), where=union > 0)
    return np.where(first == second, 0, alike)
