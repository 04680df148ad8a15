"""What those who run the server see of it: a log, metrics, whether it is well."""

import logging
import time
from http import HTTPMethod

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from procedura import store
from procedura.library import ProcedureGraph
from procedura.version import __version__
from procedura.workers import Lane

_REGISTRY = CollectorRegistry()
_REQUESTS = Counter("procedura_requests", "Requests.", ["method", "route", "status"],
                    registry=_REGISTRY)  # fmt: skip
_SECONDS = Histogram("procedura_request_seconds", "How long requests took.", ["route"],
                     registry=_REGISTRY)  # fmt: skip
_TAKEN = Gauge("procedura_questions_under_way", "Questions that workers have, or that wait.",
               ["lane"], registry=_REGISTRY)  # fmt: skip
_log = logging.getLogger(__name__)

router = APIRouter()


@router.api_route("/health", methods=["GET", "HEAD"], include_in_schema=False)
async def health(request: Request) -> Response:
    """Whether the graph can be read: 200, or 503 with the reason.

    A server whose workers are all busy reads it: who asks must not take that for an illness.
    """
    lane: Lane = request.app.state.questions
    if lane.is_free:
        await lane.ask(_read)
    state = store.state(request.app.state.settings.folder)
    return JSONResponse(
        {"status": "ok", "version": __version__, "generation": state},
        headers={"Cache-Control": "no-store"},
    )


@router.api_route("/metrics", methods=["GET", "HEAD"], include_in_schema=False)
async def metrics(request: Request) -> Response:
    """The metrics, as Prometheus reads them."""
    for name in ("questions", "queries"):
        _TAKEN.labels(name).set(getattr(request.app.state, name).taken)
    return Response(generate_latest(_REGISTRY), media_type=CONTENT_TYPE_LATEST)


def _read(graph: ProcedureGraph) -> None:
    next(iter(graph.quads), None)


class Watch:
    """Writes one line for each request, and counts it.

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and write down how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status, sent = 500, 0  # which Starlette sends outside of this

        async def watching(message: Message) -> None:
            nonlocal status, sent
            status = message.get("status", status)
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, watching)
        finally:
            _write_down(scope, status, sent, time.perf_counter() - began)


def _write_down(scope: Scope, status: int, sent: int, seconds: float) -> None:
    # Clients choose addresses and methods; a metric must not grow with them.
    route = getattr(scope.get("route"), "path", "none")
    method = scope["method"] if scope["method"] in HTTPMethod.__members__ else "other"
    _REQUESTS.labels(method, route, status).inc()
    _SECONDS.labels(route).observe(seconds)
    address = scope.get("raw_path", b"").decode("ascii", "replace")
    query = scope.get("query_string", b"").decode("ascii", "replace")
    client = scope["client"][0] if scope.get("client") else "-"
    _log.info("%s %s %s %d %d %.1f ms", client, scope["method"],
              f"{address}?{query}" if query else address, status, sent, seconds * 1000)  # fmt: skip
