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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import pyoxigraph as ox

from procedura import namespaces as ns
from procedura.errors import QueryError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value: TypeAlias = str | int | float | Decimal | bool | None

_XSD = ns.PREFIXES["xsd"]
# Type of a parameter → what its values look like (XML Schema Part 2, section 3).
_LEXICAL = {
    "string": r"(?s:.*)",
    "integer": r"[+-]?[0-9]+",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "boolean": r"true|false",
}
# Datatype → what Python makes of its literals; all others stay text.
_PYTHON: dict[str, Callable[[str], Value]] = {
    _XSD + "integer": int,
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "boolean": lambda text: text in ("true", "1"),
}
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

_FIELDS = ["title", "question", "parameters", "columns"]
_FIELD = re.compile(r"# (\w+):(?: (.+))?")
# VALUES ?name { one term }  # parameter
_DEFAULT = re.compile(
    r"""(?m)^([ \t]*VALUES +\?(\w+) *\{ *)(<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|[^\s{}<>"]+)"""
    r"""( *\} *# parameter[ \t\r]*)$"""
)
_MARK = re.compile(r"# parameter[ \t\r]*$")
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
    columns ``subject``, ``predicate`` and ``object``.

    Attributes:
        columns: The names of the columns, in order.
        terms: The rows as RDF terms, None where a variable is unbound.
    """

    def __init__(self, answer: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> None:
        self.columns: tuple[str, ...]
        self.terms: list[tuple[Term | None, ...]]
        # Oxigraph's answer can be read once. What is kept is sorted triples, or the rows as JSON.
        if isinstance(answer, ox.QueryTriples):
            self._kept: list[ox.Triple] | bytes = sorted(set(answer), key=str)
            self.columns = ("subject", "predicate", "object")
            self.terms = [tuple(triple) for triple in self._kept]
            return
        self._kept = cast("bytes", answer.serialize(format=_JSON))
        again = ox.parse_query_results(self._kept, _JSON)
        if isinstance(again, ox.QueryBoolean):
            self.columns, self.terms = ("answer",), [(ox.Literal(bool(again)),)]
        else:
            self.columns = tuple(variable.value for variable in again.variables)
            self.terms = [tuple(row) for row in again]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.terms)

    def __iter__(self) -> Iterator[Mapping[str, Value]]:
        """Yield each row as column → value: IRIs as text, literals as Python has them."""
        for row in self.terms:
            yield dict(zip(self.columns, map(_value, row), strict=True))

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
            ImportError: pandas is not installed.
        """
        try:
            from pandas import DataFrame  # type: ignore[import-untyped]
        except ImportError as error:
            raise ImportError("pandas is missing: pip install procedura[pandas]") from error
        return DataFrame([row.values() for row in self], columns=list(self.columns))


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


def load(text: str, name: str = "query") -> Query:
    """Return a query from its text, which may do without a header but not with half of one.

    Args:
        text: SPARQL 1.1; the prefixes in `namespaces.PREFIXES` need no declaration.
        name: What to call it in messages: its file, say.

    Raises:
        QueryError: It is not a query, it calls another server, or its header does not fit it.
    """
    _refuse_calls(text, name)
    columns = _ask(ox.Store(), text, name).columns
    marked = (line for line in enumerate(text.split("\n"), start=1) if _MARK.search(line[1]))
    parameters = tuple(_parameter(line, f"{name}:{number}") for number, line in marked)
    if not text.startswith("# title:"):
        return Query(name, "", "", parameters, dict.fromkeys(columns, ""), text)
    header = _header(text, name)
    [title], [question] = header["title"], header["question"]
    heads = [f"{one.name} ({one.type})" for one in parameters]
    said = _items(header["parameters"], heads, name)
    meanings = dict(zip(columns, _items(header["columns"], columns, name), strict=True))
    described = (replace(one, description=says) for one, says in zip(parameters, said, strict=True))
    return Query(name, title, question, tuple(described), meanings, text)


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
    _refuse_calls(query.text, query.name)  # a query need not come from `load`
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := sorted(set(values or {}) - set(known)):
        cure = f"choose {', '.join(known)}" if known else "it has no parameters"
        raise QueryError(f"no parameter {unknown[0]!r}", where=query.name, cure=cure)
    terms = {
        name: _term(known[name], value, resolve)
        for name, value in (values or {}).items()
        if value is not None
    }
    text = _DEFAULT.sub(lambda line: f"{line[1]}{terms.get(line[2], line[3])}{line[4]}", query.text)
    return _ask(store, text, query.name)


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


def _refuse_calls(text: str, name: str) -> None:
    """Refuse SERVICE before anything is evaluated, since no option of Oxigraph does."""
    if _is_keyword("service", text):
        what = "the text calls another server (SERVICE), or is not SPARQL"
        raise QueryError(what, where=name, cure="ask this graph only")


def _is_keyword(word: str, text: str) -> bool:
    """Whether a query uses a word as a keyword, or is none.

    Oxigraph's own parser is the judge, so that nothing can be a comment here and a keyword there:
    with another word in its place, a text that only mentions it, in a comment, a string, an IRI
    or a name, still parses; a text that uses it does not.
    """
    mute, mentions = re.subn(word, "nothing", text, flags=re.IGNORECASE)
    try:
        if mentions:
            ox.Store().query(mute, prefixes=ns.PREFIXES)
    except SyntaxError:
        return True
    except RuntimeError:  # a function that Oxigraph lacks: it has parsed
        return False
    return False


def _ask(store: ox.Store, text: str, name: str) -> Rows:
    union = not _is_keyword("from", text)  # Oxigraph would pass over FROM in silence
    try:
        return Rows(store.query(text, use_default_graph_as_union=union, prefixes=ns.PREFIXES))
    except SyntaxError as error:
        place, _, problem = error.msg.removeprefix("error at ").partition(": ")
        if "Prefix not found" in problem:  # among some three hundred letters that could follow
            problem = "a prefix is not declared"
        what, cure = f"not SPARQL: {' '.join(problem.split())}", "mend the line"
        if update := _UPDATE.search(text):
            what, cure = f"{update[1].upper()} is an update", "ask with SELECT, ASK or CONSTRUCT"
        raise QueryError(what, where=f"{name}:{place}", cure=cure) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"it cannot be answered ({error})", where=name) from error


def _parameter(line: str, where: str) -> Parameter:
    if match := _DEFAULT.fullmatch(line):
        [[term]] = _ask(ox.Store(), "SELECT * {" + line + "\n}", where).terms
        if isinstance(term, ox.NamedNode):
            return Parameter(match[2], "iri", term.value)
        if (
            isinstance(term, ox.Literal)
            and (kind := ns.local_name(term.datatype.value)) in _LEXICAL
        ):
            return Parameter(match[2], kind, term.value)
    cure = "write 'VALUES ?name { one IRI, string, number or boolean }  # parameter'"
    raise QueryError("a parameter without a default", where=where, cure=cure)


def _header(text: str, name: str) -> dict[str, list[str]]:
    """Return the fields of a header, each with its one text or its items."""
    fields: dict[str, list[str]] = {}
    lines = takewhile(lambda line: line.startswith("#"), text.splitlines())
    for number, line in enumerate(lines, start=1):
        if match := _FIELD.fullmatch(line):
            fields[match[1]] = [match[2]] if match[2] else []
        elif line.startswith("#   "):
            fields[[*fields][-1]].append(line.removeprefix("#   "))
        else:
            cure = "write '# field: text' or '#   item: text', then a blank line"
            raise QueryError("this is no header", where=f"{name}:{number}", cure=cure)
    complete = [*fields] == _FIELDS and all(fields.values())
    if not complete or len(fields["title"] + fields["question"]) > 2:
        cure = "write title, question, parameters and columns, in this order, none empty"
        raise QueryError(f"the header has {', '.join(fields)}", where=f"{name}:1", cure=cure)
    return fields


def _items(lines: Sequence[str], heads: Sequence[str], name: str) -> list[str]:
    """Return what a header says of things, which must be all that there are, in their order."""
    if not heads and lines == ["none"]:
        return []
    pairs = [(line.partition(": "), head) for line, head in zip(lines, heads, strict=False)]
    if len(lines) != len(heads) or any(said[0] != head or not said[2] for said, head in pairs):
        cure = f"say what each of these is: {', '.join(heads) or 'none'}"
        raise QueryError(f"the header describes {'; '.join(lines)}", where=f"{name}:1", cure=cure)
    return [said[2] for said, _ in pairs]


def _term(
    parameter: Parameter, value: object, resolve: Callable[[str, str], str] | None
) -> ox.NamedNode | ox.Literal:
    text = value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    problem = f"no {parameter.type}"
    try:
        if parameter.type != "iri":
            if re.fullmatch(_LEXICAL[parameter.type], text):
                return ox.Literal(text, datatype=ox.NamedNode(_XSD + parameter.type))
        elif "://" in text:
            return ox.NamedNode(text)
        elif resolve:
            return ox.NamedNode(resolve(text, parameter.kind))
    except ValueError as error:  # a letter that cannot stand in an IRI, or in any text
        problem += f" ({error})"
    raise QueryError(f"{text!r} is {problem}", where=parameter.name, cure="correct the value")


def _value(term: Term | None) -> Value:
    if isinstance(term, ox.Literal):
        try:
            return _PYTHON.get(term.datatype.value, str)(term.value)
        except (ValueError, ArithmeticError):  # "many"^^xsd:integer
            return term.value
    if isinstance(term, ox.NamedNode):
        return term.value
    return None if term is None else str(term)
