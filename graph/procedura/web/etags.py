"""Whether a client knows an answer already."""

from hashlib import sha256


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
