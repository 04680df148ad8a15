"""Measure similar codes: exact, fast, and good, against scikit-learn in the same run.

    .venv/bin/python benchmarks/similar.py ../shared/sources

Reads ICD-10-PCS 2026 and HCUP's categories (CCS), which judge and are used for nothing else. Times
are of the search alone; every measurement is a process of its own, memory is its peak, the codes
included. Subsets are drawn at random, which is the hardest: codes between are left out. Nothing
here is a test.
"""

import csv
import hashlib
import math
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, csr_matrix

from procedura import namespaces as ns
from procedura.analysis.similar.features import features
from procedura.analysis.similar.neighbours import nearest
from procedura.sources import SourceFile, read_release
from procedura.terminology import Release

SIZES = (10_000, 20_000, 40_000, 79_115)
COUNT = 20
FILES = ("icd10pcs_order_2026.txt", "icd10pcs_tables_2025.xml",
         "icd10pcs_index_2025.xml", "icd10pcs_definitions_2023.xml")  # fmt: skip
CATEGORIES = "ccs/ccs_pr_icd10pcs_2019_1.csv"

Matrix = NDArray[Any]


def main() -> None:
    if len(sys.argv) == 4:
        measured(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
        return
    sources = Path(sys.argv[1])
    files = [SourceFile(sources / "icd10pcs" / name, lambda _: None) for name in FILES]
    release = read_release("icd10pcs", files)
    release = Release(release.system, "2026", list(release.terms), list(release.concepts))
    made = features(release)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "features.pickle"
        file.write_bytes(pickle.dumps((made.matrix, made.weights)))
        exact(made.matrix, made.weights)
        speed(file)
    quality(release, sources / CATEGORIES)


def exact(matrix: csr_array, weights: Matrix) -> None:
    """Compare 500 codes with plain brute force, rank by rank and score by score."""
    found = ranked(matrix, weights, COUNT)
    weighed = csr_array(matrix.multiply(weights)).astype(np.int64)
    totals = np.asarray(weighed.sum(axis=1)).ravel()
    sample = np.random.default_rng(1).choice(matrix.shape[0], 500, replace=False)
    agreeing = 0
    for row in sample:
        shared = np.asarray((weighed[[row]] @ matrix.astype(np.int64).T).toarray()).ravel()
        scores = shared / (totals[row] + totals - shared)
        scores[row] = 0
        order = np.lexsort((np.arange(scores.size), -scores))[:COUNT]
        agreeing += bool((found[row] == order).all())
    print(f"{agreeing} of {sample.size} codes have the {COUNT} nearest of brute force, in order.\n")


def ranked(matrix: csr_array, weights: Matrix, count: int) -> Matrix:
    found = np.full((matrix.shape[0], count), -1, dtype=np.int64)
    for block in nearest(matrix, weights, count):
        found[block.row, block.rank - 1] = block.other
    return found


def speed(file: Path) -> None:
    print(f"| codes | Procedura s | peak MB | scikit-learn s | peak MB | ratio |\n|{'---|' * 6}")
    times = []
    for size in SIZES:
        (ours, mine), (theirs, peak) = (run(file, way, size) for way in ("ours", "sklearn"))
        times.append(ours)
        print(f"| {size} | {ours:.1f} | {mine:.0f} | {theirs:.1f} | {peak:.0f} | "
              f"{theirs / ours:.1f} |", flush=True)  # fmt: skip
    exponent = np.polyfit(np.log(SIZES), np.log(times), 1)[0]
    print(f"\nTime grows as n^{exponent:.2f}.\n")


def run(file: Path, way: str, size: int) -> tuple[float, float]:
    command = [sys.executable, __file__, str(file), way, str(size)]
    unset = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    ran = subprocess.run(command, capture_output=True, check=True, env=environment)
    seconds, megabytes = ran.stdout.split()
    return float(seconds), float(megabytes)


def measured(file: Path, way: str, size: int) -> None:
    matrix, weights = pickle.loads(file.read_bytes())  # noqa: S301
    rows = np.sort(np.random.default_rng(size).permutation(matrix.shape[0])[:size])
    matrix = matrix[rows]
    began = time.perf_counter()
    if way == "ours":
        for _ in nearest(matrix, weights, COUNT):
            pass
    else:
        brute_force(matrix, weights)
    took = time.perf_counter() - began
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def brute_force(matrix: csr_array, weights: Matrix) -> None:
    """Let scikit-learn find as many by the cosine, the nearest that it has for sparse matrices."""
    from sklearn.neighbors import NearestNeighbors

    weighed = csr_matrix(matrix.multiply(weights))
    search = NearestNeighbors(n_neighbors=COUNT + 1, algorithm="brute", metric="cosine")
    search.fit(weighed).kneighbors(weighed)


def quality(release: Release, file: Path) -> None:
    """Print how many of the ten nearest are of the same category of CCS."""
    made = features(release)
    names = {term.code: term.label for term in release.terms}
    axes = {term.code: term.axes for term in release.terms}
    category = categories(file, made.codes)
    third = np.array([drawn(code) for code in made.codes])
    ways = {
        "Procedura": ranked(made.matrix, made.weights, 10),
        "TF-IDF of titles, cosine": by_cosine(titles([names[one] for one in made.codes])),
        "information content of the seven axes, cosine": by_cosine(
            informative([axes[one] for one in made.codes])
        ),
    }
    listed = int((category >= 0).sum())
    print(f"Precision at 10 in the same CCS category, of {listed} listed codes among all:\n")
    print(f"| way | all | third chosen on | the rest | all, unlisted passed over |\n|{'---|' * 5}")
    for name, found in ways.items():
        whole = precision(found, category, category >= 0)
        parts = [precision(found, category, (category >= 0) & part) for part in (third, ~third)]
        kept = found[category >= 0]
        over = (category[kept] == category[category >= 0, None]).sum() / (category[kept] >= 0).sum()
        print(f"| {name} | {whole:.3f} | {parts[0]:.3f} | {parts[1]:.3f} | {over:.3f} |")


def drawn(code: str) -> bool:
    """Whether a code is of the third on which features and weights were chosen."""
    digest = hashlib.sha256(ns.code("ICD10PCS", code).encode()).digest()
    return int.from_bytes(digest[:4], "big") % 3 == 0


def precision(found: Matrix, category: Matrix, asked: Matrix) -> float:
    """Return the share of neighbours of the same category; one that CCS does not list is wrong."""
    return float((category[found[asked]] == category[asked, None]).mean())


def categories(file: Path, codes: Sequence[str]) -> Matrix:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [[cell.strip("'") for cell in row] for row in csv.reader(lines)][1:]
    known = {row[0]: int(row[1]) for row in rows}
    return np.array([known.get(code, -1) for code in codes])


def titles(texts: Sequence[str]) -> csr_matrix:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer().fit_transform(texts).astype(np.float32)


def informative(axes: Sequence[tuple[tuple[str, str], ...]]) -> csr_matrix:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.preprocessing import normalize

    matrix = DictVectorizer(dtype=np.float32).fit_transform(
        {f"{axis} {value}": 1 for axis, value in own} for own in axes
    )
    counts = np.asarray(matrix.sum(axis=0)).ravel()
    weights = [math.log(len(axes) / count) for count in counts]
    return normalize(csr_matrix(matrix.multiply(weights), dtype=np.float32))


def by_cosine(matrix: csr_matrix) -> Matrix:
    return np.concatenate([*blocks(matrix)])


def blocks(matrix: csr_matrix) -> Iterator[Matrix]:
    turned = matrix.T.tocsr()
    for start in range(0, matrix.shape[0], 500):
        scores = np.asarray((matrix[start : start + 500] @ turned).toarray())
        here = np.arange(scores.shape[0])
        scores[here, start + here] = -1
        yield np.argpartition(-scores, 10, axis=1)[:, :10].copy()  # a view would keep it all


if __name__ == "__main__":
    main()
