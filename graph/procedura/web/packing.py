"""Answers in gzip, for who asks for it."""

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

_ACCEPT = b"accept-encoding"


class Packing(GZipMiddleware):
    """Packs answers, but for a client that says no to gzip, which Starlette takes for a yes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and pack its answer."""
        if scope["type"] == "http" and not takes_gzip(
            Headers(scope=scope).get(_ACCEPT.decode(), "")
        ):
            scope["headers"] = [one for one in scope["headers"] if one[0] != _ACCEPT]
        await super().__call__(scope, receive, send)


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client asks for gzip (RFC 9110, section 12.5.3).

    >>> takes_gzip("br, gzip;q=0.5"), takes_gzip("gzip;q=0"), takes_gzip("")
    (True, False, False)
    """
    for one in accept_encoding.lower().split(","):
        coding, _, quality = one.replace(" ", "").partition(";q=")
        if coding == "gzip":
            return quality.strip("0.") != "" or not quality
    return False
