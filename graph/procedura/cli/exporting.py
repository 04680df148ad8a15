"""Commands about the graph as a whole: export, info."""

from pathlib import Path

import click

from procedura.cli import options, printing

_FORMATS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml", "graphml", "sssom")


@click.command()
@options.format(*_FORMATS)
@options.file
@click.option("--redistributable", is_flag=True,
              help="Leave out every text that may not be passed on.")  # fmt: skip
@options.graph
def export(output: str, file: Path | None, redistributable: bool, folder: Path | None) -> None:
    """Write the whole graph.

    Example: procedura export --format turtle -o procedures.ttl
    """
    graph = options.open_graph(folder)
    with printing.output_file(file) as written:
        graph.export(written, output, redistributable=redistributable)


@click.command()
@options.format("table", "json")
@options.graph
def info(output: str, folder: Path | None) -> None:
    """Say what the graph holds.

    Example: procedura info --format json
    """
    facts = options.open_graph(folder).info()
    if output == "json":
        printing.json(facts)
    else:
        printing.table(("What", "Value"), ((name, str(value)) for name, value in facts.items()))
