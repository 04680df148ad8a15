"""Marks of a line: citations, seriousness, frequency; and codes with alternatives."""

import pytest

from procedura.model import Code, Frequency, Page
from procedura.pages import read_text, write_markdown

PAGE = """---
slug: joint-tap
specialty: [orthopedics, rheumatology]
codes: {narrower: ["ICD10PCS:0S9[CD]3ZX"]}
one-sided: {open-drainage: "It is for joints that a needle cannot empty."}
references:
  - {title: One, url: https://example.org/1}
  - {title: Two, url: https://example.org/2}
---

# Joint tap

## Duration

About 15 minutes. [1]

## Risks and Complications

- Serious: Septic arthritis, in fewer than 1 of 10,000. [1, 2]
- Bruise of the knee in 5 to 10 percent of patients.
- Pain, as reference [3] says. [3]
- Bleeding, in Serious: cases
"""


@pytest.fixture(scope="module")
def page() -> Page:
    return read_text(PAGE, source="joint-tap.md")


def test_marks_are_read_and_taken_off(page: Page) -> None:
    infection, bruise, pain, bleeding = page.of_kind("risk")
    assert infection.text == "Septic arthritis, in fewer than 1 of 10,000."
    assert infection.serious
    assert infection.references == (1, 2)
    assert infection.frequency == Frequency(None, 0.0001)
    assert bruise.frequency == Frequency(0.05, 0.1)
    assert pain.text.endswith("[3]"), "a number that is no reference of the page is text"
    assert not bleeding.serious
    [duration] = page.of_kind("duration")
    assert (duration.text, duration.references) == ("About 15 minutes.", (1,))
    assert page.header.specialties == ("orthopedics", "rheumatology")
    assert page.header.one_sided[0][0] == "open-drainage"


def test_marks_are_written_as_they_were_read(page: Page) -> None:
    written = write_markdown(page)
    assert "- Serious: Septic arthritis, in fewer than 1 of 10,000. [1, 2]\n" in written
    assert 'narrower: ["ICD10PCS:0S9[CD]3ZX"]' in written
    assert read_text(written, source="joint-tap.md").header.one_sided


def test_a_code_may_be_a_pattern(page: Page) -> None:
    assert page.codes == (Code("ICD10PCS", "0S9[CD]3ZX", "narrower"),)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Leak in 3 to 5 of 1,000", Frequency(0.003, 0.005)),
        ("Leak in 0.3-0.5% of patients", Frequency(0.003, 0.005)),
        ("Leak in up to 1 of 4", Frequency(None, 0.25)),
        ("Leak in 1 of 3 or more", Frequency(0.333333, None)),
        ("Leak in more than 2 percent", Frequency(0.02, None)),
        ("Leak in between 2 and 5 per cent", Frequency(0.02, 0.05)),
        ("Leak, 12 in 100 people, and pain in 1 of 2", Frequency(0.12, 0.12)),
        ("Leak for 2 to 3 days", None),
        ("Leak of 5 to 10 ml", None),
        ("Leak at 0 of 0 of them", None),
        ("Grade 3 of 2", None),
    ],
)
def test_frequencies(text: str, share: Frequency | None) -> None:
    [risk] = read_text(f"## Risks\n\n- {text}\n", source="a.md").of_kind("risk")
    assert risk.frequency == share
