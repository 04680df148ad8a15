"""Phrases to concepts: the table of `linking.txt`, and what it cannot hold."""

from pathlib import Path

import pytest

from procedura import namespaces as ns
from procedura.linking import Label, Vocabulary, identify, link, page_slug
from procedura.model import SECTIONS, Code, Header, Page, Statement

CONCEPTS = {
    "condition": {
        "kidney-stone": ["kidney stone", "renal calculus", "stones in the kidney"],
        "ureteral-stone": ["ureteral stone"],
        "urinary-tract-obstruction": ["urinary tract obstruction", "blockage of the urinary tract"],
        "abscess": ["abscess"],
        "infection": ["infection"],
    },
    "complication": {
        "hemorrhage": ["hemorrhage", "bleeding"],
        "hematoma": ["hematoma"],
        "spleen-injury": ["spleen injury"],
        "bowel-injury": ["bowel injury"],
        "ureteral-injury": ["ureteral injury"],
        "bladder-injury": ["bladder injury"],
        "fever": ["fever", "chill"],
        "shivering": ["shivering", "chill"],
    },
    "role": {
        "anesthesiologist": ["anesthesiologist"],
        "nurse": ["nurse"],
        "nurse-anesthetist": ["nurse anesthetist"],
    },
    "approach": {"open": ["open", "open surgery"]},
}
PROCEDURES = {
    "ureteroscopy": ["Ureteroscopy"],
    "laser-lithotripsy": ["Ureteroscopy with laser lithotripsy", "laser lithotripsy"],
    "observation": ["Observation of kidney stones", "observation"],
    "open-ureterolysis": ["Open stone surgery"],
    "beam": ["Radiotherapy for prostate cancer"],
}


@pytest.fixture
def vocabulary() -> Vocabulary:
    labels = [
        Label(ns.concept(scheme, slug), name, scheme, preferred=not index)
        for scheme, concepts in CONCEPTS.items()
        for slug, names in concepts.items()
        for index, name in enumerate(names)
    ]
    labels += [
        Label(ns.procedure(slug), name, "procedure", preferred=not index)
        for slug, names in PROCEDURES.items()
        for index, name in enumerate(names)
    ]
    gravel = ("gravel", ns.concept("condition", "kidney-stone"), True)
    return Vocabulary(labels, {"CPT:52353": ns.procedure("laser-lithotripsy")}, [gravel])


TABLE = Path(__file__).with_name("linking.txt").read_text(encoding="utf-8")
CASES = [line.split(" | ") for line in TABLE.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_a_line_is_linked(vocabulary: Vocabulary, kind: str, text: str, expected: str) -> None:
    page = Page("x.md", "", "x", statements=(Statement(kind, text, 7, 1),), procedure="p:x")
    [statement] = link(page, vocabulary).page.statements
    said = (f"{ns.local_name(one.iri)} {one.method}" for one in statement.links)
    assert (", ".join(said) or "-") == expected


def test_what_is_not_linked_stays_open_with_its_candidates(vocabulary: Vocabulary) -> None:
    lines = (
        Statement("indication", "Kidney stone", 1, 1),
        Statement("indication", "Kidney cyst", 2, 2),
        Statement("risk", "Chills", 3, 1),
        Statement("recovery", "Rest", 4, 1),
    )
    found = link(Page("x.md", "", "x", statements=lines), vocabulary).open
    assert [(one.statement.line, one.ambiguous) for one in found] == [(2, False), (3, True)]
    assert found[0].candidates[0].label == "kidney stone"
    assert {one.label for one in found[1].candidates[:2]} == {"fever", "shivering"}


def test_a_procedure_is_no_alternative_to_itself(vocabulary: Vocabulary) -> None:
    line = Statement("alternative", "Ureteroscopy again", 1, 1)
    page = Page("x.md", "", "x", statements=(line,), procedure=ns.procedure("ureteroscopy"))
    assert link(page, vocabulary).page.statements[0].links == ()


def test_every_kind_that_must_be_linked_has_an_edge() -> None:
    must = {kind for kind, section in SECTIONS.items() if any(section.edges.values())}
    assert {"indication", "risk", "alternative", "personnel", "setting", "preparation"} <= must


def page(source: str = "x.txt", label: str = "X", *, slug: str = "", code: str = "") -> Page:
    codes = (Code("CPT", code),) if code else ()
    return Page(source, "", label, header=Header(slug=slug), codes=codes)


def test_a_page_is_identified_by_slug_then_code_then_name(vocabulary: Vocabulary) -> None:
    pages, _ = identify(
        [
            page(slug="laser-lithotripsy", label="Laser"),
            page(code="52353", label="Something else"),
            page(label="ureteroscopy"),
            page(code="99999", label="New"),
            page(label="Quite new"),
        ],
        vocabulary,
    )
    assert [ns.local_name(one.procedure) for one in pages] == [
        "laser-lithotripsy",
        "laser-lithotripsy",
        "ureteroscopy",
        "cpt-99999",
        "quite-new",
    ]
    assert pages[1].procedure_label == "Ureteroscopy with laser lithotripsy"


def test_the_order_of_pages_makes_no_difference(vocabulary: Vocabulary) -> None:
    pages = [page(code="11111", label="B"), page(slug="a", label="A", code="11111")]
    forward, _ = identify(pages, vocabulary)
    backward, _ = identify(pages[::-1], vocabulary)
    assert forward == backward[::-1]
    assert {one.procedure for one in forward} == {ns.procedure("a")}


def test_the_slug_of_a_page_rests_on_the_page_alone() -> None:
    assert page_slug(page(slug="a", code="11111")) == "a"
    assert page_slug(page(code="11111")) == "cpt-11111"
    assert page_slug(page("My page.txt")) == "my-page"


def test_a_label_that_two_concepts_share_belongs_to_the_one_that_prefers_it() -> None:
    labels = [
        Label("c:one", "chill", "complication", preferred=True),
        Label("c:two", "shivering", "complication", preferred=True),
        Label("c:two", "chill", "complication", preferred=False),
    ]
    found = Vocabulary(labels).named(("chill",), "complication")
    assert [label.iri for label in found] == ["c:one"]
