"""Commands about what phrases mean: link, unlinked, curate."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procedura import namespaces as ns
from procedura.cli import options, printing
from procedura.errors import SourceError

if TYPE_CHECKING:
    from procedura.linking import Candidate, Meaning


@click.command()
@click.argument("texts", metavar="[TEXT]...", nargs=-1)
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
              help="File with one phrase a line; - is standard input.")  # fmt: skip
@click.option("--kind", help="What the phrases name: condition, body-site … Default: anything.")
@click.option("--candidates", type=click.IntRange(min=0), default=3, show_default=True,
              help="How many other things to show that a phrase is like.")  # fmt: skip
@options.format("table", "json", "tsv", "sssom")
@options.graph
def link(
    texts: tuple[str, ...],
    file: Path | None,
    kind: str | None,
    candidates: int,
    output: str,
    folder: Path | None,
) -> None:
    """Say what phrases mean: concepts of the graph, or terms of imported vocabularies.

    Example: procedura link "stones in the kidney" --kind condition
    """
    from procedura.export.sssom import meaning_rows, write_sssom
    from procedura.linking import KINDS

    if kind is not None and kind not in KINDS:
        raise click.BadParameter(f"{kind!r} is none of {', '.join(KINDS)}", param_hint="--kind")
    phrases = [*texts, *(_phrases(file) if file else ())]
    if not phrases:
        raise click.UsageError("Give a TEXT, or a file with --file.")
    if output == "sssom" and options.is_given("candidates"):
        raise click.UsageError("--candidates does not go with --format sssom, which has links only")
    graph = options.open_graph(folder)
    found = graph.meanings(phrases, kind, candidates)
    if output == "json":
        printing.json([_as_json(one) for one in found])
    elif output == "tsv":
        for row in (found.columns, *found.rows()):
            click.echo("\t".join(" ".join(cell.split()) for cell in row))
    elif output == "sssom":
        rows = meaning_rows(found, graph.quads)
        write_sssom(rows, sys.stdout.buffer, "linked", "Phrases linked by Procedura")
    else:
        printing.results(found, output)


@click.command()
@options.limit(20)
@options.format("table", "json", "sssom")
@options.graph
def unlinked(limit: int, output: str, folder: Path | None) -> None:
    """List the phrases of pages that stand unlinked most often, and what they could mean.

    As SSSOM, a curator decides on the lines and gives them to 'procedura curate': a proposal is
    accepted with the justification semapv:ManualMappingCuration, rejected with the predicate
    modifier Not.

    Example: procedura unlinked --limit 50 --format sssom
    """
    from procedura.export.sssom import proposal_rows, write_sssom

    graph = options.open_graph(folder)
    found = graph.unlinked(limit)
    if output == "sssom":
        rows = proposal_rows(found, graph.quads)
        write_sssom(rows, sys.stdout.buffer, "proposals", "Proposals for phrases that stand open")
    else:
        printing.results(found, output)


@click.command()
@options.files
@options.format("table", "json")
@options.graph
def curate(files: tuple[Path, ...], output: str, folder: Path | None) -> None:
    """Take over SSSOM tables: what phrases mean or do not mean, and mappings of concepts.

    What is accepted is linked from then on, what is rejected never again. The pages of the graph
    are linked anew by the next 'procedura build'.

    Example: procedura curate decisions.sssom.tsv
    """
    from procedura.curation import curate as take_over

    report = take_over(options.open_graph(folder).folder, files)
    if output == "json":
        printing.json(report)
        return
    click.echo(
        f"{report.accepted} accepted, {report.rejected} rejected, {report.undecided} undecided; "
        f"{report.mappings} mappings of concepts."
    )
    if report.unknown:
        printing.message(f"{report.unknown} accepted codes are of no imported release yet.")
    if report.accepted or report.rejected:
        printing.message("Run 'procedura build' to link the pages of the graph anew.")


def _phrases(file: Path) -> Iterator[str]:
    try:
        with click.open_file(str(file), encoding="utf-8") as lines:
            yield from (line.strip() for line in lines if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read ({error})", where=file.name,
                          cure="give a text in UTF-8, one phrase a line") from error  # fmt: skip


def _as_json(one: "Meaning") -> dict[str, object]:
    def named(iri: str) -> dict[str, object]:
        return {"iri": iri, "curie": ns.curie(iri)}

    def candidate(like: "Candidate") -> dict[str, object]:
        return named(like.iri) | {"label": like.label, "scheme": like.scheme, "score": like.score}

    return {
        "text": one.text,
        "links": [
            named(link.iri)
            | {"label": link.label, "scheme": link.scheme, "method": link.method,
               "score": link.confidence, "matched": link.matched}
            for link in one.links
        ],
        "candidates": [candidate(like) for like in one.candidates],
    }  # fmt: skip
