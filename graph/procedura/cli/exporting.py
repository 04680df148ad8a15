"""Commands about the graph as a whole: export, info."""

import os
import sys
import tempfile
from pathlib import Path

import click

from procedura.cli.options import format_option, graph_option, open_graph, print_json, print_table
from procedura.errors import StoreError

_FORMATS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "graphml", "sssom")


@click.command()
@format_option(*_FORMATS)
@click.option("-o", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where to; default: standard output.")  # fmt: skip
@click.option("--redistributable", is_flag=True,
              help="Leave out every text that may not be passed on.")  # fmt: skip
@graph_option
def export(output: str, file: Path | None, redistributable: bool, folder: Path | None) -> None:
    """Write the whole graph.

    Example: procedura export --format turtle -o procedures.ttl
    """
    graph = open_graph(folder)
    if file is None:
        graph.export(sys.stdout.buffer, output, redistributable=redistributable)
        return
    try:
        # Written beside its place and renamed, so that no half file is ever there.
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
            graph.export(written.file, output, redistributable=redistributable)
        os.chmod(written.name, 0o644)  # noqa: PTH101
        Path(written.name).replace(file)
    except OSError as error:
        raise StoreError(
            f"cannot be written ({error.strerror})", where=str(file), cure="choose another file"
        ) from error


@click.command()
@format_option("table", "json")
@graph_option
def info(output: str, folder: Path | None) -> None:
    """Say what the graph holds.

    Example: procedura info --format json
    """
    facts = open_graph(folder).info()
    if output == "json":
        print_json(facts)
    else:
        print_table(("What", "Value"), ((name, str(value)) for name, value in facts.items()))
