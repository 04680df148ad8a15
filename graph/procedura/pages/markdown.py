"""Markdown → blocks, as far as pages use it.

https://spec.commonmark.org/0.31.2/, but for what would lose words or lines of a page: HTML is
text, code is not set apart, a hard break ends a block, and so does a line that reads as a heading.
"""

import re

from procedura.pages import headings
from procedura.pages.blocks import Block, Line, is_rule, join, split_indent, split_marker, tidy
from procedura.pages.inline import strip_markup

_TAGGED = re.compile(r"<h([1-6])(?:\s[^<>]{0,200})?>([^<>]{0,200})</h\1>", re.I)
_QUOTED = re.compile(r"(?:>\s{0,3}){1,9}(?=[^\s\d>])")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,200})(?<=\S)\1(:?)")
_UNDERLINE = re.compile(r"=+|-+")


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
    lines = (_line(number, raw) if raw else Line(number, "", 0, "", "") for number, raw in raws)
    return list(join(lines, _continues, _is_underline, _block))


def _line(number: int, raw: str) -> Line:
    indent, body = split_indent(raw)
    if quoted := _QUOTED.match(body):
        body = body[quoted.end() :]
    trimmed = body.rstrip()
    level, heading = _heading(trimmed)
    if level:
        return Line(number, trimmed, indent, "", heading, level, ends=True)
    if trimmed.startswith("|"):
        cells = (cell.strip() for cell in trimmed.strip("|").split("|"))
        return Line(number, trimmed, indent, "", " | ".join(cells), ends=True)
    marker, text = split_marker(trimmed)
    broken = (len(trimmed) - len(trimmed.rstrip("\\"))) % 2 == 1
    if broken:
        trimmed, text = trimmed[:-1], text[:-1]
    ends = broken or body.endswith("  ") or (not marker and _stands_alone(text))
    return Line(number, trimmed, indent, marker, text, ends=ends)


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


def _is_underline(body: str) -> bool:
    return bool(_UNDERLINE.fullmatch(body))


def _continues(group: list[Line], line: Line) -> bool:
    """Tell whether a line goes on with a paragraph or an item."""
    if group[-1].ends or line.level or not line.body or line.body.startswith("|"):
        return False
    if is_rule(line.body) or headings.begins(line.body):
        return False
    # A paragraph is not cut by a number that happens to begin its next line.
    return not line.marker or (
        line.marker[:-1].isdigit() and not group[0].marker and line.marker[:-1] != "1"
    )


def _block(group: list[Line]) -> Block:
    first, *others = group
    text = " ".join([first.text, *(line.body for line in others)])
    bold = _bold(text)
    if bold:
        text = bold[2] + bold[3]
    words = tidy(strip_markup(text))
    return Block(first.number, words, first.level, first.marker, first.indent, bool(bold))
