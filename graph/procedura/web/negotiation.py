"""Which of several media types a client is given."""

from collections.abc import Sequence

import mimeparse
from starlette.exceptions import HTTPException


def choose(accept: str, offered: Sequence[str]) -> str:
    """Return the media type that a client likes best (RFC 9110, section 12.5.1).

    Args:
        accept: The client's ``Accept``; "": it takes anything.
        offered: Media types, the one that we like best first.

    Raises:
        HTTPException: 406, it takes none of them.

    >>> choose("text/html;q=0.5, text/turtle", ["text/html", "text/turtle"])
    'text/turtle'
    >>> choose("*/*", ["text/html", "text/turtle"])
    'text/html'
    """
    ours_first = [*reversed(offered)]  # of equals, best_match takes the last
    try:
        best: str = mimeparse.best_match(ours_first, accept or "*/*")
    except mimeparse.MimeTypeParseException:
        best = ""
    if not best:
        raise HTTPException(406, f"choose one of {', '.join(offered)}")
    return best
