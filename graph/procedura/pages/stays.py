"""The stay in hospital: what lines say of it → ISO 8601.

A stay is counted in nights: overnight is `P1D`, and home the same day `PT0S`, the canonical form of
no time, which the store would make of any other. Only words about staying or going home lead to a
figure; one about the return to work, the wound or intensive care alone is left, so that a page
rather says nothing than something wrong.
"""

import re
from collections.abc import Iterable, Iterator
from math import inf

from procedura.model import LONGEST, Duration, Statement
from procedura.pages.durations import HOUR, between, iso_8601, read_bounds

KINDS = ("recovery", "duration", "setting")  # which says it best, first
_SAME_DAY = "same day"
_HALF_A_DAY = 12

_Bounds = tuple[float | None, float | None]  # the shortest and longest stay, in seconds

# What is rewritten, so that nights can be counted as days; in this order.
_REWRITES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\bsame[ -]or (?:the )?(?:next|following) (?:day|morning)", f"{_SAME_DAY} or 1 day"),
        (r"\b(?:the )?(?:next|following) (?:day|morning)\b|\bthe next\b", "1 day"),
        (r"(?<!same )(?<!1 )\b(?:the |a )?day after\b", "1 day after"),
        (r"\bwith or without (?=an?\b|one\b)", f"{_SAME_DAY} or "),
        (r"\bwithout (?:an? )?(?:overnight|night)(?: stay|['\u2019]s stay)?", _SAME_DAY),
        (r"\b(?:the )?same[ -](?:day|evening)\b", _SAME_DAY),
        (r"\bon the day\b(?: of (?:surgery|the operation))?(?! of)", _SAME_DAY),
        (r"\b(?:as )?(?:a )?day[ -](?:case|surgery)\b(?! unit)", _SAME_DAY),
        (r"\bas an outpatient\b|\boutpatient (?=or overnight)", _SAME_DAY),
        (r"\bat once\b|\bstraight (?:away|afterwards?)\b", _SAME_DAY),
        (r"\b(?:with)?in (?:a few |some )?hours\b|\bafter (?:a few|some) hours\b", _SAME_DAY),
        (r"\bovernight\b", "1 night"),
        (r"\bnights?\b(?:['\u2019]s)?", "days"),
    )
]
_CLAUSE = re.compile(
    r"[;:]|,(?! (?:or|up to|at most|after|most)\b)"
    r"|\b(?:against|compared|unless|except|instead of|(?<!less )(?<!more )than|and the)\b"
)
_WHO = r"(?:patients?|people|persons?|women|men|children|adults|most|many|some|they|one)"
_OFTEN = r"(?:\streated\selectively)?(?:\s(?:may|can|usually|often|mostly|then))?"
_IN_HOSPITAL = r"(?:in|on) (?:the )?(?:hospital|(?:\w+ )?ward)\b"
# After these words stands how long the stay is …
_LEADS = re.compile(
    rf"""
    (?:^|\b(?:the|hospital|whole|average|median|mean|usual|inpatient|an?|length\sof)\s)stay\b
    |\b{_WHO}{_OFTEN}\sstay(?:ed)?\b
    |(?<!at\s)(?<!driving\s)\bhome\b(?!\swith\b)
    |\bdischarge(?:d|\s(?:follows|is|comes|came|on|after|in|within|the|same|1))\b
    |\b(?:{_WHO}{_OFTEN}\s(?:leaves?|left)|leaving|leaves?\s(?:the\s)?hospital|hospital\sis\sleft)\b
    |\bhospital\scare\slasts\b
    """,
    re.VERBOSE,
)
# … and around these.
_MEETS = re.compile(
    rf"{_IN_HOSPITAL}|\b1 days stay\b|\bdays (?:or two )?(?:stay|in hospital)\b"
    rf"|{_SAME_DAY} discharge|\bovernight or\b"
)
_IN_SETTING = re.compile(rf"\bdays?\b|{_SAME_DAY}")
_NO_STAY = re.compile(
    r"\b(?:none|rare(?:ly)?|seldom|only|another \d|intensive|high-dependency|monitored"
    r"|first|half of|at home|beds|at some|selected|for fit|for the \w+est|admission)\b"
    r"|\b(?:days?|weeks?) (?:shorter|longer|sooner|earlier|less|later)\b"
    r"|\b(?:before|after|until) (?:discharge|leaving|going home)"
)
# With one of these beside it, the same day is not the longest stay.
_OPEN = re.compile(
    r"\b(?:a few|several|some|many|within) (?:days|weeks)\b|\binpatient\b|\bshort stay\b"
    r"|\bor (?:from|after the)\b|\bin hospital or\b"
)


def read_stay(statements: Iterable[Statement]) -> Duration:
    """Return how long one stays in hospital, by the first lines of a page that say so.

    Of the lines about recovery, and then of those about duration, the first that says it
    counts; those about the setting count together, for each may speak of another place.

    Args:
        statements: All lines of the page.
    """
    lines = list(statements)
    for kind in KINDS:
        bounds = [
            list(_bounds(one.text[:LONGEST].lower(), kind == "setting"))
            for one in lines
            if one.kind == kind
        ]
        if said := [one for one in bounds if one]:
            return _span(said if kind == "setting" else said[:1])
    return Duration()


def _bounds(text: str, setting: bool) -> Iterator[_Bounds]:
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    for clause in map(str.strip, _CLAUSE.split(text)):
        lead = _LEADS.search(clause)
        meets = _MEETS.search(clause) or (setting and _IN_SETTING.search(clause))
        if _NO_STAY.search(clause) or not (lead or meets):
            continue
        words = clause[lead.start() :] if lead and not meets else clause
        for low, high in read_bounds(words):
            yield low or None, high if high < inf else None
        if _SAME_DAY in words:
            yield 0, None if _OPEN.search(words) else 0


def _span(said: list[list[_Bounds]]) -> Duration:
    lows = [low for one in said for low, _ in one if low is not None]
    highs = [high for one in said for _, high in one if high is not None]
    return between(lows, highs, _iso)


def _iso(seconds: float) -> str:
    """Return a stay in days and hours; half a day is home the same day."""
    hours = round(seconds / HOUR)
    return iso_8601(hours * HOUR, "day") if hours > _HALF_A_DAY else "PT0S"
