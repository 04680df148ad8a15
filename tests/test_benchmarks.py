"""The benchmarks run, and the answers of ours and of the peers agree."""

import importlib
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import httpx
import pytest

TOP = Path(__file__).parents[1]
PAGE = TOP / "docs" / "performance.md"
HEADING = re.compile(r"^## .*", re.MULTILINE)
pytestmark = pytest.mark.skipif(
    not (TOP / "benchmarks").is_dir(), reason="run away from the checkout"
)


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(TOP)
    return importlib.import_module("benchmarks.measure")


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "benchmarks", *words]
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)


def test_every_job_runs_and_its_answers_agree(shared: Path) -> None:
    ran = run(str(shared / "sources"), "--quick")
    assert ran.returncode == 0, ran.stderr
    assert HEADING.findall(ran.stdout) == HEADING.findall(PAGE.read_text(encoding="utf-8"))
    for section in HEADING.split(ran.stdout)[1:]:
        assert re.search(r"^\| .* \| [\d.,]+ m?s \|", section, re.MULTILINE), section


def test_a_folder_without_sources_is_one_clear_error(tmp_path: Path) -> None:
    ran = run(str(tmp_path))
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1].endswith("icd10pcs: give the one above it")


def test_without_git_the_commit_is_unknown(
    measure: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = importlib.import_module("benchmarks.page")
    monkeypatch.setenv("GIT_DIR", str(tmp_path))  # as in a tarball
    assert page.checked_out() == "unknown"
    monkeypatch.setenv("PATH", "")
    assert page.checked_out() == "unknown"


def test_answers_that_differ_end_the_run(measure: ModuleType) -> None:
    ways = {"Procedura": lambda: measure.Taken(1, "a"), "peer": lambda: measure.Taken(1, "b")}
    with pytest.raises(SystemExit, match="sums: the answers differ"):
        measure.in_turn("sums", ways, 0)


def test_a_table_tells_ratios_pair_by_pair_and_how_time_grows(measure: ModuleType) -> None:
    def ways(size: int) -> dict[str, object]:
        slow = (lambda: measure.Taken(size**2 / 1e5)) if size < 100 else None
        return {"Procedura": lambda: measure.Taken(size / 1e3), "peer": slow}

    head, _, *rows = measure.by_size("codes", [10, 20, 100], ways, 0).splitlines()
    assert head == "|  | Procedura | peer | times ours |"
    assert rows == [
        "| 10 codes | 10 ms | 1 ms | 0.1 (one pair) |",
        "| 20 codes | 20 ms | 4 ms | 0.2 (one pair) |",
        "| 100 codes | 100 ms | not run |  |",
        "| growth | n^1.00 | n^2.00 |  |",
    ]


def test_the_spread_of_ratios_is_their_quartiles(measure: ModuleType) -> None:
    times = {
        "Procedura": [measure.Taken(1), measure.Taken(2), measure.Taken(4)],
        "peer": [measure.Taken(2), measure.Taken(4), measure.Taken(16)],
    }
    [*_, row] = measure.table("sum", {"all": times}).splitlines()
    assert row == "| all | 2 s | 4 s | 2 (2 to 3) |"


def test_a_question_is_asked_until_it_is_answered(measure: ModuleType) -> None:
    later = httpx.Response(503, headers={"Retry-After": "0.01"})
    answers = iter([later, httpx.Response(504), later, *[httpx.Response(200)] * 2])
    serving = importlib.import_module("benchmarks.serving")
    with httpx.Client(
        base_url="http://test", transport=httpx.MockTransport(lambda _: next(answers))
    ) as client:
        seen = serving._ask(client, [{"page": "/a", "search": "/b"}], 0, 0)
    assert [(one.kind, one.refused) for one in seen] == [("page", [503, 504, 503]), ("search", [])]
    assert seen[0].seconds >= 0.02
