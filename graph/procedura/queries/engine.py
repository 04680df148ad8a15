"""How Oxigraph is asked: without calls to other servers, and with errors that say where."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias

import pyoxigraph as ox

from procedura import namespaces as ns
from procedura.errors import CallError, ProceduraError, QueryError
from procedura.queries.rows import Answer, Beginning, Rows

_Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_UPDATE = re.compile(r"(?im)^\s*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b")
_SENTENCE = re.compile(r"[A-Z]\w+( \w+){2,}")
_LONGEST = 120  # letters of a list of what is expected that still helps somebody
_SERVICE = re.compile(r"(?i)service(\s+silent\b)?")


def ask(store: ox.Store, text: str, name: str) -> Rows:
    """Return the answer to a query that has been found to call nobody else.

    Args:
        store: The graph.
        text: The query; the prefixes in `namespaces.PREFIXES` need no declaration.
        name: What to call it in messages.

    Raises:
        QueryError: It is no query, or cannot be answered.
    """
    with explained(text, name):
        return Rows(evaluate(store, text))


def begin(store: ox.Store, text: str, name: str, limit: int) -> Beginning:
    """Return the first rows of an answer, as `ask`, without reading on.

    Raises:
        QueryError: It is no query, or cannot be answered.
    """
    with explained(text, name):
        return Beginning(evaluate(store, text), limit)


def evaluate(
    store: ox.Store,
    text: str,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    base: str | None = None,
) -> Answer:
    """Return Oxigraph's answer to a query that has been found to call nobody else.

    It is only worked out while it is read: both belong into `explained`.

    Args:
        store: The graph.
        text: The query.
        default_graphs: Named graphs that are its default graph; where none is given here or next,
            the query's own FROM says it, and without one it is the union of all graphs.
        named_graphs: Named graphs that it finds with GRAPH.
        base: What its relative IRIs are relative to.
    """
    if default_graphs or named_graphs:
        default: list[_Graph] = [ox.NamedNode(graph) for graph in default_graphs]
        named: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(graph) for graph in named_graphs]
        return store.query(
            text, base_iri=base, prefixes=ns.PREFIXES, default_graph=default, named_graphs=named
        )
    union = not is_keyword("from", text)  # Oxigraph would pass over FROM in silence
    return store.query(text, base_iri=base, prefixes=ns.PREFIXES, use_default_graph_as_union=union)


@contextmanager
def explained(text: str, name: str) -> Iterator[None]:
    """Tell what Oxigraph says of a query, while it is asked and its answer is read.

    Args:
        text: The query.
        name: What to call it in messages.

    Raises:
        QueryError: Something was wrong.
    """
    try:
        yield
    except ProceduraError:
        raise
    except SyntaxError as error:
        place, problem = place_and_problem(error)
        what, cure = f"not SPARQL: {problem}", "mend the line"
        if update := _UPDATE.search(text):
            what, cure = f"{update[1].upper()} is an update", "ask with SELECT, ASK or CONSTRUCT"
        raise QueryError(what, where=f"{name}:{place}", cure=cure) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"it cannot be answered ({error})", where=name) from error


def place_and_problem(error: SyntaxError) -> tuple[str, str]:
    """Return where a text is wrong (line and column), and what is wrong, of Oxigraph's error."""
    place, _, problem = error.msg.removeprefix("error at ").partition(": ")
    problem = " ".join(problem.split())
    if "Prefix not found" in problem:
        return place, "a prefix is not declared"
    if said := _SENTENCE.search(problem):  # among all the letters that could follow
        return place, said[0]
    return place, problem if len(problem) < _LONGEST else "what stands here is not expected"


def refuse_calls(text: str, name: str) -> None:
    """Refuse SERVICE before anything is evaluated, since no option of Oxigraph does.

    Raises:
        CallError: The query calls another server.
        QueryError: The text is no query.
    """
    if not is_keyword("service", text):
        return
    if is_query(without_service(text)):
        what = "the query calls another server (SERVICE)"
        raise CallError(what, where=name, cure="ask this graph only")
    what = "the text calls another server (SERVICE), or is not SPARQL"
    raise QueryError(what, where=name, cure="ask this graph only")


def without_service(text: str) -> str:
    """Return a text with GRAPH for SERVICE, which stands in the same places and calls nobody."""
    return _SERVICE.sub("GRAPH", text)


def is_query(text: str) -> bool:
    """Whether a text, which calls nobody else, is a query."""
    return _parses(ox.Store().query, text)


def is_update(text: str) -> bool:
    """Whether a text, which calls nobody else, is an update."""
    return _parses(ox.Store().update, text)


def _parses(ask: Callable[..., object], text: str) -> bool:
    try:
        ask(text, base_iri=ns.BASE, prefixes=ns.PREFIXES)
    except SyntaxError:
        return False
    except RuntimeError:  # a function that Oxigraph lacks, no such graph to drop: it has parsed
        return True
    return True


def is_keyword(word: str, text: str, parses: Callable[[str], bool] = is_query) -> bool:
    """Whether a text uses a word as a keyword, or cannot be parsed.

    Oxigraph's own parser is the judge, so that nothing can be a comment here and a keyword there:
    with another word in its place, a text that only mentions it, in a comment, a string, an IRI
    or a name, still parses; a text that uses it does not.

    Args:
        word: The word, or a pattern of several.
        text: The text.
        parses: Whether a text is of the language.
    """
    mute, mentions = re.subn(word, "nothing", text, flags=re.IGNORECASE)
    return bool(mentions) and not parses(mute)
