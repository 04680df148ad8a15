"""``/store``: the SPARQL 1.1 Graph Store HTTP Protocol.

A named graph is identified by ``?graph=IRI``, or by the address ``/store/…`` where that is its IRI.
``?default`` is, as for queries, the union of all graphs where it is read; what is written there
goes into the graph that has no name.
"""

from uuid import uuid4

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from procedura.settings import Settings
from procedura.web.asking import Queries
from procedura.web.headers import content_type
from procedura.web.sparql.formats import INPUTS, accepted
from procedura.web.sparql.graphs import Part, delete_graph, read_graph, write_graph
from procedura.web.sparql.requests import fields, media_type
from procedura.web.sparql.writing import require_token, write

router = APIRouter()
_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
_FORM = "multipart/form-data"


@router.api_route("/store", methods=_METHODS, include_in_schema=False)
@router.api_route("/store/{path:path}", methods=_METHODS, include_in_schema=False)
async def store(request: Request, queries: Queries) -> Response:
    """Return a graph, or write it."""
    graph = _graph(request)
    if request.method in ("GET", "HEAD"):
        settings: Settings = request.app.state.settings
        format_ = request.query_params.get("format", "")
        accept = accepted(request.headers.get("accept", ""), format_)
        return await queries.answer(read_graph, graph, accept, settings.most_rows)
    require_token(request)
    if request.method == "DELETE":
        return await write(queries, delete_graph, graph)
    replace = request.method == "PUT"
    return await write(queries, write_graph, graph, await _parts(request), replace)


def _graph(request: Request) -> str:
    """Return the IRI of the graph that a request names, "" for the default graph.

    Raises:
        HTTPException: It names none, or several.
    """
    url = request.url
    address = f"{url.scheme}://{url.netloc}{request.scope['raw_path'].decode('ascii')}"
    given = fields(request.scope["query_string"], "the address")
    named = [(key, value) for key, value in given if key in ("graph", "default")]
    if request.path_params:
        named.append(("graph", address))
    if request.method == "POST" and not named:  # a new graph
        return f"{address}/{uuid4()}"
    if len(named) != 1:
        raise HTTPException(400, "name one graph: '?graph=IRI', or '?default'")
    [(key, value)] = named
    if key == "graph" and not value:
        raise HTTPException(400, "the IRI of the graph is empty")
    return value if key == "graph" else ""


async def _parts(request: Request) -> list[Part]:
    """Return the documents that a request brings.

    Raises:
        HTTPException: 415, they are in no format that can be read.
    """
    media = media_type(request)
    if media != _FORM:
        return [_part(media, await request.body())]
    parts = []
    async with request.form() as form:
        for _, value in form.multi_items():
            if not isinstance(value, UploadFile):
                raise HTTPException(415, "send files, each with its media type")
            parts.append(_part(content_type(value.content_type)[0], await value.read()))
    return parts


def _part(media: str, content: bytes) -> Part:
    if media not in INPUTS:
        takes = ", ".join(INPUTS)
        raise HTTPException(415, f"send one of {takes}", {"Accept-Post": takes})
    return media, content
