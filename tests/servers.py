"""A running server, started as a user starts it."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from procedura import ProcedureGraph

# What clients of servers that may be written show.
TOKEN = "a-token-of-the-tests"  # noqa: S105
_ADDRESS = re.compile(r"Serving at (http://\S+)/")

# A query that takes hours.
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@contextmanager
def running(
    folder: Path, *options: str, ending: signal.Signals = signal.SIGTERM, **environment: str
) -> Iterator[str]:
    """Start a server and yield its address, without a slash at its end.

    Args:
        folder: The graph; the log, ``server-*.log``, lies beside it.
        options: More of the command line.
        ending: How the server is told to end, which it must do in good order.
        environment: More variables of its environment.
    """
    command = [sys.executable, "-m", "procedura", "serve", "--port", "0", "--workers", "2"]
    command += ["--time-limit", "120", "--graph", str(folder)]  # on a busy machine, all is slow
    log = folder.parent / f"server-{os.urandom(4).hex()}.log"
    with log.open("w") as written, subprocess.Popen(
        [*command, *options], stderr=written, env=os.environ | environment
    ) as server:  # fmt: skip
        try:
            while not (told := _ADDRESS.search(log.read_text())):
                assert server.poll() is None, log.read_text()
                time.sleep(0.02)
            yield told[1]
        finally:
            server.send_signal(ending)
            try:
                assert server.wait(timeout=60) == 0, log.read_text()
            finally:
                server.kill()  # which is nothing to one that has ended


@contextmanager
def asking(
    folder: Path, *options: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Iterator[httpx.Client]:
    """Start a server as `running` does, and yield a client of it that sends some headers."""
    with (
        running(folder, *options, **more) as address,
        httpx.Client(base_url=address, timeout=150, headers=headers) as client,
    ):
        yield client


def process(_: ProcedureGraph) -> int:
    """Return which process answers; workers can import it from here, but not from a test."""
    return os.getpid()


def begin_slowly(*arguments: Any) -> None:
    """Begin a worker after longer than a lane with a limit of two seconds waits for an answer."""
    from procedura.workers import _begin  # which needs an extra

    time.sleep(8)
    _begin(*arguments)
