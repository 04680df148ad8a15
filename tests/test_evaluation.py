"""The graph against tables of comparisons, complications and indications."""

import json
from pathlib import Path

import pytest

from procedura import ProcedureGraph
from procedura.cli import main
from procedura.errors import SourceError
from procedura.evaluation import Measure, evaluate


def table(folder: Path, *rows: str) -> Path:
    file = folder / "table.tsv"
    file.write_text("\n".join(row.replace(" ; ", "\t") for row in rows) + "\n", "utf-8")
    return file


def numbers(measures: list[Measure]) -> list[tuple[int, int]]:
    return [(one.right, one.of) for one in measures]


def test_comparisons(graph: ProcedureGraph, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "procedure_a ; procedure_b ; condition",
        "percutaneous nephrolithotomy ; shock wave lithotripsy|hair transplantation ; kidney stone",
        "percutaneous nephrostomy ; cystolitholapaxy ; anything",
    )
    found, mutual, named = evaluate(graph, file)
    assert numbers([found, mutual, named]) == [(4, 5), (1, 3), (1, 3)]
    assert found.missed == ("hair transplantation",)
    assert mutual.missed == (
        "percutaneous nephrolithotomy / hair transplantation (kidney stone)",
        "percutaneous nephrostomy / cystolitholapaxy (anything)",
    )


def test_complications(graph: ProcedureGraph, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "procedure ; complication",
        "percutaneous nephrolithotomy ; bleeding",
        "percutaneous nephrolithotomy ; loss of a wisdom tooth",
        "hair transplantation ; bleeding",
    )
    found, present = evaluate(graph, file)
    assert numbers([found, present]) == [(1, 2), (1, 3)]
    assert "hair transplantation: bleeding (hemorrhage)" in present.missed


def test_indications_count_a_narrower_one(graph: ProcedureGraph, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "procedure ; indication",
        "percutaneous nephrolithotomy ; urinary stone",
        "percutaneous nephrolithotomy ; benign prostatic hyperplasia",
    )
    assert numbers(evaluate(graph, file)) == [(1, 1), (1, 2)]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [(("one ; two", "a ; b"), "unknown columns"), (("procedure ; indication",), "no rows")],
)
def test_a_table_of_something_else_is_refused(
    graph: ProcedureGraph, tmp_path: Path, rows: tuple[str, ...], problem: str
) -> None:
    with pytest.raises(SourceError, match=problem):
        evaluate(graph, table(tmp_path, *rows))


def test_the_command_prints_shares(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path, "procedure ; complication", "percutaneous nephrolithotomy ; bleeding")
    for output in ("table", "json"):
        with pytest.raises(SystemExit) as left:
            main(["evaluate", str(file), "--missed", "--format", output, "--graph", str(folder)])
        assert not left.value.code
        printed = capsys.readouterr().out
        if output == "json":
            assert json.loads(printed)["table.tsv"][1]["share"] == 1.0
        else:
            assert "1 of 1" in printed
