"""Ways of answering what could be done instead: ours, and those that it is compared with."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from procedura import namespaces as ns
from procedura.errors import ExtraError
from procedura.library import ProcedureGraph

# Procedure, the conditions that it is asked for → what could be done instead, the best first.
Ranking = Callable[[str, tuple[str, ...]], Sequence[str]]
FIRST = 10
INSTALL = (
    "What needs scikit-learn is left out (TF-IDF, mutual information): "
    f"{ExtraError('scikit-learn', 'evaluation')}."
)

_LINES = """
SELECT ?procedure ?text ?kind WHERE {
  ?statement proc:text ?text ; a ?kind ; prov:wasDerivedFrom/proc:describes ?procedure .
}"""
_PROCEDURES = """
SELECT DISTINCT ?procedure ?label WHERE {
  ?procedure a proc:Procedure ; skos:prefLabel ?label
} ORDER BY ?label ?procedure"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One direction of a compared pair.

    Attributes:
        procedure: IRI of the procedure asked about.
        other: IRI of the one that should be among the answers.
        conditions: IRIs of what they were compared for, none if unknown.
    """

    procedure: str
    other: str
    conditions: tuple[str, ...] = ()


class Way(Protocol):
    """A way of answering, as far as it can be judged."""

    def within(self, asked: Asked, first: int) -> float:
        """Return how probably the other is among the first so many answers."""

    def reciprocal(self, asked: Sequence[Asked]) -> float:
        """Return 1 / rank of the first of the others, all of one procedure; 0 if none is there."""


class Ranked:
    """A way that ranks; each procedure is asked about once."""

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = cache(ranking)

    def rank(self, asked: Asked) -> int | None:
        """Return the place of the other among the answers, from 1; None if it is not there."""
        answers = self._ranking(asked.procedure, asked.conditions)
        return answers.index(asked.other) + 1 if asked.other in answers else None

    def within(self, asked: Asked, first: int) -> float:
        """Return 1 if the other is among the first so many answers, else 0."""
        rank = self.rank(asked)
        return float(rank is not None and rank <= first)

    def reciprocal(self, asked: Sequence[Asked]) -> float:
        """Return 1 / rank of the first of the others."""
        return max((1 / rank for one in asked if (rank := self.rank(one))), default=0.0)


@dataclass(frozen=True, slots=True)
class Shuffled:
    """All procedures in any order: not drawn, but what is expected of drawing.

    Attributes:
        size: How many procedures can be drawn.
    """

    size: int

    def within(self, asked: Asked, first: int) -> float:
        """Return first / size.

        >>> Shuffled(40).within(Asked("a", "b"), 10)
        0.25
        """
        return min(1.0, first / self.size)

    def reciprocal(self, asked: Sequence[Asked]) -> float:
        r"""Return the expectation of 1 / rank of the first of m others among n.

        .. math:: \sum_{r=1}^{n-m+1} \frac{1}{r} \binom{n-r}{m-1} / \binom{n}{m}

        >>> Shuffled(2).reciprocal([Asked("a", "b")])  # (1 + 1/2) / 2
        0.75
        """
        others = len({one.other for one in asked})
        chances = (
            math.comb(self.size - rank, others - 1) / rank
            for rank in range(1, self.size - others + 2)
        )
        return math.fsum(chances) / math.comb(self.size, others)


def procedures(graph: ProcedureGraph) -> list[str]:
    """Return the IRIs of all procedures in the order of their labels."""
    return list(dict.fromkeys(str(row["procedure"]) for row in graph.query(_PROCEDURES)))


def ours(graph: ProcedureGraph) -> Callable[[str], list[str]]:
    """Return how the graph answers when no condition is given."""
    return cache(lambda procedure: [one.procedure for one in graph.alternatives(procedure)])


def for_condition(graph: ProcedureGraph, whole: Callable[[str], list[str]]) -> Ranking:
    """Return how the graph answers for conditions: for any of them, in the order of the whole.

    Args:
        graph: The graph.
        whole: How it answers when no condition is given, which is taken where none is known.
    """

    def ranking(procedure: str, conditions: tuple[str, ...]) -> list[str]:
        wanted = {
            one.procedure
            for condition in conditions
            for one in graph.alternatives(procedure, indication=condition)
        }
        return [one for one in whole(procedure) if one in wanted or not conditions]

    return ranking


def unconditional(answers: Callable[[str], Sequence[str]]) -> Ranked:
    """Return a way that takes no notice of the conditions."""
    return Ranked(lambda procedure, _: answers(procedure))


def baselines(graph: ProcedureGraph) -> tuple[dict[str, Way], tuple[str, ...]]:
    """Return what our way has to be better than, by name, and what is to be said about them."""
    every = procedures(graph)
    simple: dict[str, Way] = {
        "shares any indication": unconditional(_sharing(graph)),
        "popularity": unconditional(_popular(graph)),
        "random": Shuffled(len(every) - 1),
    }
    try:
        from procedura.evaluation.similarity import tfidf
    except ImportError:
        return simple, (INSTALL,)
    whole, rest = _texts(graph, every)
    return {
        "TF-IDF of the page": unconditional(tfidf(whole)),
        "TF-IDF without Alternatives": unconditional(tfidf(rest)),
        **simple,
    }, ()


def _texts(graph: ProcedureGraph, every: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the text of each procedure's pages: all of it, and without what names the answers."""
    whole, rest = dict.fromkeys(every, ""), dict.fromkeys(every, "")
    for row in graph.query(_LINES):
        for texts in (whole,) if row["kind"] == ns.term("Alternative") else (whole, rest):
            texts[str(row["procedure"])] += f"{row['text']}\n"
    return whole, rest


def _sharing(graph: ProcedureGraph) -> Callable[[str], list[str]]:
    def answers(procedure: str) -> list[str]:
        rows = graph.query("alternatives/sharing-indications", procedure=procedure)
        return [str(row["alternative"]) for row in rows]

    return answers


def _popular(graph: ProcedureGraph) -> Callable[[str], list[str]]:
    named = [str(row["procedure"]) for row in graph.query("statistics/named-as-alternative")]
    return lambda procedure: [one for one in named if one != procedure]
