"""Options that several commands have, and the graph that they mean."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from procedura.cli.printing import progress

if TYPE_CHECKING:
    from procedura.library import ProcedureGraph

Function = TypeVar("Function", bound=Callable[..., Any])

graph: Callable[[Function], Function] = click.option(
    "--graph", "folder", type=click.Path(path_type=Path, file_okay=False),
    envvar="PROCEDURA_GRAPH",
    help="Folder of the graph. Default: $PROCEDURA_GRAPH, or the user's data folder.",
)  # fmt: skip
file: Callable[[Function], Function] = click.option(
    "-o", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Where to; default: standard output.",
)  # fmt: skip

files: Callable[[Function], Function] = click.argument(
    "files", metavar="FILE...", nargs=-1, required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)  # fmt: skip


def format(*formats: str) -> Callable[[Function], Function]:
    """Add --format; the first format is the default."""
    return click.option("--format", "output", type=click.Choice(formats), default=formats[0],
                        show_default=True, help="How to print the answer.")  # fmt: skip


def limit(default: int) -> Callable[[Function], Function]:
    """Add --limit N."""
    return click.option("--limit", type=click.IntRange(min=1), default=default,
                        show_default=True, help="How many at the most.")  # fmt: skip


def is_given(name: str) -> bool:
    """Whether a parameter of the command was typed, and has not its default."""
    source = click.get_current_context().get_parameter_source(name)
    return source is ParameterSource.COMMANDLINE


def open_graph(folder: Path | None) -> "ProcedureGraph":
    """Open the graph; a first use builds the bundled one."""
    from procedura.library import ProcedureGraph

    return ProcedureGraph.open(folder, progress=progress)
