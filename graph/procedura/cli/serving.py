"""The commands that serve the graph: over HTTP, and to language models."""

import os
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import click

from procedura.cli import options, printing
from procedura.errors import bringing
from procedura.settings import PROCESSORS, Settings

if TYPE_CHECKING:
    from procedura.library import ProcedureGraph

TOKEN = "PROCEDURA_TOKEN"  # noqa: S105
_MB = 1_000_000
_MODELS = 2  # workers for a language model, which mostly asks one question at a time
_SHOWN = 5  # sources that a warning names


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="Port to listen at; 0 takes any that is free.")  # fmt: skip
@click.option("--time-limit", type=click.FloatRange(min=0.1), default=Settings.time_limit,
              show_default=True, metavar="SECONDS", help="When a question is ended.")  # fmt: skip
@click.option("--max-rows", type=click.IntRange(min=1), default=Settings.most_rows,
              show_default=True,
              help="Rows that an answer to a SPARQL query may have.")  # fmt: skip
@click.option("--memory", type=click.IntRange(min=100), default=Settings.memory // _MB,
              show_default=True, metavar="MB",
              help="When the process of a SPARQL query is ended.")  # fmt: skip
@click.option("--workers", type=click.IntRange(min=1), default=PROCESSORS, metavar="N",
              show_default="one a processor",
              help="Processes for pages, and as many again for SPARQL.")  # fmt: skip
@click.option("--writable", is_flag=True,
              help=f"Let clients write that show the token in ${TOKEN}.")  # fmt: skip
@options.graph
def serve(
    host: str,
    port: int,
    time_limit: float,
    max_rows: int,
    memory: int,
    workers: int,
    writable: bool,
    folder: Path | None,
) -> None:
    """Serve the graph: web pages, linked data, REST and SPARQL.

    Example: procedura serve --port 8080
    """
    token = os.environ.get(TOKEN, "") if writable else ""
    if writable and not token:
        raise click.UsageError(f"--writable needs a token in ${TOKEN}.")
    with bringing("web"):
        from procedura.web.serving import serve as run
    graph = options.open_graph(folder)
    if not _is_loopback(host):
        _warn_of_closed_texts(graph, host)
    settings = Settings(
        graph.folder, time_limit=time_limit, memory=memory * _MB, most_rows=max_rows, token=token,
        workers=workers,
    )  # fmt: skip
    run(settings, host, port, printing.message)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _warn_of_closed_texts(graph: "ProcedureGraph", host: str) -> None:
    from procedura.export.redistributable import withheld

    if closed := sorted(withheld(graph.quads)):
        more = ", …" if len(closed) > _SHOWN else ""
        printing.message(
            f"warning: others can reach {host or 'every address'}, and the licences of"
            f" {len(closed)} sources forbid passing their texts on:"
            f" {', '.join(closed[:_SHOWN])}{more}"
        )


@click.command()
@options.graph
def mcp(folder: Path | None) -> None:
    """Serve the graph to a language model over the Model Context Protocol.

    A client starts this program and talks with it over standard input and output
    (docs/reference/mcp.md).

    Example: procedura mcp
    """
    with bringing("mcp"):
        from procedura.mcp.server import serve as run
    run(Settings(options.open_graph(folder).folder, workers=_MODELS))
