"""Commands for SPARQL: query, queries."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procedura import namespaces as ns
from procedura.cli import options, printing
from procedura.errors import QueryError

if TYPE_CHECKING:
    from procedura.queries import Query


@click.command()
@click.argument("name", metavar="NAME|FILE.rq|-")
@click.option("-p", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter's value.")
@options.format("table", "csv", "tsv", "json", "xml", "turtle")
@options.graph
def query(name: str, parameters: tuple[str, ...], output: str, folder: Path | None) -> None:
    """Run a query of the library, a file, or standard input (-).

    Example: procedura query treating -p condition="kidney stone"
    """
    values = dict(_split(parameter) for parameter in parameters)
    rows = options.open_graph(folder).query(_query(name), **values)
    if output == "table":
        printing.table(rows.columns, ([_cell(value) for value in row.values()] for row in rows))
    else:
        sys.stdout.buffer.write(rows.serialize(output))


@click.command()
@options.format("table", "json")
def queries(output: str) -> None:
    """List the query library.

    Example: procedura queries --format json
    """
    from procedura.queries import library

    known = [query for _, query in sorted(library().items())]
    if output == "json":
        printing.json(known)
    else:
        printing.table(
            ("Query", "Question", "Parameters"),
            (
                (one.name, one.question, ", ".join(each.name for each in one.parameters))
                for one in known
            ),
        )


def _query(name: str) -> "str | Query":
    from procedura.queries import load

    if name != "-" and not name.endswith(".rq"):
        return name
    where = "standard input" if name == "-" else name
    try:
        with click.open_file(name, encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"it cannot be read ({error})", where=where) from error
    return load(text, where)


def _split(parameter: str) -> tuple[str, str]:
    name, equals, value = parameter.partition("=")
    if not equals:
        raise click.BadParameter(f"{parameter!r} is not NAME=VALUE", param_hint="-p")
    return name, value


def _cell(value: object) -> str:
    """Return a value for a table, our own IRIs without what they all begin with."""
    return "" if value is None else str(value).removeprefix(ns.BASE)
