"""Every query of the library, with the values that it comes with, on the fewest pages."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

import rdflib

from benchmarks.inputs import Inputs
from benchmarks.measure import OURS, Taken, Times, here, in_turn, middle, table
from procedura import namespaces as ns
from procedura import store
from procedura.queries import Query, library, run
from procedura.validation import rdflib_graph


def measure(inputs: Inputs) -> str:
    stored = store.open_read_only(inputs.graph(pages=inputs.scale.pages[0])).rdf
    ways: dict[str, Callable[[Query], Any]] = {
        OURS: lambda query: run(stored, query).terms,
        "rdflib, memory": partial(_in_rdflib, rdflib_graph(stored)),
        "bare Oxigraph": partial(_in_oxigraph, stored),
    }
    kinds: dict[str, Times] = defaultdict(lambda: defaultdict(list))
    for name, query in library().items():
        asking = {way: partial(_asked, ask, query) for way, ask in ways.items()}
        for way, runs in in_turn(name, asking, inputs.scale.seconds / 40).items():
            kinds[name.partition("/")[0]][way].append(Taken(middle(runs)))
    return table("queries", {f"{kind}: {len(times[OURS])}": times for kind, times in kinds.items()})


def _asked(ask: Callable[[Query], Any], query: Query) -> Taken:
    taken = here(ask, query)
    return Taken(taken.seconds, sorted([*map(_plain, row)] for row in taken.answer))


def _in_rdflib(graph: rdflib.Graph, query: Query) -> Any:
    """Return the rows; where nothing is grouped rdflib has one without anything."""
    found = graph.query(query.text).bindings
    return [[row.get(rdflib.Variable(name)) for name in query.columns] for row in found if row]


def _in_oxigraph(graph: Any, query: Query) -> Any:
    return [*graph.query(query.text, prefixes=ns.PREFIXES, use_default_graph_as_union=True)]


def _plain(term: Any) -> str:
    """Return a term of either engine as text, a number in one way of writing."""
    if term is None:
        return ""
    text = str(term) if isinstance(term, rdflib.term.Identifier) else term.value
    try:
        return f"{float(text):.9g}"
    except ValueError:
        return text
