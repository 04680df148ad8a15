"""A list of answers that shows itself as a table, and what has to be said with answers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape
from typing import Self, TypeVar

# What has to be said with all content, and with what no clinician has reviewed.
NOTICE = "Not medical advice."
NOT_ADVICE = f"Unreviewed content, not checked by a clinician. {NOTICE}"
# Where nothing is left of alternatives.
NO_ALTERNATIVE = "No alternative is stated or can be inferred that is all that was asked for."

T = TypeVar("T")


class Results(tuple[T, ...]):
    """Answers in order, with the columns that people see.

    Args:
        items: The answers.
        columns: Heading → what stands under it for one answer.
        note: What has to be said with the answers, in a sentence; mostly "".

    >>> results = Results(["stent"], {"Name": str.title, "Letters": lambda word: str(len(word))})
    >>> list(results), list(results.rows())
    (['stent'], [('Stent', '5')])
    """

    note: str
    _columns: dict[str, Callable[[T], str]]

    def __new__(
        cls, items: Iterable[T], columns: Mapping[str, Callable[[T], str]], note: str = ""
    ) -> Self:
        """Return answers with their columns."""
        made = super().__new__(cls, items)
        made.note, made._columns = note, dict(columns)
        return made

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(self._columns)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the answers as text, one tuple for each, in the order of the columns."""
        for item in self:
            yield tuple(column(item) for column in self._columns.values())

    def __repr__(self) -> str:
        """One line for each answer."""
        return "\n".join(" | ".join(row) for row in self.rows())

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self._columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self.rows()
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
