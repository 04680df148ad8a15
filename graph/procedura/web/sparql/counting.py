"""How much is in the graph: counted once for each of its states, for all who ask.

Every count reads all triples: of four million, a second or two. So each is a question of its own,
which keeps within the time limit, and what was counted is kept until the graph changes.
"""

import asyncio
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox
from fastapi import Request

from procedura import store
from procedura.library import ProcedureGraph
from procedura.settings import Settings
from procedura.workers import Lane

_GRAPHS = "SELECT ?what (COUNT(*) AS ?n) { GRAPH ?what { ?s ?p ?o } } GROUP BY ?what"
_PROPERTIES = "SELECT ?what (COUNT(*) AS ?n) { ?s ?what ?o } GROUP BY ?what"
_CLASSES = "SELECT ?what (COUNT(DISTINCT ?s) AS ?n) { ?s a ?what } GROUP BY ?what"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in the graph.

    Attributes:
        graphs: Named graphs, with how many triples each has.
        properties: IRIs of properties, with how many triples have them.
        classes: IRIs of classes, with how many things are of them.
        subjects: How many things are said something about.
    """

    graphs: dict[str, int]
    properties: dict[str, int]
    classes: dict[str, int]
    subjects: int

    @property
    def triples(self) -> int:
        """How many triples there are."""
        return sum(self.properties.values())


class Counter:
    """Keeps the counts of the last state that it was asked for."""

    def __init__(self) -> None:
        self._counting = asyncio.Lock()
        self._state = ""
        self._counts: Counts | None = None

    async def counts(self, request: Request) -> Counts:
        """Return how much is in the graph as it is now."""
        settings: Settings = request.app.state.settings
        lane: Lane = request.app.state.queries
        async with self._counting:  # whoever asks while it is counted waits for the same counts
            state = store.state(settings.folder)
            if self._counts is None or self._state != state:
                self._counts = Counts(
                    graphs=await lane.ask(count, _GRAPHS),
                    properties=await lane.ask(count, _PROPERTIES),
                    classes=await lane.ask(count, _CLASSES),
                    subjects=await lane.ask(subjects),
                )
                self._state = state
            return self._counts


def count(graph: ProcedureGraph, query: str) -> dict[str, int]:
    """Return how many there are of what, by its IRI.

    Args:
        graph: The graph.
        query: Selects ``?what`` and how many, ``?n``.
    """
    counted = {row["what"]: _number(row) for row in store.select(graph.quads, query)}
    return {
        what.value: counted[what]
        for what in sorted(counted, key=str)
        if isinstance(what, ox.NamedNode)
    }


def subjects(graph: ProcedureGraph) -> int:
    """Return how many things are said something about."""
    [row] = store.select(graph.quads, _SUBJECTS)
    return _number(row)


def _number(row: ox.QuerySolution) -> int:
    return int(cast("ox.Literal", row["n"]).value)
