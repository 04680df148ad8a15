"""The command that measures the graph: evaluate."""

from pathlib import Path

import click

from procedura.cli import options, printing


@click.command()
@options.files
@click.option("--missed", is_flag=True, help="List what is not right, too; JSON always does.")
@click.option("--date", metavar="DATE", default="", help="The day to write into Markdown.")
@options.format("table", "json", "markdown")
@options.graph
def evaluate(
    files: tuple[Path, ...], missed: bool, date: str, output: str, folder: Path | None
) -> None:
    """Measure the graph, and simpler ways to answer, against tables that others have published.

    The columns of a file say what it holds: procedure_a, procedure_b and condition; procedure and
    complication; procedure and indication; or code and category (also as HCUP publishes CCS).

    Example: procedura evaluate comparisons.tsv complications.tsv --missed
    """
    from procedura.evaluation import evaluate as measure
    from procedura.evaluation import markdown

    if date and output != "markdown":
        raise click.UsageError("--date goes with --format markdown only")
    graph = options.open_graph(folder)
    sheets = measure(graph, files)
    if output == "json":
        printing.json([sheet.to_dict() for sheet in sheets])
        return
    if output == "markdown":
        command = " ".join(["procedura evaluate", *(file.name for file in files)])
        text = markdown(sheets, date=date, command=command, facts=graph.info(), missed=missed)
        click.echo(text, nl=False)
        return
    for sheet in sheets:
        printing.table(sheet.columns, sheet.cells(), f"{sheet.table}: {sheet.title}")
        for note in sheet.notes:
            printing.message(note)
        for miss in sheet.missed if missed else ():
            printing.message(f"{sheet.table}: missed {miss}")
