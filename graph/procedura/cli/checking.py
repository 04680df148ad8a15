"""The command that checks a text against a code: check."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procedura.cli.options import (
    format_option,
    graph_option,
    limit_option,
    message,
    open_graph,
    print_json,
    print_table,
)
from procedura.cli.statuses import ExitStatus

if TYPE_CHECKING:
    from procedura.analysis.checking.checker import Check


@click.command()
@click.argument("identifier", metavar="CODE")
@click.argument("text", metavar="PAGE|TEXT")
@limit_option(3)
@format_option("table", "json")
@graph_option
def check(identifier: str, text: str, limit: int, output: str, folder: Path | None) -> None:
    """Tell whether a text fits a code, or a neighbour better, with the words that decide.

    PAGE is a file: a page or a note, as text, Markdown or HTML; - is standard input. Anything else
    is taken for the text itself. The status is 1 where a neighbour fits better or the text is about
    something else, and 0 where it fits or cannot be told: then nothing speaks against the code.

    Example: procedura check CPT:50436 "The tract was dilated after a new puncture."
    """
    found = open_graph(folder).check(identifier, _text(text))
    if found.note:
        message(found.note)
    if output == "json":
        print_json(asdict(found))
    else:
        _print(found, limit)
    if found.verdict == "cannot be told":
        message("The text says too little that tells the code from its neighbours.")
    if found.verdict in ("fits a neighbour better", "fits neither"):
        raise SystemExit(ExitStatus.FINDINGS)


def _text(given: str) -> str | bytes | Path:
    if given == "-":
        return sys.stdin.buffer.read()
    path = Path(given)
    return path if _is_path(given, path) else given


def _is_path(given: str, path: Path) -> bool:
    """Whether an argument means a file; one that is missing does, if it is written like one."""
    try:
        return path.exists() or (" " not in given and path.suffix[1:].isalpha())
    except (OSError, ValueError):  # too long for a name, or with a null character
        return False


def _print(found: "Check", limit: int) -> None:
    from procedura.tables import NEIGHBOURS

    better = next((one for one in found.neighbours if one.iri == found.better), None)
    codes = f" ({', '.join(better.codes)})" if better and better.codes else ""
    click.secho(f"{found.verdict}{f': {better.label}{codes}' if better else ''}", bold=True)
    click.echo(f"{found.label} ({', '.join(found.codes) or 'no code'}), score {found.score:.1f}\n")
    rows = [tuple(column(one) for column in NEIGHBOURS.values()) for one in found.neighbours]
    print_table(NEIGHBOURS, rows[:limit])
