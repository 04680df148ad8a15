"""What else could be done: asked of an opened graph, and found for all procedures at once."""

from functools import partial
from itertools import combinations
from pathlib import Path

import networkx as nx

from benchmarks.inputs import Inputs
from benchmarks.measure import OURS, Clock, Times, Way, apart, by_size, one_by_one, table
from procedura import ProcedureGraph, store
from procedura.analysis.alternatives.finding import find
from procedura.analysis.projection import closures, procedures, project

_PEER = "nx.jaccard_coefficient"
_ASKED = 40  # procedures, one by one

Shared = nx.Graph  # procedures, each tied to what it is indicated for and all that is broader


def measure(inputs: Inputs) -> str:
    def every(size: int) -> dict[str, Way]:
        graph = inputs.graph(pages=size)
        return {OURS: apart(_all_of_ours, graph), _PEER: apart(_all_pairs, graph)}

    one: dict[str, Times] = {}
    for size in inputs.scale.pages:
        graph, asked, shared = _opened(inputs.graph(pages=size))
        ways = {
            OURS: partial(_ours, graph),
            _PEER: partial(_related, shared, asked),
            "SPARQL candidates": partial(_candidates, graph),
        }
        for when in ("first", "again"):
            one[f"{size} pages, {when}"] = times = one_by_one(asked[:_ASKED], ways)
        _agree(times)
    all_ = by_size("pages", inputs.scale.pages, every, inputs.scale.seconds)
    return f"{table('one procedure', one)}\n{all_}"


def _opened(folder: Path) -> tuple[ProcedureGraph, list[str], Shared]:
    graph = ProcedureGraph(folder)
    projected = graph.to_networkx()
    return graph, sorted(procedures(projected)), _shared(projected)


def _shared(projected: "nx.MultiDiGraph[str]") -> Shared:
    found = closures(projected, ["indicatedFor"])
    graph = Shared((one, condition) for one, own in found.items() for condition in own)
    graph.add_nodes_from(found)
    return graph


def _ours(graph: ProcedureGraph, one: str) -> dict[str, str]:
    return {found.procedure: found.basis for found in graph.alternatives(one)}


def _related(shared: Shared, others: list[str], one: str) -> dict[str, float]:
    pairs = [(one, other) for other in others if other != one]  # NetworkX goes through it twice
    scores = {other: score for _, other, score in nx.jaccard_coefficient(shared, pairs) if score}
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def _candidates(graph: ProcedureGraph, one: str) -> set[object]:
    return {row["alternative"] for row in graph.query("alternatives/candidates", procedure=one)}


def _agree(times: Times) -> None:
    """End the program where one of ours is no candidate, or is inferred and shares nothing."""
    for ours, related, candidates in zip(*times.values(), strict=True):
        inferred = {other for other, basis in ours.answer.items() if basis == "inferred"}
        if not (ours.answer.keys() <= candidates.answer and inferred <= related.answer.keys()):
            raise SystemExit(f"alternatives: {ours.answer} are not those of the peers")


def _all_of_ours(clock: Clock, folder: Path) -> None:
    projected = project(store.open_read_only(folder).rdf)
    with clock:
        for _ in find(projected):
            pass


def _all_pairs(clock: Clock, folder: Path) -> None:
    _, every, shared = _opened(folder)
    pairs = [*combinations(every, 2)]
    with clock:
        for _ in nx.jaccard_coefficient(shared, pairs):
            pass
