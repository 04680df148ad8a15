"""Texts held against a code and its neighbours: which fits, and which words decide."""

import io
import math
from pathlib import Path

import pyoxigraph as ox
import pytest

from procedura import ProcedureGraph
from procedura import namespaces as ns
from procedura.analysis.checking.checker import Check, Checker
from procedura.analysis.checking.rarity import inverse_frequency
from procedura.analysis.similar.codes import SimilarCodes
from procedura.analysis.similar.table import NeighbourTable
from procedura.analysis.stated.facts import FactReader
from procedura.errors import IdentifierError, PageError
from procedura.model import Statement
from programs import runner
from release_files import store_release
from test_codes import release

# A note, the code it is checked against, and the one it fits; "" where it fits neither.
NOTES = {
    "new access, though the code has none": (
        "percutaneous-nephrostomy-tract-dilation",
        "percutaneous-nephrostomy-tract-dilation-new-access",
        "Prone position. There was no usable tract. Under fluoroscopy a needle was advanced from "
        "the flank into a posterior lower pole calyx. A wire was passed and the new tract was "
        "dilated with a balloon to 30 French; a sheath was placed.",
    ),
    "existing tract, though the code has a new access": (
        "percutaneous-nephrostomy-tract-dilation-new-access",
        "percutaneous-nephrostomy-tract-dilation",
        "The indwelling nephrostomy catheter was used. A stiff wire was passed through the "
        "catheter and the catheter was withdrawn. The existing tract was widened over the wire "
        "with serial dilators. No new puncture was made.",
    ),
    "existing tract": (
        "percutaneous-nephrostomy-tract-dilation",
        "percutaneous-nephrostomy-tract-dilation",
        "Through the existing nephrostomy tract a wire was passed and the tract was dilated to 24 "
        "French. No new access was made, and no needle was used.",
    ),
    "open appendectomy": (
        "laparoscopic-appendectomy",
        "open-appendectomy",
        "A muscle splitting incision was made over McBurney's point in the right lower abdomen. "
        "The appendix was delivered into the wound, its mesentery tied, and the stump ligated.",
    ),
    "laparoscopic appendectomy": (
        "laparoscopic-appendectomy",
        "laparoscopic-appendectomy",
        "Pneumoperitoneum was established and three ports were placed. The inflamed appendix was "
        "divided with a stapler, placed in a retrieval bag and taken out through the umbilicus.",
    ),
    "laparoscopic gallbladder, though the code is open": (
        "open-cholecystectomy",
        "laparoscopic-cholecystectomy",
        "Ports were inserted and the abdomen was filled with gas. The laparoscope showed the "
        "gallbladder. The critical view was obtained; cystic duct and artery were clipped.",
    ),
    "biopsy through the rectum": (
        "transperineal-prostate-biopsy",
        "transrectal-prostate-biopsy",
        "The ultrasound probe was placed in the rectum. Needle cores were taken from the prostate "
        "through the wall of the rectum, after an antibiotic and an enema.",
    ),
    "an angiogram without treatment": (
        "coronary-angiography",
        "coronary-angiography",
        "The radial artery was punctured. Contrast was injected into both coronary arteries and "
        "films were taken. No stent was placed and no balloon was used.",
    ),
    "an open release of the carpal tunnel": (
        "endoscopic-carpal-tunnel-release",
        "open-carpal-tunnel-release",
        "An incision was made in the palm. Under direct vision the transverse carpal ligament was "
        "cut with a scalpel. No endoscope was used.",
    ),
    "both compartments, though the code has one": (
        "unicompartmental-knee-arthroplasty",
        "total-knee-arthroplasty",
        "The ends of femur and tibia were resected for all compartments of the knee. A total knee "
        "prosthesis was cemented and the patella resurfaced.",
    ),
    "both sides of the neck": (
        "focused-parathyroidectomy",
        "bilateral-neck-exploration-for-hyperparathyroidism",
        "Through a collar incision both sides of the neck were explored. All four parathyroid "
        "glands were seen; the enlarged gland was removed.",
    ),
    "an existing stent taken out": (
        "retrograde-ureteral-stent-placement",
        "ureteral-stent-removal",
        "The cystoscope was passed. The stent was grasped with forceps and withdrawn. No new stent "
        "was placed.",
    ),
    "a knee, though the code is of the kidney": (
        "percutaneous-nephrostomy-tract-dilation",
        "",
        "Arthroscopy of the left knee. A flap of the medial meniscus was trimmed with a shaver; "
        "the cartilage of the femur was smooth.",
    ),
    "a cataract, though the code is of the hip": (
        "total-hip-arthroplasty",
        "",
        "The lens was emulsified by ultrasound through a small corneal incision, and an "
        "intraocular lens was placed in the capsular bag.",
    ),
}  # fmt: skip

# Where words alone do not tell what was done.
FAILING = {
    "both compartments, though the code has one":
        "the page on one compartment says 'compartment' more often than that on all of them",
}  # fmt: skip


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(note, marks=pytest.mark.xfail(reason=FAILING[note]) if note in FAILING else ())
        for note in NOTES
    ],
)
def test_a_note_fits_the_code_that_was_done(graph: ProcedureGraph, note: str) -> None:
    asked, fitting, text = NOTES[note]
    found = graph.check(asked, text)
    if not fitting:
        assert found.verdict == "fits neither"
    elif fitting == asked:
        assert found.verdict == "fits"
    else:
        assert (found.verdict, found.better) == (
            "fits a neighbour better", ns.procedure(fitting),
        )  # fmt: skip


def by_label(found: Check, label: str) -> dict[str, list[str]]:
    """Return the words that decide about a neighbour, for and against it."""
    [one] = [one for one in found.neighbours if one.label == label]
    return {"for": [each.words for each in one.supporting],
            "against": [each.words for each in one.opposing]}  # fmt: skip


@pytest.mark.parametrize(
    "text", ["The patient tolerated it well.", "Sterile drapes; no complications.", "Thank you"]
)
def test_a_text_that_names_nothing_cannot_be_told(graph: ProcedureGraph, text: str) -> None:
    found = graph.check("CPT:50436", text)
    assert (found.verdict, found.better) == ("cannot be told", "")


def test_what_is_denied_speaks_against_the_side_that_says_it(graph: ProcedureGraph) -> None:
    label = "Percutaneous nephrostomy tract dilation with new access"
    said = graph.check("CPT:50436", "A new access was made and the tract dilated.")
    denied = graph.check("CPT:50436", "No new access was made. The tract was dilated.")
    assert "access" in by_label(said, label)["for"]
    assert "access" in by_label(denied, label)["against"]
    assert (said.verdict, said.better) == (
        "fits a neighbour better",
        ns.procedure("percutaneous-nephrostomy-tract-dilation-new-access"),
    )
    [evidence] = [one for near in denied.neighbours if near.label == label
                  for one in near.opposing if one.words == "access"]  # fmt: skip
    assert evidence.denied
    assert (evidence.line, evidence.text) == (1, "No new access was made.")


def test_the_seed_fits_its_own_code(graph: ProcedureGraph, seed: Path) -> None:
    assert graph.check("CPT:50436", seed).verdict == "fits"
    found = graph.check("CPT:50437", seed)
    assert (found.verdict, found.better) == (
        "fits a neighbour better", ns.procedure("percutaneous-nephrostomy-tract-dilation"),
    )  # fmt: skip
    words = by_label(found, "Percutaneous dilation of an existing nephrostomy tract")
    assert "existing" in words["for"]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.txt", "Operative note\n\nPorts were placed.\n", 3),
        ("a.md", "# Note\n\n## Procedure Description\n\n1. Ports were placed.\n", 5),
        ("a.html", "<html><body>\n<p>Note</p>\n<p>Ports were placed.</p></body></html>", 3),
    ],
)
def test_lines_are_those_of_the_file(
    graph: ProcedureGraph, tmp_path: Path, name: str, content: str, line: int
) -> None:
    (tmp_path / name).write_text(content)
    found = graph.check("open-appendectomy", tmp_path / name)
    lines = {one.line for near in found.neighbours for one in near.supporting
             if one.words == "Ports"}  # fmt: skip
    assert lines == {line}


def test_lines_about_alternatives_are_not_read(graph: ProcedureGraph, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("## Procedure Description\n\nThe appendix is removed.\n\n"
                    "## Alternatives\n\nLaparoscopic surgery through ports.\n")  # fmt: skip
    found = graph.check("open-appendectomy", page)
    assert not [one for near in found.neighbours for one in near.supporting if one.line > 3]


@pytest.fixture(scope="module")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """Twelve made-up codes: two operations on three sites by two approaches."""
    store = ox.Store()
    store_release(store, release())
    table = NeighbourTable(tmp_path_factory.mktemp("checker") / "neighbours.sqlite")
    table.write(release(), lambda *_: None)
    reader = FactReader(store)
    return Checker(reader, SimilarCodes(reader, table))


def checked(checker: Checker, notation: str, text: str) -> Check:
    return checker.check(ns.code("ICD10PCS", notation), [Statement("preamble", text, 1, 1)])


@pytest.mark.parametrize(
    ("title", "better", "axis"),
    [
        ("widening of kidney, right, open", "", ""),
        ("widening of kidney, right, percutaneous", "0T713ZZ", "approach"),
        ("widening of kidney, left, open", "0T720ZZ", "body site"),
        ("taking out of kidney, right, open", "0TC10ZZ", "operation"),
    ],
)
def test_the_axis_that_differs_decides(
    checker: Checker, title: str, better: str, axis: str
) -> None:
    found = checked(checker, "0T710ZZ", title)
    assert found.better == (ns.code("ICD10PCS", better) if better else "")
    assert found.verdict == ("fits a neighbour better" if better else "fits")
    if axis:
        assert axis in {one.where for one in found.neighbours[0].supporting}


def test_a_code_that_is_made_of_nothing_is_known_by_its_name(checker: Checker) -> None:
    heading = checked(checker, "0T7", "urinary system")
    assert (heading.verdict, heading.neighbours) == ("fits", ())
    assert checked(checker, "0T7", "a letter").verdict == "cannot be told"


def test_scores_are_the_sum_of_what_decides(checker: Checker) -> None:
    # Without pages each word weighs ln 2; each approach is had by six of twelve codes.
    found = checked(checker, "0T710ZZ", "percutaneous")
    [near] = [one for one in found.neighbours if one.iri.endswith("0T713ZZ")]
    value = inverse_frequency(6, 12)
    assert [one.weight for one in near.supporting] == pytest.approx(
        sorted([round(value, 2), round(math.log(2), 2)], reverse=True)
    )
    assert found.score == 0
    assert near.score == pytest.approx(value + math.log(2), abs=0.01)


def test_what_is_neither_code_nor_text_is_an_error(graph: ProcedureGraph, tmp_path: Path) -> None:
    with pytest.raises(IdentifierError):
        graph.check("NOPE:1", "a text")
    for text in ("", " \n", tmp_path, tmp_path / "missing.txt"):
        with pytest.raises(PageError):
            graph.check("CPT:50436", text)


def test_the_command_says_the_verdict_and_leaves_with_a_status(
    folder: Path,
    tmp_path: Path,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = runner(capfdbinary, folder)
    new = "A new access was made by needle puncture of a calyx, and the tract was dilated."
    told = run("check", "CPT:50436", new)
    assert (told.status, told.out.partition(":")[0]) == (1, "fits a neighbour better")
    assert "CPT:50437" in told.out.splitlines()[0]
    assert "line 1 says 'access'" in " ".join(told.out.split())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(new.encode())))
    told = run("check", "CPT:50437", "-", "--format", "json")
    assert (told.status, told.json()["verdict"]) == (0, "fits")
    missing = run("check", "CPT:50436", tmp_path / "missing.txt")
    assert (missing.status, missing.out) == (2, "")
    assert len(missing.err.splitlines()) == 1
