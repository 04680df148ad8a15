"""A query with its header: what it asks, what can be set, what its columns mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import pyoxigraph as ox

from procedura import namespaces as ns
from procedura.errors import QueryError
from procedura.queries.engine import ask, refuse_calls

# Type of a parameter → what its values look like (XML Schema Part 2, section 3).
LEXICAL = {
    "string": r"(?s:.*)",
    "integer": r"[+-]?[0-9]+",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "boolean": r"true|false",
}
_FIELDS = ["title", "question", "parameters", "columns"]
_FIELD = re.compile(r"# (\w+):(?: (.+))?")
# VALUES ?name { one term }  # parameter
DEFAULT = re.compile(
    r"""(?m)^([ \t]*VALUES +\?(\w+) *\{ *)(<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|[^\s{}<>"]+)"""
    r"""( *\} *# parameter[ \t\r]*)$"""
)
_MARK = re.compile(r"# parameter[ \t\r]*$")
_KIND = re.compile(re.escape(ns.BASE) + r"(?:concept/)?([a-z-]+)/")


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
        """What an identifier names here, which is the same kind of thing as the default.

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


def load(text: str, name: str = "query") -> Query:
    """Return a query from its text, which may do without a header but not with half of one.

    Args:
        text: SPARQL 1.1; the prefixes in `namespaces.PREFIXES` need no declaration.
        name: What to call it in messages: its file, say.

    Raises:
        QueryError: It is not a query, it calls another server, or its header does not fit it.
    """
    refuse_calls(text, name)
    columns = ask(ox.Store(), text, name).columns
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


def _parameter(line: str, where: str) -> Parameter:
    if match := DEFAULT.fullmatch(line):
        [[term]] = ask(ox.Store(), "SELECT * {" + line + "\n}", where).terms
        if isinstance(term, ox.NamedNode):
            return Parameter(match[2], "iri", term.value)
        if isinstance(term, ox.Literal) and (kind := ns.local_name(term.datatype.value)) in LEXICAL:
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
