"""What several commands have in common: options, the graph, printing."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeVar

import click

from procedura.errors import StoreError

if TYPE_CHECKING:
    from procedura.library import ProcedureGraph
    from procedura.results import Results

Function = TypeVar("Function", bound=Callable[..., Any])


def graph_option(function: Function) -> Function:
    """Add --graph DIR."""
    return click.option(
        "--graph",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="PROCEDURA_GRAPH",
        help="Folder of the graph. Default: $PROCEDURA_GRAPH, or the user's data folder.",
    )(function)


def format_option(*formats: str) -> Callable[[Function], Function]:
    """Add --format; the first format is the default."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to print the answer.",
    )


def limit_option(default: int) -> Callable[[Function], Function]:
    """Add --limit N."""
    return click.option(
        "--limit",
        type=click.IntRange(min=1),
        default=default,
        show_default=True,
        help="How many at the most.",
    )


def output_option(function: Function) -> Function:
    """Add -o FILE."""
    return click.option(
        "-o",
        "file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Where to; default: standard output.",
    )(function)


@contextmanager
def output_file(file: Path | None) -> Iterator[IO[bytes]]:
    """Open a file for writing, or standard output where none is given.

    It is written beside its place and renamed, so that no half file is ever there.

    Raises:
        StoreError: It cannot be written.
    """
    if file is None:
        yield sys.stdout.buffer
        return
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
            yield written.file
        os.chmod(written.name, 0o644)  # noqa: PTH101
        Path(written.name).replace(file)
    except OSError as error:
        raise StoreError(
            f"cannot be written ({error.strerror})", where=str(file), cure="choose another file"
        ) from error


def open_graph(folder: Path | None) -> "ProcedureGraph":
    """Open the graph; a first use builds the bundled one."""
    from procedura.library import ProcedureGraph

    return ProcedureGraph.open(folder, progress=show_progress)


def show_progress(stage: str, done: int, total: int) -> None:
    """Show on standard error how far a stage is; in a file, only that it is done."""
    if sys.stderr.isatty() or done == total:
        bar = ("#" * (30 * done // total)).ljust(30)
        click.echo(f"\r{stage:<10} [{bar}] {done}/{total}", nl=done == total, err=True)


def print_results(results: "Results[Any]", output: str) -> None:
    """Print answers as a table or as JSON."""
    if output == "json":
        print_json([asdict(item) for item in results])
    else:
        print_table(results.columns, results.rows())


def print_json(value: object) -> None:
    """Print a value as JSON, in Unicode."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_table(columns: Iterable[str], rows: Iterable[Iterable[str]], title: str = "") -> None:
    """Print a table as wide as the terminal; markup in the cells is text."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else 140).print(table)


def message(text: str) -> None:
    """Print something that is not data, on standard error."""
    click.echo(text, err=True)
