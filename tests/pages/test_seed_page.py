"""The page that the project began with; its text is not ours, so it is not repeated here."""

from collections import Counter
from pathlib import Path

import pytest

from procedura.model import Code, Duration, Page
from procedura.pages import read_page, read_text, write_markdown


@pytest.fixture(scope="module")
def page(seed: Path) -> Page:
    return read_page(seed, code="CPT:50436")


def test_what_it_says(page: Page) -> None:
    assert Counter(one.kind for one in page.statements) == {
        "preamble": 3, "name": 1, "common-term": 1, "summary": 1, "purpose": 1, "indication": 4,
        "preparation": 3, "step": 6, "duration": 1, "setting": 1, "personnel": 4, "risk": 5,
        "benefit": 3, "recovery": 4, "alternative": 3, "experience": 3,
    }  # fmt: skip
    assert page.codes == (Code("CPT", "50436"),)
    assert page.duration == Duration("PT1H", "PT2H")
    assert (page.empty, page.none) == (("similar-code",), ())
    assert page.not_stated == ("contraindication",)
    term = "percutaneous nephrostomy tract dilation"
    assert [one.text for one in page.of_kind("common-term")] == [term]
    assert page.label.endswith("when performed")


def test_steps_stand_in_order(page: Page) -> None:
    steps = list(page.of_kind("step"))
    assert [step.position for step in steps] == [1, 2, 3, 4, 5, 6]
    assert "positioned" in steps[0].text
    assert "Real-time imaging" in steps[5].text


def test_every_line_is_word_for_word_where_it_stood(page: Page, seed: Path) -> None:
    lines = seed.read_text(encoding="utf-8").split("\n")
    for one in page.statements:
        line = lines[one.line - 1].strip()
        if one.kind == "common-term":
            assert one.text in line
        else:
            assert line.removesuffix(one.text) in {"", "• ", f"{one.position}. ", "•  "}
    assert sum(bool(line.strip()) for line in lines) == len(page.statements) - 1 + 15


def test_it_is_written_and_read_alike(page: Page) -> None:
    again = read_text(write_markdown(page), source=page.source)
    assert [(one.kind, one.text) for one in again.statements] == [
        (one.kind, one.text) for one in page.statements
    ]
    assert (again.codes, again.duration, again.label) == (page.codes, page.duration, page.label)
