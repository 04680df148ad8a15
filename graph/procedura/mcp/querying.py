"""Queries: which there are, and what they find; asked of workers, since they cannot be stopped."""

from collections.abc import Mapping

from pyoxigraph import NamedNode

from procedura import namespaces as ns
from procedura import queries
from procedura.library import ProcedureGraph
from procedura.mcp.answers import Cell, KnownQuery, QueryAnswer
from procedura.mcp.sources import Sources
from procedura.queries import json_value, python_value
from procedura.results import NOT_ADVICE


def library() -> QueryAnswer:
    """Return which queries there are."""
    known = [
        KnownQuery.model_validate(query, from_attributes=True)
        for _, query in sorted(queries.library().items())
    ]
    return QueryAnswer(
        notice=NOT_ADVICE, question="", columns={}, rows=[], more=False, queries=known, sources=[]
    )


def answer(
    graph: ProcedureGraph, name: str, sparql: str, parameters: Mapping[str, Cell], limit: int
) -> QueryAnswer:
    """Return what a query finds, citing the lines and pages that rows name or that are on these.

    Args:
        graph: The graph.
        name: Name of a query of the library, "" for SPARQL.
        sparql: Text of a query, "" for one of the library.
        parameters: Values for its parameters.
        limit: How many rows at the most.

    Raises:
        QueryError: It cannot be answered.
    """
    query = queries.find(name) if name else queries.load(sparql, "sparql")
    first = graph.first_rows(query, limit, parameters)
    named = dict.fromkeys(
        term.value
        for row in first.terms
        for term in row
        if isinstance(term, NamedNode) and term.value.startswith(ns.BASE)
    )
    sources = Sources()
    sources.places(one for iri in named for one in graph.evidence.cited(iri))
    rows = [[json_value(python_value(term)) for term in row] for row in first.terms]
    return QueryAnswer(
        notice=NOT_ADVICE,
        question=query.question,
        columns={column: query.columns.get(column, "") for column in first.columns},
        rows=[dict(zip(first.columns, row, strict=True)) for row in rows],
        more=first.more,
        queries=[],
        sources=sources.listed(),
    )
