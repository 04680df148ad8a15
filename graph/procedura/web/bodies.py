"""What a client says of a body that it sends."""

from python_multipart.multipart import parse_options_header


def content_type(header: str | None) -> tuple[str, str]:
    """Return the media type and the charset that a ``Content-Type`` tells, "" for what it does not.

    Args:
        header: The header; None: there is none.

    >>> content_type('Text/Turtle; charset="UTF-8"'), content_type(None)
    (('text/turtle', 'utf-8'), ('', ''))
    """
    media, options = parse_options_header(header)
    return media.decode("latin-1"), options.get(b"charset", b"").decode("latin-1").lower()
