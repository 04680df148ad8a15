"""Alternatives against pairs of procedures that studies compared."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from procedura import namespaces as ns
from procedura.evaluation.figures import Figure, Share, Sheet
from procedura.evaluation.measures import MUTUAL, Pairs, by_procedure, figures, margins
from procedura.evaluation.names import Finder
from procedura.evaluation.tables import Table
from procedura.evaluation.ways import (
    FIRST,
    Asked,
    Ranked,
    Way,
    baselines,
    for_condition,
    ours,
    unconditional,
)
from procedura.library import ProcedureGraph

_GROUPS = ("kind", "specialty")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two procedures that were compared.

    Attributes:
        names: What the table calls them.
        ends: Their IRIs; None for a name that is not found.
        row: The row that they stand in.
    """

    names: tuple[str, str]
    ends: tuple[str | None, str | None]
    row: Mapping[str, str]

    def asked(self, conditions: tuple[str, ...]) -> tuple[Asked, Asked]:
        """Return the questions from the one side and from the other."""
        one, other = (str(end) for end in self.ends)
        return Asked(one, other, conditions), Asked(other, one, conditions)

    @property
    def known(self) -> bool:
        """Whether both are found, and are not the same here."""
        return all(self.ends) and len({*self.ends}) == 2

    @property
    def lacking(self) -> str:
        """Why they are not known, in words."""
        lacking = [name for name, end in zip(self.names, self.ends, strict=True) if not end]
        if lacking:
            return f"{' and '.join(lacking)} not found"
        return f"both are {ns.local_name(str(self.ends[0]))} here"

    def __str__(self) -> str:
        """Both names, and what they were compared for."""
        return f"{' / '.join(self.names)} ({self.row['condition']})"


def comparisons(graph: ProcedureGraph, table: Table) -> list[Sheet]:
    """Return how well the graph's alternatives agree with compared pairs.

    What each figure means is said in `docs/explanation/how-it-is-measured.md`. All ways are
    judged by the same pairs.
    """
    finder = Finder(graph)
    named = list(_pairs(finder, table.rows))
    pairs = _distinct(named)
    conditions = _linked(graph, pairs)
    asked = [pair.asked(own) for pair, own in zip(pairs, conditions, strict=True)]
    answers = ours(graph)
    plain = unconditional(answers)
    others, notes = baselines(graph)
    ways: dict[str, Way] = {
        "Procedura": plain,
        "Procedura for the condition": Ranked(for_condition(graph, answers)),
        **others,
        "at most": unconditional(_right(asked)),
    }
    return [
        _found(table, finder, named, conditions),
        Sheet(table.name, f"Alternatives: {len(pairs)} pairs, asked in both directions", "Way",
              {name: figures(way, asked) for name, way in ways.items()},
              notes, tuple(_missed(plain, pairs, asked))),
        Sheet(table.name, "By how much Procedura is better", "Than",
              {name: margins(plain, way, asked) for name, way in others.items()}),
        Sheet(table.name, "Procedura by kind of pair", "Pairs",
              dict(_by_group(plain, pairs, asked))),
    ]  # fmt: skip


def _found(
    table: Table, finder: Finder, named: Sequence[Pair], conditions: Sequence[tuple[str, ...]]
) -> Sheet:
    distinct = {frozenset(pair.names) for pair in named}
    known = {frozenset(pair.names) for pair in named if pair.known}
    rows: dict[str, dict[str, Figure]] = {
        "names found": {"share": finder.share},
        "pairs of names with both sides in the graph": {"share": Share(len(known), len(distinct))},
        "pairs of procedures, compared for a condition that is known": {
            "share": Share(sum(map(bool, conditions)), len(conditions))
        },
    }
    missed = tuple(f"{pair}: {pair.lacking}" for pair in named if not pair.known)
    return Sheet(table.name, "Pairs found in the graph", "What", rows, missed=missed)


def _right(asked: Pairs) -> Callable[[str], list[str]]:
    """Return what answers with just what the table says."""
    others = by_procedure(asked)
    return lambda procedure: [one.other for one in others[procedure]]


def _pairs(finder: Finder, rows: Iterable[Mapping[str, str]]) -> Iterator[Pair]:
    for row in rows:
        for names in product(_names(row["procedure_a"]), _names(row["procedure_b"])):
            first, second = (finder.find(name, row["condition"]) for name in names)
            yield Pair(names, (first, second), row)


def _distinct(named: Iterable[Pair]) -> list[Pair]:
    """Return the pairs that are known, of those that mean the same the first."""
    found: dict[frozenset[str | None], Pair] = {}
    for pair in named:
        if pair.known:
            found.setdefault(frozenset(pair.ends), pair)
    return list(found.values())


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split("|") if name.strip()]


def _linked(graph: ProcedureGraph, pairs: Sequence[Pair]) -> list[tuple[str, ...]]:
    """Return for each pair the conditions that it was compared for."""
    links = graph.link([pair.row["condition"] for pair in pairs], "indication")
    return [tuple(dict.fromkeys(link.iri for link in own)) for own in links]


def _by_group(
    way: Way, pairs: Sequence[Pair], asked: Pairs
) -> Iterator[tuple[str, dict[str, Figure]]]:
    for column in _GROUPS:
        for value in sorted({pair.row.get(column, "") for pair in pairs} - {""}):
            own = [
                questions
                for pair, questions in zip(pairs, asked, strict=True)
                if pair.row[column] == value
            ]
            yield f"{column}: {value}", {"pairs": len(own), **figures(way, own)}
    for side, name in enumerate(("procedure_a", "procedure_b")):
        ones = [[questions[side]] for questions in asked]
        yield f"asked of {name}", {"pairs": len(ones), **figures(way, ones, without=[MUTUAL])}


def _missed(way: Ranked, pairs: Sequence[Pair], asked: Pairs) -> Iterator[str]:
    for pair, questions in zip(pairs, asked, strict=True):
        ranks = [way.rank(question) for question in questions]
        if any(rank is None or rank > FIRST for rank in ranks):
            there, back = (str(rank or "not listed") for rank in ranks)
            yield f"{pair}: ranks {there}, {back}"
