"""An evaluation as a dated document in Markdown."""

import os
import platform
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from procedura.evaluation.figures import Sheet

_INTRODUCTION = """\
What `procedura evaluate` printed; made by `make evaluation`. How the figures are defined is said in
[how the answers are measured](how-it-is-measured.md). In brackets behind a mean:
its 95 % interval, a bootstrap; behind a share: the numbers."""


def markdown(
    sheets: Iterable[Sheet], *, date: str, command: str, facts: Mapping[str, object], missed: bool
) -> str:
    """Return an evaluation as Markdown.

    Args:
        sheets: What was found, table by table.
        date: When it was, "" to leave it out.
        command: What was run.
        facts: What the graph holds (see `ProcedureGraph.info`).
        missed: Whether to list what is not right.
    """
    about = {
        "Date": date,
        "Version": str(facts["version"]),
        "Machine": f"{platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}",
        "Graph": ", ".join(f"{count:,} {name}" for name, count in _held(facts).items()),
        "Command": f"`{command}`",
    }
    lines = ["# Evaluation", "", _INTRODUCTION, ""]
    lines += _table(("", ""), [(name, text) for name, text in about.items() if text])
    for table, own in groupby(sheets, lambda sheet: sheet.table):
        lines += (f"## {table}", "", *(line for sheet in own for line in _sheet(sheet, missed)))
    return "\n".join(lines)


def _held(facts: Mapping[str, object]) -> dict[str, int]:
    """Return what a graph holds, all concepts in one count."""
    held: Counter[str] = Counter()
    for name, count in facts.items():
        if isinstance(count, int):
            held["concepts" if name.startswith("concepts:") else name] += count
    return held


def _sheet(sheet: Sheet, missed: bool) -> Iterator[str]:
    yield from (f"### {sheet.title}", "")
    yield from _table(sheet.columns, sheet.cells())
    for note in sheet.notes:
        yield from (note, "")
    if missed and sheet.missed:
        yield from ("Missed:", "", *(f"- {one}" for one in sheet.missed), "")


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    lines = (columns, ["---"] * len(columns), *rows)
    yield from (f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)
    yield ""
