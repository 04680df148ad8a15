"""SPARQL Update: what is refused, and which graphs it reads.

As for queries, Oxigraph's parser is the judge of what a text says (see `procedura.queries.engine`):
a variant of the text is tried on an empty store.
"""

import re
from collections.abc import Callable, Iterator

import pyoxigraph as ox
from starlette.exceptions import HTTPException

from procedura import namespaces as ns
from procedura import store
from procedura.errors import CallError, QueryError
from procedura.library import ProcedureGraph
from procedura.queries.engine import (
    explained,
    is_keyword,
    is_update,
    place_and_problem,
    without_service,
)
from procedura.search import renamed, write_index
from procedura.web.answers import DONE, Answer
from procedura.web.sparql.requests import Asked

_NAME = "update"
_LOAD = re.compile(r"(?i)load(\s+silent\b)?")
_INTO = re.compile(r"(?i)\binto\b")
# What an update has in it that may change a release: its IRI, a letter of that written as a number,
# a variable for it, or a word for every graph.
_RELEASES = re.compile(r"(?i)release|\\u|graph(?:\s|#[^\n]*\n)*[?$]|\b(?:all|named)\b")
_WHERE = re.compile(r"(?i)where")


def update(graph: ProcedureGraph, asked: Asked) -> Answer:
    """Carry out an update; the graph changes in one step, or not at all.

    Args:
        graph: The graph.
        asked: The update.

    Raises:
        QueryError: It is none, or cannot be carried out.
        CallError: It calls another server.
        HTTPException: Both it and the request say which graphs it reads.
    """
    _refuse_calls(asked.text)
    _parse(asked)
    text = _with_dataset(asked)
    with store.next_generation(graph.folder) as generation:
        with explained(text, _NAME):
            generation.rdf.update(text, base_iri=asked.base, prefixes=ns.PREFIXES)
        before = store.open_read_only(graph.folder).rdf
        changed = renamed(before, generation.rdf, _may_be_changed_by(text))
        write_index(generation.rdf, generation.search_index, changed.__contains__)
    return DONE


def _may_be_changed_by(text: str) -> Callable[[str], bool]:
    """Return which named graphs an update may change: all, or all but the large ones.

    To compare the names of half a million imported codes takes some ten seconds, which an update
    that does not mean them should not pay.
    """
    if _RELEASES.search(text):
        return lambda graph: True
    return lambda graph: not graph.startswith(ns.RELEASES)


def _refuse_calls(text: str) -> None:
    """Refuse SERVICE and LOAD before anything is carried out, since no option of Oxigraph does."""
    if not is_keyword("service|load", text, is_update):
        return
    if any(map(is_update, _without_calls(text))):
        what = "the update calls another server (SERVICE, LOAD)"
        raise CallError(what, where=_NAME, cure="send the data with INSERT DATA")
    what = "the text calls another server (SERVICE, LOAD), or is not SPARQL Update"
    raise QueryError(what, where=_NAME, cure="mend it")


def _without_calls(text: str) -> Iterator[str]:
    """Yield texts that are updates where this one calls others, and call nobody."""
    quiet = without_service(text)
    yield _LOAD.sub("DROP GRAPH", quiet)  # LOAD <a>
    yield _INTO.sub("TO", _LOAD.sub("ADD", quiet))  # LOAD <a> INTO GRAPH <b>


def _parse(asked: Asked) -> None:
    try:
        ox.Store().update(asked.text, base_iri=asked.base, prefixes=ns.PREFIXES)
    except SyntaxError as error:
        place, problem = place_and_problem(error)
        what = f"not SPARQL Update: {problem}"
        raise QueryError(what, where=f"{_NAME}:{place}", cure="mend the line") from error
    except (RuntimeError, ValueError):  # of an empty store; it has parsed
        return


def _with_dataset(asked: Asked) -> str:
    """Return an update that reads the graphs that its request names, where it reads any."""
    using = _using(asked)
    if not using:
        return asked.text
    if is_keyword("using|with", asked.text, is_update):
        raise HTTPException(400, "the update says itself which graphs it reads (USING, WITH)")
    text = asked.text
    for where in reversed([*_WHERE.finditer(text)]):  # what comes before it stays in its place
        before, after = text[: where.start()], text[where.end() :]
        if is_update(f"{before}nothing{after}"):  # a mention
            continue
        if is_update(f"{before}{{ }} WHERE{after}"):
            raise HTTPException(400, "for 'DELETE WHERE { … }' write 'DELETE { … } WHERE { … }'")
        with_using = f"{before}{using} WHERE{after}"
        text = with_using if is_update(with_using) else text  # not that of a SELECT inside
    return text


def _using(asked: Asked) -> str:
    try:
        clauses = [f"USING {ox.NamedNode(iri)}" for iri in asked.default_graphs]
        clauses += [f"USING NAMED {ox.NamedNode(iri)}" for iri in asked.named_graphs]
    except ValueError as error:
        raise HTTPException(400, f"the name of a graph is no IRI ({error})") from error
    return " ".join(clauses)
