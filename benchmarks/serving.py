"""Measure a running server under load: latency, refusals, memory, and a query without end.

    .venv/bin/python benchmarks/serving.py GRAPH [SECONDS]

The program starts the server as a user does. One client asks alone for a sixth of the time; then
fifty clients ask all the time, each by turns for a search, a page, alternatives and a SPARQL query,
of procedures drawn with a fixed seed. A client that is told to come back later does so when it is
told. In the middle of it somebody asks a query that would run for hours. Nothing here is a test.
"""

import asyncio
import os
import platform
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import httpx

from procedura import ProcedureGraph

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from servers import running

SEED = 20261128
CLIENTS = 50
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TIME_LIMIT = 10
COUNTING = """SELECT ?risk (COUNT(DISTINCT ?procedure) AS ?n) {
  ?procedure proc:indicatedFor <%s> ; proc:mayCause ?risk } GROUP BY ?risk"""
PROCEDURES = """SELECT ?procedure (SAMPLE(?name) AS ?label) (SAMPLE(?condition) AS ?for) {
  ?procedure skos:prefLabel ?name ; proc:indicatedFor ?condition
} GROUP BY ?procedure ORDER BY ?procedure"""

Times = dict[str, list[float]]


def main() -> None:
    folder = Path(sys.argv[1])
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 60.0
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    asked = list(questions(ProcedureGraph(folder)))
    with running(folder, "--time-limit", str(TIME_LIMIT)) as address:
        asyncio.run(measure(address, asked, seconds))


def questions(graph: ProcedureGraph) -> list[dict[str, str]]:
    """Return, for each procedure in a fixed order, the address of every kind of question."""
    made = []
    for row in graph.query(PROCEDURES):
        slug = str(row["procedure"]).rsplit("/", 1)[1]
        made.append({
            "search": str(httpx.URL("/api/v1/search", params={"q": str(row["label"])[:12]})),
            "page": f"/procedure/{slug}",
            "alternatives": f"/api/v1/procedures/{slug}/alternatives",
            "sparql": str(httpx.URL("/sparql", params={"query": COUNTING % row["for"]})),
        })  # fmt: skip
    random.Random(SEED).shuffle(made)  # noqa: S311
    return made


async def measure(address: str, asked: list[dict[str, str]], seconds: float) -> None:
    """Print what one client sees, what fifty see, and how much memory the server takes."""
    alone, _, _ = await ask(address, asked, 1, seconds / 6)
    crowd, statuses, memory = await ask(address, asked, CLIENTS, seconds, endless=True)
    print(
        "| | one client: median ms | fifty clients: median ms | 99 % | ratio of medians | answers |"
    )
    print("|---|---|---|---|---|---|")
    for kind, times in crowd.items():
        one, many = (1000 * statistics.median(some) for some in (alone[kind], times))
        worst = 1000 * statistics.quantiles(times, n=100)[-1]
        print(
            f"| {kind} | {one:.1f} | {many:.1f} | {worst:.0f} | {many / one:.1f} | {len(times)} |"
        )
    print(f"\nstatuses with fifty clients: {dict(statuses)}")
    print(f"memory of all processes, MB, over the time: {memory}")


async def ask(
    address: str,
    asked: list[dict[str, str]],
    clients: int,
    seconds: float,
    *,
    endless: bool = False,
) -> tuple[Times, Counter[int], list[int]]:
    """Return how long answers took, the statuses, and the memory five times on the way."""
    times: Times = defaultdict(list)
    statuses: Counter[int] = Counter()
    memory: list[int] = []
    end = time.perf_counter() + seconds
    limits = httpx.Limits(max_connections=clients + 1)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as client:

        async def one(number: int) -> None:
            turn = number * 7
            while time.perf_counter() < end:
                for kind, where in asked[turn % len(asked)].items():
                    began = time.perf_counter()
                    answer = await client.get(where, headers={"Accept": _ACCEPT[kind]})
                    statuses[answer.status_code] += 1
                    if answer.status_code == 200:
                        times[kind].append(time.perf_counter() - began)
                    elif answer.status_code == 503:
                        await asyncio.sleep(float(answer.headers["Retry-After"]))
                turn += 1

        async def watch() -> None:
            for _ in range(5):
                await asyncio.sleep(seconds / 5.5)
                memory.append(resident() // 1_000_000)

        async def without_end() -> None:
            await asyncio.sleep(seconds / 3)
            began = time.perf_counter()
            answer = await client.get("/sparql", params={"query": ENDLESS})
            took = time.perf_counter() - began
            print(f"query without end, limit {TIME_LIMIT} s: {answer.status_code}, {took:.1f} s\n")

        extra = [without_end()] if endless else []
        await asyncio.gather(*map(one, range(clients)), watch(), *extra)
    return times, statuses, memory


_ACCEPT = {
    "search": "application/json",
    "page": "text/html",
    "alternatives": "application/json",
    "sparql": "application/sparql-results+json",
}


def resident() -> int:
    """Return the bytes of memory that the processes below this one hold."""
    parents, own = {}, {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(") ")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        number = int(status.parent.name)
        parents[number], own[number] = int(fields[1]), int(fields[21]) * os.sysconf("SC_PAGE_SIZE")

    def below(number: int) -> bool:
        while number in parents:
            number = parents[number]
            if number == os.getpid():
                return True
        return False

    return sum(size for number, size in own.items() if below(number))


if __name__ == "__main__":
    main()
