"""Which line becomes which statement."""

import pytest

from procedura.model import Page
from procedura.pages import read_text


def read(text: str, source: str = "a.txt") -> Page:
    return read_text(text, source=source)


def rows(page: Page, kind: str) -> list[tuple[str, str, int]]:
    return [(one.text, one.group, one.parent) for one in page.of_kind(kind)]


def texts(page: Page, kind: str) -> list[str]:
    return [one.text for one in page.of_kind(kind)]


# Headings


@pytest.mark.parametrize(
    "heading",
    [
        "Risks", "Risks:", "RISKS", "risks & complications", "Risks and Complications",
        "Complications", "**Risks**", "**Risks:**", "**Risks**:", "__Risks__", "# Risks",
        "## Risks", "#### Risks ####", "####Risks", "### 3. Risks", "<h3>Risks</h3>",
        '<h2 class="x">Risks</h2>', "Risks\n-----", "Risks\n=====", "The Risks", "## **Risks**",
    ],
)  # fmt: skip
def test_a_heading_however_it_is_written(heading: str) -> None:
    page = read(f"{heading}\n\n- Pain\n")
    assert texts(page, "risk") == ["Pain"]


def test_a_heading_on_one_line_with_its_text() -> None:
    page = read("Duration: about an hour\nSetting: an office\nRisks: none known\n")
    assert texts(page, "duration") == ["about an hour"]
    assert texts(page, "setting") == ["an office"]
    assert page.none == ("risk",)


def test_bold_label_with_text_is_a_heading_in_a_page_without_levels() -> None:
    page = read("**Duration:** an hour\n\n**Setting:** an office\n", "a.md")
    assert texts(page, "setting") == ["an office"]


def test_an_item_is_no_heading() -> None:
    page = read("Risks\n- Recovery: slow\n- Anesthesia: general\n- Benefits\n")
    assert texts(page, "risk") == ["Recovery: slow", "Anesthesia: general", "Benefits"]


def test_a_label_is_no_heading_where_the_section_has_one() -> None:
    steps = "Procedure Description\nPreparation:\n- Lie down.\n"
    page = read(f"{steps}\nPreparation\n- Fast.\n\nRisks\n- Pain\n")
    assert rows(page, "step") == [("Lie down.", "Preparation", 0)]
    assert texts(page, "preparation") == ["Fast."]


def test_a_label_is_no_heading_in_a_page_of_marked_headings() -> None:
    page = read("## Summary\n\nS.\n\n## Risks\n\nR.\n\n## Benefits\n\nRecovery: quick.\n", "a.md")
    assert texts(page, "benefit") == ["Recovery: quick."]


def test_a_heading_that_comes_again_goes_on_with_its_section() -> None:
    page = read("Risks\n- Pain\n\nBenefits\n- Relief\n\nRisks\n- Fever\n")
    assert [(one.text, one.position) for one in page.of_kind("risk")] == [("Pain", 1), ("Fever", 2)]


def test_another_word_for_the_section_is_a_group_in_it() -> None:
    risks = "Risks and Complications\nRisks:\n- Pain\nComplications:\n- Fever\n"
    page = read(f"Summary\nA tap.\n\nSetting\nHome\n\n{risks}")
    assert rows(page, "risk") == [("Pain", "Risks", 0), ("Fever", "Complications", 0)]


def test_the_word_of_a_section_in_the_title_is_no_heading() -> None:
    page = read("# Recovery\n\n## Summary\n\nS.\n\n## Recovery\n\nR.\n", "a.md")
    assert texts(page, "preamble") == ["Recovery"]
    assert texts(page, "recovery") == ["R."]


# Regions that are no section


@pytest.mark.parametrize(
    "text",
    [
        "## Risks\n- Pain\n## Billing notes\nAsk first.\n- Twice.\n## Benefits\n- Relief\n",
        "<h2>Risks</h2><p>Pain<h2>Billing notes</h2><p>Ask first.<ul><li>Twice.</ul>"
        "<h2>Benefits</h2>Relief",
        "**Risks**\nPain\n\n**Benefits**\nRelief\n\n**Setting**\nHome\n\n**Billing notes**\n"
        "Ask first.\n- Twice.\n",
        "RISKS\nPain\n\nBENEFITS\nRelief\n\nSETTING\nHome\n\nBILLING NOTES\nAsk first.\n- Twice.\n",
    ],
)
def test_an_unknown_heading_opens_a_region_that_is_kept(text: str) -> None:
    page = read(text)
    group = next(page.of_kind("unplaced")).group
    assert group.casefold() == "billing notes"
    assert rows(page, "unplaced") == [("Ask first.", group, 0), ("Twice.", group, 0)]
    assert texts(page, "benefit") == ["Relief"]


def test_unplaced_lines_know_their_line() -> None:
    page = read("## Risks\n\n- Pain\n\n## Billing notes\n\nAsk first.\n", "a.md")
    assert [one.line for one in page.of_kind("unplaced")] == [7]


def test_an_unknown_heading_with_nothing_under_it_is_kept() -> None:
    page = read("## Risks\n\n- Pain\n\n## Billing notes\n", "a.md")
    assert rows(page, "unplaced") == [("Billing notes", "", 0)]


def test_what_stands_in_a_footer_is_no_part_of_the_last_section() -> None:
    page = read("<h3>Risks</h3><p>Pain</p><footer><a>Imprint</a></footer>", "a.html")
    assert (texts(page, "risk"), texts(page, "unplaced")) == (["Pain"], ["Imprint"])


def test_lines_above_the_sections_are_the_preamble() -> None:
    page = read("<nav><a>Home</a></nav><h1>Tap</h1>Menu<h3>Risks</h3>Pain", "a.html")
    assert texts(page, "preamble") == ["Home", "Tap", "Menu"]
    assert texts(page, "unplaced") == []


# Groups


@pytest.mark.parametrize(
    "text",
    [
        "Indications\n\nSymptoms:\n\n  • Pain\n\nPatient criteria:\n\n  • Adults\n",
        "Indications\nSymptoms:\n- Pain\nPatient criteria:\n- Adults\n",
        "## Indications\n### Symptoms\n- Pain\n### Patient criteria\n- Adults\n",
        "## Indications\n\n**Symptoms**\n\n- Pain\n\n**Patient criteria:**\n\n- Adults\n",
        "<h3>Indications</h3><p>Symptoms:</p><ul><li>Pain</ul><h4>Patient criteria</h4>Adults",
        "Indications\n\n- Symptoms:\n  - Pain\n- Patient criteria:\n  - Adults\n",
        "Indications\n- Symptoms:\n- Pain\n- Patient criteria:\n- Adults\n",
        "<h3>Indications</h3><ul><li>Symptoms:<ul><li>Pain</ul><li>Patient criteria:<ul><li>Adults"
        "</ul></ul>",
    ],
)
def test_a_label_is_the_group_of_what_follows(text: str) -> None:
    page = read(text)
    assert rows(page, "indication") == [("Pain", "Symptoms", 0), ("Adults", "Patient criteria", 0)]


def test_a_group_ends_where_its_items_do() -> None:
    page = read("Risks\n- Early:\n  - Pain\n    - at night\n- Death\n")
    assert rows(page, "risk") == [("Pain", "Early", 0), ("at night", "Early", 1), ("Death", "", 0)]


def test_a_label_over_a_label_is_a_line_too() -> None:
    page = read("Risks\n- Early:\n  - Local:\n    - Pain\n  - Fever\n- Death\n")
    assert rows(page, "risk") == [
        ("Early:", "", 0), ("Pain", "Local", 0), ("Fever", "Early", 0), ("Death", "", 0),
    ]  # fmt: skip


def test_a_label_over_a_paragraph() -> None:
    page = read("Purpose\n\nProblem:\nA swollen knee.\n\nGoals:\n\n- Less pain\n")
    assert rows(page, "purpose") == [
        ("A swollen knee.", "Problem", 0), ("Less pain", "Goals", 0),
    ]  # fmt: skip


def test_a_paragraph_ends_a_list_under_a_label() -> None:
    page = read("Indications\nSymptoms:\n- Pain\n- Fever\nAdults only, as a rule.\n")
    assert [row[1] for row in rows(page, "indication")] == ["Symptoms", "Symptoms", ""]


def test_a_label_with_nothing_under_it_is_a_statement() -> None:
    page = read("Risks\n\nPain\n\nLate ones:\n\nBenefits\n\nRelief\n")
    assert texts(page, "risk") == ["Pain", "Late ones:"]


def test_a_sentence_that_leads_to_a_list_is_a_statement() -> None:
    lead = "The bowel must be empty before the tube is passed, which usually means:"
    page = read(f"Preparation\n\n{lead}\n- A clear diet\n")
    assert rows(page, "preparation") == [(lead, "", 0), ("A clear diet", "", 0)]


def test_an_empty_heading_ends_a_group() -> None:
    page = read("## Risks\n### Early\n- Pain\n###\n- Death\n", "a.md")
    assert rows(page, "risk") == [("Pain", "Early", 0), ("Death", "", 0)]


# Items


@pytest.mark.parametrize(
    "bullet", ["•", "-", "*", "\u2013", "\u2014", "·", "▪", "+", "1.", "1)", "12."]
)
def test_bullets_and_numbers_are_no_words(bullet: str) -> None:
    page = read(f"Risks\n{bullet} Pain\n{bullet} Fever\n")
    assert texts(page, "risk") == ["Pain", "Fever"]


@pytest.mark.parametrize("text", ["2 to 3 hours", "1.5 hours", "3-5 days", "2) or 3", "e. coli"])
def test_figures_are_no_bullets(text: str) -> None:
    page = read(f"Risks\nAfter\n{text}\n")
    assert page.statements[-1].text == (text if text != "2) or 3" else "or 3")


@pytest.mark.parametrize(
    "steps",
    [
        "1. Cut\n   a. Skin\n   b. Fat\n2. Sew\n",
        "1. Cut\na. Skin\nb. Fat\n2. Sew\n",
        "1) Cut\na) Skin\nb) Fat\n2) Sew\n",
        "- Cut\n  - Skin\n  - Fat\n- Sew\n",
        "1. Cut\n\n   • Skin\n\n   • Fat\n\n2. Sew\n",
        "Cut\n",
    ],
)
def test_parts_of_a_step(steps: str) -> None:
    page = read(f"Procedure Steps\n\n{steps}")
    whole = [("Cut", "", 0), ("Skin", "", 1), ("Fat", "", 1), ("Sew", "", 0)]
    assert rows(page, "step") == whole[: 4 if "Sew" in steps else 1]


def test_a_step_with_a_label_has_parts_not_a_group() -> None:
    page = read("Steps\n1. Depending on the side:\n   - Left\n   - Right\n2. Sew\n")
    assert rows(page, "step") == [
        ("Depending on the side:", "", 0), ("Left", "", 1), ("Right", "", 1), ("Sew", "", 0),
    ]  # fmt: skip


def test_parts_in_any_section() -> None:
    page = read("Risks\n- Bleeding\n  - late\n    - very late\n- Pain\n")
    assert [row[2] for row in rows(page, "risk")] == [0, 1, 2, 0]


def test_a_paragraph_in_an_item_is_a_part_of_it() -> None:
    html = read("<h3>Risks</h3><ul><li><p>Pain</p><p>At night.</p></li><li>Fever</ul>", "a.html")
    markdown = read("## Risks\n\n- Pain\n\n  At night.\n\n- Fever\n", "a.md")
    expected = [("Pain", "", 0), ("At night.", "", 1), ("Fever", "", 0)]
    assert rows(html, "risk") == rows(markdown, "risk") == expected


def test_duplicate_lines_are_kept() -> None:
    assert texts(read("Risks\n- Pain\n- Pain\n"), "risk") == ["Pain", "Pain"]


def test_a_table_row_is_one_line() -> None:
    html = "<h3>Similar Codes</h3><table><tr><th>CPT</th><td>20611</td></tr></table>"
    markdown = "## Similar Codes\n\n| CPT | 20611 |\n|---|---|\n"
    assert texts(read(html), "similar-code") == ["CPT | 20611"]
    assert texts(read(markdown), "similar-code") == ["CPT | 20611"]


# Wrapped lines


def test_lines_that_are_not_wrapped_stay_apart() -> None:
    page = read("Risks\nPain in the knee\nFever\nA very long line that says much more than these\n")
    assert len(texts(page, "risk")) == 3


def test_a_sentence_broken_by_hand() -> None:
    text = "The fluid that is drawn shows the cause of it\nand brings relief.\nIt is sent away.\n"
    assert texts(read(f"Purpose\n\n{text}"), "purpose") == [
        "The fluid that is drawn shows the cause of it and brings relief.", "It is sent away.",
    ]  # fmt: skip


def test_markdown_joins_the_lines_of_a_paragraph() -> None:
    page = read("## Purpose\n\nOne.\nTwo.\n\nThree,\\\nFour  \nFive\n", "a.md")
    assert texts(page, "purpose") == ["One. Two.", "Three,", "Four", "Five"]


def test_a_heading_never_belongs_to_the_line_above() -> None:
    long_line = "word " * 19
    page = read(f"Summary\n{long_line}\n{long_line}\n{long_line}\nComplications\nPain\n")
    assert texts(page, "risk") == ["Pain"]


# Markup


def test_markdown_markup_is_no_words() -> None:
    page = read(
        "## Risks\n\n- **Bleeding**, *rarely* [severe](x.html) `>5%`, a\\*b, 3 * 4 * 5, a_b_c\n",
        "a.md",
    )
    assert texts(page, "risk") == ["Bleeding, rarely severe >5%, a*b, 3 * 4 * 5, a_b_c"]


def test_tags_in_markdown_and_plain_text_are_words() -> None:
    for source in ("a.md", "a.txt"):
        page = read("## Risks\n\n- <script>alert(1)</script> & <b>pain</b>\n", source)
        assert texts(page, "risk") == ["<script>alert(1)</script> & <b>pain</b>"]


def test_html_scripts_and_comments_are_not_shown() -> None:
    page = read(
        "<h3>Risks</h3><script>x()</script><style>p{}</style><!-- no --><p>Pain &lt;b&gt; &amp; "
        "<i>fe</i>ver<template>t</template></p>",
        "a.html",
    )
    assert texts(page, "risk") == ["Pain <b> & fever"]


# Nothing, and none


@pytest.mark.parametrize(
    "none", ["None", "none.", "N/A", "Not applicable", "None known.", "- None"]
)
def test_none_is_said(none: str) -> None:
    page = read(f"Risks\n{none}\nBenefits\nRelief\n")
    assert (page.none, page.empty) == (("risk",), ())
    assert texts(page, "risk") == []


def test_none_beside_another_line_is_a_statement() -> None:
    page = read("Risks\n- None\n- Pain\n")
    assert (page.none, texts(page, "risk")) == ((), ["None", "Pain"])


def test_empty_and_missing_differ() -> None:
    page = read("Risks\n\nBenefits\n- Relief\n")
    assert page.empty == ("risk",)
    assert "risk" not in page.not_stated
    assert "recovery" in page.not_stated
