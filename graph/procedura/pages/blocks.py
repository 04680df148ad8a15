"""What every format is read into: lines of text with what they were marked as."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

# Not words: controls, halves of surrogate pairs, and what XML and RDF cannot carry.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Embeddings, overrides and isolates show a text in another order than it is stored in.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKER = re.compile(r"(?:([•◦▪‣·●○∙])\s*|([*+\u2013\u2014-]|\d{1,3}[.)]|[a-z][.)])(?:\s+|$))")
_RULE = re.compile(r"[\s]*(?:[-=_*~`][ \t]*){3,}|\s*\|?[\s:|-]*--[\s:|-]*")
_LONGEST_RULE = 1000


@dataclass(frozen=True, slots=True)
class Block:
    """One line, paragraph or list item of a document.

    Attributes:
        line: Where it begins in the document, from 1.
        text: Its words, free of markup, wrapped lines joined.
        level: 1 to 6 for a heading, else 0.
        marker: The bullet or number before it, or "".
        indent: The column in which it begins, or for HTML what stands for it.
        bold: Whether all of it was emphasised.
    """

    line: int
    text: str
    level: int = 0
    marker: str = ""
    indent: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text: its heading level, or its marker and words.

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


def join(
    lines: Iterable[Line],
    continues: Callable[[list[Line], Line], bool],
    underlines: Callable[[str], bool],
    block: Callable[[list[Line]], Block],
) -> Iterator[Block]:
    """Yield the blocks that the lines of a text make up; an underlined line is a heading.

    Args:
        lines: All lines.
        continues: Whether a line goes on with the block that others have begun.
        underlines: Whether a line underlines the one above it.
        block: Makes a block of lines.
    """
    group: list[Line] = []
    for line in lines:
        if group and continues(group, line):
            group.append(line)
        elif len(group) == 1 and not (group[0].marker or group[0].level) and underlines(line.body):
            yield Block(group[0].number, block(group).text, 1 if line.body[0] == "=" else 2)
            group = []
        else:
            if group:
                yield block(group)
            group = [line] if line.level or (line.text and not is_rule(line.body)) else []
    if group:
        yield block(group)


def split_indent(raw: str) -> tuple[int, str]:
    """Return how far a line is indented, and the rest of it."""
    expanded = raw.expandtabs(4) if "\t" in raw[:200] else raw
    body = expanded.lstrip()
    return len(expanded) - len(body), body


def tidy(text: str) -> str:
    r"""Return a text as one line that RDF can hold and a terminal can show.

    White space is collapsed. A control character, or another that RDF/XML cannot carry, becomes
    U+FFFD, so that its place is seen; characters that only reorder the display are removed, since
    they are no words and can make a text read as another.

    >>> tidy("a\u00a0 lumen\x07 of \u202e5 mm")
    'a lumen� of 5 mm'
    """
    if not text.isascii():
        text = _REORDERING.sub("", text)
    return " ".join(_UNWRITABLE.sub("\ufffd", text.replace("\n", " ")).split())


def split_marker(text: str) -> tuple[str, str]:
    """Return the bullet or number that a line begins with, or "", and the rest.

    >>> split_marker("2) Numb the skin.")
    ('2)', 'Numb the skin.')
    >>> split_marker("2 hours")
    ('', '2 hours')
    """
    match = _MARKER.match(text)
    return (match[1] or match[2], text[match.end() :]) if match else ("", text)


def is_rule(text: str) -> bool:
    """Tell whether a line is drawn, not written: ``-----``, ``|---|---|``.

    >>> is_rule("* * *"), is_rule("- none")
    (True, False)
    """
    return len(text) <= _LONGEST_RULE and bool(_RULE.fullmatch(text))
