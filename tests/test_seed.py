"""The real page that the project began with, from its file to its alternatives."""

import io
import shutil
from pathlib import Path

import pytest

from procedura import ProcedureGraph
from procedura.linking import Linked
from procedura.model import Page

# What each line is about, read by hand. A line may have more links; none may be missing.
LINKS = {
    "Kidney stones": {"kidney-stone"},
    "Bleeding": {"hemorrhage", "hematoma"},
    "interventional radiology suite": {"interventional-radiology-suite", "operating-room"},
    "Interventional radiologist": {"interventional-radiologist", "urologist"},
    "Radiology tech": {"radiology-technologist"},
    "Nursing": {"nurse"},
    "Anesthesiologist or": {"anesthesiologist", "nurse-anesthetist"},
    "Observation": {"observation-of-kidney-stones", "medical-management-of-kidney-stones"},
    "Open": {"open"},
    "laser": {"ureteroscopic-stone-extraction", "ureteroscopy-with-laser-lithotripsy"},
}


@pytest.fixture(scope="module")
def linked(graph: ProcedureGraph, seed: Path) -> Linked:
    return graph.read(seed, code="CPT:50436")


@pytest.fixture(scope="module")
def page(linked: Linked) -> Page:
    return linked.page


def test_the_procedure_is_known(page: Page) -> None:
    assert page.procedure.endswith("/percutaneous-nephrostomy-tract-dilation")


@pytest.mark.parametrize(("start", "concepts"), LINKS.items())
def test_lines_are_linked_to_what_they_say(page: Page, start: str, concepts: set[str]) -> None:
    [statement] = [
        one for one in page.statements
        if start in one.text and one.kind not in ("preamble", "name", "purpose", "recovery")
        and not (start == "Observation" and one.kind != "alternative")
        and not (start == "Open" and one.kind != "alternative")
    ]  # fmt: skip
    assert concepts <= {link.iri.rsplit("/", 1)[1] for link in statement.links}


def test_settings_and_roles_are_counted_right(page: Page) -> None:
    assert len({link.iri for one in page.of_kind("setting") for link in one.links}) == 2
    assert len({link.iri for one in page.of_kind("personnel") for link in one.links}) == 6


def test_most_lines_are_linked(linked: Linked) -> None:
    kinds = {"indication", "risk", "setting", "personnel", "alternative"}
    of_kind = [one for one in linked.page.statements if one.kind in kinds]
    assert len(of_kind) == 17
    assert sum(1 for one in of_kind if one.links) >= 12


def test_the_page_is_added_to_the_procedure_it_is_about(
    small: Path, seed: Path, tmp_path: Path
) -> None:
    own = tmp_path / "graph"
    shutil.copytree(small, own)
    graph = ProcedureGraph.open(own)
    report = graph.build(seed, code="CPT:50436")
    assert [page.slug for page in report.pages] == ["cpt-50436"]
    assert report.failures == ()
    assert len(graph.procedure("CPT:50436").pages) == 2
    before, after = io.BytesIO(), io.BytesIO()
    graph.export(before, "nquads")
    graph.build(seed, code="CPT:50436")
    graph.export(after, "nquads")
    assert after.getvalue() == before.getvalue()


def test_alternatives_and_similar_are_kept_apart(graph: ProcedureGraph) -> None:
    alternatives = graph.alternatives("CPT:50436")
    by_slug = {one.procedure.rsplit("/", 1)[1]: one for one in alternatives}
    laser = by_slug["ureteroscopy-with-laser-lithotripsy"]
    assert laser.basis == "stated"
    assert "kidney stone" in {term.label for term in laser.shared_indications}
    assert {"approach", "operation"} <= {one.aspect for one in laser.differences}
    assert all(reason.evidence for reason in laser.reasons)
    new_access = "percutaneous-nephrostomy-tract-dilation-new-access"
    assert new_access not in by_slug
    assert new_access in {one.procedure.rsplit("/", 1)[1] for one in graph.similar("CPT:50436")}
