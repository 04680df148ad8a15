"""One invented page in the layouts that pages come in: each must be read as the same page."""

from pathlib import Path

import pytest

from procedura.model import Page, Statement
from procedura.pages import read_page, read_text

LAYOUTS = Path(__file__).parent / "layouts"
FILES = sorted(LAYOUTS.iterdir())


def said(page: Page) -> list[tuple[str, str, str, int, int]]:
    """Return the statements below the title, without their lines."""
    return [
        (one.kind, one.text, one.group, one.parent, one.position)
        for one in page.statements
        if one.kind != "preamble"
    ]


@pytest.fixture(scope="module")
def plain() -> Page:
    return read_page(LAYOUTS / "plain.txt")


def test_plain_layout(plain: Page) -> None:
    assert plain.label == "Tap of the knee joint"
    assert [one.text for one in plain.of_kind("common-term")] == [
        "knee aspiration", "arthrocentesis", "joint tap",
    ]  # fmt: skip
    assert list(plain.of_kind("step")) == [
        Statement("step", "The patient lies with the knee slightly bent.", 34, 1),
        Statement("step", "The needle is placed.", 35, 2),
        Statement("step", "Beside the kneecap in most knees.", 36, 3, parent=2),
        Statement("step", "Under the kneecap if it cannot be reached otherwise.", 37, 4, parent=2),
        Statement("step", "Fluid is drawn into a syringe.", 38, 5),
    ]
    assert (plain.duration.minimum, plain.duration.maximum) == ("PT10M", "PT15M")
    assert plain.empty == ("similar-code",)
    assert plain.none == ("contraindication",)
    assert plain.not_stated == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_layout_is_read_as_the_plain_one(file: Path, plain: Page) -> None:
    page = read_page(file)
    assert said(page) == said(plain)
    assert page.label == plain.label
    assert page.duration == plain.duration
    assert (page.empty, page.none) == (plain.empty, plain.none)
    assert list(page.of_kind("unplaced")) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_statement_stands_on_its_line(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").replace("&nbsp;", " ").split("\n")
    for statement in read_page(file).statements:
        if statement.kind != "common-term":
            first_word = statement.text.split()[0]
            assert first_word in lines[statement.line - 1]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "utf-16-le-bom"]
)
def test_encoding_and_line_ends_do_not_matter(encoding: str, plain: Page) -> None:
    text = (LAYOUTS / "plain.txt").read_text(encoding="utf-8")
    text = text.replace("\n", "\r\n").replace("A needle", "A\u00a0needle")
    mark, _, encoding = ("\ufeff", "", "utf-16-le") if "bom" in encoding else ("", "", encoding)
    page = read_text((mark + text).encode(encoding), source="plain.txt")
    assert said(page) == said(plain)


def test_old_mac_line_ends(plain: Page) -> None:
    text = (LAYOUTS / "plain.txt").read_text(encoding="utf-8").replace("\n", "\r")
    assert said(read_text(text, source="plain.txt")) == said(plain)


@pytest.mark.parametrize("source", ["plain", "plain.text", "-", "plain.html", "plain.HTM"])
def test_contents_tell_the_format_where_the_name_does_not(source: str, plain: Page) -> None:
    text = (LAYOUTS / "plain.txt").read_text(encoding="utf-8")
    assert said(read_text(text, source=source)) == said(plain)
    html = (LAYOUTS / "lists.html").read_text(encoding="utf-8")
    assert said(read_text(html, source=source)) == said(plain)


def test_tags_at_the_head_of_a_markdown_file() -> None:
    page = read_text('<p align="center">Logo</p>\n\n## Risks\n\n- Pain\n', source="a.md")
    assert page.statements[-1].text == "Pain"


def test_tags_around_headings_alone_make_no_html() -> None:
    page = read_text("<h3>Risks</h3>\n\n- Pain\n- Fever\n", source="a.txt")
    assert [one.text for one in page.statements] == ["Pain", "Fever"]
