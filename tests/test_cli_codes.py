"""Code systems on the command line: import, diff, and what the other commands say of codes."""

import shutil
from pathlib import Path

import pytest

from procedura.importing import import_release
from programs import Run, runner
from test_importing import OF_2025, OF_2026, order_file


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Run:
    """Run the program on a graph of its own."""
    return runner(capfdbinary, tmp_path / "graph")


@pytest.fixture(scope="module")
def folder_of_two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph with two releases."""
    made = tmp_path_factory.mktemp("two")
    for name, codes in (("2025", OF_2025), ("2026", OF_2026)):
        file = order_file(made / f"order_{name}.txt", codes)
        import_release(made / "graph", "icd10pcs", [file], name=name)
    return made / "graph"


@pytest.fixture
def imported(run: Run, folder_of_two: Path, tmp_path: Path) -> Run:
    """The program on a copy of that graph."""
    shutil.copytree(folder_of_two, tmp_path / "graph")
    return run


def test_an_import_says_what_it_did(run: Run, tmp_path: Path) -> None:
    file = order_file(tmp_path / "order.txt", OF_2025)
    status, out, err = run("import", "icd10pcs", file, "--release", "2025")
    assert (status, out.partition(";")[0], "Error" in err) == (
        0, "ICD10PCS 2025: 3 codes, 2 of them assignable", False,
    )  # fmt: skip
    said = run("import", "icd10pcs", file, "--release", "2026", "--format", "json").json()
    assert (said["codes"], said["former"]) == (3, ["2025"])


def test_what_changed_is_said_in_words_as_json_and_as_rdf(imported: Run) -> None:
    status, out, err = imported("diff", "icd10pcs", "2025", "2026")
    assert status == 0
    assert "0010003" in out
    assert "Bypass of the chin" in out
    assert err == "ICD10PCS 2025 to 2026: 1 added, 1 removed, 1 renamed, 0 reclassified.\n"
    found = imported("diff", "icd10pcs", "2025", "2026", "--format", "json").json()
    assert [one["code"] for one in found["removed"]] == ["0010002"]
    assert (
        "code/ICD10PCS/0010003"
        in imported("diff", "icd10pcs", "2025", "2026", "--format", "turtle")[1]
    )


def test_a_code_that_no_page_covers_is_shown_searched_and_compared(imported: Run) -> None:
    assert "Bypass of an ear" in imported("show", "ICD10PCS:0010001")[1]
    found = imported("search", "bypass ear", "--format", "json").json()
    assert found[0]["iri"].endswith("code/ICD10PCS/0010001")
    found = imported("search", "bypass", "--system", "icd10pcs", "--kind", "procedure",
                 "--format", "json").json()  # fmt: skip
    assert {one["system"] for one in found} == {"ICD10PCS"}
    status, _, err = imported("alternatives", "ICD10PCS:0010001")
    assert status == 2
    assert "0010001" in err


BILLION_LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<ICD10PCS.tabular><version>&b;</version></ICD10PCS.tabular>
"""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\x01\x02\xff" * 40, "bad.txt"),
        (f"00001 001     0 {'Head':<60} Head\n00002 0010001 7 Wax\n".encode(), "bad.txt:2"),
        (BILLION_LAUGHS.encode(), "bad.txt"),
        (b"<?xml version='1.0'?>\n<ICD10PCS.tabular>\n<pcsTable>", "bad.txt"),
        (b"", "bad.txt"),
    ],
)
def test_damage_is_one_clear_error_and_the_graph_stays(
    imported: Run, tmp_path: Path, content: bytes, said: str
) -> None:
    before = imported("info", "--format", "json")[1]
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    status, out, err = imported("import", "icd10pcs", bad, "--release", "2027")
    assert (status, out) == (2, "")
    assert said in err
    assert imported("info", "--format", "json")[1] == before


def test_what_is_not_there_is_said_to_be_so(imported: Run, tmp_path: Path) -> None:
    file = order_file(tmp_path / "order.txt", OF_2025)
    status, _, err = imported("import", "icd11", file)
    assert (status, "icd10pcs" in err) == (2, True)
    status, _, err = imported("import", "icd10pcs", tmp_path / "none.txt")
    assert (status, "none.txt" in err) == (2, True)
    status, _, err = imported("import", "icd10pcs", file)
    assert (status, "--release" in err) == (2, True)
    status, _, err = imported("diff", "icd10pcs", "2025", "2030")
    assert (status, "2026" in err) == (2, True)
    status, _, err = imported("similar", "ICD10PCS:0019999")
    assert (status, "0019999" in err) == (2, True)
