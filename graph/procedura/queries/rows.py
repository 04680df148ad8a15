"""The answer to a query, as Python values, tables and W3C formats."""

import math
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from typing import Any, TypeAlias, cast

import pyoxigraph as ox

from procedura import namespaces as ns
from procedura.errors import QueryError, bringing

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value: TypeAlias = str | int | float | Decimal | bool | None
Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_XSD = ns.PREFIXES["xsd"]
# Datatype → what Python makes of its literals; all others stay text.
_PYTHON: dict[str, Callable[[str], Value]] = {
    _XSD + "integer": int,
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "boolean": lambda text: text in ("true", "1"),
}
_TRIPLE, _BOOLEAN = ("subject", "predicate", "object"), ("answer",)
_JSON = ox.QueryResultsFormat.JSON
_TABLES = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": _JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}


class Rows:
    """The answer to a query, to be read as often as one likes.

    The answer to ASK is one row with the column ``answer``; that to CONSTRUCT or DESCRIBE has the
    columns ``subject``, ``predicate`` and ``object``.

    Attributes:
        columns: The names of the columns, in order.
        terms: The rows as RDF terms, None where a variable is unbound.
    """

    def __init__(self, answer: Answer) -> None:
        self.columns: tuple[str, ...]
        self.terms: list[tuple[Term | None, ...]]
        # Oxigraph's answer can be read once. What is kept is sorted triples, or the rows as JSON.
        if isinstance(answer, ox.QueryTriples):
            self._kept: list[ox.Triple] | bytes = sorted(set(answer), key=str)
            self.columns = _TRIPLE
            self.terms = [tuple(triple) for triple in self._kept]
            return
        self._kept = cast("bytes", answer.serialize(format=_JSON))
        self.columns, rows = _read(ox.parse_query_results(self._kept, _JSON))
        self.terms = list(rows)

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.terms)

    def __iter__(self) -> Iterator[Mapping[str, Value]]:
        """Yield each row as column → value: IRIs as text, literals as Python has them."""
        for row in self.terms:
            yield dict(zip(self.columns, map(python_value, row), strict=True))

    def __repr__(self) -> str:
        """One line for each row."""
        return "\n".join(" | ".join(row) for row in self._cells())

    def _repr_html_(self) -> str:
        from html import escape  # only notebooks pay for it

        rows = [("th", self.columns), *(("td", row) for row in self._cells())]
        lines = ("".join(f"<{tag}>{escape(one)}</{tag}>" for one in row) for tag, row in rows)
        return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"

    def _cells(self) -> Iterator[tuple[str, ...]]:
        for row in self:
            yield tuple("" if value is None else str(value) for value in row.values())

    def serialize(self, format: str) -> bytes:
        """Return the answer in a format of the W3C.

        Args:
            format: ``csv``, ``tsv``, ``json`` or ``xml``; where the answer is a graph, ``turtle``,
                ``json`` (JSON-LD) or ``xml`` (RDF/XML).

        Raises:
            QueryError: The answer has no such format.
        """
        formats = _GRAPHS if isinstance(self._kept, list) else _TABLES
        if format not in formats:
            raise QueryError(f"no {format!r} for this answer", cure="choose " + ", ".join(formats))
        if isinstance(self._kept, list):
            text = ox.serialize(self._kept, format=_GRAPHS[format], prefixes=ns.PREFIXES)
        else:
            text = ox.parse_query_results(self._kept, _JSON).serialize(format=_TABLES[format])
        return cast("bytes", text)

    def to_pandas(self) -> Any:
        """Return the rows as a `pandas.DataFrame`.

        Raises:
            ExtraError: pandas is not installed.
        """
        with bringing("pandas"):
            from pandas import DataFrame  # type: ignore[import-untyped]
        return DataFrame([row.values() for row in self], columns=list(self.columns))


class Beginning:
    """The first rows of an answer, however many there are.

    Args:
        answer: The answer, which is read only so far.
        limit: How many rows at the most.

    Attributes:
        columns: The names of the columns, in order.
        terms: The rows as RDF terms, None where a variable is unbound.
        more: Whether there are more.
    """

    def __init__(self, answer: Answer, limit: int) -> None:
        self.columns, rows = _read(answer)
        self.terms = [*islice(rows, limit)]
        self.more = next(rows, None) is not None


def _read(answer: Answer) -> tuple[tuple[str, ...], Iterator[tuple[Term | None, ...]]]:
    """Return the columns of an answer, and its rows as they are read."""
    if isinstance(answer, ox.QueryBoolean):
        return _BOOLEAN, iter([(ox.Literal(bool(answer)),)])
    if isinstance(answer, ox.QueryTriples):
        return _TRIPLE, map(tuple, answer)
    return tuple(variable.value for variable in answer.variables), map(tuple, answer)


def python_value(term: Term | None) -> Value:
    """Return an IRI as text and a literal as Python has it, None where there is neither."""
    if isinstance(term, ox.Literal):
        try:
            return _PYTHON.get(term.datatype.value, str)(term.value)
        except (ValueError, ArithmeticError):  # "many"^^xsd:integer
            return term.value
    if isinstance(term, ox.NamedNode):
        return term.value
    return None if term is None else str(term)


def json_value(value: Value) -> str | int | float | bool | None:
    """Return a value as JSON can have it, which knows no decimals and nothing infinite.

    >>> json_value(Decimal("0.5")), json_value(float("inf"))
    (0.5, 'inf')
    """
    number = float(value) if isinstance(value, Decimal) else value
    return str(number) if isinstance(number, float) and not math.isfinite(number) else number
