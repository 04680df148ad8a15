"""Plain text → blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from procedura.pages import headings
from procedura.pages.blocks import Block, is_rule, split_marker, tidy

_WIDEST_WRAP = 100
_NEARLY_FULL = 12  # a wrapped line ends within a long word of the margin
_WRAPPED_LINES = 3
_LONG = 40


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    raw: str
    indent: int
    marker: str
    text: str


def read_plain(text: str, first_line: int = 1) -> list[Block]:
    r"""Return the lines of a plain text, hard-wrapped ones joined.

    Args:
        text: The text, its lines ended by ``\n``.
        first_line: The number of its first line in the document.

    >>> [block.text for block in read_plain("Risks\n\n  • Injury to the\n    bladder\n  • Pain")]
    ['Risks', 'Injury to the bladder', 'Pain']
    """
    raws = text.split("\n")
    width = _margin(raws)
    return [_block(lines) for lines in _groups(_lines(raws, first_line), width)]


def _lines(raws: Sequence[str], first_line: int) -> Iterator[_Line]:
    for number, raw in enumerate(raws, first_line):
        body = raw.expandtabs(4).lstrip() if "\t" in raw[:_LONG] else raw.lstrip()
        indent = len(raw.expandtabs(4) if "\t" in raw[:_LONG] else raw) - len(body)
        marker, rest = split_marker(body)
        yield _Line(number, raw.rstrip(), indent, marker, rest)


def _margin(raws: Sequence[str]) -> int:
    """Return the column at which the document is wrapped, or 0 if it is not."""
    lengths = [len(raw.rstrip()) for raw in raws]
    longest = max(lengths)
    full = sum(length > longest - _NEARLY_FULL for length in lengths)
    return longest if _LONG < longest <= _WIDEST_WRAP and full >= _WRAPPED_LINES else 0


def _groups(lines: Iterator[_Line], width: int) -> Iterator[list[_Line]]:
    """Yield the lines that make up one block each; an underlined heading ends in its rule."""
    group: list[_Line] = []
    for line in lines:
        underlines = bool(group) and not group[0].marker and len(group) == 1
        if is_rule(line.raw):
            if underlines and line.raw.strip()[0] in "=-":
                group.append(line)
        elif group and line.text and _continues(group[-1], line, group[0], width):
            group.append(line)
            continue
        if group:
            yield group
        group = [] if is_rule(line.raw) or not line.text.strip() else [line]
    if group:
        yield group


def _continues(last: _Line, line: _Line, first: _Line, width: int) -> bool:
    """Tell whether a line goes on where the last one was cut.

    It does if it hangs under its item, if its first word would not have fitted on the last line
    of a wrapped document, or if the last line is long and ends within a sentence.
    """
    if line.marker or headings.begins(line.text):
        return False
    if first.marker and line.indent > first.indent:
        return True
    first_word = line.text.partition(" ")[0]
    if width and len(last.raw) + 1 + len(first_word) > width:
        return True
    within = line.text[0].islower() and not re.search(r"[.!?:;]$", last.raw)
    return within and len(last.raw) >= _LONG


def _block(lines: list[_Line]) -> Block:
    first, *others = lines
    if others and is_rule(others[-1].raw):
        level = 1 if others[-1].raw.strip()[0] == "=" else 2
        return Block(first.number, tidy(first.text), level)
    text = tidy(" ".join([first.text, *(line.raw for line in others)]))
    return Block(first.number, text, 0, first.marker, first.indent)
