"""Who may write."""

from hmac import compare_digest

from fastapi import Request
from starlette.exceptions import HTTPException

from procedura.web.settings import Settings


def require_writer(request: Request) -> None:
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
