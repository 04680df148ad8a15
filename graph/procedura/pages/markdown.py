"""Markdown → blocks, as far as pages use it.

https://spec.commonmark.org/0.31.2/, but for what would lose words or lines of a page: HTML is
text, code is not set apart, a hard break ends a block, and so does a line that reads as a heading.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from procedura.pages import headings
from procedura.pages.blocks import Block, is_rule, split_marker, tidy
from procedura.pages.inline import strip_markup

_TAGGED = re.compile(r"<h([1-6])(?:\s[^<>]{0,200})?>([^<>]{0,200})</h\1>", re.I)
_QUOTED = re.compile(r"(?:>\s{0,3}){1,9}(?=[^\s\d>])")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,200})(?<=\S)\1(:?)")
_UNDERLINE = re.compile(r"=+|-+")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the document: its heading level, or its marker and text.

    Attributes:
        number: Its number in the document.
        body: All that it holds, without indentation.
        indent: Its indentation.
        marker: Its bullet or number, or "".
        text: What follows the marker.
        level: 1 to 6 for a heading, else 0.
        ends: Whether no line can follow in the same block.
    """

    number: int
    body: str
    indent: int
    marker: str
    text: str
    level: int = 0
    ends: bool = False


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
    raws = enumerate(text.split("\n"), first_line)
    return list(_read(_line(number, raw) if raw else _blank(number) for number, raw in raws))


def _blank(number: int) -> _Line:
    return _Line(number, "", 0, "", "")


def _line(number: int, raw: str) -> _Line:
    expanded = raw.expandtabs(4) if "\t" in raw[:200] else raw
    body = expanded.lstrip()
    indent = len(expanded) - len(body)
    if quoted := _QUOTED.match(body):
        body = body[quoted.end() :]
    trimmed = body.rstrip()
    level, heading = _heading(trimmed)
    if level:
        return _Line(number, trimmed, indent, "", heading, level, ends=True)
    if trimmed.startswith("|"):
        cells = (cell.strip() for cell in trimmed.strip("|").split("|"))
        return _Line(number, trimmed, indent, "", " | ".join(cells), ends=True)
    marker, text = split_marker(trimmed)
    broken = (len(trimmed) - len(trimmed.rstrip("\\"))) % 2 == 1
    if broken:
        trimmed, text = trimmed[:-1], text[:-1]
    ends = broken or body.endswith("  ") or (not marker and _stands_alone(text))
    return _Line(number, trimmed, indent, marker, text, ends=ends)


def _stands_alone(text: str) -> bool:
    """Tell whether a line is the whole of a heading or a label, whatever follows it."""
    return headings.kind_of(text) is not None or headings.is_label(text) or bool(_bold(text))


def _bold(text: str) -> re.Match[str] | None:
    return _BOLD.fullmatch(text) if text.startswith(("**", "__")) else None


def _heading(body: str) -> tuple[int, str]:
    """Return level and text of a heading, or level 0."""
    if body.startswith("#"):
        text = body.lstrip("#")
        level = len(body) - len(text)
        if level <= 6 and (not text or text[0].isspace() or headings.kind_of(text)):
            closed = text.rstrip("#")
            return level, (closed if closed.endswith((" ", "\t")) or not closed else text).strip()
    if body.startswith(("<h", "<H")) and (match := _TAGGED.fullmatch(body)):
        return int(match[1]), match[2]
    return 0, ""


def _read(lines: Iterator[_Line]) -> Iterator[Block]:
    group: list[_Line] = []
    for line in lines:
        if group and _continues(group, line):
            group.append(line)
            continue
        underlined = len(group) == 1 and not group[0].marker and not group[0].level
        if underlined and _UNDERLINE.fullmatch(line.body):
            level = 1 if line.body[0] == "=" else 2
            yield Block(group[0].number, _words(group[0].text), level)
            group = []
            continue
        if group:
            yield _block(group)
        group = [line] if line.level or (line.text and not is_rule(line.body)) else []
    if group:
        yield _block(group)


def _continues(group: list[_Line], line: _Line) -> bool:
    """Tell whether a line goes on with a paragraph or an item."""
    if group[-1].ends or line.level or not line.body or line.body.startswith("|"):
        return False
    if is_rule(line.body) or headings.begins(line.body):
        return False
    # A paragraph is not cut by a number that happens to begin its next line.
    return not line.marker or (
        line.marker[:-1].isdigit() and not group[0].marker and line.marker[:-1] != "1"
    )


def _block(group: list[_Line]) -> Block:
    first, *others = group
    text = " ".join([first.text, *(line.body for line in others)])
    bold = _bold(text)
    if bold:
        text = bold[2] + bold[3]
    words = _words(text)
    return Block(first.number, words, first.level, first.marker, first.indent, bool(bold))


def _words(text: str) -> str:
    return tidy(strip_markup(text))
