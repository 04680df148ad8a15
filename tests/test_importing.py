"""Releases of a code system in the graph: beside each other, or in each other's place."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from procedura import ProcedureGraph, contents, store
from procedura import namespaces as ns
from procedura.analysis.codes.changes import difference, difference_quads
from procedura.errors import IdentifierError, SourceError, StoreError
from procedura.importing import Report, import_release
from procedura.releases import listed, releases
from release_files import order_text

Import = Callable[..., Report]

OF_2025 = {"001": "Head, Bypass", "0010001": "Bypass of the ear", "0010002": "Bypass of the nose"}
OF_2026 = {"001": "Head, Bypass", "0010001": "Bypass of an ear", "0010003": "Bypass of the chin"}


def order_file(file: Path, codes: dict[str, str]) -> Path:
    """Write an order file; what has three characters is a heading."""
    file.write_text(order_text(codes), encoding="ascii")
    return file


@pytest.fixture
def put(tmp_path: Path) -> Import:
    """Import codes as a release of ICD-10-PCS into one graph."""

    def put(codes: dict[str, str], name: str, *, replace: bool = False) -> Report:
        file = order_file(tmp_path / f"order_{name}.txt", codes)
        return import_release(tmp_path / "graph", "icd10pcs", [file], name=name, replace=replace)

    return put


@pytest.fixture
def rdf(tmp_path: Path) -> Callable[[], ox.Store]:
    return lambda: store.open_read_only(tmp_path / "graph").rdf


def said(rdf: ox.Store, code: str, predicate: str) -> set[str]:
    node = ox.NamedNode(ns.code("ICD10PCS", code))
    quads = rdf.quads_for_pattern(node, ox.NamedNode(ns.expand(predicate)), None)
    return {value(quad.object) for quad in quads}


def value(node: object) -> str:
    assert isinstance(node, ox.NamedNode | ox.Literal)
    return node.value


def test_a_release_says_what_it_is_and_where_it_comes_from(
    put: Import, rdf: Callable[[], ox.Store]
) -> None:
    report = put(OF_2026, "2026")
    assert (report.system, report.release) == ("ICD10PCS", "2026")
    assert (report.codes, report.assignable, report.former) == (3, 2, ())
    [one] = releases(rdf())
    assert (one.system, one.name, one.former) == ("ICD10PCS", "2026", False)
    about = {
        (ns.local_name(quad.predicate.value), value(quad.object))
        for quad in contents.graph_quads(rdf(), one.graph)
        if value(quad.subject).startswith(one.graph)
    }
    assert ("source", "order_2026.txt") in about
    assert ("versionInfo", "2026") in about
    assert ("isVersionOf", ns.code("ICD10PCS")) in about
    assert any(name == "sha256" and len(value) == 64 for name, value in about)


def test_a_code_has_its_names_and_says_whether_it_may_be_assigned(
    put: Import, rdf: Callable[[], ox.Store]
) -> None:
    put(OF_2026, "2026")
    assert said(rdf(), "0010001", "skos:prefLabel") == {"Bypass of an ear"}
    assert said(rdf(), "0010001", "proc:kind") == {"procedure"}
    assert said(rdf(), "0010001", "proc:assignable") == set()
    assert said(rdf(), "001", "proc:assignable") == {"false"}


def test_the_same_release_again_takes_the_place_of_what_was_there(
    put: Import, rdf: Callable[[], ox.Store]
) -> None:
    put(OF_2025, "2026")
    put(OF_2026, "2026")
    assert set(listed(rdf(), ns.release("ICD10PCS", "2026"))) == set(OF_2026)
    assert said(rdf(), "0010002", "rdf:type") == set()
    before = set(rdf())
    put(OF_2026, "2026")
    assert set(rdf()) == before


def test_an_older_release_keeps_its_names_beside_the_newer(
    put: Import, rdf: Callable[[], ox.Store]
) -> None:
    put(OF_2025, "2025")
    assert put(OF_2026, "2026").former == ("2025",)
    assert [(one.name, one.former) for one in releases(rdf())] == [("2025", True), ("2026", False)]
    assert said(rdf(), "0010001", "skos:prefLabel") == {"Bypass of an ear"}
    assert said(rdf(), "0010001", "proc:formerLabel") == {"Bypass of the ear"}
    assert said(rdf(), "0010001", "owl:deprecated") == set()
    assert said(rdf(), "0010002", "skos:prefLabel") == {"Bypass of the nose"}
    assert said(rdf(), "0010002", "owl:deprecated") == {"true"}


def test_releases_may_come_in_any_order(
    put: Import, rdf: Callable[[], ox.Store], tmp_path: Path
) -> None:
    put(OF_2026, "2026")
    put(OF_2025, "2025")
    one = set(rdf())
    put(OF_2025, "2025", replace=True)
    put(OF_2026, "2026")
    assert set(rdf()) == one


def test_a_release_may_make_all_others_forgotten(put: Import, rdf: Callable[[], ox.Store]) -> None:
    put(OF_2025, "2025")
    assert put(OF_2026, "2026", replace=True).former == ()
    assert [one.name for one in releases(rdf())] == ["2026"]
    assert said(rdf(), "0010002", "rdf:type") == set()


def test_three_releases_compare_with_the_newest(put: Import, rdf: Callable[[], ox.Store]) -> None:
    put(OF_2025, "2024")
    put({"001": "Head, Bypass"}, "2025")
    assert said(rdf(), "0010001", "owl:deprecated") == {"true"}
    put(OF_2026, "2026")
    assert said(rdf(), "0010001", "owl:deprecated") == set(), "it is back"
    assert said(rdf(), "0010001", "skos:prefLabel") == {"Bypass of an ear"}


def test_a_release_without_a_name_is_asked_for_it(tmp_path: Path) -> None:
    file = order_file(tmp_path / "order.txt", OF_2026)
    with pytest.raises(SourceError, match="name it with --release"):
        import_release(tmp_path / "graph", "icd10pcs", [file])


def test_damage_leaves_the_graph_as_it_was(
    put: Import, rdf: Callable[[], ox.Store], tmp_path: Path
) -> None:
    put(OF_2025, "2025")
    before = set(rdf())
    broken = tmp_path / "broken.txt"
    broken.write_text((tmp_path / "order_2025.txt").read_text() + "00004 nonsense\n")
    with pytest.raises(SourceError, match=r"broken\.txt:4: "):
        import_release(tmp_path / "graph", "icd10pcs", [broken], name="2026")
    twice = order_file(tmp_path / "twice.txt", OF_2026)
    twice.write_text(2 * twice.read_text())
    with pytest.raises(
        SourceError, match=r"twice\.txt:4: the code 001 stands here and in twice.txt:1"
    ):
        import_release(tmp_path / "graph", "icd10pcs", [twice], name="2026")
    assert set(rdf()) == before


def test_a_graph_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    file = order_file(tmp_path / "order.txt", OF_2026)
    with pytest.raises(StoreError):
        import_release(file, "icd10pcs", [file], name="2026")


LIMITED = """
import resource, sys
from procedura.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, 2 * (int(sys.argv[1]),))
main(["import", "icd10pcs", sys.argv[2], "--release", "2026", "--graph", sys.argv[3]])
"""


@pytest.mark.parametrize(
    ("limit", "former"),
    [(0, True), (200_000, False), (600_000, False)],
    ids=["copy of the graph", "database", "search index"],
)
def test_a_disk_that_refuses_a_write_is_one_clear_error_and_leaves_the_graph(
    put: Import, tmp_path: Path, limit: int, former: bool
) -> None:
    graph = tmp_path / "graph"
    if former:
        put(OF_2025, "2025")
    codes = {f"001{number:04}": f"Bypass of ear {number}" for number in range(2000)}
    file = order_file(tmp_path / "order.txt", codes)

    def held() -> set[tuple[Path, bytes]]:
        return {(one, one.read_bytes()) for one in graph.rglob("*") if one.is_file()}

    before = held() | {(graph / "lock", b"")}
    command = [sys.executable, "-c", LIMITED, str(limit), str(file), str(graph)]
    # What measures coverage could not write, either.
    environment = {name: value for name, value in os.environ.items() if "COVERAGE" not in name}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert ran.returncode == 2
    [error] = [line for line in ran.stderr.splitlines() if "rror" in line]
    assert error.startswith(f"error: {graph}: the graph cannot be written (")
    assert error.endswith("choose another folder with --graph")
    assert held() == before


def test_the_difference_of_two_releases(put: Import, rdf: Callable[[], ox.Store]) -> None:
    put(OF_2025 | {"0010004": "Bypass of the lip"}, "2025")
    put(OF_2026 | {"0010004": "Bypass of the lip"}, "2026")
    found = difference(rdf(), "ICD10PCS", "2025", "2026")
    assert [str(one) for one in found.added] == ["0010003 added: Bypass of the chin"]
    assert [str(one) for one in found.removed] == ["0010002 removed: Bypass of the nose"]
    assert [str(one) for one in found.renamed] == [
        "0010001 renamed: Bypass of the ear → Bypass of an ear"
    ]
    assert found.reclassified == ()
    back = difference(rdf(), "ICD10PCS", "2026", "2025")
    assert [one.code for one in back.added] == ["0010002"]


def test_the_difference_as_rdf_names_every_code(put: Import, rdf: Callable[[], ox.Store]) -> None:
    put(OF_2025, "2025")
    put(OF_2026, "2026")
    quads = set(difference_quads(difference(rdf(), "ICD10PCS", "2025", "2026")))
    edges = {
        (ns.local_name(quad.predicate.value), ns.local_name(quad.object.value))
        for quad in quads
        if isinstance(quad.object, ox.NamedNode)
    }
    assert {("added", "0010003"), ("removed", "0010002"), ("renamed", "0010001")} <= edges
    assert ("older", "2025") in edges


def test_a_release_that_is_missing_is_named_with_those_that_are_there(
    put: Import, rdf: Callable[[], ox.Store]
) -> None:
    put(OF_2026, "2026")
    with pytest.raises(IdentifierError, match=r"no release 2025 of ICD10PCS; did you mean 2026\?"):
        difference(rdf(), "ICD10PCS", "2025", "2026")


def by_hand(file: Path) -> dict[str, tuple[str, str]]:
    """Read an order file a second way: by splitting at the columns that CMS gives."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return {line[6:13].strip(): (line[77:].strip(), line[14]) for line in lines}


# Where codes were added, deleted and renamed; the whole releases would take minutes.
CHANGED = ("0S", "X")


def test_the_published_releases_differ_as_their_files_say(shared: Path, tmp_path: Path) -> None:
    files = {}
    for year in ("2026", "2025"):  # of the older one, nobody asks for similar codes
        whole = shared / "sources" / "icd10pcs" / f"icd10pcs_order_{year}.txt"
        lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
        files[year] = tmp_path / whole.name
        files[year].write_text("".join(line for line in lines if line[6:].startswith(CHANGED)))
        import_release(tmp_path / "graph", "icd10pcs", [files[year]], name=year)
    found = ProcedureGraph(tmp_path / "graph").diff("icd10pcs", "2025", "2026")
    old, new = by_hand(files["2025"]), by_hand(files["2026"])
    assert {one.code for one in found.added} == new.keys() - old.keys()
    assert {one.code for one in found.removed} == old.keys() - new.keys()
    both = old.keys() & new.keys()
    assert {one.code: (one.before, one.after) for one in found.renamed} == {
        code: (old[code][0], new[code][0]) for code in both if old[code][0] != new[code][0]
    }
    assert {one.code for one in found.reclassified} == {
        code for code in both if old[code][0] == new[code][0] and old[code][1] != new[code][1]
    }
    assert len(found.added) - len(found.removed) == len(new) - len(old)
