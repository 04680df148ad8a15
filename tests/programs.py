"""The program, run in the process of a test."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from procedura.cli import main


class Ran(NamedTuple):
    """How the program ended, and what it printed."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Return what it printed as JSON."""
        return json.loads(self.out)


# Takes what follows the program's name, and as `graph` the folder of a graph.
Run = Callable[..., Ran]


def runner(capfdbinary: pytest.CaptureFixture[bytes], folder: Path) -> Run:
    """Return what runs the program, on the graph in a folder unless told otherwise."""

    def run(*arguments: str | Path, graph: Path = folder) -> Ran:
        with pytest.raises(SystemExit) as leaving:
            main([*map(str, arguments), "--graph", str(graph)])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        assert "Traceback" not in err.decode()
        return Ran(int(leaving.value.code or 0), out.decode(), err.decode())

    return run
