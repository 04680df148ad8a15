"""How an endpoint is registered: what it answers, and which problems it documents."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from http import HTTPStatus
from inspect import signature
from typing import Any, TypeVar

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from procedura.web.answers import JSON
from procedura.web.asking import Endpoint, endpoint
from procedura.web.headers import content_type
from procedura.web.problems import PROBLEM
from procedura.web.rest.answers import told

PREFIX = "/api/v1"
PROBLEMS = {
    HTTPStatus.BAD_REQUEST: "The question cannot be answered as it is asked.",
    HTTPStatus.NOT_FOUND: "An identifier means nothing here, or several things; `candidates` are "
    "what may have been meant.",
    HTTPStatus.NOT_ACCEPTABLE: "None of the media types that are accepted can be given.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is larger than the server takes.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is of another media type.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A parameter or the body is wrong; the detail says where.",
    HTTPStatus.SERVICE_UNAVAILABLE: "Too much is asked at once; ask again after `Retry-After` "
    "seconds.",
    HTTPStatus.GATEWAY_TIMEOUT: "The question took longer than the server's time limit.",
}
_ALWAYS = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY,
           HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT)  # fmt: skip
_OF_BODIES = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
_UNCHANGED = "What was sent as `If-None-Match` still holds."
_ETAG = {"schema": {"type": "string"}, "description": "Send it back as `If-None-Match`."}
_LINK = {"schema": {"type": "string"}, "description": "`rel=next` and `rel=prev`, as in the body."}
_WAIT = {"schema": {"type": "integer"}, "description": "Seconds."}

Function = TypeVar("Function", bound=Callable[..., Any])


def get(
    router: APIRouter, path: str, *problems: HTTPStatus, answers: Any = None
) -> Callable[[Function], Function]:
    """Register a function of the graph as an endpoint for GET and HEAD.

    Args:
        router: Where.
        path: Its path after the prefix.
        problems: What else can go wrong than with every endpoint.
        answers: Type of its answers; default: what the function declares.
    """

    def register(function: Function) -> Function:
        add_get(
            router,
            path,
            _endpoint(function),
            answers or signature(function).return_annotation,
            *problems,
        )
        return function

    return register


def add_get(
    router: APIRouter,
    path: str,
    ask: Endpoint,
    answers: Any,
    *problems: HTTPStatus,
    media: Mapping[str, Any] | None = None,
    operation: str | None = None,
) -> None:
    """Register an endpoint for GET and HEAD; OpenAPI tells its name and docstring.

    Args:
        router: Where.
        path: Its path after the prefix.
        ask: The endpoint.
        answers: Type of its answers.
        problems: What else can go wrong than with every endpoint.
        media: Media types that it can answer in besides JSON, each with what OpenAPI says of it.
        operation: Its name for programs; default: that of the endpoint.
    """
    is_paged = "paging" in signature(ask).parameters
    responses = _responses(*_ALWAYS, *problems)
    headers = {"ETag": _ETAG} | ({"Link": _LINK} if is_paged else {})
    responses[200] = {"headers": headers, "content": dict(media or {})}
    responses[304] = {"description": _UNCHANGED, "headers": {"ETag": _ETAG}}
    known = [Depends(_only_known)]
    router.get(PREFIX + path, response_model=answers, responses=responses, dependencies=known,
               operation_id=operation or ask.__name__, summary=_title(ask))(ask)  # fmt: skip
    router.head(PREFIX + path, include_in_schema=False, response_model=None,
                dependencies=known)(ask)  # fmt: skip


def post(
    router: APIRouter, path: str, *problems: HTTPStatus, documents: Collection[str] = ()
) -> Callable[[Function], Function]:
    """Register a function of the graph as an endpoint for POST; nothing that it is sent is kept.

    Args:
        router: Where.
        path: Its path after the prefix.
        problems: What else can go wrong than with every endpoint.
        documents: Media types of the document that it takes; none: it takes JSON.
    """
    takes = documents or (JSON,)
    body = {"required": True, "content": {one: {"schema": {"type": "string"}} for one in takes}}

    def of_type(request: Request) -> None:
        given, _ = content_type(request.headers.get("content-type"))
        if given not in takes:
            what = f"is {given}" if given else "has no Content-Type"
            raise HTTPException(415, f"the body {what}; send {' or '.join(takes)}")

    def register(function: Function) -> Function:
        router.post(
            PREFIX + path,
            response_model=signature(function).return_annotation,
            responses=_responses(*_ALWAYS, *_OF_BODIES, *problems),
            operation_id=function.__name__,
            summary=_title(function),
            openapi_extra={"requestBody": body} if documents else None,
            dependencies=[Depends(of_type), Depends(_only_known)],
        )(_endpoint(function))
        return function

    return register


def _endpoint(function: Callable[..., Any]) -> Endpoint:
    ask = endpoint(partial(told, function), [*signature(function).parameters.values()][1:])
    ask.__name__, ask.__doc__ = function.__name__, function.__doc__
    return ask


def _title(function: Callable[..., Any]) -> str:
    return function.__name__.replace("_", " ").capitalize()


def _only_known(request: Request) -> None:
    """Refuse parameters that the endpoint does not have: a slip must not widen an answer."""
    known = _parameters(request.scope["route"].dependant)
    for name in request.query_params:
        if name not in known:
            what = f"there is no such parameter; choose {', '.join(sorted(known)) or 'none'}"
            raise RequestValidationError([{"loc": ("query", name), "msg": what}])


def _parameters(dependant: Any) -> set[str]:
    """Return the names of the query's parameters that an endpoint and what it depends on take."""
    own = {field.alias for field in dependant.query_params}
    return own.union(*map(_parameters, dependant.dependencies))


def _responses(*problems: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    found: dict[int | str, dict[str, Any]] = {}
    for status in sorted(problems):
        told = {"schema": {"$ref": "#/components/schemas/Problem"}}
        found[int(status)] = {"description": PROBLEMS[status], "content": {PROBLEM: told}}
    found[503]["headers"] = {"Retry-After": _WAIT}
    return found
