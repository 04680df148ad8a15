"""A list of answers that shows itself as a table, and what has to be said with answers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Generic, TypeVar, overload

# What has to be said with all content, and with what no clinician has reviewed.
NOTICE = "Not medical advice."
NOT_ADVICE = f"Unreviewed content, not checked by a clinician. {NOTICE}"

T = TypeVar("T")


class Results(Sequence[T], Generic[T]):
    """Answers in order, with the columns that people see.

    Args:
        items: The answers.
        columns: Heading → what stands under it for one answer.
        note: What has to be said with the answers, in a sentence; mostly "".

    >>> results = Results(["stent"], {"Name": str.title, "Letters": lambda word: str(len(word))})
    >>> list(results), list(results.rows())
    (['stent'], [('Stent', '5')])
    """

    def __init__(
        self, items: Sequence[T], columns: Mapping[str, Callable[[T], str]], note: str = ""
    ) -> None:
        self.note = note
        self._items = tuple(items)
        self._columns = dict(columns)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        """Return one answer, or several."""
        return self._items[index]

    def __len__(self) -> int:
        """Return how many answers there are."""
        return len(self._items)

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(self._columns)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield the answers as text, one tuple for each, in the order of the columns."""
        for item in self._items:
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
