"""What went wrong, told to a client: RFC 9457 problem details, or a page where it wants HTML."""

import logging
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from procedura.errors import (
    BusyError,
    CallError,
    IdentifierError,
    PageError,
    ProceduraError,
    QueryError,
    SourceError,
    StoreError,
    TimeLimitError,
    WorkerError,
)
from procedura.web.headers import choose
from procedura.web.middleware import PROTECTION
from procedura.web.pages.rendering import page

PROBLEM = "application/problem+json"
WAIT = 1  # seconds, until a full lane is worth asking again

STATUS: dict[type[Exception], HTTPStatus] = {
    IdentifierError: HTTPStatus.NOT_FOUND,
    CallError: HTTPStatus.FORBIDDEN,
    QueryError: HTTPStatus.BAD_REQUEST,
    PageError: HTTPStatus.UNPROCESSABLE_ENTITY,
    SourceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProceduraError: HTTPStatus.SERVICE_UNAVAILABLE,
    BusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    TimeLimitError: HTTPStatus.GATEWAY_TIMEOUT,
    WorkerError: HTTPStatus.BAD_REQUEST,
    ClientDisconnect: HTTPStatus.BAD_REQUEST,  # which nobody is there to hear
}
_log = logging.getLogger(__name__)


def add_problems(application: FastAPI) -> None:
    """Let every error of an application reach its client as a problem."""
    for error in STATUS:
        application.add_exception_handler(error, _known)
    application.add_exception_handler(HTTPException, _http)
    application.add_exception_handler(RequestValidationError, _invalid)
    application.add_exception_handler(Exception, _unexpected)


def problem(
    request: Request, status: int, detail: str, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """Return a response that says what went wrong.

    Args:
        request: What was asked.
        status: HTTP status.
        detail: What is wrong and what to do, in a sentence.
        headers: More headers.
        more: Further members of the problem.
    """
    title = HTTPStatus(status).phrase
    if _wants_page(request):
        return page(
            "problem.html", status, title=title, detail=detail,
            candidates=more.get("candidates", ()), again=_again(request, headers or {}),
        ).response(headers)  # fmt: skip
    told = {"type": "about:blank", "title": title, "status": status, "detail": detail,
            "instance": request.url.path, **more}  # fmt: skip
    return JSONResponse(told, status, headers, media_type=PROBLEM)


def _again(request: Request, headers: dict[str, str]) -> str:
    """Return the address of what may be asked again, "" where that would help nothing."""
    if request.method != "GET" or "Retry-After" not in headers:
        return ""
    query = request.url.query
    return quote(f"/{request.scope['path'].lstrip('/')}") + (f"?{query}" if query else "")


def _wants_page(request: Request) -> bool:
    """Whether a person asks: whoever takes HTML, but for programs' own part of the server."""
    if request.url.path.startswith("/api/"):
        return False
    try:
        return choose(request.headers.get("accept", ""), [PROBLEM, "text/html"]) == "text/html"
    except HTTPException:  # it takes neither; a problem can be told all the same
        return False


async def _known(request: Request, error: Exception) -> Response:
    kind = next(kind for kind in type(error).__mro__ if kind in STATUS)
    headers = {"Retry-After": str(WAIT)} if kind is BusyError else None
    detail = _told(error)
    candidates = getattr(error, "candidates", ())
    more = {"candidates": list(candidates)} if candidates else {}
    return problem(request, STATUS[kind], detail, headers, **more)


def _told(error: Exception) -> str:
    """Return an error in words; where the graph lies is nothing for a client."""
    if isinstance(error, StoreError):
        _log.error("%s", error)
        return error.what
    return str(error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    headers = dict(error.headers) if error.headers else None
    return problem(request, error.status_code, error.detail, headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    wrong = [
        {"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in error.errors()
    ]
    detail = "; ".join(f"{one['where']}: {one['what']}" for one in wrong)
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=wrong)


async def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("%s %s", request.method, request.url.path, exc_info=error)
    # Starlette answers here outside of all that the application adds to answers.
    status, detail = HTTPStatus.INTERNAL_SERVER_ERROR, "an error of ours; it was logged"
    return problem(request, status, detail, PROTECTION)
