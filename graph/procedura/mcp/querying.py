"""Queries, asked of workers since Oxigraph cannot be told to stop."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from procedura import namespaces as ns
from procedura.analysis.stated.evidence import Evidence
from procedura.library import ProcedureGraph
from procedura.mcp.answers import Cell
from procedura.queries import Query, find, json_value, load, python_value


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


def answer(graph: ProcedureGraph, question: Question) -> Found:
    """Return what a query finds.

    Args:
        graph: The graph.
        question: What is asked.

    Raises:
        QueryError: It cannot be answered.
    """
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
        rows=[tuple(json_value(python_value(term)) for term in row) for row in first.terms],
        more=first.more,
        cited=tuple(dict.fromkeys(one for iri in named for one in graph.evidence.cited(iri))),
    )
