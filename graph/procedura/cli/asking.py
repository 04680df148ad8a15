"""Commands that ask the graph: show, search, alternatives, compare, path."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from procedura.cli import options, printing
from procedura.results import NO_ALTERNATIVE, NOT_ADVICE

if TYPE_CHECKING:
    from procedura.analysis.alternatives.answers import Alternative
    from procedura.analysis.codes.reader import Coded
    from procedura.analysis.stated.comparison import Comparison
    from procedura.views import Procedure


@click.command()
@click.argument("identifier", metavar="ID")
@options.format("table", "json", "turtle", "markdown")
@options.graph
def show(identifier: str, output: str, folder: Path | None) -> None:
    """Show what the graph holds about one procedure, or about an imported code.

    Example: procedura show CPT:50436
    """
    graph = options.open_graph(folder)
    coded = graph.code(identifier)
    if coded and output == "json":
        printing.json(coded)
        return
    if coded and output == "table":
        _print_code(coded)
        return
    procedure = graph.procedure(identifier)
    if output == "json":
        printing.json(procedure.to_dict())
    elif output == "turtle":
        click.echo(procedure.turtle(), nl=False)
    elif output == "markdown":
        click.echo(procedure.markdown(), nl=False)
    else:
        _print_procedure(procedure)


def _print_code(coded: "Coded") -> None:
    from procedura.views import code_rows

    for heading, text in code_rows(coded):
        click.echo(f"{heading + ':':<12} {text}")


def _print_procedure(procedure: "Procedure") -> None:
    facts = procedure.facts
    click.echo(f"{facts.label}\n{', '.join(facts.codes) or 'no code'}   {facts.procedure}")
    for heading, lines in procedure.sections():
        click.echo(f"\n{heading}")
        for line in lines:
            click.echo(f"  {line}")
    if missing := procedure.to_dict()["not_stated"]:
        click.echo(f"\nNot stated: {', '.join(missing).replace('_', ' ')}")
    _remind([facts.review])


@click.command()
@click.argument("text")
@click.option("--system", "systems", multiple=True, metavar="PREFIX",
              help="Only of this code system, or PROCEDURA. Can be repeated.")  # fmt: skip
@click.option("--kind", "kinds", multiple=True, metavar="KIND",
              help="Only what names a procedure, a condition … Can be repeated.")  # fmt: skip
@options.limit(20)
@options.format("table", "json")
@options.graph
def search(
    text: str,
    systems: tuple[str, ...],
    kinds: tuple[str, ...],
    limit: int,
    output: str,
    folder: Path | None,
) -> None:
    """Search procedures, codes and concepts by name, synonym or code.

    Example: procedura search "kidney stone" --system ICD10CM
    """
    hits = options.open_graph(folder).search(text, limit, systems=systems, kinds=kinds)
    printing.results(hits, output)
    if not hits:
        printing.message(f"Nothing is called or coded like {text!r}.")


@click.command()
@click.argument("identifier", metavar="ID")
@click.option("--for", "indication", metavar="CONCEPT", help="Only alternatives for a condition.")
@click.option("--less-invasive", is_flag=True, help="Only those with a less invasive approach.")
@click.option(
    "--avoid", multiple=True, metavar="COMPLICATION",
    help="Only those whose pages do not state this complication. Can be repeated.",
)  # fmt: skip
@click.option("--setting", metavar="CONCEPT", help="Only those that can be done in a setting.")
@click.option("--max-duration", "maximum_duration", metavar="TIME",
              help="Only those stated to take no longer: '90 minutes'.")  # fmt: skip
@click.option("--max-stay", "maximum_stay", metavar="TIME",
              help="Only those stated to keep the patient no longer: '1 day'.")  # fmt: skip
@click.option("--system", metavar="PREFIX", help="Only those that have a code in a system: CPT.")
@click.option("--side-by-side", is_flag=True, help="Set their facts side by side instead.")
@click.option("--left-out", is_flag=True, help="List what is no alternative instead, and why.")
@options.limit(20)
@options.format("table", "json")
@options.graph
def alternatives(
    identifier: str,
    side_by_side: bool,
    left_out: bool,
    limit: int,
    output: str,
    folder: Path | None,
    **filters: Any,
) -> None:
    """List what else could be done for the same problem, with reasons.

    Each reason ends in the file and line of the page behind it. What does not state a fact that an
    option asks for is not listed.

    Example: procedura alternatives CPT:50436 --for "kidney stone" --less-invasive
    """
    graph = options.open_graph(folder)
    if left_out:
        if any(filters.values()) or side_by_side:
            raise click.UsageError("--left-out goes with --limit and --format only")
        printing.results(graph.left_out(identifier, limit=limit), output)
        return
    found = graph.alternatives(identifier, limit=limit, **filters)
    if output == "json":
        printing.results(found, output)
        return
    printing.note(found.note)
    if side_by_side:
        _print_comparison(graph.compare(identifier, *(one.procedure for one in found)))
    else:
        for number, one in enumerate(found, start=1):
            _print_alternative(number, one)
    if not found:
        printing.message(NO_ALTERNATIVE)
    _remind(one.review for one in found)


def _print_alternative(number: int, one: "Alternative") -> None:
    codes = f" ({', '.join(one.codes)})" if one.codes else ""
    click.secho(f"{number}. {one.label}{codes}", bold=True)
    click.echo(f"   {one.kind}, {one.basis}, score {one.score:.2f}")
    for reason in one.reasons:
        click.echo(f"   - {reason}")
    click.echo()


@click.command()
@click.argument("identifiers", metavar="ID ID...", nargs=-1, required=True)
@options.format("table", "json", "html")
@options.graph
def compare(identifiers: tuple[str, ...], output: str, folder: Path | None) -> None:
    """Set procedures side by side; a missing fact reads "not stated".

    Example: procedura compare CPT:50436 CPT:52353 --format html > side-by-side.html
    """
    if len(identifiers) < 2:
        raise click.UsageError("give two procedures or more")
    comparison = options.open_graph(folder).compare(*identifiers)
    if output == "json":
        rows = [{"aspect": aspect, "values": values} for aspect, values in comparison.rows]
        printing.json({"procedures": comparison.procedures, "rows": rows})
    elif output == "html":
        from procedura.export.comparison import comparison_html

        click.echo(comparison_html(comparison), nl=False)
    else:
        _print_comparison(comparison)
    _remind(one.review for one in comparison.procedures)


def _print_comparison(comparison: "Comparison") -> None:
    printing.table(["", *(one.label for one in comparison.procedures)], comparison.in_words())


@click.command()
@click.argument("start", metavar="ID")
@click.argument("end", metavar="ID")
@options.format("table", "json")
@options.limit(3)
@options.graph
def path(start: str, end: str, output: str, limit: int, folder: Path | None) -> None:
    """Show how two procedures hang together, through what few others share.

    Example: procedura path CPT:50436 CPT:52601
    """
    found = options.open_graph(folder).path(start, end, limit=limit)
    printing.results(found, output)
    if not found:
        printing.message("Nothing connects the two.")


def _remind(reviews: Iterable[str]) -> None:
    if "unreviewed" in reviews:
        printing.message(NOT_ADVICE)
