"""The command line: parse, call the library, print."""

import re
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from procedura.cli.analysing import analyse, picture
from procedura.cli.asking import alternatives, compare, path, search, show
from procedura.cli.building import build, read, validate
from procedura.cli.checking import check
from procedura.cli.evaluating import evaluate
from procedura.cli.exporting import export, info
from procedura.cli.importing import diff, import_
from procedura.cli.linking import curate, link, unlinked
from procedura.cli.querying import queries, query
from procedura.cli.serving import mcp, serve
from procedura.cli.similar import similar
from procedura.cli.statuses import ExitStatus
from procedura.errors import ProceduraError
from procedura.version import __version__

_SURROGATES = re.compile("[\ud800-\udfff]")


class _Program(click.Group):
    """The program, which refuses arguments that are no text before a command takes them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for argument in filter(_SURROGATES.search, args):
            raise click.UsageError(
                f"{argument!r} is not UTF-8; type it anew, or rename the file.", ctx
            )
        return super().parse_args(ctx, args)


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def procedura() -> None:
    """A knowledge graph of medical procedures.

    ID is a code (CPT:50436), a slug, an IRI, or a name that only one procedure has. Data goes to
    standard output, messages to standard error. Exit status: 0, 1 for findings about the data,
    2 for an error.

    Content marked unreviewed has not been checked by a clinician. Nothing here is medical advice.
    """


for command in (read, build, import_, diff, validate, show, search, alternatives, similar, check,
                compare, path, analyse, picture, query, queries, link, unlinked, curate, evaluate,
                export, serve, mcp,
                info):  # fmt: skip
    procedura.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program and leave with its exit status.

    Args:
        arguments: What follows the program's name; default: the command line.
    """
    try:
        status = procedura(arguments, prog_name="procedura", standalone_mode=False)
    except ProceduraError as error:
        click.echo(f"error: {error}", err=True)
        status = ExitStatus.ERROR
    except click.ClickException as error:
        error.show()
        status = ExitStatus.ERROR
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped; the graph is as it was", err=True)
        status = ExitStatus.STOPPED
    except BrokenPipeError:
        # Whoever read our output has enough ("| head"). Python would complain when it closes it.
        sys.stdout = None
        status = ExitStatus.DONE
    sys.exit(status)
