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
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from procedura import namespaces as ns

if TYPE_CHECKING:
    pass

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value: TypeAlias = str | int | float | Decimal | bool | None
Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

# Type of a parameter → what a value looks like (XML Schema Part 2, section 3).
_LEXICAL = {
    "string": r"(?s:.*)",
    "integer": r"[+-]?[0-9]+",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "boolean": r"true|false",
}
# Datatype → what Python makes of a literal; all else stays text.
_PYTHON: dict[str, Callable[[str], Value]] = {
    "integer": int,
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": lambda text: text in ("true", "1"),
}
_TABLES = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}

_FIELDS = ["title", "question", "parameters", "columns"]
_FIELD = re.compile(r"# (\w+):(?: (.+))?")
_ITEM = re.compile(r"#   (\w+)(?: \((\w+)\))?: (.+)")
_MARKED = re.compile(r"(?m)^.*# parameter[ \t]*$")
_DEFAULT = re.compile(
    r"""(?mx)^ ([ \t]* VALUES [ ] \?(\w+) [ ] \{ [ ])         # VALUES ?name {
        ( <[^<>\s]*> | "(?:[^"\\\n]|\\.)*" | [^\s{}<>"]+ )  # one term
        ([ ] \} [ ]* [#][ ]parameter [ \t]*)$               # }  # parameter"""
)
_KIND = re.compile(re.escape(ns.BASE) + r"(?:concept/)?([a-z-]+)/")
_UPDATE = re.compile(r"(?im)^\s*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b")


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that can be set in a query.

    Attributes:
        name: Its name, which is also that of its variable.
        type: ``iri``, ``string``, ``integer``, ``decimal`` or ``boolean``.
        default: The value that stands in the file, as text.
        description: What it is.
    """

    name: str
    type: str
    default: str
    description: str = ""

    @property
    def kind(self) -> str:
        """What an identifier names here: the same kind of thing as the default.

        >>> Parameter("condition", "iri", ns.concept("condition", "kidney-stone")).kind
        'condition'
        """
        match = _KIND.match(self.default)
        return match[1] if match else "procedure"


@dataclass(frozen=True, slots=True)
class Query:
    """One question to the graph.

    Attributes:
        name: ``alternatives/candidates``.
        title: A few words for lists.
        question: What it asks, in one sentence.
        parameters: What can be set.
        columns: Column → what it means, "" where the query has no header.
        text: The SPARQL, with the defaults in it.
    """

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: dict[str, str]
    text: str


class Rows:
    """The answer to a query, to be read as often as one likes.

    The answer to ASK is one row with the column ``answer``; that to CONSTRUCT or DESCRIBE has the
    columns ``subject``, ``predicate`` and ``object``, sorted.

    Attributes:
        columns: The names of the columns, in order.
        terms: The rows as RDF terms, None where a variable is unbound.
    """

    def __init__(self, answer: Answer) -> None:
        self.columns: tuple[str, ...] = ("answer",)
        self.terms: list[tuple[Term | None, ...]]
        self._writers: dict[str, Callable[[], bytes | None]]
        if isinstance(answer, ox.QueryTriples):
            triples = sorted(set(answer), key=str)
            self.columns = ("subject", "predicate", "object")
            self.terms = [tuple(triple) for triple in triples]
            self._writers = {
                name: partial(ox.serialize, triples, format=one, prefixes=ns.PREFIXES)
                for name, one in _GRAPHS.items()
            }
            return
        # Oxigraph's answer can be read once only: it is kept as JSON, which is read again.
        kept = answer.serialize(format=ox.QueryResultsFormat.JSON)
        ...
