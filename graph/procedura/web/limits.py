"""Limits to the size of a request, and to the time that a client may take to send it."""

import asyncio

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Seconds that a body may take: a megabyte at 30 kB a second.
_PATIENCE = 30.0


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
        read = int(told) if told.isdigit() else 0
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
