"""Commands about the graph as a whole: export, info."""

from pathlib import Path

import click

from procedura.cli.options import (
    format_option,
    graph_option,
    open_graph,
    output_file,
    output_option,
    print_json,
    print_table,
)

_FORMATS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "graphml", "sssom")


@click.command()
@format_option(*_FORMATS)
@output_option
@click.option("--redistributable", is_flag=True,
              help="Leave out every text that may not be passed on.")  # fmt: skip
@graph_option
def export(output: str, file: Path | None, redistributable: bool, folder: Path | None) -> None:
    """Write the whole graph.

    Example: procedura export --format turtle -o procedures.ttl
    """
    graph = open_graph(folder)
    with output_file(file) as written:
        graph.export(written, output, redistributable=redistributable)


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
