"""The command that checks a text against a code: check."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procedura.cli import options, printing
from procedura.cli.statuses import ExitStatus
from procedura.results import Results

if TYPE_CHECKING:
    from procedura.analysis.checking.checker import Check


@click.command()
@click.argument("identifier", metavar="CODE")
@click.argument("text", metavar="PAGE|TEXT")
@options.limit(3)
@options.format("table", "json")
@options.graph
def check(identifier: str, text: str, limit: int, output: str, folder: Path | None) -> None:
    """Tell whether a text fits a code, or a neighbour better, with the words that decide.

    PAGE is a file: a page or a note, as text, Markdown or HTML; - is standard input. Anything else
    is taken for the text itself. The status is 1 where a neighbour fits better or the text is about
    something else, and 0 where it fits or cannot be told: then nothing speaks against the code.

    Example: procedura check CPT:50436 "The tract was dilated after a new puncture."
    """
    found = options.open_graph(folder).check(identifier, _text(text))
    found = replace(found, neighbours=found.neighbours[:limit])
    printing.note(found.note)
    if output == "json":
        printing.json(found)
    else:
        _print(found)
    if found.verdict == "cannot be told":
        printing.message("The text says too little that tells the code from its neighbours.")
    if found.verdict in ("fits a neighbour better", "fits neither"):
        raise SystemExit(ExitStatus.FINDINGS)


def _text(given: str) -> str | bytes | Path:
    if given == "-":
        return sys.stdin.buffer.read()
    path = Path(given)
    try:  # a file that is missing is meant, too, where its name is written like one
        is_meant = path.exists() or (" " not in given and path.suffix[1:].isalpha())
    except (OSError, ValueError):  # too long for a name, or with a null character
        is_meant = False
    return path if is_meant else given


def _print(found: "Check") -> None:
    from procedura.tables import NEIGHBOURS

    better = next((one for one in found.neighbours if one.iri == found.better), None)
    codes = f" ({', '.join(better.codes)})" if better and better.codes else ""
    click.secho(f"{found.verdict}{f': {better.label}{codes}' if better else ''}", bold=True)
    click.echo(f"{found.label} ({', '.join(found.codes) or 'no code'}), score {found.score:.1f}\n")
    printing.results(Results(found.neighbours, NEIGHBOURS), "table")
