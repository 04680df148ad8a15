"""The twenty nearest of every code: the search alone, without the reading of the files."""

import pickle
from functools import partial
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.neighbors import NearestNeighbors

from benchmarks.inputs import Inputs
from benchmarks.measure import OURS, Clock, Taken, Times, agree, apart, in_turn, table
from procedura.analysis.features import features
from procedura.analysis.neighbours import nearest
from procedura.sources import SourceFile, read_release
from procedura.terminology import Release

_SKLEARN, _NETWORKX = "scikit-learn, brute force", "nx.jaccard_coefficient, extrapolated"
_LARGEST = 20_000  # codes for scikit-learn, which takes minutes for 80,000
_COUNT = 20
_PAIRS = 20_000  # of all pairs, for NetworkX, which would take hours

Matrix = Any  # of numpy or scipy


def measure(inputs: Inputs) -> str:
    """Return a table by the number of codes."""
    rows: dict[str, Times] = {}
    for size in inputs.scale.codes:
        files = [SourceFile(file) for file in inputs.codes(size)]
        read = read_release("icd10pcs", files)
        release = Release(read.system, "2026", list(read.terms), list(read.concepts))
        made = features(release)
        file = inputs.folder / "features.pickle"
        file.write_bytes(pickle.dumps((made.matrix, made.weights)))
        ways = {OURS: partial(apart, _ours, file), _NETWORKX: partial(_all_pairs, file)}
        if size <= _LARGEST:
            ways[_SKLEARN] = partial(apart, _sklearn, file)
        rows[f"{size:,} codes"] = in_turn("similar codes", ways, inputs.scale.seconds)
        if size == inputs.scale.codes[0]:
            _agree(made.matrix)
    return table("all codes", rows, inputs.scale.codes)


def _ours(clock: Clock, file: Path) -> None:
    matrix, weights = pickle.loads(file.read_bytes())  # noqa: S301
    with clock:
        for _ in nearest(matrix, weights, _COUNT):
            pass


def _sklearn(clock: Clock, file: Path) -> None:
    """Find as many by the cosine, the nearest to ours that it has for sparse matrices."""
    matrix, weights = pickle.loads(file.read_bytes())  # noqa: S301
    weighed = csr_matrix(matrix.multiply(weights))
    search = NearestNeighbors(n_neighbors=_COUNT + 1, algorithm="brute", metric="cosine")
    with clock:
        search.fit(weighed).kneighbors(weighed)


def _all_pairs(file: Path) -> Taken:
    """Return what all pairs would take, each as long as those that were drawn."""
    taken = apart(_networkx, file)
    count = taken.answer
    return Taken(taken.seconds * count * (count - 1) / 2 / _PAIRS)


def _networkx(clock: Clock, file: Path) -> int:
    matrix, _ = pickle.loads(file.read_bytes())  # noqa: S301
    count = matrix.shape[0]
    graph, drawing = _graph(matrix), np.random.default_rng(1)
    first = drawing.integers(count, size=_PAIRS)
    pairs = np.stack([first, (first + drawing.integers(1, count, size=_PAIRS)) % count], axis=1)
    with clock:
        for _ in nx.jaccard_coefficient(graph, pairs.tolist()):
            pass
    return count


def _graph(matrix: Matrix) -> Any:
    """Return codes, by their rows, tied to their features."""
    rows, columns = matrix.nonzero()
    return nx.Graph(zip(rows.tolist(), (columns + matrix.shape[0]).tolist(), strict=True))


def _agree(matrix: Matrix) -> None:
    """Compare all scores with those of NetworkX; it has no weights, so all are the same here."""
    graph = _graph(matrix)
    blocks = nearest(matrix, np.ones(matrix.shape[1], dtype=np.int64), _COUNT)
    found = [row for block in blocks
             for row in zip(*(one.tolist() for one in (block.row, block.other, block.score)),
                            strict=True)]  # fmt: skip
    theirs = nx.jaccard_coefficient(graph, [(one, other) for one, other, _ in found])
    agree("similar codes", {OURS: found, _NETWORKX: list(theirs)})
