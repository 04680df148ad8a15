"""Queries run in processes of their own, since Oxigraph cannot be told to stop."""

import asyncio
import math
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool
from pyoxigraph import NamedNode

from procedura import namespaces as ns
from procedura.analysis.evidence import Evidence
from procedura.errors import QueryError
from procedura.library import CurrentGraph
from procedura.mcp.answers import Cell
from procedura.queries import Query, Value, find, load, python_value

_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the graph.

    Attributes:
        name: Name of a query of the library, "" for SPARQL.
        sparql: Text of a query, "" for one of the library.
        parameters: Values for its parameters.
        limit: How many rows at the most.
    """

    name: str
    sparql: str
    parameters: Mapping[str, Cell]
    limit: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found.

    Attributes:
        query: The query.
        columns: The names of its columns.
        rows: The first rows.
        more: Whether there are more.
        cited: The lines and pages that rows name, and the pages on procedures that they name.
    """

    query: Query
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    more: bool
    cited: tuple[Evidence, ...]


class Workers:
    """Processes that answer queries of one graph; the first query starts them.

    Args:
        folder: Where the graph lies.
        seconds: How long one query may take.
        memory: How many bytes one process may take, where the system can bound that.
    """

    def __init__(self, folder: Path, seconds: float = 20, memory: int = 2 << 30) -> None:
        self._folder = folder
        self._seconds = seconds
        # Not forked: the server has threads.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPool(_PROCESSES, 0, _prepare, [memory], context)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    async def ask(self, question: Question) -> Found:
        """Return what a query finds; when the caller is cancelled, so is the query.

        Raises:
            QueryError: It cannot be answered, or not with what one query may take.
        """
        task = self._pool.schedule(_answer, (self._folder, question), timeout=self._seconds)
        name = question.name or "sparql"
        try:
            return await asyncio.wrap_future(task)
        except TimeoutError as error:
            what = f"no answer within {self._seconds:g} seconds"
            raise QueryError(what, where=name, cure="ask for less") from error
        except ProcessExpired as error:
            what = "its process ended, mostly for want of memory"
            raise QueryError(what, where=name, cure="ask for less") from error


def _prepare(memory: int) -> None:
    """Make a process end when it is told to or its parent is gone, and bound its memory.

    Pebble's own way of ending one waits for Python, which waits for Oxigraph.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        least = memory if most == resource.RLIM_INFINITY else min(memory, most)
        resource.setrlimit(resource.RLIMIT_DATA, (least, most))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@cache
def _current(folder: Path) -> CurrentGraph:
    return CurrentGraph(folder)


def _answer(folder: Path, question: Question) -> Found:
    graph = _current(folder).opened()
    query = find(question.name) if question.name else load(question.sparql, "sparql")
    first = graph.first_rows(query, question.limit, question.parameters)
    named = dict.fromkeys(
        term.value
        for row in first.terms
        for term in row
        if isinstance(term, NamedNode) and term.value.startswith(ns.BASE)
    )
    return Found(
        query=query,
        columns=first.columns,
        rows=[tuple(_cell(python_value(term)) for term in row) for row in first.terms],
        more=first.more,
        cited=tuple(dict.fromkeys(one for iri in named for one in graph.cited(iri))),
    )


def _cell(value: Value) -> Cell:
    """Return a value as JSON can have it, which knows no decimals and nothing infinite."""
    number = float(value) if isinstance(value, Decimal) else value
    return str(number) if isinstance(number, float) and not math.isfinite(number) else number
