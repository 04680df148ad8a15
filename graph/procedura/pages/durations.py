"""Durations in words → ISO 8601."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import inf

from procedura.model import LONGEST, Duration

_MINUTE, HOUR, _DAY = 60, 3600, 86400
_MONTH = 30 * _DAY  # to compare with; a month is written as a month

_UNITS = {
    "s": ("time", 1), "m": ("time", _MINUTE), "h": ("time", HOUR), "d": ("day", _DAY),
    "w": ("day", 7 * _DAY), "mo": ("month", _MONTH), "y": ("month", 12 * _MONTH),
}  # fmt: skip
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|wks?|months?|years?)\b\.?"
_NUMBER = r"(?<![\d.])\d{1,4}(?:\.\d{1,2})?"
_HOURS, _MINUTES = r"(?:hours?|hrs?|h)\b\.?", r"(?:minutes?|mins?)\b\.?"
_AMOUNT = (
    rf"(?:{_NUMBER}[\s-]?{_HOURS}\s(?:and\s)?{_NUMBER}[\s-]?{_MINUTES}|{_NUMBER}[\s-]?{_UNIT})"
)
# "30-minutes" is thirty of them, not from thirty to some.
_PLURAL = r"(?<!\d-)\b(?:minutes|hours|days|weeks|months)\b"
_VAGUE = rf"(?:(?:a\sfew|several|some|many)(?:\s{_UNIT})?|{_PLURAL})"
_FIGURE = re.compile(
    rf"""
    (?:(?P<below>up\sto|less\sthan|fewer\sthan|under|within|at\smost|(?:no|not)\s(?:more|longer)
        \sthan|a?\s?maximum\sof|as\slong\sas)
     |(?P<above>at\sleast|more\sthan|longer\sthan|over|no\sless\sthan|a?\s?minimum\sof
        |as\s(?:little|short)\sas))?
    \s?(?:(?:about|approximately|around|roughly|only)\s)?
    (?:(?P<low>{_AMOUNT}|{_VAGUE}|{_NUMBER})
       (?:\s?-\s?|\s(?:to|or)\s|(?<=\d)\sand\s)(?:(?:up\sto|about|around)\s)?)?
    (?P<high>{_AMOUNT}|{_VAGUE})
    (?P<more>\s?\+|\s(?:or|and)\s(?:more|longer)\b|\sand\sup\b)?
    """,
    re.VERBOSE,
)
_PART = re.compile(rf"({_NUMBER})[\s-]?({_UNIT})")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9])")
_BEFORE = re.compile(r"[;,()]|\b(?:but|plus|and|then|while|although|with)\b")
_AFTER = re.compile(r"[;,()]|\b(?:but|plus|and|then|while|although|with|including|excluding)\b")
# What a figure measures if not the procedure: never counted, or only for want of another.
_OTHER = re.compile(r"recover|result|report|heal|turnaround|training|sooner|later|apart")
_ASIDE = re.compile(r"an[a]?esthe|sedat|observ|stay|monitor|wait|follow|admi|bed rest|fast|prepar")
_PART_OF = re.compile(r"\b(?:of which|of that|including)\b[^;]*$|\bwith(?:\sa)?\s?$")
_REPEATS = re.compile(r"(?:times|once|twice|per|every|each|hours?|minutes?|days?|weeks?)\s$")
_NUMBERS = {
    "twenty[- ]five": "25", "thirty[- ]five": "35", "forty[- ]five": "45",
    "fifty[- ]five": "55", "sixty[- ]five": "65",
    "ninety": "90", "sixty": "60", "fifty": "50", "forty": "40",
    "thirty": "30", "twenty": "20", "fifteen": "15", "twelve": "12", "eleven": "11", "ten": "10",
    "nine": "9", "eight": "8", "seven": "7", "six": "6", "five": "5", "four": "4", "three": "3",
    "two": "2", "one": "1", "a couple of": "2",
}  # fmt: skip
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75", "1/2": ".5", "1/4": ".25", "3/4": ".75"}


def _one(article: re.Match[str]) -> str:
    """Return "1 " for the article in "an hour", but not for that in "twice a day"."""
    before = article.string[max(0, article.start() - 10) : article.start()]
    return article[0] if _REPEATS.search(before) else "1 "


# What is rewritten before a sentence is searched for figures, in this order.
_REWRITES: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"[\u2010-\u2015\u2212]"), "-"),
    *(
        (re.compile(rf"(?<![\d/])(\d*)\s?{fraction}(?![\d/])"), rf"\g<1>{decimal}")
        for fraction, decimal in _FRACTIONS.items()
    ),
    (re.compile(r"(?<!\d)\.(?=(?:5|25|75)\b)"), "0."),
    *((re.compile(rf"\b{word}\b"), digits) for word, digits in _NUMBERS.items()),
    (re.compile(r"\b(\d+) and a half\b"), r"\1.5"),
    (re.compile(rf"(\d)\s?\+\s?({_UNIT})"), r"\1 \2 or more"),
    (re.compile(r"\b3[ -]quarters of an hour\b"), "45 minutes"),
    (re.compile(r"\b(?:a )?quarter[ -](?:of an )?hour\b"), "15 minutes"),
    (re.compile(r"\bhalf[ -](?:of )?(?:an? )?(hour|minute|day)"), r"0.5 \1"),
    (re.compile(rf"\ban? (?={_UNIT})"), _one),
    (re.compile(rf"\b(\d+)( {_UNIT}) and a half\b"), r"\1.5\2"),
    (re.compile(rf"\b1 ({_UNIT}) or 2\b(?! {_UNIT})"), r"1 or 2 \1"),
]


@dataclass(frozen=True, slots=True)
class _Figure:
    """A duration as a text gives it, in seconds.

    Attributes:
        low: At least; 0 where the text sets no lower bound.
        high: At most; infinite where it sets none.
        scale: ``time``, ``day`` or ``month``: how the text counts.
        aside: Whether it measures something beside the procedure.
    """

    low: float
    high: float
    scale: str
    aside: bool


def read_duration(texts: Iterable[str]) -> Duration:
    """Return how long a procedure takes, by the first of some lines that gives a figure.

    Of a line, the first sentence with a figure counts, and of that sentence the figures that
    count alike (hours, or days) and measure the procedure, not the recovery from it.

    Args:
        texts: The lines of a page's duration section, each led by its group, if any.

    >>> read_duration(["It takes 1½ to 2 hours. Recovery takes 5 days."])
    Duration(minimum='PT1H30M', maximum='PT2H')
    """
    kept: list[_Figure] = []
    for text in texts:
        for sentence in _SENTENCE.split(text[:LONGEST]):
            figures = list(_figures(sentence))
            if direct := [figure for figure in figures if not figure.aside]:
                return _span(direct)
            kept = kept or figures[:1]
    return _span(kept) if kept else Duration()


def read_bounds(text: str) -> Iterator[tuple[float, float]]:
    """Yield at least and at most how long each figure of a text says, whatever it measures.

    Returns:
        Pairs in seconds; 0 and infinity where the text sets no bound.

    >>> list(read_bounds("up to two hours, or 3 days"))
    [(0, 7200.0), (259200.0, 259200.0)]
    """
    for match in _matches(_plain(text)):
        figure = _figure(match, aside=False)
        yield figure.low, figure.high


def _span(figures: list[_Figure]) -> Duration:
    alike = [figure for figure in figures if figure.scale == figures[0].scale]
    lows = [figure.low for figure in alike if figure.low >= 1]
    highs = [figure.high for figure in alike if 1 <= figure.high < inf]
    return between(lows, highs, lambda seconds: iso_8601(seconds, figures[0].scale))


def between(lows: list[float], highs: list[float], written: Callable[[float], str]) -> Duration:
    """Return the time from the lowest to the highest of some bounds, both as they are written."""
    return Duration(written(min(lows)) if lows else None, written(max(highs)) if highs else None)


def _figures(sentence: str) -> Iterator[_Figure]:
    text = _plain(sentence)
    matches = _matches(text)
    for place, match in enumerate(matches):
        start = matches[place - 1].end() if place else 0
        end = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        around = (
            _BEFORE.split(text[start : match.start()])[-1]
            + " … "
            + _AFTER.split(text[match.end() : end])[0]
        )
        if not _OTHER.search(around):
            aside = _ASIDE.search(around) or _PART_OF.search(text, 0, match.start())
            yield _figure(match, aside=bool(aside))


def _matches(text: str) -> list[re.Match[str]]:
    return [match for match in _FIGURE.finditer(text) if _PART.search(match[0])]


def _figure(match: re.Match[str], *, aside: bool) -> _Figure:
    high, scale, unit = _measure(match["high"])
    low = _measure(match["low"], unit)[0] if match["low"] else high
    if high is None:
        return _Figure(low or 0, inf, _measure(match["low"])[1], aside)
    bounds = (low or 0, high) if low is None or low <= high else (high, low)
    if match["below"] and not match["low"]:
        bounds = (0, high)
    if match["more"] or (match["above"] and not match["low"]):
        bounds = (bounds[0], inf)
    return _Figure(*bounds, scale, aside)


def _measure(text: str, unit: str = "") -> tuple[float | None, str, str]:
    """Return the seconds of an amount (None for "a few"), how it counts, and its unit."""
    parts = _PART.findall(text)
    if not parts:
        if not unit or not text[0].isdigit():
            return None, "", ""
        parts = [(text, unit)]
    scale, _ = _unit(parts[0][1])
    return sum(float(number) * _unit(name)[1] for number, name in parts), scale, parts[-1][1]


def _unit(name: str) -> tuple[str, int]:
    return _UNITS["mo" if name.startswith("mo") else name[0]]


def _plain(sentence: str) -> str:
    """Return a sentence with every number in digits and every dash a hyphen."""
    text = sentence.lower()
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return text


def iso_8601(seconds: float, scale: str) -> str:
    """Return a length of time, counted in months, in days or by the clock (see `_UNITS`)."""
    months, rest = divmod(round(seconds), _MONTH)
    if scale == "month" and not rest:
        return f"P{months}M" if months % 12 else f"P{months // 12}Y"
    days, rest = divmod(round(seconds), _DAY) if scale != "time" else (0, round(seconds))
    hours, rest = divmod(rest, HOUR)
    minutes, rest = divmod(rest, _MINUTE)
    time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (rest, "S")) if n)
    return (f"P{days}D" if days else "P") + (f"T{time}" if time else "")
