"""An independent parser of Markdown reads what we write as we do."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bundled_pages import FILES
from procedura.model import Page, Statement
from procedura.pages import read_page, write_markdown
from procedura.pages.blocks import tidy
from procedura.pages.inline import escape, strip_markup

PARSER = MarkdownIt("commonmark")


def words(node: SyntaxTreeNode) -> str:
    """Return the text of an inline node as a reader sees it."""
    if node.type in {"text", "code_inline", "html_inline"}:
        return node.content
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    return "".join(words(child) for child in node.children)


def lines(node: SyntaxTreeNode, depth: int = -1) -> list[tuple[str, int]]:
    """Return the texts of a document with the depth of the list that each stands in."""
    if node.type in {"paragraph", "heading"}:
        return [(tidy(words(node)), max(depth, 0))]
    depth += node.type in {"bullet_list", "ordered_list"}
    return [line for child in node.children for line in lines(child, depth)]


def by_oracle(markdown: str) -> list[tuple[str, int]]:
    """Return the lines of a page's body as the oracle reads it."""
    body = markdown.split("\n---\n", 1)[1] if markdown.startswith("---\n") else markdown
    return lines(SyntaxTreeNode(PARSER.parse(body)))


def by_us(page: Page) -> list[tuple[str, int]]:
    """Return the statements with the depth at which each stands."""
    depths: dict[tuple[str, int], int] = {}
    for one in page.statements:
        above = depths.get((one.kind, one.parent), -1) if one.parent else -1
        depths[one.kind, one.position] = above + 1
    return [(one.text, depths[one.kind, one.position]) for one in page.statements]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_bundled_pages(file: Path) -> None:
    page = read_page(file)
    # What Procedura reads as a mark of the line is text to the oracle.
    oracle = [
        (re.sub(r"^Serious: | \[\d+(, \d+)*\]$", "", text), depth)
        for text, depth in by_oracle(file.read_text(encoding="utf-8"))
    ]
    for line in by_us(page):
        if line[0] not in {one.text for one in page.of_kind("common-term")}:
            assert line in oracle


@given(st.text(min_size=1).map(tidy).filter(bool))
def test_an_escaped_line_says_what_it_says(text: str) -> None:
    escaped = escape(text)
    assert strip_markup(escaped) == text
    assert by_oracle(f"- x {escaped}") == [(tidy(f"x {text}"), 0)]


@given(st.text(alphabet="ab *_`\\[]()<>&;#-1.!|~=:+", min_size=1, max_size=20).map(tidy))
def test_an_escaped_line_of_marks_says_what_it_says(text: str) -> None:
    if text:
        assert by_oracle(f"- {escape(text)}") == [(text, 0)]
        assert by_oracle(f"1. {escape(text)}\n   - {escape(text)}") == [(text, 0), (text, 1)]


@given(
    st.lists(st.text(alphabet="ab #*-1.\\>", min_size=1, max_size=9).map(tidy).filter(bool)),
    st.data(),
)
def test_a_page_that_we_write(texts: list[str], data: st.DataObject) -> None:
    statements: list[Statement] = []
    open_items = [0]
    for position, text in enumerate(texts, 1):
        depth = data.draw(st.integers(0, min(len(open_items) - 1, 4)))
        del open_items[depth + 1 :]
        statements.append(Statement("step", text, 1, position, parent=open_items[-1]))
        open_items.append(position)
    page = Page("a.md", "", "a", statements=tuple(statements))
    assert by_oracle(write_markdown(page))[1:] == by_us(page)


@pytest.mark.parametrize(
    "markdown",
    [
        "*a* **b** _c_ __d__", "***a***", "a*b*c", "a_b_c", "2 * 3 * 4", "*a", "a*", "**a*",
        "[a](b)", "[a](b \"c\")", "![a](b)", "`a*b*`", r"\*a\*", "a\\b", "&amp; &lt; &#65; &x;",
        "<https://example.org>", "*a **b** c*", "a & b", "5 < 6", r"\\", "\"a\" 'b'",
    ],
)  # fmt: skip
def test_markup_is_read_as_the_oracle_reads_it(markdown: str) -> None:
    assert strip_markup(markdown) == by_oracle(markdown)[0][0]
