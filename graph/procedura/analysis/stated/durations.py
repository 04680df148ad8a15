"""ISO 8601 durations as numbers and as words.

A year is taken as 365 days and a month as 30: close enough to say which of two is longer.
"""

import re

from procedura.errors import IdentifierError

_COUNT = r"\d{1,9}"  # int() refuses thousands of digits
_PARTS = re.compile(
    rf"P(?:(?P<years>{_COUNT})Y)?(?:(?P<months>{_COUNT})M)?"
    rf"(?:(?P<weeks>{_COUNT})W)?(?:(?P<days>{_COUNT})D)?"
    rf"(?:T(?:(?P<hours>{_COUNT})H)?(?:(?P<minutes>{_COUNT})M)?(?:(?P<seconds>{_COUNT})S)?)?"
)
_SAME_DAY = "same day"  # a stay that ends on the day when it begins
_SECONDS = {
    "years": 31536000,
    "months": 2592000,
    "weeks": 604800,
    "days": 86400,
    "hours": 3600,
    "minutes": 60,
    "seconds": 1,
}


def seconds(duration: str) -> int:
    """Return how long an ISO 8601 duration is.

    >>> seconds("PT1H30M"), seconds("P1W") == seconds("P7D")
    (5400, True)

    Raises:
        ValueError: It is no such duration.
    """
    return sum(count * _SECONDS[unit] for unit, count in _parts(duration).items())


def span(text: str) -> str:
    """Return a length of time, in words or in ISO 8601, as an ISO 8601 duration.

    >>> span("90 minutes"), span("pt1h"), span("same day")
    ('PT1H30M', 'PT1H', 'P0D')

    Raises:
        IdentifierError: It is no length of time.
    """
    written = text.strip().upper()
    if _PARTS.fullmatch(written) and any(map(str.isdigit, written)):
        return written
    if written.removeprefix("THE ") == _SAME_DAY.upper():
        return "P0D"
    from procedura.pages.durations import read_duration  # a cold answer does without

    if longest := read_duration([text]).maximum:
        return longest
    raise IdentifierError(f"{text!r} is no length of time", candidates=["90 minutes", "PT1H30M"])


def in_words(minimum: str | None, maximum: str | None) -> str:
    """Return a range of durations in words, "" where nothing is known.

    >>> in_words("PT1H", "PT1H30M")
    '1 hour to 1 hour 30 minutes'
    >>> in_words(None, "PT45M")
    'up to 45 minutes'
    >>> in_words("P0D", "P1D")
    'the same day to 1 day'
    """
    if minimum and maximum:
        low, high = _words(minimum), _words(maximum)
        return low if low == high else f"{low} to {high}"
    if maximum:
        return f"up to {_words(maximum)}"
    return f"at least {_words(minimum)}" if minimum else ""


def _words(duration: str) -> str:
    named = (f"{n} {unit if n > 1 else unit[:-1]}" for unit, n in _parts(duration).items() if n)
    return " ".join(named) or f"the {_SAME_DAY}"


def _parts(duration: str) -> dict[str, int]:
    """Return unit → how many of it, of an ISO 8601 duration."""
    match = _PARTS.fullmatch(duration)
    if not match or not any(match.groups()):
        raise ValueError(f"not an ISO 8601 duration: {duration!r}")
    return {unit: int(value or 0) for unit, value in match.groupdict().items()}
