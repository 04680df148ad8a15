"""Marks on a line: what it cites, and whether it names a serious risk."""

import re
from dataclasses import replace

from procedura.model import Statement
from procedura.pages.frequencies import read_frequency

_UNMARKED = {"preamble", "name", "common-term", "unplaced"}
_CITATION = re.compile(r"(?<=\S)\s\[(\d{1,3}(?:,\s?\d{1,3})*)\]$")
_SERIOUS = re.compile(r"^Serious:\s(?=\S)")


def read_marks(statement: Statement, references: int) -> Statement:
    """Return a statement with its marks read and taken off its text.

    Args:
        statement: As it stands in the page.
        references: How many references the page has. Brackets that number anything else stay.

    >>> leak = read_marks(Statement("risk", "Serious: Bile leak, in 1 of 100. [2]", 1, 1), 2)
    >>> leak.text, leak.serious, leak.frequency, leak.references
    ('Bile leak, in 1 of 100.', True, Frequency(minimum=0.01, maximum=0.01), (2,))
    """
    if statement.kind in _UNMARKED:
        return statement
    text, cited = statement.text, tuple[int, ...]()
    if match := _CITATION.search(text):
        numbers = tuple(map(int, match[1].split(",")))
        if all(0 < number <= references for number in numbers):
            text, cited = text[: match.start()], numbers
    marked = replace(statement, text=text, references=cited)
    if statement.kind != "risk":
        return marked
    said = _SERIOUS.sub("", text, count=1)
    return replace(marked, text=said, serious=said != text, frequency=read_frequency(said))


def with_marks(statement: Statement) -> str:
    """Return a statement's text with its marks, as `read_marks` reads them.

    >>> with_marks(Statement("risk", "Bile leak.", 1, 1, serious=True, references=(1, 2)))
    'Serious: Bile leak. [1, 2]'
    """
    cited = f" [{', '.join(map(str, statement.references))}]" if statement.references else ""
    return f"{'Serious: ' * statement.serious}{statement.text}{cited}"
