"""The twenty nearest of every code: the search alone, without the reading of the files."""

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.neighbors import NearestNeighbors

from benchmarks.inputs import Inputs
from benchmarks.measure import OURS, Clock, Taken, Way, agree, apart, by_size
from procedura.analysis.similar.features import features
from procedura.analysis.similar.neighbours import nearest
from procedura.sources import SourceFile, read_release

_COUNT = 20
_LARGEST = 20_000  # codes for scikit-learn, which takes minutes for 80,000
_PAIRS = 20_000  # for NetworkX, which takes hours for all

Matrix = Any  # of NumPy or SciPy: code by feature, or the weights of the features


def measure(inputs: Inputs) -> str:
    sizes, file = inputs.scale.codes, inputs.folder / "features.pickle"

    def ways(size: int) -> dict[str, Way | None]:
        matrix, weights = _features(inputs.codes(size))
        file.write_bytes(pickle.dumps((matrix, weights)))
        if size == sizes[0]:
            _agree(matrix)
        return {
            OURS: apart(_ours, file),
            "scikit-learn, brute force": apart(_sklearn, file) if size <= _LARGEST else None,
            "nx.jaccard_coefficient, extrapolated": lambda: _extrapolated(file),
        }

    return by_size("codes", sizes, ways, inputs.scale.seconds)


def _features(files: list[Path]) -> tuple[Matrix, Matrix]:
    read = read_release("icd10pcs", [SourceFile(file) for file in files])
    made = features(replace(read, terms=list(read.terms), concepts=list(read.concepts)))
    return made.matrix, made.weights


def _ours(clock: Clock, file: Path) -> None:
    matrix, weights = pickle.loads(file.read_bytes())  # noqa: S301
    with clock:
        for _ in nearest(matrix, weights, _COUNT):
            pass


def _sklearn(clock: Clock, file: Path) -> None:
    matrix, weights = pickle.loads(file.read_bytes())  # noqa: S301
    weighed = csr_matrix(matrix.multiply(weights))
    search = NearestNeighbors(n_neighbors=_COUNT + 1, algorithm="brute", metric="cosine")
    with clock:
        search.fit(weighed).kneighbors(weighed)


def _extrapolated(file: Path) -> Taken:
    """Return what all pairs would take, each as long as those that were drawn."""
    taken = apart(_networkx, file)()
    every = taken.answer * (taken.answer - 1) / 2
    return Taken(taken.seconds * every / _PAIRS)


def _networkx(clock: Clock, file: Path) -> int:
    matrix, _ = pickle.loads(file.read_bytes())  # noqa: S301
    graph, count, drawing = _graph(matrix), matrix.shape[0], np.random.default_rng(1)
    pairs = drawing.integers(count, size=(_PAIRS, 2)).tolist()
    with clock:
        for _ in nx.jaccard_coefficient(graph, pairs):
            pass
    return count


def _graph(matrix: Matrix) -> "nx.Graph[int]":
    """Return codes, by their rows, tied to their features."""
    rows, columns = matrix.nonzero()
    return nx.Graph(zip(rows.tolist(), (columns + matrix.shape[0]).tolist(), strict=True))


def _agree(matrix: Matrix) -> None:
    """Compare our scores with those of NetworkX; it has no weights, so here all are the same."""
    blocks = nearest(matrix, np.ones(matrix.shape[1], dtype=np.int64), _COUNT)
    found = [found for block in blocks for found in zip(
        block.row.tolist(), block.other.tolist(), block.score.tolist(), strict=True)]  # fmt: skip
    theirs = nx.jaccard_coefficient(_graph(matrix), [(one, other) for one, other, _ in found])
    agree("similar codes", {"ours": found, "NetworkX": list(theirs)})
