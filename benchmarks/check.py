"""Texts against codes: steps of pages, and titles of codes that differ in one axis."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, Store
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.inputs import RELEASE, SEED, Inputs
from benchmarks.measure import OURS, Times, grid, here, table
from procedura import ProcedureGraph, contents, store
from procedura import namespaces as ns
from procedura.analysis.guard import Check, Guard
from procedura.analysis.neighbour_table import NeighbourTable
from procedura.analysis.rarity import Rarity
from procedura.analysis.similar_codes import SimilarCodes

_PEER = "scikit-learn TF-IDF"


class _Case(NamedTuple):
    """A text, the IRI of what should fit it best, and what checks it."""

    text: str
    right: str
    check: Callable[[], Check]


class _Cosines:
    """Which of some texts, by their IRIs, is the nearest to another."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._places = {iri: place for place, iri in enumerate(texts)}
        self._vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True)
        self._sides = self._vectors.fit_transform(texts.values())

    def best(self, text: str, among: Iterable[str]) -> str:
        known = [iri for iri in among if iri in self._places]
        sides = self._sides[[self._places[iri] for iri in known]]
        return known[(sides @ self._vectors.transform([text]).T).toarray().argmax()]


def measure(inputs: Inputs) -> str:
    """Return a table of times, and one of how often the right one wins."""
    graph = inputs.graph()
    rows: dict[str, Times] = {}
    won = []
    for name, (cosines, cases) in {
        "steps of a page": _pages(graph),
        "title of a code": _codes(graph, inputs.scale.samples),
    }.items():
        times: Times = {OURS: [], _PEER: []}
        right = []
        for case in cases:
            ours = here(case.check)
            scores = {one.iri: one.score for one in (ours.answer, *ours.answer.neighbours)}
            theirs = here(partial(cosines.best, case.text, scores))
            times[OURS].append(ours)
            times[_PEER].append(theirs)
            right.append((max(scores, key=scores.__getitem__) == case.right,
                          theirs.answer == case.right))  # fmt: skip
        rows[f"{name}: {len(right)}"] = times
        won.append([name, *(f"{sum(way)} of {len(right)}" for way in zip(*right, strict=True))])
    return f"{table('a check', rows)}\n{grid(['the right one wins', OURS, _PEER], won)}"


def _pages(folder: Path) -> tuple[_Cosines, Iterator[_Case]]:
    """Return the steps of every page, to be held against what pages say besides their steps."""
    generation = store.open_read_only(folder)
    without = Store()
    without.bulk_extend(quad for quad in generation.rdf if not _is_left_out(quad))
    guard = Guard(without, SimilarCodes(without, NeighbourTable(generation.neighbours)))
    lines = Rarity(without).lines
    sides = {iri: " ".join(text for _, text in own) for iri, own in lines.items()}
    pages = (
        (page.procedure, list(page.of_kind("step"))) for page in contents.pages(generation.rdf)
    )
    return _Cosines(sides), (
        _Case(" ".join(one.text for one in steps), iri, partial(guard.check, iri, steps))
        for iri, steps in pages
    )


def _is_left_out(quad: Quad) -> bool:
    """Whether a quad is of a step, or of a release, which no page is about."""
    ends = quad.subject, quad.object
    of_step = any(isinstance(end, NamedNode) and "#step-" in end.value for end in ends)
    return of_step or quad.graph_name.value.startswith(ns.RELEASES)


def _codes(folder: Path, count: int) -> tuple[_Cosines, Iterator[_Case]]:
    """Return codes, each to be held against the title of the nearest that differs in one axis."""
    label, release = NamedNode(ns.expand("skos:prefLabel")), NamedNode(RELEASE)
    quads = store.open_read_only(folder).rdf.quads_for_pattern(None, label, None, release)
    titles = {quad.subject.value: quad.object.value for quad in quads
              if quad.subject.value.startswith(ns.code(""))}  # fmt: skip
    return _Cosines(titles), islice(_one_axis_apart(ProcedureGraph(folder), sorted(titles)), count)


def _one_axis_apart(graph: ProcedureGraph, codes: list[str]) -> Iterator[_Case]:
    random.Random(SEED).shuffle(codes)  # noqa: S311
    for code in codes:
        curie = ":".join(ns.split_code(code))
        near = (one for one in graph.similar_codes(curie) if len(one.differences) == 1)
        if first := next(near, None):
            yield _Case(first.label, first.code, partial(graph.check, curie, first.label))
