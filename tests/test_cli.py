"""The program as its users meet it: data, messages, exit status."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from filters import FILTERS, left, options
from procedura import ProcedureGraph, queries
from procedura.cli import main, procedura
from procedura.cli.printing import output_file
from procedura.errors import StoreError
from programs import Ran, Run, runner

DILATION = "percutaneous-nephrostomy-tract-dilation"


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], folder: Path) -> Run:
    """Run the program on the bundled graph, which these commands only read."""
    return runner(capfdbinary, folder)


@pytest.fixture
def own(small: Path, tmp_path: Path) -> Path:
    """A copy of the small graph that a test may change."""
    shutil.copytree(small, tmp_path / "own")
    return tmp_path / "own"


PAGE = """# Removal of a pebble

## Name of the Procedure

Removal of a pebble

## Indications

- Kidney stone

## Risks and Complications

- Bleeding
- Something unheard of

## Billing notes

Send it to the office.
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "pebble.md"
    file.write_text(PAGE)
    return file


@pytest.mark.parametrize(
    "identifier",
    [
        "CPT:50436",
        "cpt:50436",
        DILATION,
        f"https://w3id.org/procedura/procedure/{DILATION}",
        "percutaneous nephrostomy tract dilation",
        "Percutaneous dilation of an existing nephrostomy tract",
    ],
)
def test_an_id_is_a_code_a_slug_an_iri_or_a_name(run: Run, identifier: str) -> None:
    shown = run("show", identifier, "--format", "json")
    assert shown.status == 0
    assert shown.json()["procedure"].endswith(DILATION)


@pytest.mark.parametrize(
    "identifier",
    [
        "CPT:99999",
        "nephrolithotomi",
        "zzzz",
        "",
        "'; DROP",
        "http://x y",
        "<script>",
        "https://a/b",
    ],
)
def test_an_unknown_id_is_told_with_the_nearest(run: Run, identifier: str) -> None:
    told = run("show", identifier)
    assert told.status == 2
    assert told.out == ""
    assert told.err.startswith("error: ")
    assert told.err.count("\n") == 1


def test_the_nearest_are_named(run: Run) -> None:
    assert "nephrolithotomy" in run("show", "percutaneous nephrolithotomi").err


def test_show_has_the_sections_of_the_page(run: Run) -> None:
    shown = run("show", DILATION)
    for heading in ("Indications", "Procedure Description", "Alternatives", "Recovery"):
        assert f"\n{heading}\n" in shown.out
    assert "not checked by a clinician" in shown.err


def test_show_json_has_the_keys_that_are_promised(run: Run) -> None:
    shown = run("show", DILATION, "--format", "json").json()
    keys = {
        "procedure", "label", "common_terms", "codes", "summary", "purpose", "indications",
        "preparation", "steps", "duration", "setting", "personnel", "risks", "benefits",
        "recovery", "alternatives", "patient_experience", "similar_codes", "not_stated", "unplaced",
    }  # fmt: skip
    assert keys <= shown.keys()
    assert set(shown["duration"]) == {"text", "minimum", "maximum"}
    [first, *_] = shown["indications"]
    assert {"text", "line", "concepts"} <= first.keys()
    assert set(first["concepts"][0]) == {"iri", "label", "method", "confidence"}


def test_alternatives_say_why(run: Run) -> None:
    found = run("alternatives", "CPT:50436", "--format", "json").json()
    keys = {
        "procedure", "label", "codes", "score", "basis", "shared_indications", "differences",
        "reasons",
    }  # fmt: skip
    assert all(keys <= one.keys() for one in found)
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)
    assert all(one["reasons"] for one in found)
    printed = run("alternatives", "CPT:50436", "--limit", "2").out
    assert "as an alternative" in printed
    assert "instead of" in printed


@pytest.mark.parametrize("filters", FILTERS)
def test_filters_of_alternatives(run: Run, graph: ProcedureGraph, filters: dict[str, Any]) -> None:
    found = run("alternatives", DILATION, "--format", "json", *options(filters)).json()
    expected = left(graph, DILATION, filters)
    assert [one["procedure"] for one in found] == [one.procedure for one in expected]


def test_a_filter_that_means_nothing_is_an_error(run: Run) -> None:
    assert run("alternatives", "CPT:50436", "--avoid", "nonsense").status == 2


def test_similar_compare_and_path(run: Run) -> None:
    similar = run("similar", "CPT:50436", "--format", "json").json()
    assert "CPT:50437" in {code for one in similar for code in one["codes"]}
    table = run("compare", "CPT:50436", "shock-wave-lithotripsy").out
    assert "approach" in table
    compared = run("compare", "CPT:50436", "CPT:50590", "--format", "json").json()
    assert [one["codes"][0] for one in compared["procedures"]] == ["CPT:50436", "CPT:50590"]
    ways = run("path", "CPT:50436", "CPT:52601", "--format", "json").json()
    [step, *_] = ways[0]["steps"]
    assert DILATION in {one["iri"].rpartition("/")[2] for one in (step["subject"], step["object"])}
    assert step["evidence"][0]["source"] == f"{DILATION}.md"
    assert [one["length"] for one in ways] == sorted(one["length"] for one in ways)
    assert run("compare", "CPT:50436").status == 2


@pytest.mark.parametrize("output", ["table", "json"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("alternatives", "CPT:50436", "--left-out"),
        ("check", "CPT:50436", "The tract was dilated after puncture of a calyx."),
    ],
)
def test_a_limit_holds_in_every_format(run: Run, arguments: tuple[str, ...], output: str) -> None:
    all_of_them = run(*arguments, "--limit", "9", "--format", output).out
    limited = run(*arguments, "--limit", "1", "--format", output).out
    assert all("CPT:50437" in told for told in (all_of_them, limited))
    assert ["CPT:50575" in told for told in (all_of_them, limited)] == [True, False]


@pytest.mark.parametrize(
    "arguments",
    [
        ("alternatives", DILATION, "--left-out", "--less-invasive"),
        ("alternatives", DILATION, "--left-out", "--side-by-side"),
        ("build", "--code", "CPT:99999"),
        ("read", "{page}", "{page}", "--code", "CPT:99999"),
        ("validate", "--code", "CPT:99999"),
        ("validate", "{page}", "{page}", "--code", "CPT:99999"),
        ("validate", "{turtle}", "--code", "CPT:99999"),
        ("link", "stone", "--candidates", "3", "--format", "sssom"),
        ("evaluate", "{table}", "--date", "2026-11-28"),
    ],
    ids=" ".join,
)
def test_an_option_that_would_do_nothing_is_an_error(
    run: Run, own: Path, page: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    files = {"page": page, "turtle": tmp_path / "a.ttl", "table": tmp_path / "a.tsv"}
    files["turtle"].write_text("")
    files["table"].write_text(f"procedure\tcomplication\n{DILATION}\tbleeding\n")
    told = run(*(one.format_map(files) for one in arguments), graph=own)
    assert (told.status, told.out) == (2, "")


def test_analyse(run: Run) -> None:
    [one, *_] = run("analyse", "risks", "--limit", "2", "--format", "json").json()
    assert one.keys() == {"community", "complication", "stating", "of", "share", "lift"}
    turtle = run("analyse", "specialties", "--format", "turtle").out
    assert "a proc:SpecialtyFinding" in turtle
    assert "prov:wasAssociatedWith" in turtle
    assert run("analyse", "weather").status == 2


def test_picture(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    assert run("picture", "CPT:50436", "-o", tmp_path / "a.svg").status == 0
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert run("picture", "CPT:50436", "-o", tmp_path / "a.txt").status == 2


def test_a_fact_that_is_missing_reads_not_stated(run: Run, page: Path, own: Path) -> None:
    assert run("build", page, graph=own).status == 0
    assert "not stated" in run("compare", "Removal of a pebble", "CPT:50436", graph=own).out


def test_search(run: Run) -> None:
    [first, *_] = run("search", "50590", "--format", "json").json()
    assert (first["kind"], first["label"]) == ("code", "CPT:50590")
    names = [one["label"] for one in run("search", "kidney ston", "--format", "json").json()]
    assert "kidney stone" in names
    assert run("search", "xyzzy plugh").status == 0
    assert run("search", "litotripsy", "--format", "json").json()
    assert len(run("search", "kidney", "--limit", "3", "--format", "json").json()) == 3
    for hostile in ('"', "NEAR(", "a AND", "*", "'", "\\"):
        assert run("search", hostile).status == 0


def test_query(run: Run, tmp_path: Path) -> None:
    name = next(iter(queries.library()))
    rows = run("query", name, "--format", "csv")
    assert rows.status == 0
    file = tmp_path / "count.rq"
    file.write_text("SELECT (COUNT(*) AS ?n)\nWHERE { ?s a unknown:Procedure }")
    answer = run("query", file, "--format", "csv")
    assert answer.status == 2
    assert "count.rq:2:" in answer.err
    file.write_text("SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a proc:Procedure }")
    assert int(run("query", file, "--format", "csv").out.split()[1]) >= 40
    assert run("query", "no-such-query").status == 2
    assert run("query", name, "-p", "nonsense").status == 2


def test_a_query_from_standard_input_is_utf_8(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def typed(content: bytes) -> Ran:
        # What is typed in a locale of C or of Latin-1 is UTF-8 all the same.
        file = io.TextIOWrapper(io.BytesIO(content), "latin-1")
        monkeypatch.setattr("sys.stdin", file)
        return run("query", "-", "--format", "csv")

    assert typed("SELECT ('é' AS ?e) {}".encode()).out == "e\r\né\r\n"
    told = typed(b"SELECT ('\xff' AS ?e) {}")
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("error: standard input: it cannot be read ('utf-8' codec")


def test_queries_lists_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main(["queries", "--format", "json"])
    assert leaving.value.code in (0, None)
    listed = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in listed] == [*queries.library()]


def test_read_stores_nothing(run: Run, page: Path, own: Path) -> None:
    before = run("info", graph=own).out
    seen = run("read", page, "--code", "CPT:99999", graph=own)
    assert seen.status == 0
    assert seen.json()["codes"][0]["curie"] == "CPT:99999"
    assert "pebble.md:14: unlinked risk: Something unheard of" in seen.err
    assert "pebble.md:18: unplaced: Send it to the office." in seen.err
    assert list(
        ox.parse(run("read", page, "--format", "turtle", graph=own).out, ox.RdfFormat.TURTLE)
    )
    assert "Something unheard of" in run("read", page, "--format", "markdown", graph=own).out
    assert run("info", graph=own).out == before


def test_build_adds_a_page_and_replaces_it(run: Run, page: Path, own: Path) -> None:
    assert run("build", page, graph=own).status == 0
    assert "Kidney stone" in run("show", "removal-of-a-pebble", graph=own).out
    first = run("export", "--format", "nquads", graph=own).out
    assert run("build", page, graph=own).status == 0
    assert run("export", "--format", "nquads", graph=own).out == first
    page.write_text(PAGE.replace("Kidney stone", "Bladder stone"))
    run("build", page, graph=own)
    assert "Kidney stone" not in run("show", "removal-of-a-pebble", graph=own).out


def test_one_bad_page_among_good_ones(run: Run, page: Path, own: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "deeper").mkdir(parents=True)
    page.rename(pages / "deeper" / "pebble.md")
    (pages / "empty.txt").write_text("")
    (pages / "letter.txt").write_text("Dear colleague,\nthank you.\n")
    built = run("build", pages, graph=own)
    assert built.status == 2
    assert "error: empty.txt" in built.err
    assert "error: letter.txt" in built.err
    assert run("show", "removal-of-a-pebble", graph=own).status == 0


def test_of_two_pages_of_one_slug_the_second_is_told(run: Run, own: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "index.md", tmp_path / "b" / "index.md"
    for file, stone in ((first, "Kidney stone"), (second, "Bladder stone")):
        file.parent.mkdir()
        file.write_text(PAGE.replace("Kidney stone", stone))
    # A file that is named twice is one page.
    built = run("build", first.parent, first, second.parent, graph=own)
    assert built.status == 2
    assert [line for line in built.err.splitlines() if line.startswith("error: ")] == [
        f"error: {second}: the page has the slug of {first}, 'index'; "
        "write another 'slug:' into the front matter of one of them"
    ]
    assert "1 page read" in built.out
    assert "Kidney stone" in run("show", "removal-of-a-pebble", graph=own).out
    assert run("build", second, graph=own).status == 0
    assert "Bladder stone" in run("show", "removal-of-a-pebble", graph=own).out


@pytest.mark.parametrize(
    "arguments",
    [("show", "\udcff"), ("search", "stone\udcff"), ("compare", DILATION, "\udcff"),
     ("query", "treating", "-p", "condition=\udcff"), ("link", "--file", "\udcff.txt"),
     ("read", "\udcff.md"), ("export", "-o", "\udcff"), ("\udcff",)],
)  # fmt: skip
def test_an_argument_that_is_not_utf_8_is_one_clear_error(
    run: Run, arguments: tuple[str, ...]
) -> None:
    told = run(*arguments)
    assert (told.status, told.out) == (2, "")
    assert "\\udcff" in told.err
    assert told.err.endswith("is not UTF-8; type it anew, or rename the file.\n")


def test_a_page_whose_name_is_not_utf_8_is_an_error_of_its_own(
    run: Run, own: Path, page: Path, tmp_path: Path
) -> None:
    (tmp_path / "pages").mkdir()
    shutil.copy(page, tmp_path / "pages" / "a.md")
    page.rename(tmp_path / "pages" / "\udcff.md")
    built = run("build", tmp_path / "pages", "--format", "json", graph=own)
    assert built.status == 2
    assert "error: '\\udcff.md': the name is not UTF-8; rename the file\n" in built.err
    assert [one["source"] for one in built.json()["pages"]] == ["a.md"]


@pytest.mark.parametrize("command", ["read", "build", "validate"])
def test_bad_input_is_one_clear_error(run: Run, own: Path, tmp_path: Path, command: str) -> None:
    file = tmp_path / "bad.txt"
    before = run("info", graph=own).out
    for content in (b"", b"   \n", b"\x00\x01\x02", b"\xff\xfe\x00", b"no page at all"):
        file.write_bytes(content)
        told = run(command, file, graph=own)
        assert told.status == 2
        assert told.err.splitlines()[-1].startswith("error: bad.txt")
    assert run(command, tmp_path / "missing.txt", graph=own).status == 2
    assert run(command, file, "--code", "NOPE:1", graph=own).status == 2
    assert run("info", graph=own).out == before


def test_validate(run: Run, own: Path, page: Path, tmp_path: Path) -> None:
    # The whole graph: its pages name procedures that only the bundled graph has.
    whole = run("validate", "--format", "json", graph=own)
    assert whole.status == 1
    assert {one["shape"].rpartition("/")[2] for one in whole.json()} >= {
        "procedure-others", "alternative-linked"
    }  # fmt: skip
    found = run("validate", page, "--format", "json", graph=own)
    assert found.status == 1
    assert all("message" in one for one in found.json())
    report = run("validate", page, "--format", "turtle", graph=own).out
    assert list(ox.parse(report, ox.RdfFormat.TURTLE))
    (tmp_path / "shown.ttl").write_text(run("show", "CPT:50590", "--format", "turtle").out)
    assert run("validate", tmp_path / "shown.ttl").status == 0
    for name in ("broken.ttl", "BROKEN.TTL"):
        (tmp_path / name).write_text("<a> <b> ;")
        told = run("validate", tmp_path / name, graph=own)
        assert (told.status, told.out) == (2, "")
        assert f"{name}:1: this is not Turtle" in told.err


def test_export_goes_to_a_file_or_not_at_all(run: Run, small: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.ttl"
    assert run("export", "-o", file, graph=small).status == 0
    assert sum(1 for _ in ox.parse(path=file)) > 1000
    assert run("export", "-o", tmp_path / "missing" / "all.ttl").status == 2
    assert [one.name for one in tmp_path.iterdir() if one.suffix] == ["all.ttl"]


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    for name, command in procedura.commands.items():
        with pytest.raises(SystemExit) as leaving:
            main([name, "--help"])
        assert leaving.value.code in (0, None)
        assert f"procedura {name}" in capsys.readouterr().out
        assert command.help


def test_the_program_starts_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "procedura", "--version"], capture_output=True, check=True, text=True
    )
    assert ran.stdout.startswith("procedura ")


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    def write(error: OSError | None) -> None:
        with output_file(tmp_path / "a.ttl") as written:
            written.write(b"whole")
            if error:
                raise error

    with pytest.raises(StoreError, match="cannot be written"):
        write(OSError(28, "No space left"))
    assert list(tmp_path.iterdir()) == []
    write(None)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("a.ttl", b"whole")]
