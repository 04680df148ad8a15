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

from procedura.sources.files import SourceFile
from procedura.terminology import Term

_LINE = re.compile(r"\d{5} ([0-9A-Z]{3,7}) {1,5}([01]) (.{60}) (.*\S)\s*")


def is_order_file(file: SourceFile) -> bool:
    """Whether the first line of a file is laid out like one of an order file."""
    first = file.head.splitlines()[0].decode("utf-8", "replace")
    return bool(_LINE.fullmatch(first))


def read_order_file(file: SourceFile) -> Iterator[Term]:
    """Yield the codes of an order file as it writes them, without a point.

    Raises:
        SourceError: A line is laid out otherwise.
    """
    for number, text in file.lines():
        if match := _LINE.fullmatch(text):
            code, assignable, short, long = match.groups()
            yield Term(
                code, long, file.where(number), synonyms=(short.strip(),),
                assignable=assignable == "1",
            )  # fmt: skip
        elif text.strip():
            raise file.error("this line is not laid out like those of an order file", number)
