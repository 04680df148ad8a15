"""Commands about code systems: import."""

from dataclasses import asdict
from pathlib import Path

import click

from procedura.cli.options import format_option, graph_option, message, print_json, show_progress
from procedura.systems import SYSTEMS


@click.command("import")
@click.argument("system", metavar="SYSTEM")
@click.argument("files", metavar="FILE...", nargs=-1, required=True,
                type=click.Path(path_type=Path, exists=True, dir_okay=False))  # fmt: skip
@click.option("--release", metavar="NAME", help="What the release is called: 2026.")
@click.option("--replace", is_flag=True, help="Forget all other releases of the system.")
@format_option("table", "json")
@graph_option
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
        progress=show_progress,
    )  # fmt: skip
    if output == "json":
        print_json(asdict(report))
        return
    click.echo(
        f"{report.system} {report.release}: {report.codes} codes, {report.assignable} of them "
        f"assignable; the graph holds {report.triples} quads."
    )
    for former in report.former:
        message(f"Release {former} stands beside it.")
