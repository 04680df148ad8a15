"""Who may write, and one after the other."""

from collections.abc import Callable
from hmac import compare_digest
from typing import Concatenate

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from procedura.library import ProcedureGraph
from procedura.settings import Settings
from procedura.web.answers import Answer
from procedura.web.asking import Asking
from procedura.workers import Asked


def require_token(request: Request) -> None:
    """Refuse a request to write of whoever may not.

    Raises:
        HTTPException: 403, nobody may write here; 401, the request does not show the token.
    """
    settings: Settings = request.app.state.settings
    if not settings.token:
        raise HTTPException(403, "this server only reads; 'procedura serve --writable' writes, too")
    shown = request.headers.get("authorization", "")
    if not compare_digest(shown.encode(), f"Bearer {settings.token}".encode()):
        challenge = {"WWW-Authenticate": 'Bearer realm="procedura"'}
        raise HTTPException(401, "show the server's token: 'Authorization: Bearer …'", challenge)


async def write(
    asking: Asking,
    function: Callable[Concatenate[ProcedureGraph, Asked], Answer],
    *arguments: Asked.args,
    **named: Asked.kwargs,
) -> Response:
    """Let a worker write when those before it are done, for a request that has shown the token.

    Args:
        asking: The request and its workers.
        function: What writes.
        arguments: What it takes after the graph.
        named: What it takes by name.
    """
    async with asking.request.app.state.writing:
        return await asking.answer(function, *arguments, **named)
