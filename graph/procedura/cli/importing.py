"""Commands about code systems: import, diff."""

from pathlib import Path

import click

from procedura.cli import options, printing
from procedura.systems import SYSTEMS


@click.command("import")
@click.argument("system", metavar="SYSTEM")
@options.files
@click.option("--release", metavar="NAME", help="What the release is called: 2026.")
@click.option("--replace", is_flag=True, help="Forget all other releases of the system.")
@options.format("table", "json")
@options.graph
def import_(
    system: str,
    files: tuple[Path, ...],
    release: str | None,
    replace: bool,
    output: str,
    folder: Path | None,
) -> None:
    """Import a release of a code system or vocabulary.

    Example: procedura import icd10pcs icd10pcs_order_2026.txt --release 2026
    """
    from procedura.importing import import_release
    from procedura.sources import FORMATS
    from procedura.store import default_folder

    known = [*SYSTEMS, *FORMATS]
    if system not in known:
        raise click.BadParameter(f"{system!r} is none of {', '.join(known)}", param_hint="SYSTEM")
    report = import_release(
        folder or default_folder(), system, files, name=release, replace=replace,
        progress=printing.progress,
    )  # fmt: skip
    if output == "json":
        printing.json(report)
        return
    click.echo(
        f"{report.system} {report.release}: {report.codes} codes, {report.assignable} of them "
        f"assignable; the graph holds {report.triples} quads."
    )
    for former in report.former:
        printing.message(f"Release {former} stands beside it.")


@click.command()
@click.argument("system", metavar="SYSTEM")
@click.argument("older", metavar="OLDER")
@click.argument("newer", metavar="NEWER")
@options.format("table", "json", "turtle")
@options.graph
def diff(system: str, older: str, newer: str, output: str, folder: Path | None) -> None:
    """Say what changed from one release of a code system to another.

    Example: procedura diff icd10pcs 2025 2026
    """
    found = options.open_graph(folder).diff(system, older, newer)
    if output == "json":
        printing.json(found)
        return
    if output == "turtle":
        from procedura.analysis.codes.changes import difference_quads
        from procedura.export.rdf import turtle

        click.echo(turtle(difference_quads(found)), nl=False)
        return
    kinds = (found.added, found.removed, found.renamed, found.reclassified)
    for changes in kinds:
        for change in changes:
            click.echo(str(change))
    names = ("added", "removed", "renamed", "reclassified")
    counts = (f"{len(changes)} {name}" for changes, name in zip(kinds, names, strict=True))
    printing.message(f"{found.system} {found.older} to {found.newer}: {', '.join(counts)}.")
