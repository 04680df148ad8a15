"""Procedures side by side, and what differs between two."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

from procedura.analysis.stated.facts import ASPECTS, Facts
from procedura.results import Results

NOT_STATED = "not stated"
ROWS = (*ASPECTS, "duration", "stay", "recovery")
# Aspect, and what is stated on it of each procedure; None where nothing is.
Row = tuple[str, tuple[tuple[str, ...] | None, ...]]
# Where long lists mostly overlap, only what one has and the other has not is a difference.
_LISTS = frozenset({"indications", "risks", "contraindications", "personnel"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect in which two procedures differ.

    Attributes:
        aspect: ``approach``, ``duration``, ``risks`` …
        here: What is stated of the procedure asked about; None where nothing is. Of lists
            (risks, indications …) only what the other does not have.
        there: The same of the other.
    """

    aspect: str
    here: tuple[str, ...] | None
    there: tuple[str, ...] | None

    def sides(self, joined: Callable[[Iterable[str]], str] = ", ".join) -> str:
        """Return both sides in words, the other's first: "percutaneous instead of open"."""
        there, here = (
            NOT_STATED if side is None else joined(side) or "none beyond the shared"
            for side in (self.there, self.here)
        )
        return f"{there} instead of {here}"

    def __str__(self) -> str:
        """The aspect and both sides: "approach: percutaneous instead of open"."""
        return f"{self.aspect}: {self.sides()}"


def differences(here: Facts, there: Facts) -> tuple[Difference, ...]:
    """Return every aspect in which two procedures differ, in the order of `ROWS`."""
    return tuple(difference for aspect in ROWS if (difference := _difference(aspect, here, there)))


def _difference(aspect: str, here: Facts, there: Facts) -> Difference | None:
    mine, theirs = here.stated(aspect), there.stated(aspect)
    if mine == theirs:
        return None
    if aspect in _LISTS and mine and theirs:
        only_mine = tuple(word for word in mine if word not in theirs)
        only_theirs = tuple(word for word in theirs if word not in mine)
        return Difference(aspect, only_mine, only_theirs)
    return Difference(aspect, mine, theirs)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Any number of procedures side by side."""

    procedures: tuple[Facts, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Aspects, each with what is stated of each procedure; None where nothing is."""
        return tuple(
            (aspect, tuple(facts.stated(aspect) for facts in self.procedures)) for aspect in ROWS
        )

    def in_words(self) -> Iterator[tuple[str, ...]]:
        """Yield the rows as text, lines below each other; what is missing reads "not stated"."""
        for aspect, values in self.rows:
            between = "\n" if aspect == "recovery" else "; "
            yield aspect, *(between.join(value) if value else NOT_STATED for value in values)

    def _repr_html_(self) -> str:
        columns = {"": itemgetter(0)} | {
            facts.label: itemgetter(place) for place, facts in enumerate(self.procedures, start=1)
        }
        return Results([*self.in_words()], columns)._repr_html_()
