"""The table of `stays.txt`, and which of a page's lines counts."""

from pathlib import Path

import pytest

from procedura.model import Duration
from procedura.pages import read_text

TABLE = Path(__file__).with_name("stays.txt").read_text(encoding="utf-8")
CASES = [line.split(" | ") for line in TABLE.splitlines() if not line.startswith("#")]
PAGE = "# Tap of a joint\n\n## {}\n\n- {}\n"


@pytest.mark.parametrize(("kind", "text", "shortest", "longest"), CASES)
def test_table(kind: str, text: str, shortest: str, longest: str) -> None:
    expected = [None if value == "-" else value for value in (shortest, longest)]
    page = read_text(PAGE.format(kind.capitalize(), text), source="a.md")
    assert page.stay == Duration(*expected)


def test_recovery_says_it_best_and_its_first_line_counts() -> None:
    setting = PAGE.format("Setting", "Hospital operating room; one night.")
    recovery = "\n## Recovery\n\n- Rest.\n- Home after 2 days.\n- Emergencies stay 9 days.\n"
    assert read_text(setting, source="a.md").stay == Duration("P1D", "P1D")
    assert read_text(setting + recovery, source="a.md").stay == Duration("P2D", "P2D")


def test_places_count_together() -> None:
    lines = "Operating room with a stay of two days.\n- Surgery center, as a day case."
    page = read_text(PAGE.format("Setting", lines), source="a.md")
    assert page.stay == Duration("PT0S", "P2D")


def test_a_page_that_says_nothing_of_a_stay_has_none() -> None:
    page = read_text(PAGE.format("Recovery", "Rest for 3 days."), source="a.md")
    assert page.stay == Duration()
