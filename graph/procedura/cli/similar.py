"""The command about what a coder could confuse: similar."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from procedura.cli import options, printing

if TYPE_CHECKING:
    from procedura.analysis.similar.codes import SimilarCode

_ONE = ("table", "json")
_ALL = ("tsv", "ntriples", "nquads")
_COLUMNS = ("code", "rank", "similar", "score", "label", "reason")


@click.command()
@click.argument("identifier", metavar="ID", required=False)
@click.option("--all", "everything", is_flag=True, help="For every imported code, instead of ID.")
@click.option("--system", metavar="PREFIX", help="With --all: only for codes of this system.")
@options.limit(10)
@options.format(*_ONE, *_ALL)
@options.file
@options.graph
def similar(
    identifier: str | None,
    everything: bool,
    system: str | None,
    limit: int,
    output: str,
    file: Path | None,
    folder: Path | None,
) -> None:
    """List what a coder could confuse with this procedure or code; or all similar codes.

    Formats for ID: table, json; with --all: tsv, ntriples, nquads. --system and -o go with --all.

    Example: procedura similar CPT:50436
    """
    if everything == bool(identifier):
        raise click.UsageError("give an ID, or --all")
    if identifier:
        if file or system:
            raise click.UsageError("--system and -o go with --all only")
        _print_one(identifier, limit, _fitting(output, _ONE), folder)
        return
    found = options.open_graph(folder).all_similar_codes(system)
    with printing.output_file(file) as written:
        _write(found, limit, _fitting(output, _ALL), written)


def _fitting(output: str, formats: tuple[str, ...]) -> str:
    if output == _ONE[0]:  # what is meant where nothing is said
        return formats[0]
    if output not in formats:
        raise click.UsageError(f"--format {output} does not fit; choose from {', '.join(formats)}")
    return output


def _print_one(identifier: str, limit: int, output: str, folder: Path | None) -> None:
    from procedura.analysis.similar.codes import is_compared

    graph = options.open_graph(folder)
    coded = graph.code(identifier)
    if coded and is_compared(coded):
        printing.results(graph.similar_codes(identifier, limit=limit), output)
    else:
        printing.results(graph.similar(identifier, limit=limit), output)


def _write(
    everything: "Iterable[tuple[str, list[SimilarCode]]]",
    limit: int,
    output: str,
    written: IO[bytes],
) -> None:
    found = ((code, others[:limit]) for code, others in everything)
    if output == "tsv":
        _write_table(found, written)
        return
    from pyoxigraph import RdfFormat, serialize

    from procedura.analysis.similar.codes import quads

    made = quads(found, limit)
    if output == "nquads":
        serialize(made, written, RdfFormat.N_QUADS)
    else:
        serialize((quad.triple for quad in made), written, RdfFormat.N_TRIPLES)


def _write_table(found: "Iterable[tuple[str, list[SimilarCode]]]", written: IO[bytes]) -> None:
    from procedura import namespaces as ns

    text = io.TextIOWrapper(written, encoding="utf-8", newline="")
    try:
        table = csv.writer(text, delimiter="\t", lineterminator="\n")
        table.writerow(_COLUMNS)
        for code, others in found:
            curie = ns.curie(code)
            table.writerows(
                (curie, rank, *one.codes, one.score, one.label, one.reason)
                for rank, one in enumerate(others, start=1)
            )
    finally:
        text.detach()  # it would close what it was given
