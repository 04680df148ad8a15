"""Each weight and constant of the scores counts: at zero, what was reckoned by hand is off."""

import dataclasses
import math
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from procedura import namespaces as ns
from procedura.analysis import duplicates
from procedura.analysis.alternatives import finding as alternatives
from procedura.analysis.alternatives.rivals import Rivals
from procedura.analysis.checking import checker, contrast, rarity, said, sides
from procedura.analysis.checking.checker import Check, Checker
from procedura.analysis.similar import features, neighbours
from procedura.analysis.similar import finding as similar
from procedura.analysis.similar.codes import SimilarCodes
from procedura.analysis.similar.table import NeighbourTable
from procedura.analysis.stated.facts import FactReader
from procedura.model import Statement
from procedura.systems import SYSTEMS
from procedura.terminology import AxisConcept, Release, Term
from release_files import store_release
from test_alternatives import STONE, graph
from test_codes import iri, release, value
from test_structure import structure

# By its name, since the package has a function of that name.
network = import_module("procedura.analysis.structure.network")
LN2, LN3 = math.log(2), math.log(3)
Holds = Callable[[Path], bool]


def near(number: float, within: float = 0.006) -> object:
    return pytest.approx(number, abs=within)


# --- alternatives, similar procedures, structure ---


def an_alternative(_: Path) -> bool:
    made = graph(
        *STONE, ("a", "indicatedFor", "tumor"), ("a", "alternativeTo", "b"),
        ("a", "operation", "dilation"), ("b", "operation", "dilation"), ("b", "approach", "open"),
    )  # fmt: skip
    one = next(one for one in alternatives.find(made) if one.subject == "a")
    assert isinstance(one, alternatives.AlternativeFinding)
    # Two of four have what a and b share, ln 2; one has what either has besides, ln 4: a third.
    assert (one.overlap, one.likeness) == (0.3333, 0.3333)
    return (one.prominence, one.score) == (0.6667, near((3 + 0.6 * 2 / 3 + 0.4 / 3) / 4, 1e-4))


def what_shares_too_little(_: Path) -> bool:
    many = [("a", "indicatedFor", f"condition {number}") for number in range(9)]
    assert [*alternatives.find(graph(*STONE, *many, ("a", "alternativeTo", "b")))]
    return not [*alternatives.find(graph(*STONE, *many))]


def what_most_are_for(_: Path) -> bool:
    made = graph(*((one, "indicatedFor", "pain") for one in "abc"))
    assert Rivals(made).telling(["pain"]) == near(math.log(4 / 3) / math.log(4), 1e-6)
    return not [*alternatives.find(made)]


def similar_procedures(_: Path) -> bool:
    made = graph(("a", "operation", "dilation"), ("b", "operation", "dilation"))
    return [(one.subject, one.score) for one in similar.find(made)] == [("a", 1.0), ("b", 1.0)]


def ties(_: Path) -> bool:
    # Two of three share all that they are for; the page of one names the other, too.
    made = structure(*STONE, ("a", "alternativeTo", "b"), procedures="c")
    return bool(made.network.edges["a", "b"]["weight"] == 1500)


def what_is_not_tied(_: Path) -> bool:
    many = [("a", "indicatedFor", f"condition {number}") for number in range(9)]
    return not structure(*STONE, *many, procedures="cd").network.edges


def duplicate_texts(_: Path) -> bool:
    texts = {"a": ["one two three four five"], "b": ["two three four five six"],
             "c": ["two three four five seven eight nine ten"]}  # fmt: skip
    # a and b share one run of three, a and c one of six.
    return [(one.other, one.score) for one in duplicates.find(texts, {})] == [("b", 0.3333)]


# --- similar codes ---


def alike(concepts: Sequence[AxisConcept], *terms: Term) -> float:
    """Return how alike two codes are."""
    made = features.features(Release(SYSTEMS["icd10pcs"], "1", terms, concepts))
    [found] = neighbours.nearest(made.matrix, made.weights, 1)
    return float(found.score[0]) if found.score.size else 0.0


def composed_codes(_: Path) -> bool:
    axes = {
        axis: value(axis, axis)
        for axis in ("section", "bodySystem", "operation", "bodySite", "device", "qualifier")
    }
    ways = [value("approach", label) for label in ("open", "percutaneous")]
    terms = [
        Term(way.label, way.label, "f:1", broader=("table",),
             axes=tuple((axis, f"{one.scheme}/{one.slug}")
                        for axis, one in (*axes.items(), ("approach", way))))
        for way in ways
    ]  # fmt: skip
    # Both have section, system, operation, table, row and qualifier in the table, half of a device,
    # an eighth of a site and a quarter of its word, at ln 3/2 each; one has each approach, at ln 3.
    both = (6 + 1 / 2 + 1 / 8 + 1 / 4) * (LN3 - LN2)
    return alike([*axes.values(), *ways], *terms) == near(both / (both + 2 * LN3), 1e-4)


def codes_in_words(_: Path) -> bool:
    stone, tooth = (
        Term(one, f"Removal {one}", "f:1", broader=("group",)) for one in ("stone", "tooth")
    )
    # Both have a group and a word, at ln 3/2 each; one has each other word, at ln 3.
    both = 2 * (LN3 - LN2)
    return alike([], stone, tooth) == near(both / (both + 2 * LN3), 1e-4)


# --- checking ---

PAGES = f"""
@base <{ns.BASE}> . @prefix proc: <{ns.PREFIXES["proc"]}> . @prefix skos: <{ns.PREFIXES["skos"]}> .
<concept/operation/drainage> skos:inScheme <concept/operation> ; skos:prefLabel "drainage"@en .
<procedure/stone-removal> a proc:Procedure ; skos:prefLabel "Stone removal"@en .
<page/stone-removal> proc:describes <procedure/stone-removal> .
<page/stone-removal#summary-1> proc:text "Stone, stone, removal."@en .
<procedure/hernia-repair> a proc:Procedure ; skos:prefLabel "Hernia repair"@en .
<page/hernia-repair> proc:describes <procedure/hernia-repair> .
<page/hernia-repair#summary-1> proc:text "Hernia."@en .
"""
# One page of two has each word. That on stones says its word twice, and is 3/2 of an average long.
STONES = LN2 * 2 * (1.2 + 1) / (2 + 1.2 * (1 - 0.75 + 0.75 * 3 / 2))


def checked(folder: Path, asked: str, text: str, made: Release | None = None) -> Check:
    """Hold a text against a procedure, or against one of twelve codes."""
    rdf, made = ox.Store(), made or release()
    rdf.load(PAGES.encode(), ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(ns.page("both")))
    store_release(rdf, made)
    table = NeighbourTable(folder / "neighbours.sqlite")
    table.write(made, lambda *_: None)
    reader = FactReader(rdf)
    lines = [Statement("preamble", text, 1, 1)]
    return Checker(reader, SimilarCodes(reader, table)).check(asked, lines)


def a_word_said_twice(folder: Path) -> bool:
    return checked(folder, ns.procedure("stone-removal"), "stone").score == near(STONES)


def a_word_of_another_page(folder: Path) -> bool:
    return checked(folder, ns.procedure("stone-removal"), "stone, hernia").verdict == "fits"


def a_word_that_says_little(folder: Path) -> bool:
    found = checked(folder, ns.procedure("stone-removal"), "removal")
    assert 0 < found.score < 0.7
    return found.verdict == "cannot be told"


def what_is_not_said(folder: Path) -> bool:
    made = release()
    terms = [one._replace(axes=one.axes[:2]) if one.code == "0T713ZZ" else one
             for one in made.terms]  # fmt: skip
    made = dataclasses.replace(made, terms=terms)
    found = checked(folder, iri("0T710ZZ"), "widening of kidney, right", made)
    [without] = [one.score for one in found.neighbours if one.iri == iri("0T713ZZ")]
    # That a text does not say *open*, which six of twelve codes are, speaks for a code without.
    return without - found.score == near(LN2 / 2, 0.011)


def another_operation(folder: Path) -> bool:
    return checked(folder, iri("0T710ZZ"), "drainage").verdict == "fits neither"


def ten_neighbours(folder: Path) -> bool:
    return len(checked(folder, iri("0T710ZZ"), "percutaneous").neighbours) == 10


def two_that_decide(folder: Path) -> bool:
    found = checked(folder, iri("0T710ZZ"), "percutaneous")
    [approach] = [one for one in found.neighbours if one.iri == iri("0T713ZZ")]
    return {one.where for one in approach.supporting} == {"approach", "name"}


CASES: list[tuple[ModuleType, str, Holds]] = [
    (alternatives, "PROMINENCE", an_alternative),
    (alternatives, "OVERLAP", an_alternative),
    (alternatives, "LIKENESS", an_alternative),
    (alternatives, "OWN_PAGE", an_alternative),
    (alternatives, "MINIMUM_OVERLAP", what_shares_too_little),
    (alternatives, "MINIMUM_TELLING", what_most_are_for),
    (similar, "TOP", similar_procedures),
    (network, "STATED_WEIGHT", ties),
    (network, "ONE", ties),
    (network, "MINIMUM_OVERLAP", what_is_not_tied),
    (duplicates, "SHINGLE", duplicate_texts),
    (duplicates, "MINIMUM", duplicate_texts),
    (features, "_UNIT", codes_in_words),
    (rarity, "_SATURATION", a_word_said_twice),
    (rarity, "_LENGTH", a_word_said_twice),
    (contrast, "_SILENCE", what_is_not_said),
    (checker, "MARGIN", a_word_that_says_little),
    (checker, "_FARTHER", a_word_of_another_page),
    (checker, "_OWN_SHARE", another_operation),
    (checker, "_NEIGHBOURS", ten_neighbours),
    (checker, "_DECIDING", two_that_decide),
]


@pytest.mark.parametrize(("module", "name", "holds"), CASES)
def test_a_constant_counts(
    module: ModuleType, name: str, holds: Holds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert holds(tmp_path)
    monkeypatch.setattr(module, name, 0)
    assert not holds(tmp_path)


@pytest.mark.parametrize("kind", features.MATTERS)
def test_each_kind_of_feature_counts(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds = codes_in_words if kind in ("broader", "word") else composed_codes
    assert holds(tmp_path)
    monkeypatch.setattr(features, "MATTERS", {**features.MATTERS, kind: 0})
    assert not holds(tmp_path)


def test_no_constant_is_left_out() -> None:
    modules = {module for module, _, _ in CASES} | {said, sides}
    numbers = {
        (module, name)
        for module in modules
        for name, number in vars(module).items()
        if name.isupper() and isinstance(number, int | float)
    }
    # How many codes are kept is no part of a score.
    left = {name for _, name in numbers - {(module, name) for module, name, _ in CASES}}
    assert left <= {"KEPT"}
