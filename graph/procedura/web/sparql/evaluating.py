"""A query, answered in a worker."""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from procedura.errors import QueryError
from procedura.library import ProcedureGraph
from procedura.queries.engine import evaluate, explained, refuse_calls
from procedura.web.answers import Answer
from procedura.web.sparql.formats import GRAPHS, RESULTS, chosen
from procedura.web.sparql.requests import Asked
from procedura.web.sparql.statements import serialized

if TYPE_CHECKING:
    from typing_extensions import Buffer

_NAME = "query"
_TSV = ox.QueryResultsFormat.TSV


class _TooManyError(Exception):
    """There are more rows than an answer may have."""


def answer_query(graph: ProcedureGraph, asked: Asked, accept: str, most: int) -> Answer:
    """Return the answer to a query, in the format that a client likes best.

    Args:
        graph: The graph.
        asked: The query.
        accept: What the client accepts.
        most: How many rows or triples the answer may have.

    Raises:
        QueryError: It cannot be answered, or the answer has more.
        HTTPException: 406, the client takes no format that the answer has.
    """
    refuse_calls(asked.text, _NAME)
    with explained(asked.text, _NAME):
        found = evaluate(
            graph.quads,
            asked.text,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            base=asked.base,
        )
        if isinstance(found, ox.QueryTriples):
            syntax, media = chosen(accept, GRAPHS)
            return Answer(serialized(limited(found, most), syntax), media)
        results, media = chosen(accept, RESULTS)
        if isinstance(found, ox.QueryBoolean):
            return Answer(cast("bytes", found.serialize(format=results)), media)
        return Answer(_table(found, results, most), media)


def limited(triples: Iterable[ox.Triple], most: int) -> list[ox.Triple]:
    """Return triples sorted, each once, so that the same graph gives the same bytes.

    Raises:
        QueryError: There are more than there may be.
    """
    kept: set[ox.Triple] = set()
    for triple in triples:
        kept.add(triple)
        if len(kept) > most:
            raise _too_many("triples", most)
    return sorted(kept, key=str)


def _table(rows: ox.QuerySolutions, syntax: ox.QueryResultsFormat, most: int) -> bytes:
    counted = _Lines(most)
    try:
        rows.serialize(counted, _TSV)
    except _TooManyError:
        raise _too_many("rows", most) from None
    written = counted.getvalue()
    if syntax == _TSV:
        return written
    return cast("bytes", ox.parse_query_results(written, _TSV).serialize(format=syntax))


class _Lines(BytesIO):
    """Takes an answer as TSV, which of all formats has one line for each row, and counts them."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most + 1  # the names of the columns stand in the first

    def write(self, part: "Buffer") -> int:
        self._left -= bytes(part).count(b"\n")
        if self._left < 0:
            raise _TooManyError
        return super().write(part)


def _too_many(what: str, most: int) -> QueryError:
    return QueryError(f"the answer has more than {most} {what}", where=_NAME, cure="add LIMIT")
