"""What every request passes: limits to it, gzip, and what its answer says to browsers."""

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from procedura.web.headers import takes_gzip

# Seconds that a body may take: a megabyte at 30 kB a second.
_PATIENCE = 30.0
# A browser that is led astray by a text of a page, or by an answer to a query that somebody else
# wrote, still runs nothing and asks nobody but this server.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
PROTECTION = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_ACCEPT = b"accept-encoding"


class RequestLimit:
    """Refuses bodies that are too large, whether their length is told or not, or too slow.

    Args:
        app: The application.
        most: Bytes that a body may have.
        patience: Seconds that it may take.
    """

    def __init__(self, app: ASGIApp, most: int, patience: float = _PATIENCE) -> None:
        self._app = app
        self._most = most
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count what is read of its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "")
        read = int(told) if told.isdecimal() else 0
        counted = 0
        last: float | None = asyncio.get_running_loop().time() + self._patience

        async def counting() -> Message:
            nonlocal counted, last
            try:
                async with asyncio.timeout_at(last):
                    message = await receive()
            except TimeoutError as error:
                what = f"the request took longer than {self._patience:g} seconds to come"
                raise HTTPException(408, what, {"Connection": "close"}) from error
            if not message.get("more_body"):
                last = None  # what may still come is that the client leaves
            counted += len(message.get("body", b""))
            if max(counted, read) > self._most:
                raise HTTPException(413, f"the request has more than {self._most} bytes")
            return message

        await self._app(scope, counting, send)


class Packing(GZipMiddleware):
    """Packs answers, but for a client that says no to gzip, which Starlette takes for a yes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and pack its answer."""
        if scope["type"] == "http" and not takes_gzip(
            Headers(scope=scope).get(_ACCEPT.decode(), "")
        ):
            scope["headers"] = [one for one in scope["headers"] if one[0] != _ACCEPT]
        await super().__call__(scope, receive, send)


class Protection:
    """Sends `PROTECTION` with every answer.

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add to the head of its answer."""

        async def protecting(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(PROTECTION)
            await send(message)

        await self._app(scope, receive, protecting)
