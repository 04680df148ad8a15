"""A server of the Model Context Protocol: the graph as tools for a language model.

It talks over standard input and output with the client that started it. Every answer says which
lines of which pages it rests on. The protocol is the work of its official SDK, an extra.
"""

import signal
from pathlib import Path
from typing import TYPE_CHECKING

from procedura.errors import StoreError
from procedura.library import CurrentGraph, ProcedureGraph

if TYPE_CHECKING:
    from procedura.progress import Progress

_WORKERS = 2
_TIME_LIMIT = 20.0  # seconds
_MEMORY = 2 << 30  # bytes


def serve(folder: Path | None, progress: "Progress") -> None:
    """Serve a graph until the client closes standard input; a first use builds the bundled one.

    Args:
        folder: Where the graph lies; default: as `ProcedureGraph.open`.
        progress: Told how far a first build is.

    Raises:
        StoreError: The SDK is not installed, or the graph cannot be opened.
    """
    try:
        from procedura.mcp.server import make_server
        from procedura.workers import Lane
    except ModuleNotFoundError as error:
        raise StoreError(
            f"the server needs {(error.name or '').partition('.')[0]}",
            cure='install it: pip install "procedura[mcp]"',
        ) from error
    folder = ProcedureGraph.open(folder, progress=progress).folder
    # Python's own way of stopping would wait for the thread that reads standard input.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with Lane(folder, _WORKERS, _TIME_LIMIT, _MEMORY) as lane:
        make_server(CurrentGraph(folder), lane).run()
