"""A running server: one client, then many, and in the midst of them a query without end.

Each client asks all the time, by turns for a search, a page, alternatives and a SPARQL query, of
procedures drawn with a fixed seed. Told to come back later, it asks the same again when it is told,
until it is answered; its time counts from the first try.
"""

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import httpx

from benchmarks.inputs import SEED, Inputs
from benchmarks.measure import grid, here, told
from procedura import ProcedureGraph

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from servers import CROSS, running

_PROCEDURES = """SELECT ?procedure (SAMPLE(?name) AS ?label) (SAMPLE(?condition) AS ?for) {
  ?procedure skos:prefLabel ?name ; proc:indicatedFor ?condition
} GROUP BY ?procedure ORDER BY ?procedure"""
_RISKS = """SELECT ?risk (COUNT(DISTINCT ?procedure) AS ?n) {
  ?procedure proc:indicatedFor <%s> ; proc:mayCause ?risk } GROUP BY ?risk"""
_ACCEPT = {"page": "text/html", "sparql": "application/sparql-results+json"}
_BUSY, _LATE = httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.GATEWAY_TIMEOUT


class _Seen(NamedTuple):
    kind: str
    seconds: float  # until the answer, from the first try
    refused: list[int]  # statuses of the tries before it


def measure(inputs: Inputs) -> str:
    graph, clients, seconds = inputs.graph(), inputs.scale.clients, inputs.scale.serving
    asked, limit = _questions(ProcedureGraph(graph)), 5
    with (
        running(graph, "--time-limit", str(limit)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
        ThreadPoolExecutor(clients + 1) as pool,
    ):

        def ask(clients: int, seconds: float) -> list[_Seen]:
            end = time.perf_counter() + seconds
            turns = range(0, 7 * clients, 7)
            return [*chain(*pool.map(lambda turn: _ask(client, asked, end, turn), turns))]

        ask(1, 0)  # what is imported late is there then
        alone = ask(1, seconds / 6)
        endless = pool.submit(here, client.get, "/sparql", params={"query": CROSS})
        took, crowd = here(ask, clients, seconds)
        limited = endless.result()
    many = f"{clients} clients"
    head = ["question", "one client", many, "times one client", f"{many}, 99 %", "answers"]
    rows = [_row(kind, _times(alone, kind), _times(crowd, kind)) for kind in asked[0]]
    refused = Counter(status for one in crowd for status in one.refused)
    return f"""{grid(head, rows)}
{many}: {len(crowd) / took:.0f} answered a second, {refused[_BUSY]} told to come back,
{refused[_LATE]} out of time, in {told(took)}. The query without end, with a limit of {limit} s:
{limited.answer.status_code} after {told(limited.seconds)}.
"""


def _questions(graph: ProcedureGraph) -> list[dict[str, str]]:
    """Return, for each procedure, the address of every kind of question."""
    made = []
    for row in graph.query(_PROCEDURES):
        slug = str(row["procedure"]).rsplit("/", 1)[1]
        made.append({
            "search": str(httpx.URL("/api/v1/search", params={"q": str(row["label"])[:12]})),
            "page": f"/procedure/{slug}",
            "alternatives": f"/api/v1/procedures/{slug}/alternatives",
            "sparql": str(httpx.URL("/sparql", params={"query": _RISKS % row["for"]})),
        })  # fmt: skip
    random.Random(SEED).shuffle(made)  # noqa: S311
    return made


def _ask(
    client: httpx.Client, asked: Sequence[Mapping[str, str]], end: float, turn: int
) -> list[_Seen]:
    seen: list[_Seen] = []
    while not seen or time.perf_counter() < end:
        for kind, where in asked[turn % len(asked)].items():
            seen.append(_Seen(kind, *here(_refused, client, where, _ACCEPT.get(kind, "*/*"))))
        turn += 1
    return seen


def _refused(client: httpx.Client, where: str, accept: str) -> list[int]:
    """Ask until there is an answer, and return the statuses of the tries that had none."""
    refused: list[int] = []
    while (answer := client.get(where, headers={"Accept": accept})).status_code in (_BUSY, _LATE):
        refused.append(answer.status_code)
        time.sleep(float(answer.headers.get("Retry-After", 0)))
    answer.raise_for_status()  # what is wrong in another way stays wrong
    return refused


def _times(seen: Iterable[_Seen], kind: str) -> list[float]:
    return [one.seconds for one in seen if one.kind == kind]


def _row(kind: str, alone: list[float], crowd: list[float]) -> list[object]:
    one, many = statistics.median(alone), statistics.median(crowd)
    worst = statistics.quantiles(crowd, n=100, method="inclusive")[-1]
    return [kind, told(one), told(many), f"{many / one:.3g}", told(worst), len(crowd)]
