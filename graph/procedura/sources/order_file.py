"""The order file of CMS: one code a line, in fixed columns.

| columns | what |
|---|---|
| 0-5 | order |
| 6-13 | code |
| 14 | 1 if the code may be assigned, 0 if it is a heading |
| 16-76 | short title |
| 77- | long title |
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from procedura.sources.files import SourceFile

_LINE = re.compile(r"(\d{5}) ([0-9A-Z]{3,7}) {1,5}([01]) (.{60}) (.*\S)\s*")


class OrderLine(NamedTuple):
    """One line of an order file; the code is as the file writes it, without a point."""

    code: str
    assignable: bool
    short: str
    long: str
    where: str


def is_order_file(file: SourceFile) -> bool:
    """Whether the first line of a file is laid out like one of an order file."""
    first = file.head.splitlines()[0].decode("utf-8", "replace")
    return bool(_LINE.fullmatch(first))


def read_order_file(file: SourceFile) -> Iterator[OrderLine]:
    """Yield the lines of an order file.

    Raises:
        SourceError: A line is laid out otherwise.
    """
    for number, text in file.lines():
        match = _LINE.fullmatch(text)
        if match is None:
            if text.strip():
                raise file.error("this line is not laid out like those of an order file", number)
            continue
        _, code, assignable, short, long = match.groups()
        yield OrderLine(code, assignable == "1", short.strip(), long, file.where(number))
