"""What an evaluation finds, as figures with their uncertainty, in sheets."""

import random
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

SEED = 20261128
_SAMPLES = 1000
# Of fewer values a bootstrap says nothing.
_FEWEST = 10


@dataclass(frozen=True, slots=True)
class Share:
    """How many of several are right."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """Right ones as a share of all, 0 to 1; 0 where there are none at all."""
        return self.right / self.of if self.of else 0.0

    def __str__(self) -> str:
        """As people read it.

        >>> print(Share(3, 4))
        75 % (3 of 4)
        """
        return f"{self.value:.0%} ({self.right} of {self.of})".replace("%", " %")

    def to_dict(self) -> dict[str, float]:
        """Return what goes into JSON."""
        return {"value": round(self.value, 4), "right": self.right, "of": self.of}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean, and between which bounds it would lie in 95 of 100 such tables, if that is known."""

    value: float
    bounds: tuple[float, float] | None = None

    def __str__(self) -> str:
        """As people read it.

        >>> print(Estimate(0.5, (0.4, 0.6)))
        0.500 (0.400 to 0.600)
        """
        bounds = " ({:.3f} to {:.3f})".format(*self.bounds) if self.bounds else ""
        return f"{self.value:.3f}{bounds}"

    def to_dict(self) -> dict[str, float]:
        """Return what goes into JSON."""
        numbers = zip(("value", "low", "high"), (self.value, *(self.bounds or ())), strict=False)
        return {name: round(number, 4) for name, number in numbers}


Figure = Share | Estimate | float | int


@dataclass(frozen=True)
class Sheet:
    """Figures that belong side by side.

    Attributes:
        table: Name of the file that they come from.
        title: What is measured.
        subject: What stands in the first column: ``Way``.
        rows: First cell of a row → heading of a column → its figure.
        notes: What has to be said with it, in sentences.
        missed: What is not right, in words.
    """

    table: str
    title: str
    subject: str
    rows: Mapping[str, Mapping[str, Figure]]
    notes: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All headings, the subject's first."""
        headings = dict.fromkeys(name for row in self.rows.values() for name in row)
        return (self.subject, *headings)

    def cells(self) -> list[tuple[str, ...]]:
        """Return the rows as text, in the order of the columns."""
        return [
            (name, *(_text(row.get(column, "")) for column in self.columns[1:]))
            for name, row in self.rows.items()
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return what goes into JSON."""
        return {
            "table": self.table,
            "title": self.title,
            "rows": [
                {self.subject: name} | {column: _value(figure) for column, figure in row.items()}
                for name, row in self.rows.items()
            ],
            "notes": list(self.notes),
            "missed": list(self.missed),
        }


def _text(figure: Figure | str) -> str:
    return f"{figure:.3f}" if isinstance(figure, float) else str(figure)


def _value(figure: Figure) -> dict[str, float] | float:
    return figure.to_dict() if isinstance(figure, Share | Estimate) else round(figure, 4)


def estimate(values: Sequence[float]) -> Estimate:
    """Return the mean of values with its 95 % interval: a percentile bootstrap.

    Efron, "Bootstrap methods: another look at the jackknife", 1979. The draws are the same in every
    run; two ways that are judged by the same pairs are judged by the same draws of them.

    Args:
        values: One number for each thing that was drawn independently; of fewer than ten only
            the mean is returned.

    >>> print(estimate([0.0, 1.0]))
    0.500
    >>> print(estimate([0.0, 1.0] * 8))
    0.500 (0.250 to 0.750)
    """
    mean = statistics.fmean(values) if values else 0.0
    if len(values) < _FEWEST:
        return Estimate(mean)
    draw = random.Random(SEED)  # noqa: S311  (nothing secret)
    means = [statistics.fmean(draw.choices(values, k=len(values))) for _ in range(_SAMPLES)]
    cuts = statistics.quantiles(means, n=40, method="inclusive")  # steps of 2.5 %
    return Estimate(mean, (cuts[0], cuts[-1]))
