"""How Oxigraph is asked: without calls to other servers, and with errors that say where."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph as ox

from procedura import namespaces as ns
from procedura.errors import QueryError
from procedura.queries.rows import Answer, Beginning, Rows

_UPDATE = re.compile(r"(?im)^\s*(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b")


def ask(store: ox.Store, text: str, name: str) -> Rows:
    """Return the answer to a query that has been found to call nobody else.

    Args:
        store: The graph.
        text: The query; the prefixes in `namespaces.PREFIXES` need no declaration.
        name: What to call it in messages.

    Raises:
        QueryError: It is no query, or cannot be answered.
    """
    with _explained(text, name):
        return Rows(_evaluate(store, text))


def begin(store: ox.Store, text: str, name: str, limit: int) -> Beginning:
    """Return the first rows of an answer, as `ask`, without reading on.

    Raises:
        QueryError: It is no query, or cannot be answered.
    """
    with _explained(text, name):
        return Beginning(_evaluate(store, text), limit)


def _evaluate(store: ox.Store, text: str) -> Answer:
    union = not _is_keyword("from", text)  # Oxigraph would pass over FROM in silence
    return store.query(text, use_default_graph_as_union=union, prefixes=ns.PREFIXES)


@contextmanager
def _explained(text: str, name: str) -> Iterator[None]:
    """Make what Oxigraph raises errors that say where."""
    try:
        yield
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


def refuse_calls(text: str, name: str) -> None:
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
