"""The page that sets procedures side by side."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from procedura import namespaces as ns
from procedura.analysis.stated.comparison import Row
from procedura.errors import IdentifierError
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.rendering import page

# More columns nobody can read; fewer than two is no comparison.
MOST = 8


@dataclass(frozen=True, slots=True)
class Compared:
    """One aspect of procedures side by side.

    Attributes:
        aspect: ``approach``, ``duration`` …
        values: What is stated of each procedure; None where nothing is.
        same: Whether just the same is stated of all.
        shared: What is stated of more than one.
    """

    aspect: str
    values: tuple[tuple[str, ...] | None, ...]
    same: bool
    shared: frozenset[str]


def compare_page(
    graph: ProcedureGraph, identifiers: Annotated[Sequence[str], Query(alias="id")] = ()
) -> Answer:
    """Return the page that sets procedures side by side.

    Args:
        graph: The graph.
        identifiers: Codes, slugs, IRIs or names; what means nothing is told, and left out.
    """
    found: dict[str, None] = {}
    problems: list[IdentifierError] = []
    for one in filter(None, map(str.strip, identifiers)):
        try:
            found[graph.resolve(one)] = None
        except IdentifierError as error:
            problems.append(error)
    iris = [*found]
    comparison = graph.compare(*iris[:MOST])
    return page(
        "compare.html",
        title=" / ".join(one.label for one in comparison.procedures) or "Compare procedures",
        sides=comparison.procedures,
        slugs=[*map(ns.local_name, iris[:MOST])],
        rows=[*map(_compared, comparison.rows)],
        problems=problems,
        most=MOST,
        too_many=len(iris) > MOST,
        review=max((one.review for one in comparison.procedures), default=""),
    )


def _compared(row: Row) -> Compared:
    aspect, values = row
    stated = [frozenset(value or ()) for value in values]
    often = Counter(word for one in stated for word in one)
    return Compared(
        aspect=aspect,
        values=values,
        same=len(set(stated)) == 1,
        shared=frozenset(word for word, times in often.items() if times > 1),
    )
