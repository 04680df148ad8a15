"""The command that measures the graph: evaluate."""

from dataclasses import asdict
from pathlib import Path

import click

from procedura.cli.options import (
    format_option,
    graph_option,
    message,
    open_graph,
    print_json,
    print_table,
)


@click.command()
@click.argument("tables", metavar="FILE.tsv...", nargs=-1, required=True,
                type=click.Path(path_type=Path, exists=True, dir_okay=False))  # fmt: skip
@click.option("--missed", is_flag=True, help="List what is not right, too.")
@format_option("table", "json")
@graph_option
def evaluate(tables: tuple[Path, ...], missed: bool, output: str, folder: Path | None) -> None:
    """Measure the graph against tables of comparisons, complications or indications.

    Example: procedura evaluate comparisons.tsv --missed
    """
    from procedura.evaluation import evaluate as measure
    from procedura.evaluation import lines

    graph = open_graph(folder)
    measured = {table.name: measure(graph, table) for table in tables}
    if output == "json":
        print_json(
            {
                name: [{**asdict(one), "share": one.share} for one in measures]
                for name, measures in measured.items()
            }
        )
        return
    print_table(
        ("Table", "Measure", "Share", "Number"),
        ((name, *line) for name, measures in measured.items() for line in lines(measures)),
    )
    if missed:
        for name, measures in measured.items():
            for one in measures:
                for miss in one.missed:
                    message(f"{name}: {one.name}: missed {miss}")
