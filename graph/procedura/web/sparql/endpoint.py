"""``/sparql``: the SPARQL 1.1 Protocol."""

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from procedura.settings import Settings
from procedura.web.asking import Queries
from procedura.web.headers import choose
from procedura.web.pages.editor import editor
from procedura.web.sparql.description import describe
from procedura.web.sparql.evaluating import answer_query
from procedura.web.sparql.formats import GRAPHS, accepted
from procedura.web.sparql.requests import read
from procedura.web.sparql.updates import update
from procedura.web.sparql.writing import require_token, write

router = APIRouter()


@router.api_route("/sparql", methods=["GET", "HEAD", "POST"], include_in_schema=False)
async def sparql(request: Request, queries: Queries) -> Response:
    """Answer a query, carry out an update, or tell what is here."""
    asked = await read(request)
    settings: Settings = request.app.state.settings
    accept = accepted(request.headers.get("accept", ""), asked.format)
    if asked.kind == "update":
        require_token(request)
        return await write(queries, update, asked)
    if asked.kind == "query":
        return await queries.answer(answer_query, asked, accept, settings.most_rows)
    if request.method == "POST":
        raise HTTPException(400, "neither a query nor an update was sent")
    if choose(accept, [*GRAPHS, "text/html"]) == "text/html":
        return await queries.answer(editor)
    return await queries.answer(describe, asked.base, accept, bool(settings.token))
