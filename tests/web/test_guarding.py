"""What clients that mean harm, and machines that fail, must not do to a server."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from applications import full, get
from procedura import namespaces as ns
from procedura import store
from procedura.errors import BusyError, TimeLimitError
from procedura.web import Settings, application
from procedura.web.middleware import RequestLimit
from procedura.workers import Lane
from programs import runner
from servers import CROSS, asking, begin_slowly, process, running

EVERYWHERE = ("/", "/health", "/metrics", "/search?q=stent", "/static/style.css", "/nowhere",
              "/sparql?query=ASK{}", "/api/v1/search?q=stent", "/code/CPT/50436.ttl",
              "/compare", "/communities", "/about")  # fmt: skip


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_lets_a_browser_run_nothing_of_others(path: str, client: httpx.Client) -> None:
    for answer in (client.get(path), client.head(path)):
        assert answer.status_code == (404 if path == "/nowhere" else 200)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_an_error_of_ours_is_guarded_too(folder: Path) -> None:
    web = application(Settings(folder))  # never begun, so it has no workers

    answer = get(web, "/health")
    assert answer.status_code == 500
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in answer.text


def test_workers_that_are_slow_to_begin_are_waited_for(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("procedura.workers._begin", begin_slowly)

    async def told(lane: Lane) -> int:
        while True:
            try:
                return await lane.ask(process)
            except TimeLimitError:  # at first, and where the machine is busy
                await asyncio.sleep(0)

    with Lane(empty, 1, 2) as lane:
        assert asyncio.run(asyncio.wait_for(told(lane), 120))


def test_a_lane_whose_workers_are_lost_begins_others(empty: Path) -> None:
    async def lose(lane: Lane) -> int:
        lost = await lane.ask(process)
        os.kill(lost, signal.SIGKILL)
        for _ in range(100):
            try:
                return await lane.ask(process) - lost
            except BusyError:
                await asyncio.sleep(0.1)
        raise AssertionError

    with Lane(empty, 1, 20) as lane:
        assert asyncio.run(lose(lane)) != 0
        assert lane.taken == 0


def test_a_busy_server_is_well(folder: Path) -> None:
    with full(folder) as web:
        assert get(web, "/health").json()["status"] == "ok"


def _send(address: str, head: str, body: str) -> socket.socket:
    url = httpx.URL(address)
    opened = socket.create_connection((url.host, url.port or 80))
    media = "Content-Type: application/sparql-query"
    opened.sendall(f"POST /sparql HTTP/1.1\r\nHost: x\r\n{media}\r\n{head}\r\n\r\n{body}".encode())
    return opened


def _wait_for(expected: str, read: Callable[[], str]) -> None:
    until = time.monotonic() + 30
    while expected not in (told := read()):
        assert time.monotonic() < until, told
        time.sleep(0.05)


def test_others_are_answered_beside_a_query_that_ends_when_nobody_waits(folder: Path) -> None:
    under_way = 'procedura_questions_under_way{lane="queries"} '
    with asking(folder, "--time-limit", "600") as client:
        with _send(str(client.base_url), f"Content-Length: {len(CROSS)}", CROSS):
            _wait_for(f"{under_way}1.0", lambda: client.get("/metrics").text)
            assert client.get("/sparql", params={"query": "ASK { }"}).json()["boolean"]
            assert f"{under_way}1.0" in client.get("/metrics").text
        _wait_for(f"{under_way}0.0", lambda: client.get("/metrics").text)
        assert client.get("/sparql", params={"query": "ASK { }"}).json()["boolean"]


def test_a_client_that_leaves_in_its_request_is_no_error_of_ours(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    with store.next_generation(graph):
        pass
    with running(graph) as address:
        [log] = tmp_path.glob("server-*.log")
        with _send(address, "Content-Length: 9", "ASK"):
            pass
        _wait_for("POST /sparql 400", log.read_text)
    assert "Traceback" not in log.read_text()


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    async def never() -> Message:
        return await asyncio.Future()

    async def reads(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()

    async def send(message: Message) -> None:
        raise AssertionError(message)

    limit = RequestLimit(reads, most=10, patience=0.05)
    with pytest.raises(HTTPException, match="took longer than") as refused:
        asyncio.run(limit({"type": "http", "headers": []}, never, send))
    assert refused.value.status_code == 408


TOLD_AT_ONCE = """
import os, signal, sys
from pathlib import Path
from procedura.settings import Settings
from procedura.web.serving import serve

serve(Settings(Path(sys.argv[1])), "127.0.0.1", 0, lambda _: os.kill(os.getpid(), signal.SIGTERM))
"""


def test_a_server_that_is_told_to_end_as_soon_as_it_has_begun_ends(empty: Path) -> None:
    command = [sys.executable, "-c", TOLD_AT_ONCE, str(empty)]
    assert subprocess.run(command, timeout=60, check=False).returncode == 0


@pytest.mark.parametrize(("host", "warned"), [("0.0.0.0", True), ("127.0.0.1", False)])  # noqa: S104
def test_a_server_for_others_warns_of_texts_that_may_not_be_passed_on(
    host: str, warned: bool, tmp_path: Path
) -> None:
    graph, release = tmp_path / "graph", ox.NamedNode(f"{ns.RELEASES}SNOMEDCT/2026")
    with store.next_generation(graph) as generation:
        for predicate, value in (
            ("rdf:type", ox.NamedNode(ns.term("Release"))),
            ("proc:codeCount", ox.Literal(1)),
            ("proc:redistributable", ox.Literal(False)),
        ):
            node = ox.NamedNode(ns.expand(predicate))
            generation.rdf.add(ox.Quad(release, node, value, release))
    with running(graph, "--host", host):
        [log] = tmp_path.glob("server-*.log")
        assert (f"forbid passing their texts on: {release.value}" in log.read_text()) == warned


def test_options_are_what_the_server_is_limited_to(
    empty: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Settings] = []
    monkeypatch.setattr("procedura.web.serving.serve", lambda settings, *_: seen.append(settings))
    options = ("--workers", "3", "--time-limit", "7", "--memory", "500", "--max-rows", "9")
    runner(capfdbinary, empty)("serve", *options)
    [told] = seen
    assert (told.workers, told.time_limit, told.memory, told.most_rows) == (3, 7, 500_000_000, 9)
