"""The nearest by what they have in common: exact to the last rank."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import default_rng
from numpy.typing import NDArray
from scipy.sparse import csr_array

from procedura.analysis.similar.neighbours import nearest

Ranked = dict[int, list[tuple[int, float]]]


def matrix(rows: Sequence[set[int]], features: int) -> csr_array:
    dense = np.zeros((len(rows), features), dtype=np.float32)
    for row, own in enumerate(rows):
        dense[row, sorted(own)] = 1
    return csr_array(dense)


def found(features: csr_array, weights: Sequence[int] | NDArray[np.int64], count: int) -> Ranked:
    ranked: Ranked = {row: [] for row in range(features.shape[0])}
    for block in nearest(features, np.asarray(weights, dtype=np.int64), count):
        columns = block.row, block.rank, block.other, block.score
        for row, rank, other, score in zip(*(one.tolist() for one in columns), strict=True):
            ranked[row].append((other, score))
            assert rank == len(ranked[row])
    return ranked


def by_brute_force(
    features: csr_array, weights: Sequence[int] | NDArray[np.int64], rows: NDArray[np.int64]
) -> Ranked:
    """Return the twenty nearest of some rows, each compared with all."""
    weighed = features.multiply(np.asarray(weights)).tocsr().astype(np.int64)
    totals, shared = weighed.sum(axis=1), (weighed[rows] @ features.astype(np.int64).T).toarray()
    ranked: Ranked = {}
    for row, common in zip(rows.tolist(), shared, strict=True):
        scores = common / (totals[row] + totals - common)
        scores[row] = 0
        order = np.lexsort((np.arange(scores.size), -scores))[:20]
        ranked[row] = [(int(other), float(scores[other])) for other in order]
    return ranked


def by_hand(rows: Sequence[set[int]], weights: Sequence[int], row: int, count: int) -> object:
    """Compare with every other, in fractions: nothing is rounded before the end."""

    def weight(features: set[int]) -> int:
        return sum(weights[one] for one in features)

    scores = [
        (Fraction(weight(rows[row] & rows[other]), weight(rows[row] | rows[other])), other)
        for other in range(len(rows))
        if other != row and weight(rows[row] & rows[other])
    ]
    scores.sort(key=lambda one: (-one[0], one[1]))
    return [(other, float(score)) for score, other in scores[:count]]


def test_the_greatest_share_of_the_weight_comes_first() -> None:
    rows = [{0, 1}, {0, 2}, {1}, {2}]
    assert found(matrix(rows, 3), [1, 2, 3], 3) == {
        0: [(2, 2 / 3), (1, 1 / 6)],
        1: [(3, 3 / 4), (0, 1 / 6)],
        2: [(0, 2 / 3)],
        3: [(1, 3 / 4)],
    }


def test_of_equals_the_first_row_comes_first() -> None:
    rows = [{0}, {0}, {0}, {0}]
    assert [other for other, _ in found(matrix(rows, 1), [5], 2)[2]] == [0, 1]


@given(
    st.lists(st.sets(st.integers(0, 7)), min_size=1, max_size=200),
    st.lists(st.integers(0, 40), min_size=8, max_size=8),
    st.integers(1, 6),
)
def test_any_rows_are_ranked_as_by_hand(
    rows: list[set[int]], weights: list[int], count: int
) -> None:
    ranked = found(matrix(rows, 8), weights, count)
    for row in range(len(rows)):
        assert ranked[row] == by_hand(rows, weights, row, count)


def composed() -> tuple[list[set[int]], list[int]]:
    """Return 3,000 rows composed like codes: five axes, some combinations of their values."""
    drawn = default_rng(1)
    sizes = (5, 12, 20, 6, 15)
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    every = [
        {start + value for start, value in zip(starts, values, strict=True)}
        for values in product(*(range(size) for size in sizes))
    ]
    rows = [every[place] for place in sorted(drawn.choice(len(every), 3000, replace=False))]
    return rows, drawn.integers(1, 50_000, sum(sizes)).tolist()


@pytest.mark.parametrize("order", ["as they come", "mixed"])
def test_five_hundred_of_a_composed_system_are_ranked_as_by_hand(order: str) -> None:
    rows, weights = composed()
    if order == "mixed":  # the bound must hold where neighbours in the list are unlike
        rows = [rows[place] for place in default_rng(2).permutation(len(rows))]
    features, sample = (
        matrix(rows, len(weights)),
        default_rng(3).choice(len(rows), 500, replace=False),
    )
    ranked = found(features, weights, 20)
    assert all(len(others) == 20 for others in ranked.values())
    for row, nearest_of_all in by_brute_force(features, weights, sample).items():
        assert ranked[row] == nearest_of_all
