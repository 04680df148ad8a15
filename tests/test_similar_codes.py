"""Similar codes: what they are compared by, what is kept of it, and what is said."""

import csv
import dataclasses
import io
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from math import log
from pathlib import Path

import pyoxigraph as ox
import pytest
from lxml import etree
from numpy.random import default_rng

from cold import asked
from procedura import ProcedureGraph, store
from procedura import namespaces as ns
from procedura.analysis.codes.reader import CodeReader
from procedura.analysis.similar.codes import SimilarCode, SimilarCodes
from procedura.analysis.similar.features import features
from procedura.analysis.similar.table import KEPT, NeighbourTable
from procedura.analysis.stated.facts import FactReader
from procedura.cli import main
from procedura.errors import StoreError
from procedura.importing import import_release
from procedura.sources import SourceFile, read_release
from procedura.systems import SYSTEMS
from procedura.terminology import Release, Term
from procedura.validation import validate_quads
from release_files import store_release
from test_codes import iri, release
from test_importing import OF_2025, OF_2026, order_file
from test_neighbours import by_brute_force, found


def silent(*_: object) -> None:
    """Tell nobody."""


def answers(folder: Path, one: Release) -> Callable[[str], list[SimilarCode]]:
    rdf = ox.Store()
    store_release(rdf, one)
    table = NeighbourTable(folder / "neighbours.sqlite")
    table.write(one, silent)
    reader = FactReader(rdf)
    codes, similar = CodeReader(reader), SimilarCodes(reader, table)
    return lambda iri: similar.of(codes.coded(iri))


def test_scores_are_shares_of_what_the_features_say(tmp_path: Path) -> None:
    found = {one.codes[0].removeprefix("ICD10PCS:"): one.score
             for one in answers(tmp_path, release())(iri("0TC10ZZ"))}  # fmt: skip
    # Of twelve codes (and one that has nothing) six have the operation, and with it the table, its
    # row and no qualifier in it; six the approach, four the side, eight the kidney.
    half, third, kidney = log(13 / 6), log(13 / 4), log(13 / 8)
    device = log(13 / 12) / 2  # none, as all
    alike = 4 * half + device
    whole = alike + half + (third + kidney) / 8 + (third + kidney) / 4
    assert found["0TC13ZZ"] == pytest.approx((whole - half) / (whole + half), abs=1e-3)
    shared = alike + half + kidney / 8 + kidney / 4
    assert found["0TC20ZZ"] == pytest.approx(shared / (2 * whole - shared), abs=1e-3)


def test_only_codes_that_may_be_assigned_are_compared(tmp_path: Path) -> None:
    table = NeighbourTable(tmp_path / "neighbours.sqlite")
    table.write(release(), silent)
    codes = dict(table.all("ICD10PCS"))
    assert len(codes) == 12
    assert all(len(code) == 7 for code in codes)
    assert all(len(other) == 7 for others in codes.values() for other, _ in others)


def test_what_is_the_same_and_what_differs_is_said_in_words(tmp_path: Path) -> None:
    found = {one.codes[0]: one for one in answers(tmp_path, release())(iri("0TC10ZZ"))}
    other = found["ICD10PCS:0TC13ZZ"]
    assert other.reason == (
        "Same operation and body site; approach differs: percutaneous instead of open."
    )
    assert other.variant
    assert {one.label for one in other.shared} == {"taking out", "kidney, right"}
    [difference] = found["ICD10PCS:0TC20ZZ"].differences
    assert (difference.aspect, difference.here, difference.there) == (
        "body site", ("kidney, right",), ("kidney, left",),
    )  # fmt: skip


def test_an_axis_that_one_does_not_have_is_none(tmp_path: Path) -> None:
    made = release()
    without = [term._replace(axes=term.axes[:2]) if term.code == "0TC13ZZ" else term
               for term in made.terms]  # fmt: skip
    similar = answers(tmp_path, dataclasses.replace(made, terms=without))
    found = {one.codes[0]: one for one in similar(iri("0TC10ZZ"))}
    assert str(found["ICD10PCS:0TC13ZZ"].differences[0]) == "approach: none instead of open"


def test_codes_without_axes_are_compared_by_words_and_by_what_is_broader(tmp_path: Path) -> None:
    terms = [
        Term("A", "Urinary system", "f:1", assignable=False),
        Term("A1", "Removal of kidney stone", "f:2", broader=("A",)),
        Term("A2", "Removal of ureter stone", "f:3", broader=("A",)),
        Term("B1", "Removal of tooth", "f:4"),
        Term("C1", "Hearing aid", "f:5"),
    ]
    made = Release(SYSTEMS["hcpcs"], "1", terms)
    found = answers(tmp_path, made)(ns.code("HCPCS", "A1"))
    assert [one.codes for one in found] == [("HCPCS:A2",), ("HCPCS:B1",)]
    assert found[0].reason == (
        "Same group; name differs: Removal of ureter stone instead of Removal of kidney stone."
    )
    assert [one.label for one in found[0].shared] == ["Urinary system"]


# --- in a graph ---


@pytest.fixture(scope="module")
def folder_of_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph with two releases, the newer one imported first."""
    made = tmp_path_factory.mktemp("two")
    for name, codes in (("2026", OF_2026), ("2025", OF_2025)):
        file = order_file(made / f"order_{name}.txt", codes)
        import_release(made / "graph", "icd10pcs", [file], name=name)
    return made / "graph"


@pytest.fixture
def own(folder_of_two: Path, tmp_path: Path) -> Path:
    """A copy of that graph that a test may change."""
    shutil.copytree(folder_of_two, tmp_path / "own")
    return tmp_path / "own"


def test_the_newest_release_is_compared_in_whatever_order_they_come(folder_of_two: Path) -> None:
    found = dict(ProcedureGraph(folder_of_two).nearest_codes("icd10pcs"))
    assert {code: [other for other, _ in others] for code, others in found.items()} == {
        "0010001": ["0010003"], "0010003": ["0010001"],
    }  # fmt: skip


def test_a_change_of_the_graph_keeps_the_table(own: Path) -> None:
    before = [*ProcedureGraph(own).nearest_codes("ICD10PCS")]
    with store.next_generation(own):
        pass
    assert [*ProcedureGraph(own).nearest_codes("ICD10PCS")] == before


def test_another_import_takes_the_place_of_what_was_kept(own: Path, tmp_path: Path) -> None:
    file = order_file(tmp_path / "new.txt", {"001": "Head", "0010009": "Bypass of the lip"})
    import_release(own, "icd10pcs", [file], name="2027")
    graph = ProcedureGraph(own)
    assert [*graph.nearest_codes("ICD10PCS")] == []
    assert [*graph.similar_codes("ICD10PCS:0010009")] == []


def test_a_heading_has_no_similar_codes(folder_of_two: Path) -> None:
    graph = ProcedureGraph(folder_of_two)
    assert [*graph.similar_codes("ICD10PCS:001")] == []
    assert [*graph.similar_codes("ICD10PCS:0010002")] == [], "it is no longer in use"


def test_a_graph_of_before_says_what_to_do(own: Path) -> None:
    store.open_read_only(own).neighbours.unlink()
    graph = ProcedureGraph(own)
    with pytest.raises(StoreError, match="import the release of ICD10PCS again"):
        graph.similar_codes("ICD10PCS:0010001")
    with pytest.raises(StoreError, match="import the release of ICD10PCS again"):
        next(graph.nearest_codes("ICD10PCS"))


def test_an_answer_opens_the_table_once(
    folder_of_two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, opened = sqlite3.connect, list[Path]()

    def counted(file: Path) -> sqlite3.Connection:
        opened.append(file)
        return connect(file)

    monkeypatch.setattr(sqlite3, "connect", counted)
    table = NeighbourTable(store.open_read_only(folder_of_two).neighbours)
    assert [code for code, _ in table.of("ICD10PCS", "0010001")] == ["0010003"]
    assert len(opened) == 1


# --- on the command line ---


def run(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str | Path) -> tuple[int, bytes]:
    with pytest.raises(SystemExit) as leaving:
        main([*map(str, arguments)])
    sys.stdout.flush()
    return int(leaving.value.code or 0), capfdbinary.readouterr()[0]


def test_all_are_printed_as_a_table_and_as_rdf(
    folder_of_two: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    here = ("--graph", folder_of_two)
    status, out = run(capfdbinary, "similar", "--all", *here)
    rows = [*csv.DictReader(io.StringIO(out.decode()), delimiter="\t")]
    assert (status, [(row["code"], row["rank"], row["similar"]) for row in rows]) == (
        0, [("ICD10PCS:0010001", "1", "ICD10PCS:0010003"),
            ("ICD10PCS:0010003", "1", "ICD10PCS:0010001")],
    )  # fmt: skip
    file = tmp_path / "similar.nq"
    assert run(capfdbinary, "similar", "--all", "--format", "nquads", "-o", file, *here)[0] == 0
    quads = [*ox.parse(file.read_bytes(), ox.RdfFormat.N_QUADS)]
    assert {str(quad.graph_name) for quad in quads} == {f"<{ns.analysis('similar-codes')}>"}
    kinds = [quad for quad in quads if quad.object == ox.NamedNode(ns.term("SimilarityFinding"))]
    assert len(kinds) == 2
    status, out = run(capfdbinary, "similar", "--all", "--system", "icd10pcs",
                      "--format", "ntriples", *here)  # fmt: skip
    assert (status, out.count(b"\n")) == (0, len(quads))
    rdf = store.open_read_only(folder_of_two).rdf
    described = [*quads, *rdf]
    assert [one for one in validate_quads([described]) if "imilar" in str(one)] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("similar",),
        ("similar", "--all", "ICD10PCS:0010001"),
        ("similar", "--all", "--format", "json"),
        ("similar", "ICD10PCS:0010001", "--format", "tsv"),
        ("similar", "ICD10PCS:0010001", "-o", "similar.txt"),
        ("similar", "ICD10PCS:0010001", "--system", "icd10pcs"),
        ("similar", "--all", "--system", "hcpcs"),
    ],
)
def test_what_does_not_fit_is_one_error(
    arguments: tuple[str, ...], folder_of_two: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(capfdbinary, *arguments, "--graph", folder_of_two) == (2, b"")


def test_an_answer_needs_neither_numpy_nor_scipy(folder_of_two: Path) -> None:
    answer, heavy = asked(folder_of_two, "similar", "ICD10PCS:0010001", "--format", "json")
    assert ([one["codes"] for one in json.loads(answer)], heavy) == ([["ICD10PCS:0010003"]], [])


# --- as published ---

# Titles of the axes that the tables have for these body systems, as people read them.
TITLES = {
    "Section": "section", "Body System": "body system", "Section Qualifier": "body system",
    "Operation": "operation", "Type": "operation", "Modality": "operation",
    "Body Part": "body site", "Body System / Region": "body site", "Approach": "approach",
    "Body Region": "body site", "Treatment Site": "body site",
    "Device": "device", "Substance": "device", "Contrast": "device", "Qualifier": "qualifier",
    "Device / Substance / Technology": "device", "Function / Device": "device",
}  # fmt: skip
PARTS = ("0T", "02", "B2", "3E", "XW")


@pytest.fixture(scope="module")
def published(shared: Path) -> Release:
    """Codes of five body systems, in the year of whose tables all have their axes."""
    folder = shared / "sources" / "icd10pcs"
    names = ("icd10pcs_order_2025.txt", "icd10pcs_tables_2025.xml")
    whole = read_release("icd10pcs", [SourceFile(folder / name, silent) for name in names])
    terms = [term for term in whole.terms if term.code.startswith(PARTS)]
    return dataclasses.replace(whole, name="2025", terms=terms, concepts=list(whole.concepts))


def test_published_codes_are_ranked_as_by_brute_force(published: Release) -> None:
    made = features(published)
    sample = default_rng(1).choice(len(made.codes), 500, replace=False)
    ranked = found(made.matrix, made.weights, KEPT)
    for row, nearest in by_brute_force(made.matrix, made.weights, sample).items():
        assert ranked[row] == nearest


def characters(file: Path) -> Iterator[tuple[str, list[tuple[dict[str, str], str]]]]:
    """Yield each row of the tables: its first characters, and the axes with their titles."""
    for table in etree.parse(file).getroot().iter("pcsTable"):
        first = [axis(one) for one in table.findall("axis")]
        for row in table.findall("pcsRow"):
            key = "".join(next(iter(labels)) for labels, _ in first)
            yield key, [*first, *(axis(one) for one in row.findall("axis"))]


def axis(element: etree._Element) -> tuple[dict[str, str], str]:
    labels = {str(one.get("code")): str(one.text) for one in element.findall("label")}
    title = str(element.findtext("title"))
    # What the tables call the body system in the fourth place is what is monitored.
    fourth = title == "Body System" and element.get("pos") != "2"
    return labels, "body site" if fourth else TITLES.get(title, "qualifier")


def test_every_axis_that_differs_is_named_as_the_characters_say(
    published: Release, shared: Path, tmp_path: Path
) -> None:
    rows: dict[str, list[list[tuple[dict[str, str], str]]]] = {}
    for key, axes in characters(shared / "sources" / "icd10pcs" / "icd10pcs_tables_2025.xml"):
        rows.setdefault(key, []).append(axes)

    def meant(code: str) -> dict[str, set[str]]:
        fitting = next(
            axes for axes in rows[code[:3]]
            if all(one in labels for one, (labels, _) in zip(code, axes, strict=True))
        )  # fmt: skip
        values: dict[str, set[str]] = {}
        for one, (labels, name) in zip(code, fitting, strict=True):
            if labels[one] not in ("No Device", "No Qualifier", "None"):
                values.setdefault(name, set()).add(labels[one])
        return values

    similar = answers(tmp_path, published)
    codes = [term.code for term in published.terms if term.assignable]
    for place in default_rng(2).choice(len(codes), 300, replace=False):
        here = meant(codes[place])
        for one in similar(iri(codes[place])):
            there = meant(one.codes[0].removeprefix("ICD10PCS:"))
            differing = {name for name in here | there if here.get(name) != there.get(name)}
            assert {difference.aspect for difference in one.differences} == differing
            for difference in one.differences:
                assert {*(difference.here or ())} == here.get(difference.aspect, {"none"})
                assert {*(difference.there or ())} == there.get(difference.aspect, {"none"})
