"""Alternatives and similar procedures on graphs small enough to check by hand."""

import networkx as nx
import pytest

from procedura.analysis.alternatives import finding as alternatives
from procedura.analysis.alternatives.finding import AlternativeFinding, Exclusion
from procedura.analysis.alternatives.rivals import STEPS
from procedura.analysis.information import information_content, sim_gic
from procedura.analysis.paths import Ways
from procedura.analysis.similar import finding as similar
from projections import Edge, projection


def graph(*edges: Edge, procedures: str = "abcd") -> "nx.MultiDiGraph[str]":
    return projection(*edges, procedures=procedures)


def everything(made: "nx.MultiDiGraph[str]") -> list[AlternativeFinding | Exclusion]:
    """Return what is found, and what is left out, without thresholds."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("MINIMUM_OVERLAP", "MINIMUM_TELLING"):
            patched.setattr(alternatives, name, 0.0)
        return list(alternatives.find(made))


def alternative(made: "nx.MultiDiGraph[str]") -> list[AlternativeFinding]:
    return [one for one in everything(made) if isinstance(one, AlternativeFinding)]


def found(made: "nx.MultiDiGraph[str]") -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    return {(one.subject, one.other): (one.basis, one.shared) for one in alternative(made)}


def left_out(*edges: Edge) -> set[str]:
    """Return why any is left out; those that are, are left out both ways."""
    excluded = [one for one in everything(graph(*edges)) if isinstance(one, Exclusion)]
    assert {(one.subject, one.other) for one in excluded} == {
        (one.other, one.subject) for one in excluded
    }
    return {one.reason for one in excluded}


STONE: tuple[Edge, ...] = (("a", "indicatedFor", "stone"), ("b", "indicatedFor", "stone"))
NARROWER: tuple[Edge, ...] = (
    ("b", "indicatedFor", "staghorn stone"), ("staghorn stone", "broader", "stone"),
    ("c", "indicatedFor", "ureteral stone"), ("ureteral stone", "broader", "stone"),
)  # fmt: skip
NAMED: Edge = ("a", "alternativeTo", "b")
CLASS: tuple[Edge, ...] = (
    ("a", "alternativeApproach", "open"), ("b", "approach", "open"), ("c", "approach", "open"),
)  # fmt: skip
INFERRED = ("Inferred", ("stone",))


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        pytest.param(STONE, {"ab": INFERRED, "ba": INFERRED}, id="a shared indication"),
        pytest.param((*NARROWER, STONE[0]),
                     {"ab": INFERRED, "ba": INFERRED, "ac": INFERRED, "ca": INFERRED},
                     id="a narrower condition counts for its broader one"),
        pytest.param(NARROWER, {}, id="siblings under one broader condition share nothing"),
        pytest.param((NAMED,), {"ab": ("Stated", ()), "ba": ("StatedInReverse", ())},
                     id="a statement counts from both sides, more from one's own"),
        pytest.param((*STONE, *CLASS), dict.fromkeys(("ab", "ba"), ("StatedAsClass", ("stone",))),
                     id="a named class needs a shared indication"),
    ],
)  # fmt: skip
def test_what_makes_an_alternative(
    edges: tuple[Edge, ...], expected: dict[str, tuple[str, tuple[str, ...]]]
) -> None:
    assert found(graph(*edges)) == {tuple(pair): basis for pair, basis in expected.items()}


PURPOSES = ("a", "purpose", "treat"), ("b", "purpose", "diagnose")
SITES = ("a", "bodySite", "renal pelvis"), ("b", "bodySite", "prostate")
ALIKE = tuple((one, axis, axis) for one in "ab" for axis in ("operation", "bodySite", "approach"))


@pytest.mark.parametrize(
    ("edges", "reason"),
    [
        *(((edge,), reason) for name, reason in STEPS.items()
          for edge in (("a", name, "b"), ("b", name, "a"))),
        (PURPOSES, "OtherPurpose"),
        (SITES, "OtherBodySite"),
        (ALIKE, "CodingVariant"),
        ((("b", "follows", "c"),), "FollowUpStep"),  # what follows any, is inferred for none
    ],
)  # fmt: skip
def test_what_is_left_out_unless_a_page_says_so(edges: tuple[Edge, ...], reason: str) -> None:
    assert found(graph(*STONE, *edges)) == {}
    assert reason in left_out(*STONE, *edges)
    for named, basis in (NAMED, "Stated"), (("b", "alternativeTo", "a"), "StatedInReverse"):
        assert found(graph(*STONE, *edges, named))["a", "b"][0] == basis


def test_a_coding_variant_is_never_an_alternative() -> None:
    edges = (*STONE, ("b", "variantOf", "a"), NAMED)
    assert found(graph(*edges)) == {}
    assert left_out(*edges) == {"CodingVariant"}


def test_what_is_not_known_to_differ_is_not_left_out() -> None:
    for edges in (
        PURPOSES[:1],
        SITES[:1],
        (*SITES, ("renal pelvis", "broader", "kidney"), ("b", "bodySite", "kidney")),
        ALIKE[:-1],
        (*ALIKE, ("a", "device", "laser")),
    ):
        assert found(graph(*STONE, *edges)) != {}
    conservative = graph(*STONE, *ALIKE)
    conservative.nodes["b"]["conservative"] = True
    assert found(conservative) != {}


def test_a_circumstance_is_no_condition_to_be_treated() -> None:
    unfit = [(one, "indicatedFor", "too frail") for one in "ab"]
    made = graph(*unfit, ("too frail", "broader", "circumstance"))
    made.nodes["circumstance"]["circumstance"] = True
    assert found(made) == {}
    made.add_edge("too frail", "frailty", key="broader")
    made.add_node("frailty", label="frailty", names="frailty", kind="concept")
    assert found(made) != {}


def test_the_place_on_the_page_counts() -> None:
    made = graph(
        ("a", "alternativeTo", "b"), ("a", "alternativeTo", "c"), ("c", "alternativeTo", "a")
    )
    made.edges["a", "b", "alternativeTo"]["place"] = 1
    made.edges["a", "c", "alternativeTo"]["place"] = 2
    made.edges["c", "a", "alternativeTo"]["place"] = 1
    prominence = {(one.subject, one.other): one.prominence for one in alternative(made)}
    assert prominence == {
        ("a", "b"): round(2 / 3, 4),
        ("b", "a"): round(1 / 3, 4),
        ("a", "c"): round(2 / 3 / 2 + 1 / 3, 4),
        ("c", "a"): round(2 / 3 + 1 / 3 / 2, 4),
    }


def test_a_better_basis_outweighs_the_rest() -> None:
    best = [
        AlternativeFinding("a", "b", basis, "OtherProcedure", 1.0, 1.0, 1.0, ()).score
        for basis in alternatives.BASES
    ]
    least = [
        AlternativeFinding("a", "b", basis, "OtherProcedure", 0.0, 0.0, 0.0, ()).score
        for basis in alternatives.BASES
    ]
    assert all(high <= low for high, low in zip(best, least[1:], strict=False))
    assert best == [0.25, 0.5, 0.75, 1.0]


def kinds(first: str, second: str, *edges: Edge) -> set[str]:
    """Return what kind of alternatives two procedures of these names are to each other."""
    made = graph(*STONE, *edges)
    for node, names in (("a", first), ("b", second), ("open", "open; through a cut")):
        if node in made:
            made.nodes[node]["names"] = names
    return {one.kind for one in alternative(made)}


def test_one_operation_by_two_approaches_is_a_variant() -> None:
    ways = ("a", "approach", "open"), ("b", "approach", "keyhole")
    assert kinds("open stone removal", "keyhole stone removal", *ways) == {"VariantByApproach"}
    assert kinds("open stone removal", "keyhole stone crushing", *ways) == {"OtherProcedure"}
    # By another of its names, if both do the same.
    names = "lithotomy; open stone removal", "keyhole stone removal"
    assert kinds(*names, *ways) == {"OtherProcedure"}
    same = ("a", "operation", "removal"), ("b", "operation", "removal")
    assert kinds(*names, *ways, *same) == {"VariantByApproach"}
    sites = ("a", "bodySite", "kidney"), ("b", "bodySite", "bladder")
    assert kinds("open stone removal", "keyhole stone removal", *ways, *sites) == set()
    assert kinds("open stone removal", "open stone removal", ways[0]) == {"OtherProcedure"}


def test_conservative_care_is_a_kind_of_its_own() -> None:
    made = graph(*STONE)
    made.nodes["b"]["conservative"] = True
    assert {one.other: one.kind for one in alternative(made)} == {
        "a": "OtherProcedure",
        "b": "ConservativeOption",
    }


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


def test_similar_keeps_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    made = graph(*((one, "operation", "dilation") for one in "abcd"), ("d", "bodySite", "kidney"))
    assert [one.other for one in similar.find(made) if one.subject == "d"] == []
    made = graph(*((one, "operation", "dilation") for one in "abc"))
    monkeypatch.setattr(similar, "TOP", 1)
    assert [one.other for one in similar.find(made) if one.subject == "a"] == ["b"]


def test_information_content_and_sim_gic_of_nothing() -> None:
    assert information_content({}) == {}
    assert sim_gic([], [], {}) == 0.0


def test_a_path_goes_through_what_says_something() -> None:
    made = graph(
        *STONE,
        ("b", "mayCause", "bleeding"), ("c", "mayCause", "bleeding"),
        ("a", "setting", "theatre"), ("c", "setting", "theatre"),
    )  # fmt: skip
    [found] = Ways(made).between("a", "c")
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
    assert Ways(made).between("a", "d") == []
    assert Ways(made).between("a", "a") == []


def test_what_few_share_is_nearer_and_the_nearest_come_first() -> None:
    made = graph(
        *((one, "mayCause", "bleeding") for one in "abcd"),
        *STONE,
    )
    assert [(one.through, one.length) for one in Ways(made).between("a", "b", 2)] == [
        (("stone",), 3.0),
        (("bleeding",), 4.0),
    ]


def test_a_named_alternative_is_the_nearest() -> None:
    [one, *_] = Ways(graph(*STONE, ("b", "alternativeTo", "a"))).between("a", "b")
    assert (one.length, one.sentences) == (1.0, ("b has as an alternative a.",))
