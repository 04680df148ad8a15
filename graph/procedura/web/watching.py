"""One line in the log, and the metrics, for each request."""

import logging
import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REGISTRY = CollectorRegistry()
_REQUESTS = Counter("procedura_requests", "Requests.", ["method", "route", "status"],
                    registry=REGISTRY)  # fmt: skip
_SECONDS = Histogram("procedura_request_seconds", "How long requests took.", ["route"],
                     registry=REGISTRY)  # fmt: skip
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
_log = logging.getLogger(__name__)


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
    method = scope["method"] if scope["method"] in _METHODS else "other"
    _REQUESTS.labels(method, route, status).inc()
    _SECONDS.labels(route).observe(seconds)
    address = scope.get("raw_path", b"").decode("ascii", "replace")
    query = scope.get("query_string", b"").decode("ascii", "replace")
    client = scope["client"][0] if scope.get("client") else "-"
    _log.info("%s %s %s %d %d %.1f ms", client, scope["method"],
              f"{address}?{query}" if query else address, status, sent, seconds * 1000)  # fmt: skip
