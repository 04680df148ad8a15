"""The bundled pages together: what the gates of the build demand, and docs/reference/corpus.md."""

import re
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import pytest

from bundled_pages import FILES
from procedura import ProcedureGraph
from procedura.linking.words import key
from procedura.pages import read_page

ROOT = Path(__file__).parents[1]
# Names are no sentences.
NAMES = {"name", "common-term", "personnel", "similar-code"}


@pytest.fixture(scope="module")
def corpus() -> ModuleType:
    module: ModuleType = pytest.importorskip("corpus", reason="the folder 'tools' is not here")
    return module


def test_neither_shapes_nor_checks_find_anything_wrong(graph: ProcedureGraph) -> None:
    assert [str(one) for one in graph.validate() if one.severity != "info"] == []


def test_the_readme_counts_what_is_bundled(graph: ProcedureGraph) -> None:
    told = graph.info()
    concepts = {name: n for name, n in told.items() if name.startswith("concepts: ")}
    counts = (told["pages"], concepts["concepts: specialty"], sum(map(int, concepts.values())))
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert "{} pages of {} specialties and {:,} concepts".format(*counts) in readme


def test_no_sentence_stands_on_more_than_five_pages() -> None:
    pages: dict[str, set[str]] = defaultdict(set)
    for file in FILES:
        for statement in read_page(file).statements:
            if statement.kind not in NAMES:
                for sentence in re.split(r"(?<=[.!?])\s+", statement.text):
                    pages[sentence.casefold().strip(" .")].add(file.stem)
    assert {said: on for said, on in pages.items() if len(on) > 5 and " " in said} == {}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_page_is_whole_and_cites_its_sources(file: Path) -> None:
    page = read_page(file)
    assert page.not_stated == ()
    assert page.empty == ()
    assert page.header.references
    assert page.header.specialties
    assert page.header.review == "unreviewed"
    cited = {number for statement in page.statements for number in statement.references}
    assert cited == set(range(1, len(page.header.references) + 1)), "each is cited by some line"
    for statement in page.statements:
        measured = statement.kind in {"duration", "risk", "benefit", "recovery"}
        if measured and re.search(r"\d", statement.text):
            assert statement.references, f"a number without a source: {statement.text}"


def test_codes_of_icd10pcs_match_a_valid_code(shared: Path) -> None:
    order = shared / "sources" / "icd10pcs" / "icd10pcs_order_2026.txt"
    if not order.exists():
        pytest.skip("the published order file is missing")
    lines = order.read_text("utf-8").splitlines()
    valid = "\n".join(line[6:13] for line in lines if line[14] == "1")
    for file in FILES:
        for code in read_page(file).codes:
            if code.system == "ICD10PCS":
                assert re.search(f"^{code.code}$", valid, re.MULTILINE), f"{file.stem}: {code}"


def test_codes_of_mesh_are_headings_and_the_exact_ones_agree_in_name(shared: Path) -> None:
    file = shared / "sources" / "mesh" / "mesh_id_label_mappings.tsv"
    if not file.exists():
        pytest.skip("the published headings are missing")
    headings = {}
    for line in file.read_text("utf-8").splitlines():
        number, label, synonyms, trees, *_ = line.split("\t")
        # E: techniques and equipment; N04: the care of patients, with watchful waiting.
        if re.search(r"(^|\|)(E|N04)", trees):
            headings[number] = {frozenset(key(name)) for name in (label, *synonyms.split("|"))}
    for file in FILES:
        page = read_page(file)
        named = [one.text for one in page.statements if one.kind in {"name", "common-term"}]
        names = {frozenset(key(name)) for name in named}
        for code in page.codes:
            if code.system == "MESH":
                assert code.code in headings, f"{file.stem}: {code}"
                if code.relation == "exact":
                    assert names & headings[code.code], f"{file.stem}: {code}"


def test_the_corpus_page_is_up_to_date(corpus: ModuleType, graph: ProcedureGraph) -> None:
    page = ROOT / "docs" / "reference" / "corpus.md"
    assert page.read_text("utf-8") == corpus.render(graph), "run make corpus"


def test_each_heading_of_e04_is_covered_or_has_a_reason(corpus: ModuleType) -> None:
    rows = corpus.written()
    assert len(rows) == 574
    for row in rows:
        assert bool(row["pages"]) != bool(row["reason"]), row


def test_the_coverage_is_what_the_codes_say(corpus: ModuleType, shared: Path) -> None:
    sources = shared / "sources"
    if not sources.is_dir():
        pytest.skip("the folder 'shared/sources' with the published files is missing")
    covered = corpus.coverage(sources)
    labels = corpus.headings(sources)
    rows = [*corpus.written(), *corpus.written(corpus.OTHER_TREES)]
    assert len(rows) > 574
    for row in rows:
        number = row["heading"].removeprefix("MESH:")
        assert row["label"] == labels[number][0]
        assert row["pages"].split() == covered[number]
