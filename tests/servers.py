"""A running server, started as a user starts it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ADDRESS = re.compile(r"Serving at (http://\S+)/")


@contextmanager
def running(folder: Path, *options: str, **environment: str) -> Iterator[str]:
    """Start a server and yield its address, without a slash at its end."""
    command = [sys.executable, "-m", "procedura", "serve", "--port", "0", "--graph", str(folder)]
    log = folder.parent / f"server-{os.urandom(4).hex()}.log"
    with log.open("w") as written, subprocess.Popen(
        [*command, *options], stderr=written, env=os.environ | environment
    ) as server:  # fmt: skip
        try:
            while not (told := _ADDRESS.search(log.read_text())):
                assert server.poll() is None, log.read_text()
            yield told[1]
        finally:
            server.terminate()
            assert server.wait(timeout=20) == 0, log.read_text()
