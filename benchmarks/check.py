"""Measure the check of texts against codes: which of a code and its neighbours wins?

    .venv/bin/python benchmarks/check.py GRAPH

Pages: the text is the steps of a page, and the sides are made from the pages without any steps; the
own procedure should win against every neighbour. TF-IDF cosines of the same words, by scikit-learn,
choose among the same procedures in the same run. The steps of a page of another field should fit
neither. Codes of ICD-10-PCS, where the graph has them: the title of a code that differs in one axis
should fit that code better, and name the axis; the own title should fit. Drawn with a fixed seed.
Nothing here is a test.
"""

import os
import platform
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store
from sklearn.feature_extraction.text import TfidfVectorizer

from procedura import ProcedureGraph, contents, store
from procedura import namespaces as ns
from procedura.analysis.checking.checker import Check, Checker
from procedura.analysis.checking.rarity import Rarity
from procedura.analysis.similar.codes import SimilarCodes
from procedura.analysis.similar.table import NeighbourTable
from procedura.analysis.stated.facts import FactReader
from procedura.model import Page, Statement
from procedura.store import Generation

SEED = 20261128
CODES = 500


def main() -> None:
    folder = Path(sys.argv[1])
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    of_pages(store.open_read_only(folder))
    graph = ProcedureGraph(folder)
    codes = sorted(assignable(store.open_read_only(folder).rdf))
    if codes:
        of_codes(graph, random.Random(SEED).sample(codes, CODES))  # noqa: S311


def of_pages(generation: Generation) -> None:
    """Print how often the steps of a page fit its own procedure."""
    full, bare = generation.rdf, Store()
    bare.extend(without_steps(full))
    table = NeighbourTable(generation.neighbours)
    reader, pages = FactReader(bare), list(contents.pages(full))
    checker = Checker(reader, SimilarCodes(reader, table))
    checks, times = [], []
    for page in pages:
        began = time.perf_counter()
        checks.append(checker.check(page.procedure, steps(page)))
        times.append(time.perf_counter() - began)
    near = [(page, check) for page, check in zip(pages, checks, strict=True) if check.neighbours]
    print(f"{len(near)} pages; the text is the steps, which no side has\n")
    print("| | own wins against all neighbours | of all pairs |\n|---|---|---|")
    print(row("check", [[one.score for one in check.neighbours] + [check.score]
                        for _, check in near]))  # fmt: skip
    for sublinear in (False, True):
        name = f"TF-IDF cosine{', ln of counts' if sublinear else ''}"
        print(row(name, list(cosines(bare, near, sublinear))))
    print(f"\nVerdicts: {counted(check for _, check in near)}")
    print(f"Seconds: median {statistics.median(times):.3f}, longest {max(times[1:]):.3f}")
    drawing = random.Random(SEED)  # noqa: S311
    foreign = []
    for page in pages:
        others = [one for one in pages
                  if not set(one.header.specialties) & set(page.header.specialties)]  # fmt: skip
        foreign.append(checker.check(page.procedure, steps(drawing.choice(others))))
    print(f"Steps of a page of another field: {counted(foreign)}\n")


def without_steps(full: Store) -> Iterator[Quad]:
    for quad in full:
        nodes = (quad.subject, quad.object)
        if not any(isinstance(one, NamedNode) and "#step-" in one.value for one in nodes):
            yield quad


def steps(page: Page) -> list[Statement]:
    return list(page.of_kind("step"))


def row(name: str, scores: Sequence[Sequence[float]]) -> str:
    """Return a row from the scores of texts, each with that of the own procedure last."""
    won = sum(own > max(others) for *others, own in scores) / len(scores)
    pairs = [own > other for *others, own in scores for other in others]
    return f"| {name} | {won:.1%} | {sum(pairs) / len(pairs):.1%} |"


def cosines(
    bare: Store, near: Sequence[tuple[Page, Check]], sublinear: bool
) -> Iterator[list[float]]:
    lines = Rarity(FactReader(bare)).lines
    place = {procedure: number for number, procedure in enumerate(lines)}
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=sublinear)
    sides = vectors.fit_transform(" ".join(text for _, text in one) for one in lines.values())
    for page, check in near:
        found = [one.iri for one in check.neighbours if one.iri in place] + [check.iri]
        text = vectors.transform([" ".join(one.text for one in steps(page))])
        yield (sides[[place[one] for one in found]] @ text.T).toarray()[:, 0].tolist()


def counted(checks: Iterable[Check]) -> str:
    counts = Counter(check.verdict for check in checks)
    return ", ".join(f"{verdict} {count}" for verdict, count in counts.most_common())


def assignable(rdf: Store) -> Iterator[str]:
    """Yield the codes of ICD-10-PCS that have an approach."""
    for quad in rdf.quads_for_pattern(None, NamedNode(ns.term("approach")), None):
        code = str(quad.subject.value)
        if code.startswith(ns.code("ICD10PCS")):
            yield ns.curie(code)


def of_codes(graph: ProcedureGraph, codes: Sequence[str]) -> None:
    """Print how titles of codes fit themselves and the nearest that differ in one axis."""
    own: Counter[str] = Counter()
    other: Counter[str] = Counter()
    named: Counter[bool] = Counter()
    times = []
    for code in codes:
        coded = graph.code(code)
        near = [one for one in graph.similar_codes(code) if len(one.differences) == 1]
        if coded is None or not near:
            continue
        began = time.perf_counter()
        own[graph.check(code, coded.label).verdict] += 1
        times.append(time.perf_counter() - began)
        found = graph.check(code, near[0].label)
        right = found.better == near[0].code
        other[found.verdict + ("" if right or not found.better else ", the wrong one")] += 1
        if right:
            axis, best = near[0].differences[0].aspect, found.neighbours[0]
            deciding = {one.where for one in (*best.supporting, *best.opposing)}
            named[axis in deciding] += 1
    print(f"{sum(own.values())} codes of ICD-10-PCS with one that differs in one axis\n")
    print(f"Own title: {dict(own.most_common())}")
    print(f"Title of the nearest that differs in one axis: {dict(other.most_common())}")
    print(f"The axis is among what decides: {dict(named)}")
    print(f"Seconds: median {statistics.median(times):.3f}, longest {max(times):.3f}")


if __name__ == "__main__":
    main()
