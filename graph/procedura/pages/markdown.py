"""Markdown → blocks, as far as pages use it.

https://spec.commonmark.org/0.31.2/, but for what would lose words or lines of a page: HTML is
text, code is not set apart, and a line that reads as a heading of a section begins a new block.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from procedura.pages import headings
from procedura.pages.blocks import Block, is_rule, split_marker, tidy
from procedura.pages.inline import strip_markup

_TAGGED = re.compile(r"<h([1-6])(?:\s[^<>]{0,200})?>([^<>]{0,200})</h\1>", re.I)
_QUOTED = re.compile(r"(?:>\s*)+(?=[^\s\d])")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,200})(?<=\S)\1(:?)")


@dataclass(slots=True)
class _Open:
    """A paragraph or item whose next line may still belong to it."""

    number: int
    indent: int
    marker: str
    lines: list[str]


def read_markdown(text: str, first_line: int = 1) -> list[Block]:
    r"""Return the lines of a Markdown document, wrapped ones joined, markup undone.

    Args:
        text: The document without its front matter, its lines ended by ``\n``.
        first_line: The number of its first line in the document.

    >>> for block in read_markdown("## Risks\n\n- Bleeding, *rarely*\n  severe"):
    ...     print(block.line, block.level, block.marker, block.text)
    1 2  Risks
    3 0 - Bleeding, rarely severe
    """
    return list(_read(text, first_line))


def _read(text: str, first_line: int) -> Iterator[Block]:
    group: _Open | None = None
    for number, raw in enumerate(text.split("\n"), first_line):
        indent, body = _measure(raw)
        level = _underline(body) if group and not group.marker and len(group.lines) == 1 else 0
        if group and level:
            yield Block(group.number, _inline(group.lines[0]), level)
            group = None
            continue
        if heading := _heading(number, body):
            body = ""
        marker, rest = split_marker(body)
        if group and body and _continues(group, marker, body):
            group.lines.append(body)
            group = yield from _end_if_broken(group)
            continue
        if group:
            yield _block(group)
            group = None
        if heading:
            yield heading
        elif rest.strip() and not is_rule(body):
            group = _Open(number, indent, marker, [rest])
            group = yield from _end_if_broken(group)
    if group:
        yield _block(group)


def _measure(raw: str) -> tuple[int, str]:
    """Return indentation and text of a line, its quotation mark gone."""
    line = raw.expandtabs(4) if "\t" in raw[:200] else raw
    body = line.lstrip()
    indent = len(line) - len(body)
    if body.startswith(">"):
        body = _QUOTED.sub("", body, count=1)
    # Two spaces at the end break the line, as a backslash does: keep what says so.
    return indent, body.rstrip() + ("\\" if body.rstrip("\r").endswith("  ") else "")


def _end_if_broken(group: _Open) -> Iterator[Block]:
    ...
