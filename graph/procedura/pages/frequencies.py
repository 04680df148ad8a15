"""Frequencies in words → shares of patients."""

import re

from procedura.model import LONGEST, Frequency

_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_FIGURE = re.compile(
    rf"""
    (?:\b(?P<below>up\sto|less\sthan|fewer\sthan|below|under|at\smost)
      |\b(?P<above>at\sleast|more\sthan|over|above))?
    \s?(?:(?:about|around|roughly|approximately|nearly|some)\s)?
    (?<![\d.,])(?:(?P<low>{_NUMBER})\s?%?(?:\s?[-\u2013]\s?|\s(?:to|or|and)\s))?
    (?P<high>{_NUMBER})
    (?:\s?%|\s(?:percent|per\scent)\b
      |\s(?:people\s|patients\s|women\s|men\s|children\s|cases\s)?
       (?:of|in|out\sof|per)\s(?:every\s)?(?P<of>{_NUMBER})(?!\.?\d|\s?%))
    (?P<more>\sor\smore\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def read_frequency(text: str) -> Frequency | None:
    """Return how often something occurs, by the first share that a line gives; None without one.

    >>> read_frequency("Bile duct injury, in 3 to 5 of 1,000.")
    Frequency(minimum=0.003, maximum=0.005)
    >>> read_frequency("Numb skin in up to 12.5% of patients"), read_frequency("Pain for 2 days")
    (Frequency(minimum=None, maximum=0.125), None)
    """
    for match in _FIGURE.finditer(text[:LONGEST]):
        whole = _value(match["of"]) if match["of"] else 100.0
        high = _value(match["high"])
        low = _value(match["low"]) if match["low"] else high
        if 0 <= low <= high <= whole > 1:
            alone = not match["low"]
            is_most, is_least = alone and match["below"], alone and match["above"]
            return Frequency(
                minimum=None if is_most else round(low / whole, 6),
                maximum=None if is_least or match["more"] else round(high / whole, 6),
            )
    return None


def _value(number: str) -> float:
    return float(number.replace(",", ""))
