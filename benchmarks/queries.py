"""Every query of the library, with the values that it comes with, on the most pages."""

import signal
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import rdflib

from benchmarks.inputs import Inputs
from benchmarks.measure import OURS, Taken, Times, here, in_turn, middle, table, told
from procedura import namespaces as ns
from procedura import store
from procedura.queries import Query, library, run
from procedura.validation import rdflib_graph

_PEER = "rdflib, memory"
_LIMIT = 10  # seconds for a query of the peer


def measure(inputs: Inputs) -> str:
    """Return a table with a row for each folder of queries; a pair is one query."""
    stored = store.open_read_only(inputs.graph(pages=inputs.scale.pages[-1])).rdf
    memory = rdflib_graph(stored)
    rows: dict[str, Times] = defaultdict(lambda: defaultdict(list))
    late = []
    for name, query in library().items():
        ways = {
            OURS: partial(_asked, query, lambda query: run(stored, query).terms),
            _PEER: partial(_asked, query, partial(_in_rdflib, memory)),
            "bare Oxigraph": partial(_asked, query, partial(_in_oxigraph, stored)),
        }
        times = in_turn(name, ways, inputs.scale.seconds / 40)
        if middle(times[_PEER]) >= _LIMIT:
            late.append(f"`{name}` ({told(middle(times[OURS]))})")
            continue
        for way, runs in times.items():
            rows[name.partition("/")[0]][way].append(Taken(middle(runs)))
    shown = {f"{folder}: {len(times[OURS])}": times for folder, times in rows.items()}
    stopped = f"Stopped in rdflib after {_LIMIT} s, with our time: {', '.join(late) or 'none'}."
    return f"{table('queries', shown)}\n{stopped}\n"


def _asked(query: Query, ask: Callable[[Query], Iterable[Iterable[Any]]]) -> Taken:
    """Ask once; the answer is the rows as text, sorted, or none where the time is over."""
    signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, _LIMIT)
    try:
        taken = here(ask, query)
    except TimeoutError:
        return Taken(_LIMIT)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return taken._replace(answer=sorted([*map(_plain, row)] for row in taken.answer))


def _stop(*_: object) -> None:
    raise TimeoutError


def _in_rdflib(graph: rdflib.Graph, query: Query) -> list[list[Any]]:
    """Return the rows; where nothing is grouped rdflib has one without anything."""
    found = graph.query(query.text).bindings
    return [[row.get(rdflib.Variable(name)) for name in query.columns] for row in found if row]


def _in_oxigraph(graph: Any, query: Query) -> list[Any]:
    answer = graph.query(query.text, prefixes=ns.PREFIXES, use_default_graph_as_union=True)
    return [*map(tuple, answer)]


def _plain(term: Any) -> str:
    """Return a term of either engine as text, a number in one way of writing."""
    if term is None:
        return ""
    text = str(term) if isinstance(term, rdflib.term.Identifier) else term.value
    try:
        return f"{float(text):.9g}"
    except ValueError:
        return text
