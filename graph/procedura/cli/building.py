"""Commands that read pages: read, build, validate."""

from collections.abc import Iterable
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

import click

from procedura.cli import options, printing
from procedura.cli.statuses import ExitStatus

if TYPE_CHECKING:
    from procedura.build import Report
    from procedura.linking import OpenPhrase
    from procedura.model import Page

_PATHS = click.Path(path_type=Path, exists=True)
code_option = click.option("--code", metavar="CURIE", help="The page's code, such as CPT:50436.")


@click.command()
@click.argument("pages", metavar="PAGE...", nargs=-1, required=True, type=_PATHS)
@code_option
@options.format("json", "turtle", "markdown")
@options.graph
def read(pages: tuple[Path, ...], code: str | None, output: str, folder: Path | None) -> None:
    """Show what the reader and the linker see in pages; store nothing.

    Example: procedura read page.txt --code CPT:50436
    """
    from procedura.export.page_json import pages_as_json
    from procedura.pages import demand_one_page

    demand_one_page(code, pages)
    graph = options.open_graph(folder)
    linked = [graph.read(page, code=code) for page in pages]
    if output == "json":
        documents = [pages_as_json([one.page]) for one in linked]
        printing.json(documents[0] if len(documents) == 1 else documents)
    elif output == "turtle":
        from procedura.export.rdf import turtle
        from procedura.triples import page_quads

        click.echo(turtle(quad for one in linked for quad in page_quads(one.page)), nl=False)
    else:
        from procedura.pages import write_markdown

        click.echo("\n".join(write_markdown(one.page) for one in linked), nl=False)
    _tell_what_is_open((one.page.source, phrase) for one in linked for phrase in one.open)
    _tell_what_is_unplaced(one.page for one in linked)


@click.command()
@click.argument("pages", metavar="[PAGE|FOLDER]...", nargs=-1, type=_PATHS)
@code_option
@options.format("table", "json")
@options.graph
def build(pages: tuple[Path, ...], code: str | None, output: str, folder: Path | None) -> None:
    """Build the bundled graph, or add pages to the graph.

    Example: procedura build my-pages/
    """
    from procedura.build import build as build_graph
    from procedura.store import default_folder

    report = build_graph(folder or default_folder(), pages, code=code, progress=printing.progress)
    if output == "json":
        printing.json(_as_json(report))
    else:
        read = printing.counted(len(report.pages), "page")
        click.echo(f"{read} read; the graph holds {report.triples} quads.")
    _tell_what_is_open(report.open)
    _tell_what_is_unplaced(report.pages)
    for finding in report.findings:
        if finding.severity != "info":  # what is unlinked has been told already
            printing.message(f"{finding.source}: {finding.severity}: {finding.message}")
    for failure in report.failures:
        printing.message(f"error: {failure}")
    violations = any(finding.severity == "violation" for finding in report.findings)
    if report.failures:
        raise SystemExit(ExitStatus.ERROR)
    if violations:
        raise SystemExit(ExitStatus.FINDINGS)


def _as_json(report: "Report") -> dict[str, object]:
    return {
        "pages": [{"source": page.source, "procedure": page.procedure} for page in report.pages],
        "failures": [str(failure) for failure in report.failures],
        "unlinked": [
            {"page": source, "line": phrase.statement.line, "text": phrase.statement.text,
             "kind": phrase.statement.kind, "ambiguous": phrase.ambiguous,
             "candidates": [{"score": one.score, "label": one.label} for one in phrase.candidates]}
            for source, phrase in report.open
        ],
        "unplaced": [
            {"page": page.source, "line": line.line, "text": line.text}
            for page in report.pages for line in page.of_kind("unplaced")
        ],
        "findings": report.findings,
        "quads": report.triples,
    }  # fmt: skip


@click.command()
@click.argument("paths", metavar="[PAGE|FILE.ttl|FOLDER]...", nargs=-1, type=_PATHS)
@code_option
@options.format("table", "json", "turtle")
@options.graph
def validate(paths: tuple[Path, ...], code: str | None, output: str, folder: Path | None) -> None:
    """Check the graph, pages or Turtle files against the shapes.

    Exit status 1 where there are violations or warnings.

    Example: procedura validate my-pages/
    """
    graph = options.open_graph(folder)
    findings = graph.validate(*paths, code=code)
    if output == "json":
        printing.json(findings)
    elif output == "turtle":
        from procedura.export.report import report_turtle

        click.echo(report_turtle(findings), nl=False)
    else:
        printing.table(
            ("Severity", "Where", "What"),
            ((one.severity, one.source, one.message) for one in findings),
        )
        printing.message(printing.counted(len(findings), "finding"))
    if any(one.severity != "info" for one in findings):
        raise SystemExit(ExitStatus.FINDINGS)


def _tell_what_is_open(phrases: "Iterable[tuple[str, OpenPhrase]]") -> None:
    for source, phrase in phrases:
        statement = phrase.statement
        near = ", ".join(f"{one.label} ({one.score:.2f})" for one in phrase.candidates)
        problem = "ambiguous" if phrase.ambiguous else "unlinked"
        printing.message(
            f"{source}:{statement.line}: {problem} {statement.kind}: {_short(statement.text)}"
            + (f" [near: {near}]" if near else "")
        )


def _tell_what_is_unplaced(pages: "Iterable[Page]") -> None:
    for page in pages:
        for line in page.of_kind("unplaced"):
            printing.message(f"{page.source}:{line.line}: unplaced: {_short(line.text)}")


def _short(text: str) -> str:
    return shorten(text, 120, placeholder=" …")
