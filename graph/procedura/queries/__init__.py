"""The query library, and how a query is run.

One `.rq` file is one question. Its header says what it asks, what can be set, and what the columns
mean; a line that ends in ``# parameter`` gives a parameter its default, so that the file runs
unchanged at any SPARQL 1.1 endpoint::

    # title: Procedures for a condition
    # question: Which procedures are indicated for a condition?
    # parameters:
    #   condition (iri): The condition.
    # columns:
    #   procedure: A procedure.

    SELECT DISTINCT ?procedure WHERE {
      VALUES ?condition { <https://w3id.org/procedura/concept/condition/kidney-stone> }  # parameter
      ?procedure proc:indicatedFor ?condition .
    } ORDER BY ?procedure

A value is bound, not pasted: it is first made an RDF term, which Oxigraph checks, and that term as
Oxigraph writes it takes the place of the default. Oxigraph's ``substitutions`` would do less: they
want each parameter in the SELECT clause, do not reach into sub-SELECTs, and ASK has no such clause.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from procedura import namespaces as ns
from procedura.errors import QueryError
from procedura.queries.engine import ask, begin, refuse_calls
from procedura.queries.questions import DEFAULT, LEXICAL, Parameter, Query, load
from procedura.queries.rows import Beginning, Rows, Value, json_value, python_value

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = [
    "Beginning",
    "Parameter",
    "Query",
    "Rows",
    "Value",
    "find",
    "first",
    "json_value",
    "library",
    "load",
    "python_value",
    "run",
]

_XSD = ns.PREFIXES["xsd"]


@cache
def library() -> dict[str, Query]:
    """Return every query that Procedura brings along, by its name.

    Raises:
        QueryError: A file is not SPARQL, or its header does not fit it.
    """
    return {name: find(name) for name in _files()}


def find(name: str) -> Query:
    """Return a query of the library by its name, with the folder or without.

    Raises:
        QueryError: There is no such query, or there are several; or its header does not fit it.
    """
    files = _files()
    found = [full for full in files if name in (full, full.partition("/")[2])]
    if len(found) != 1:
        raise _not_one(name, found)
    query = load(files[found[0]].read_text(encoding="utf-8"), found[0])
    if not query.title:
        raise QueryError("no header", where=f"{query.name}:1", cure="begin with '# title:'")
    return query


def run(
    store: ox.Store,
    query: Query | str,
    values: Mapping[str, object] | None = None,
    resolve: Callable[[str, str], str] | None = None,
) -> Rows:
    """Ask the union of all named graphs, or those that the query names with FROM.

    Args:
        store: The graph.
        query: A query, or its text.
        values: Values of parameters; without one, or with None, a parameter keeps its default.
        resolve: Returns the IRI that an identifier means, given the identifier and the kind of
            thing that is wanted. Without it, only an IRI is taken where one is wanted.

    Raises:
        QueryError: The query cannot be answered, or a value does not fit its parameter.
        IdentifierError: `resolve` knows no such identifier.
    """
    query = load(query) if isinstance(query, str) else query
    return ask(store, _bound(query, values or {}, resolve), query.name)


def first(
    store: ox.Store,
    query: Query,
    limit: int,
    values: Mapping[str, object] | None = None,
    resolve: Callable[[str, str], str] | None = None,
) -> Beginning:
    """Return the first rows that `run` would, without reading on.

    Args:
        store: The graph.
        query: A query.
        limit: How many rows at the most.
        values: Values of parameters.
        resolve: Returns the IRI that an identifier means.

    Raises:
        QueryError: The query cannot be answered, or a value does not fit its parameter.
        IdentifierError: `resolve` knows no such identifier.
    """
    return begin(store, _bound(query, values or {}, resolve), query.name, limit)


def _bound(
    query: Query, values: Mapping[str, object], resolve: Callable[[str, str], str] | None
) -> str:
    """Return the text of a query that calls nobody else, with values in the place of defaults."""
    refuse_calls(query.text, query.name)  # a query need not come from `load`
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := sorted(set(values) - set(known)):
        cure = f"choose {', '.join(known)}" if known else "it has no parameters"
        raise QueryError(f"no parameter {unknown[0]!r}", where=query.name, cure=cure)
    terms = {
        name: _term(known[name], value, resolve)
        for name, value in values.items()
        if value is not None
    }
    return DEFAULT.sub(lambda line: f"{line[1]}{terms.get(line[2], line[3])}{line[4]}", query.text)


@cache
def _files() -> "dict[str, Traversable]":
    from procedura.resources import folder, walk  # a query given as text does not pay for it

    return {
        f"{kind.name}/{file.name.removesuffix('.rq')}": file
        for kind in sorted(folder("queries").iterdir(), key=lambda entry: entry.name)
        if kind.is_dir()
        for file in walk(kind, ".rq")
    }


def _not_one(name: str, found: Sequence[str]) -> QueryError:
    if found:
        return QueryError(f"{name!r} names several queries", cure=f"choose {' or '.join(found)}")
    from difflib import get_close_matches  # only a mistake pays for it

    short = {full.partition("/")[2]: full for full in _files()}
    near = [short[one] for one in get_close_matches(name.rpartition("/")[2], short)]
    cure = f"did you mean {' or '.join(near)}?" if near else "list them with 'procedura queries'"
    return QueryError(f"no query is called {name!r}", cure=cure)


def _term(
    parameter: Parameter, value: object, resolve: Callable[[str, str], str] | None
) -> ox.NamedNode | ox.Literal:
    text = value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    problem = f"no {parameter.type}"
    try:
        if parameter.type != "iri":
            if re.fullmatch(LEXICAL[parameter.type], text):
                return ox.Literal(text, datatype=ox.NamedNode(_XSD + parameter.type))
        elif "://" in text:
            return ox.NamedNode(text)
        elif resolve:
            return ox.NamedNode(resolve(text, parameter.kind))
    except ValueError as error:  # a letter that cannot stand in an IRI, or in any text
        problem += f" ({error})"
    raise QueryError(f"{text!r} is {problem}", where=parameter.name, cure="correct the value")
