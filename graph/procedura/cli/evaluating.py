"""The command that measures the graph: evaluate."""

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
@click.argument("tables", metavar="FILE...", nargs=-1, required=True,
                type=click.Path(path_type=Path, exists=True, dir_okay=False))  # fmt: skip
@click.option("--missed", is_flag=True, help="List what is not right, too; JSON always does.")
@click.option("--date", metavar="DATE", default="", help="The day to write into Markdown.")
@format_option("table", "json", "markdown")
@graph_option
def evaluate(
    tables: tuple[Path, ...], missed: bool, date: str, output: str, folder: Path | None
) -> None:
    """Measure the graph, and simpler ways to answer, against tables that others have published.

    The columns of a file say what it holds: procedure_a, procedure_b and condition; procedure and
    complication; procedure and indication; or code and category (also as HCUP publishes CCS).

    Example: procedura evaluate comparisons.tsv complications.tsv --missed
    """
    from procedura.evaluation import evaluate as measure
    from procedura.evaluation import markdown

    graph = open_graph(folder)
    sheets = measure(graph, tables)
    if output == "json":
        print_json([sheet.to_dict() for sheet in sheets])
        return
    if output == "markdown":
        command = " ".join(["procedura evaluate", *(table.name for table in tables)])
        text = markdown(sheets, date=date, command=command, facts=graph.info(), missed=missed)
        click.echo(text, nl=False)
        return
    for sheet in sheets:
        print_table(sheet.columns, sheet.cells(), f"{sheet.table}: {sheet.title}")
        for note in sheet.notes:
            message(note)
        for miss in sheet.missed if missed else ():
            message(f"{sheet.table}: missed {miss}")
