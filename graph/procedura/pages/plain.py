"""Plain text → blocks."""

import re
from collections.abc import Sequence
from functools import partial

from procedura.pages import headings
from procedura.pages.blocks import Block, Line, is_rule, join, split_indent, split_marker, tidy

_WIDEST_WRAP = 100
_NEARLY_FULL = 12  # a wrapped line ends within a long word of the margin
_WRAPPED_LINES = 3
_LONG = 40


def read_plain(text: str, first_line: int = 1) -> list[Block]:
    r"""Return the lines of a plain text, hard-wrapped ones joined.

    Args:
        text: The text, its lines ended by ``\n``.
        first_line: The number of its first line in the document.

    >>> [block.text for block in read_plain("Risks\n\n  • Injury to the\n    bladder\n  • Pain")]
    ['Risks', 'Injury to the bladder', 'Pain']
    """
    lines = [_line(number, raw) for number, raw in enumerate(text.split("\n"), first_line)]
    return list(join(lines, partial(_continues, _margin(lines)), _is_underline, _block))


def _line(number: int, raw: str) -> Line:
    indent, body = split_indent(raw.rstrip())
    return Line(number, body, indent, *split_marker(body))


def _length(line: Line) -> int:
    return line.indent + len(line.body)


def _margin(lines: Sequence[Line]) -> int:
    """Return the column at which the document is wrapped, or 0 if it is not."""
    lengths = [*map(_length, lines)]
    longest = max(lengths)
    full = sum(length > longest - _NEARLY_FULL for length in lengths)
    return longest if _LONG < longest <= _WIDEST_WRAP and full >= _WRAPPED_LINES else 0


def _is_underline(body: str) -> bool:
    return is_rule(body) and body[0] in "=-"


def _continues(margin: int, group: Sequence[Line], line: Line) -> bool:
    """Tell whether a line goes on where the last one was cut.

    It does if it hangs under its item, if its first word would not have fitted on the last line
    of a wrapped document, or if the last line is long and ends within a sentence.
    """
    if line.marker or not line.text or is_rule(line.body) or headings.begins(line.text):
        return False
    first, last = group[0], group[-1]
    if first.marker and line.indent > first.indent:
        return True
    if margin and _length(last) + 1 + len(line.text.partition(" ")[0]) > margin:
        return True
    within = line.text[0].islower() and not re.search(r"[.!?:;]$", last.body)
    return within and _length(last) >= _LONG


def _block(lines: list[Line]) -> Block:
    first, *others = lines
    text = tidy(" ".join([first.text, *(line.body for line in others)]))
    return Block(first.number, text, 0, first.marker, first.indent)
