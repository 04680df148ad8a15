"""A running server: one client, then many, and in the midst of them a query without end.

Each client asks all the time, by turns for a search, a page, alternatives and a SPARQL query, of
procedures drawn with a fixed seed; told to come back later, it does so when it is told.
"""

import asyncio
import os
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import httpx

from benchmarks.inputs import SEED, Inputs
from benchmarks.measure import grid, told
from procedura import ProcedureGraph

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from servers import CROSS, running

_LIMIT = 5  # seconds for a query
_COUNTING = """SELECT ?risk (COUNT(DISTINCT ?procedure) AS ?n) {
  ?procedure proc:indicatedFor <%s> ; proc:mayCause ?risk } GROUP BY ?risk"""
_PROCEDURES = """SELECT ?procedure (SAMPLE(?name) AS ?label) (SAMPLE(?condition) AS ?for) {
  ?procedure skos:prefLabel ?name ; proc:indicatedFor ?condition
} GROUP BY ?procedure ORDER BY ?procedure"""
_ACCEPT = {
    "search": "application/json",
    "page": "text/html",
    "alternatives": "application/json",
    "sparql": "application/sparql-results+json",
}


def measure(inputs: Inputs) -> str:
    """Return a table of kinds of questions, and what became of the query without end."""
    folder, scale = inputs.graph(), inputs.scale
    asked = _questions(ProcedureGraph(folder))
    with running(folder, "--time-limit", str(_LIMIT)) as address:
        alone = asyncio.run(_Load(address, asked).run(1, scale.serving / 6))
        crowd = asyncio.run(_Load(address, asked).run(scale.clients, scale.serving))
    many = f"{scale.clients} clients"
    head = ["question", "one client", many, f"{many}, 99 %", "times one client", "answers"]
    rows = []
    for kind, times in crowd.times.items():
        one, median = statistics.median(alone.times[kind]), statistics.median(times)
        worst = statistics.quantiles(times, n=100)[-1]
        rows.append([kind, told(one), told(median), told(worst), f"{median / one:.3g}", len(times)])
    statuses = ", ".join(f"{count} with {status}" for status, count in crowd.statuses.items())
    rate = sum(map(len, crowd.times.values())) / scale.serving
    return f"""{grid(head, rows)}
{many}: {rate:.0f} answers a second; {statuses}. The query without end, with a limit of {_LIMIT} s:
{crowd.endless}. Memory of the server's processes: {min(crowd.memory)} to {max(crowd.memory)} MB.
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
            "sparql": str(httpx.URL("/sparql", params={"query": _COUNTING % row["for"]})),
        })  # fmt: skip
    random.Random(SEED).shuffle(made)  # noqa: S311
    return made


class _Load:
    """Clients that ask a server, and what they see."""

    def __init__(self, address: str, asked: Sequence[Mapping[str, str]]) -> None:
        self._address, self._asked = address, asked
        self.times: dict[str, list[float]] = defaultdict(list)
        self.statuses: Counter[int] = Counter()
        self.memory: list[int] = []
        self.endless = ""

    async def run(self, clients: int, seconds: float) -> Self:
        """Ask for so long; return itself."""
        self._end = time.perf_counter() + seconds
        limits = httpx.Limits(max_connections=clients + 1)
        async with httpx.AsyncClient(base_url=self._address, timeout=60, limits=limits) as client:
            asking = (self._ask(client, number * 7) for number in range(clients))
            others = self._watch(seconds / 6), self._without_end(client, seconds / 3)
            await asyncio.gather(*asking, *(others if clients > 1 else ()))
        return self

    async def _ask(self, client: httpx.AsyncClient, turn: int) -> None:
        while time.perf_counter() < self._end:
            for kind, where in self._asked[turn % len(self._asked)].items():
                began = time.perf_counter()
                answer = await client.get(where, headers={"Accept": _ACCEPT[kind]})
                self.statuses[answer.status_code] += 1
                if answer.status_code == httpx.codes.OK:
                    self.times[kind].append(time.perf_counter() - began)
                elif answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                    await asyncio.sleep(float(answer.headers["Retry-After"]))
            turn += 1

    async def _without_end(self, client: httpx.AsyncClient, seconds: float) -> None:
        await asyncio.sleep(seconds)
        began = time.perf_counter()
        answer = await client.get("/sparql", params={"query": CROSS})
        self.endless = f"{answer.status_code} after {told(time.perf_counter() - began)}"

    async def _watch(self, seconds: float) -> None:
        for _ in range(5):
            await asyncio.sleep(seconds)
            self.memory.append(_resident() // 1_000_000)


def _resident() -> int:
    """Return the bytes of memory that the processes below this one hold."""
    parents, own = {}, {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(") ")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        number = int(status.parent.name)
        parents[number], own[number] = int(fields[1]), int(fields[21]) * os.sysconf("SC_PAGE_SIZE")

    def is_below(number: int) -> bool:
        up = parents.get(number)
        return up == os.getpid() or (up is not None and is_below(up))

    return sum(size for number, size in own.items() if is_below(number))
