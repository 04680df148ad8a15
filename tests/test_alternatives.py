"""Alternatives and similar procedures on graphs small enough to check by hand."""

import math

import networkx as nx
import pytest

from procedura.analysis import alternatives, similar
from procedura.analysis.information import information_content, sim_gic
from procedura.analysis.paths import paths

Edge = tuple[str, str, str]


def graph(*edges: Edge, procedures: str = "abcd") -> "nx.MultiDiGraph[str]":
    """Return a projection; procedures are single letters, all else is a concept."""
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    names = {*procedures, *(end for edge in edges for end in (edge[0], edge[2]))}
    for name in sorted(names):
        made.add_node(name, label=name, kind="procedure" if name in procedures else "concept")
    for subject, key, target in edges:
        made.add_edge(subject, target, key=key)
    return made


def found(made: "nx.MultiDiGraph[str]") -> dict[tuple[str, str], tuple[float, tuple[str, ...]]]:
    return {
        (one.subject, one.other): (one.stated, one.shared) for one in alternatives.find(made, 0.0)
    }


STONE: tuple[Edge, ...] = (("a", "indicatedFor", "stone"), ("b", "indicatedFor", "stone"))


def test_a_shared_indication_infers_an_alternative_both_ways() -> None:
    assert found(graph(*STONE)) == {("a", "b"): (0.0, ("stone",)), ("b", "a"): (0.0, ("stone",))}


def test_a_narrower_condition_counts_for_its_broader_one() -> None:
    made = graph(
        ("a", "indicatedFor", "stone"),
        ("b", "indicatedFor", "staghorn stone"),
        ("c", "indicatedFor", "ureteral stone"),
        ("staghorn stone", "broader", "stone"),
        ("ureteral stone", "broader", "stone"),
    )
    assert found(made) == {
        ("a", "b"): (0.0, ("stone",)),
        ("b", "a"): (0.0, ("stone",)),
        ("a", "c"): (0.0, ("stone",)),
        ("c", "a"): (0.0, ("stone",)),
    }


def test_siblings_under_one_broader_condition_share_nothing() -> None:
    made = graph(
        ("a", "indicatedFor", "staghorn stone"),
        ("b", "indicatedFor", "ureteral stone"),
        ("staghorn stone", "broader", "stone"),
        ("ureteral stone", "broader", "stone"),
    )
    assert found(made) == {}


def test_a_statement_counts_from_both_sides_and_more_from_ones_own() -> None:
    made = graph(("a", "alternativeTo", "b"))
    assert found(made) == {("a", "b"): (1.0, ()), ("b", "a"): (0.8, ())}


def test_a_named_class_needs_a_shared_indication() -> None:
    named = (
        ("a", "alternativeApproach", "open"),
        ("c", "approach", "open"),
        ("b", "approach", "open"),
    )
    made = graph(*STONE, *named)
    assert found(made) == {("a", "b"): (0.5, ("stone",)), ("b", "a"): (0.5, ("stone",))}


@pytest.mark.parametrize("relation", ["preparesFor", "follows"])
def test_a_step_of_the_other_is_no_alternative_unless_a_page_says_so(relation: str) -> None:
    assert found(graph(*STONE, ("a", relation, "b"))) == {}
    assert found(graph(*STONE, ("b", relation, "a"))) == {}
    assert found(graph(*STONE, ("b", relation, "a"), ("a", "alternativeTo", "b"))) != {}


def test_a_coding_variant_is_never_an_alternative() -> None:
    variant = ("b", "variantOf", "a")
    assert found(graph(*STONE, variant, ("a", "alternativeTo", "b"))) == {}


def test_another_purpose_is_no_alternative_unless_a_page_says_so() -> None:
    purposes = ("a", "purpose", "treat"), ("b", "purpose", "diagnose")
    assert found(graph(*STONE, *purposes)) == {}
    assert found(graph(*STONE, purposes[0])) != {}
    assert found(graph(*STONE, *purposes, ("a", "alternativeTo", "b")))["a", "b"][0] == 1.0


def test_alike_in_all_axes_is_a_coding_variant_unless_a_page_says_so() -> None:
    axes = [(one, axis, axis) for one in "ab" for axis in ("operation", "bodySite", "approach")]
    assert found(graph(*STONE, *axes)) == {}
    assert found(graph(*STONE, *axes, ("b", "alternativeTo", "a"))) != {}
    assert found(graph(*STONE, *axes[:-1])) != {}


def test_another_body_site_is_no_alternative_unless_a_page_says_so() -> None:
    sites = ("a", "bodySite", "renal pelvis"), ("b", "bodySite", "prostate")
    assert found(graph(*STONE, *sites)) == {}
    assert found(graph(*STONE, sites[0])) != {}
    assert found(graph(*STONE, *sites, ("a", "alternativeTo", "b"))) != {}
    within = ("renal pelvis", "broader", "kidney"), ("b", "bodySite", "kidney")
    assert found(graph(*STONE, *sites, *within)) != {}


def test_what_follows_any_procedure_is_inferred_for_none() -> None:
    assert found(graph(*STONE, ("b", "follows", "c"))) == {}
    assert found(graph(*STONE, ("b", "follows", "c"), ("b", "alternativeTo", "a"))) != {}


def test_what_shares_too_little_is_not_inferred() -> None:
    many = [("a", "indicatedFor", f"condition {number}") for number in range(9)]
    made = graph(*STONE, *many)
    overlap = math.log(4 / 2) / (math.log(4 / 2) + 9 * math.log(4 / 1))
    assert [one.overlap for one in alternatives.find(made, 0.0)] == [round(overlap, 4)] * 2
    assert overlap < alternatives.MINIMUM_OVERLAP
    assert list(alternatives.find(made)) == []
    assert list(alternatives.find(graph(*STONE, *many, ("a", "alternativeTo", "b")))) != []


def test_the_score_is_its_parts() -> None:
    made = graph(*STONE, ("a", "indicatedFor", "tumor"), ("a", "alternativeTo", "b"))
    one = next(one for one in alternatives.find(made) if one.subject == "a")
    stone, tumor = math.log(4 / 2), math.log(4 / 1)
    assert one.overlap == round(stone / (stone + tumor), 4)
    assert one.score == round(0.6 * 1.0 + 0.4 * one.overlap, 4)


def test_two_runs_give_the_same() -> None:
    made = graph(*STONE, ("c", "indicatedFor", "stone"), ("c", "alternativeTo", "a"))
    assert list(alternatives.find(made)) == list(alternatives.find(made))


def test_similar_procedures_share_rare_axes_first() -> None:
    made = graph(
        ("a", "operation", "dilation"), ("a", "bodySite", "kidney"),
        ("b", "operation", "dilation"), ("b", "bodySite", "kidney"),
        ("c", "operation", "drainage"), ("c", "bodySite", "kidney"),
        ("d", "operation", "drainage"), ("d", "bodySite", "ureter"),
    )  # fmt: skip
    of_a = [(one.other, one.shared) for one in similar.find(made) if one.subject == "a"]
    assert of_a == [("b", ("dilation", "kidney")), ("c", ("kidney",))]
    scores = {(one.subject, one.other): one.score for one in similar.find(made)}
    assert scores["a", "b"] == 1.0
    assert scores["a", "c"] == scores["c", "a"]


def test_similar_keeps_the_best() -> None:
    made = graph(*((one, "operation", "dilation") for one in "abcd"), ("d", "bodySite", "kidney"))
    assert [one.other for one in similar.find(made, top=1) if one.subject == "d"] == []
    made = graph(*((one, "operation", "dilation") for one in "abc"))
    assert [one.other for one in similar.find(made, top=1) if one.subject == "a"] == ["b"]


def test_information_content_and_sim_gic_of_nothing() -> None:
    assert information_content({}) == {}
    assert sim_gic([], [], {}) == 0.0


def test_a_path_goes_through_what_says_something() -> None:
    made = graph(
        *STONE,
        ("b", "mayCause", "bleeding"), ("c", "mayCause", "bleeding"),
        ("a", "setting", "theatre"), ("c", "setting", "theatre"),
    )  # fmt: skip
    [found] = paths(made, "a", "c")
    assert [(one.subject.iri, one.edge, one.object.iri) for one in found.steps] == [
        ("a", "indicatedFor", "stone"),
        ("b", "indicatedFor", "stone"),
        ("b", "mayCause", "bleeding"),
        ("c", "mayCause", "bleeding"),
    ]
    assert found.through == ("stone", "b", "bleeding")
    assert found.sentences == (
        "a and b are indicated for stone.",
        "b and c can cause bleeding.",
    )
    # Two of the four procedures have each: 2 - IC / ln 4 = 1.5.
    assert found.length == 4 * 1.5
    assert paths(made, "a", "d") == []
    assert paths(made, "a", "a") == []


def test_what_few_share_is_nearer_and_the_nearest_come_first() -> None:
    made = graph(
        *((one, "mayCause", "bleeding") for one in "abcd"),
        *STONE,
    )
    assert [(one.through, one.length) for one in paths(made, "a", "b", 2)] == [
        (("stone",), 3.0),
        (("bleeding",), 4.0),
    ]


def test_a_named_alternative_is_the_nearest() -> None:
    [one, *_] = paths(graph(*STONE, ("b", "alternativeTo", "a")), "a", "b")
    assert (one.length, one.sentences) == (1.0, ("b has as an alternative a.",))
