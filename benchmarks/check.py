"""Texts against codes: steps of pages, and titles of codes that differ in one axis."""

import random
import shutil
from collections.abc import Iterator, Mapping
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from pyoxigraph import NamedNode
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.inputs import RELEASE, SEED, Inputs
from benchmarks.measure import OURS, Times, grid, one_by_one, table
from procedura import ProcedureGraph, contents, store
from procedura import namespaces as ns

_PEER = "scikit-learn TF-IDF"
_LINES = """SELECT ?side ?text {
  ?line proc:text ?text ; prov:wasDerivedFrom/proc:describes ?side } ORDER BY ?side ?text"""


class _Case(NamedTuple):
    """A text, what it is held against, and the IRI of the side that should win."""

    text: str
    identifier: str
    right: str


def measure(inputs: Inputs) -> str:
    graph, (pages, steps) = ProcedureGraph(inputs.graph()), _without_steps(inputs)
    said = {side: " ".join(row["text"] for row in rows)
            for side, rows in groupby(pages.query(_LINES), itemgetter("side"))}  # fmt: skip
    titles = _titles(graph)
    drawn = list(islice(_one_axis_apart(graph, sorted(titles)), inputs.scale.samples))
    rows = {
        f"steps of a page: {len(steps)}": _checked(pages, steps, said),
        f"title of a code: {len(drawn)}": _checked(graph, drawn, titles),
    }
    won = [[name, *(sum(run.answer for run in runs) for runs in times.values())]
           for name, times in rows.items()]  # fmt: skip
    return f"{table('a check', rows)}\n{grid(['the right side wins', OURS, _PEER], won)}"


def _checked(graph: ProcedureGraph, cases: list[_Case], sides: Mapping[str, str]) -> Times:
    """Return whether the right side wins: scikit-learn chooses from those that ours has."""
    places = {iri: place for place, iri in enumerate(sides)}
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    known = vectors.fit_transform(sides.values())
    among: dict[_Case, list[str]] = {}

    def ours(case: _Case) -> bool:
        found = graph.check(case.identifier, case.text)
        ranked = sorted((found, *found.neighbours), key=lambda one: -one.score)
        among[case] = [one.iri for one in ranked if one.iri in places]
        return ranked[0].iri == case.right

    def theirs(case: _Case) -> bool:
        rows = known[[places[iri] for iri in among[case]]]
        cosines = (rows @ vectors.transform([case.text]).T).toarray()
        return among[case][cosines.argmax()] == case.right

    return one_by_one(cases, {OURS: ours, _PEER: theirs})


def _without_steps(inputs: Inputs) -> tuple[ProcedureGraph, list[_Case]]:
    """Return a graph of the most pages without their steps, and the steps of each."""
    folder = inputs.folder / "without-steps"
    shutil.copytree(inputs.graph(pages=inputs.scale.pages[-1]), folder)
    with store.next_generation(folder) as generation:
        pages = list(contents.pages(generation.rdf))
        for quad in list(generation.rdf):
            if "#step-" in f"{quad.subject} {quad.object}":
                generation.rdf.remove(quad)
    texts = (
        (page.procedure, "\n".join(one.text for one in page.of_kind("step"))) for page in pages
    )
    return ProcedureGraph(folder), [_Case(text, iri, iri) for iri, text in texts if text]


def _titles(graph: ProcedureGraph) -> dict[str, str]:
    """Return imported code → its title."""
    label, release = NamedNode(ns.expand("skos:prefLabel")), NamedNode(RELEASE)
    quads = graph.quads.quads_for_pattern(None, label, None, release)
    return {quad.subject.value: quad.object.value for quad in quads
            if quad.subject.value.startswith(ns.code(""))}  # fmt: skip


def _one_axis_apart(graph: ProcedureGraph, codes: list[str]) -> Iterator[_Case]:
    """Yield codes, each with the title of the nearest that differs from it in one axis."""
    for code in random.Random(SEED).sample(codes, len(codes)):  # noqa: S311
        curie = ":".join(ns.split_code(code))
        for near in graph.similar_codes(curie):
            if len(near.differences) == 1:
                yield _Case(near.label, curie, near.code)
                break
