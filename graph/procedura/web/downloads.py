"""The whole graph as a file, in every format, without what may not be passed on.

A file is written once for a state of the graph, by a worker of its own that may take longer than
those who answer questions, into a folder that goes with the server. Nothing of it is ever held by
the process that sends it.
"""

import asyncio
import gzip
import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from procedura import store
from procedura.export.rdf import FORMATS
from procedura.library import ProcedureGraph
from procedura.version import __version__
from procedura.web.headers import etag, is_known, takes_gzip
from procedura.workers import Lane

# Seconds that a file may take. The bundled graph takes some 15; more codes, in line, more.
_TIME_LIMIT = 600.0
_GZIP = ".gz"

router = APIRouter()


# Name of a file → its format in `procedura.export`, and its media type.
_DOWNLOADS = {
    **{
        f"procedura.{one.file_extension}": (format, one.media_type)
        for format, one in FORMATS.items()
    },
    "procedura.graphml": ("graphml", "application/graphml+xml"),
    "mappings.sssom.tsv": ("sssom", "text/tab-separated-values"),
}


class Downloads:
    """The files of a server.

    Args:
        folder: Where the graph lies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lane = Lane(folder, workers=1, time_limit=_TIME_LIMIT)
        self._made = TemporaryDirectory(prefix="procedura-")
        self._making: dict[Path, asyncio.Task[None]] = {}

    async def file(self, name: str, format: str, state: str) -> Path:
        """Return the file of this name for a state of the graph; whoever asks first has it made.

        Args:
            name: Its name; in gzip it ends in ``.gz``.
            format: Its format.
            state: The state of the graph.
        """
        path = Path(self._made.name) / sha256(state.encode()).hexdigest()[:16] / name
        if not path.exists():
            if path not in self._making:
                self._making[path] = asyncio.create_task(self._make(path, format))
            await asyncio.shield(self._making[path])  # a client that leaves ends it for no other
        return path

    async def _make(self, path: Path, format: str) -> None:
        try:
            await self._lane.ask(_write, path, format)
        finally:
            del self._making[path]

    def close(self) -> None:
        """End what is being made, and remove the files."""
        self._lane.close()
        self._made.cleanup()


@router.api_route("/download/{name}", methods=["GET", "HEAD"], include_in_schema=False)
async def download(request: Request, name: str) -> Response:
    """The whole graph as a file, or its mappings."""
    if name not in _DOWNLOADS:
        raise HTTPException(404, f"choose one of {', '.join(_DOWNLOADS)}")
    format, media = _DOWNLOADS[name]
    packed = takes_gzip(request.headers.get("accept-encoding", ""))
    state = store.state(request.app.state.settings.folder)
    tag = etag(__version__, state, name, str(packed))
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if is_known(tag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    files: Downloads = request.app.state.downloads
    path = await files.file(name + _GZIP * packed, format, state)
    return FileResponse(path, headers=headers, media_type=media, filename=name)


def _write(graph: ProcedureGraph, path: Path, format: str) -> None:
    """Write the graph into a file, which is there only when it is whole.

    Then the files of states that are gone are removed: here, where nothing else is being written.
    """
    path.parent.mkdir(exist_ok=True)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as written:
        if path.suffix == _GZIP:
            with gzip.GzipFile("", "wb", fileobj=written, mtime=0) as packed:
                graph.export(cast("IO[bytes]", packed), format, redistributable=True)
        else:
            graph.export(written, format, redistributable=True)
    part.rename(path)
    for other in path.parent.parent.iterdir():
        if other != path.parent:
            shutil.rmtree(other)
