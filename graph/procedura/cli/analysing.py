"""Commands about the structure of the graph: analyse, picture."""

import sys
from pathlib import Path

import click

from procedura.cli import options, printing
from procedura.tables import STRUCTURE, structure_results


@click.command()
@click.argument("name", metavar="NAME", type=click.Choice([*STRUCTURE]))
@options.format("table", "json", "turtle", "graphml")
@options.limit(40)
@options.graph
def analyse(name: str, output: str, limit: int, folder: Path | None) -> None:
    """Say what the graph as a whole looks like.

    NAME is communities, central (procedures and conditions), bridges (procedures between
    specialties), specialties (pairs with something in common), risks (by community), or gaps
    (conditions with one procedure, procedures with no alternative). Turtle and GraphML hold all,
    whatever the limit.

    Example: procedura analyse communities
    """
    structure = options.open_graph(folder).structure()
    if output == "turtle":
        from procedura.analysis.structure.writing import quads
        from procedura.export.rdf import turtle

        click.echo(turtle(quads(structure, name)), nl=False)
    elif output == "graphml":
        from procedura.export.graphml import write_network

        write_network(structure, sys.stdout.buffer)
    else:
        printing.results(structure_results(structure, name, limit), output)


@click.command()
@click.argument("identifier", metavar="[ID]", required=False)
@click.option("-o", "file", type=click.Path(path_type=Path, dir_okay=False), required=True,
              metavar="FILE", help="Where to: FILE.png or FILE.svg.")  # fmt: skip
@options.graph
def picture(identifier: str | None, file: Path, folder: Path | None) -> None:
    """Draw what stands around a procedure, or the map of all procedures.

    Example: procedura picture CPT:50436 -o dilation.png
    """
    options.open_graph(folder).picture(file, identifier)
