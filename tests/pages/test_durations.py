"""The table of `durations.txt`, and what it cannot hold."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedura.model import Duration
from procedura.pages import read_text
from procedura.pages.durations import read_duration

TABLE = Path(__file__).with_name("durations.txt").read_text(encoding="utf-8")
CASES = [line.split(" | ") for line in TABLE.splitlines() if not line.startswith("#")]
ISO = re.compile(r"P(?!$)(\d+Y)?(\d+M)?(\d+D)?(T(?!$)(\d+H)?(\d+M)?(\d+S)?)?")


@pytest.mark.parametrize(("text", "shortest", "longest"), CASES, ids=[case[0] for case in CASES])
def test_table(text: str, shortest: str, longest: str) -> None:
    expected = [None if value == "-" else value for value in (shortest, longest)]
    assert read_duration([text]) == Duration(*expected)


def test_the_first_line_with_a_figure_counts() -> None:
    lines = ["It varies.", "About 2 hours.", "Up to 9 hours in all."]
    assert read_duration(lines) == Duration("PT2H", "PT2H")


def test_a_line_about_recovery_counts_for_nothing() -> None:
    text = "Duration\n\nOperation:\n- 1 to 2 hours\n\nRecovery in hospital:\n- 5 days\n"
    page = read_text(text, source="a.txt")
    assert page.duration == Duration("PT1H", "PT2H")


@given(st.integers(1, 500), st.integers(1, 500))
def test_minutes_are_normalised(low: int, high: int) -> None:
    duration = read_duration([f"{low} to {high} minutes"])
    seconds = [to_seconds(value) for value in (duration.minimum, duration.maximum) if value]
    assert seconds == sorted([60 * low, 60 * high])


@given(st.text(alphabet="0123456789 .-\u2013½to andhourminutesaweek", max_size=60))
def test_whatever_is_read_is_iso_8601(text: str) -> None:
    duration = read_duration([text])
    for value in (duration.minimum, duration.maximum):
        assert value is None or ISO.fullmatch(value)


def to_seconds(text: str) -> int:
    match = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?", text)
    assert match
    return 3600 * int(match[1] or 0) + 60 * int(match[2] or 0)
