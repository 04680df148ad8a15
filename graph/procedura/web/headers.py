"""What headers of HTTP say (RFC 9110): which form is wanted, what is known, what is sent."""

from collections.abc import Sequence
from hashlib import sha256

import mimeparse
from python_multipart.multipart import parse_options_header
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


def etag(*parts: str) -> str:
    """Return the ETag of what depends on these and on nothing else."""
    return f'"{sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def is_known(tag: str, if_none_match: str) -> bool:
    """Whether a client has the answer with an ETag, weak or not (RFC 9110, section 13.1.2).

    >>> is_known('W/"a"', '"b", "a"'), is_known('"a"', 'W/"a"'), is_known('"a"', '"ab"')
    (True, True, False)
    """
    known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return tag.removeprefix("W/") in known


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


def content_type(header: str | None) -> tuple[str, str]:
    """Return the media type and the charset that a ``Content-Type`` tells, "" for what it does not.

    Args:
        header: The header; None: there is none.

    >>> content_type('Text/Turtle; charset="UTF-8"'), content_type(None)
    (('text/turtle', 'utf-8'), ('', ''))
    """
    media, options = parse_options_header(header)
    return media.decode("latin-1"), options.get(b"charset", b"").decode("latin-1").lower()
