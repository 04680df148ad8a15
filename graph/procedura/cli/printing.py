"""What commands print: data on standard output or into a file, messages on standard error."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from json import dumps
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from procedura.export.files import whole_file

if TYPE_CHECKING:
    from procedura.results import Results


def message(text: str) -> None:
    """Print something that is not data."""
    click.echo(text, err=True)


def note(text: str) -> None:
    """Print what has to be said with an answer, if anything has."""
    if text:
        message(text)


def counted(number: int, thing: str) -> str:
    """Return "1 page", "2 pages"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def progress(stage: str, done: int, total: int) -> None:
    """Show how far a stage is; where nobody looks, only that it is done."""
    if sys.stderr.isatty() or done == total:
        bar = ("#" * (30 * done // total)).ljust(30)
        click.echo(f"\r{stage:<10} [{bar}] {done}/{total}", nl=done == total, err=True)


def results(found: "Results[Any]", output: str) -> None:
    """Print answers as a table or as JSON, and what has to be said with them."""
    note(found.note)
    if output == "json":
        json([*found])
    else:
        table(found.columns, found.rows())


def json(value: object) -> None:
    """Print a value as JSON, in Unicode; dataclasses may be in it."""
    click.echo(dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> object:
    is_one = is_dataclass(value) and not isinstance(value, type)
    return asdict(value) if is_one else str(value)


def table(columns: Iterable[str], rows: Iterable[Iterable[str]], title: str = "") -> None:
    """Print a table as wide as the terminal; markup in the cells is text."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", show_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else 140).print(shown)


@contextmanager
def output_file(file: Path | None) -> Iterator[IO[bytes]]:
    """Open a file for writing, or standard output where none is given.

    Raises:
        StoreError: It cannot be written; no half of it is there.
    """
    if file is None:
        yield sys.stdout.buffer
        return
    with whole_file(file) as place, place.open("wb") as opened:
        yield opened
