"""A graph of few of the bundled pages and all concepts, which is built anew in seconds.

``python few_pages.py FOLDER`` builds it in a process of its own.
"""

import sys
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from unittest.mock import patch

from procedura import ProcedureGraph
from procedura.resources import walk


def four(top: Traversable, suffix: str) -> Iterator[Traversable]:
    """Yield the bundled pages that are taken."""
    return (file for file in walk(top, suffix) if file.name.startswith("percutaneous-nephro"))


def open_few(folder: Path) -> ProcedureGraph:
    """Return the graph in a folder, which is built there if need be."""
    with patch("procedura.build.walk", four):
        return ProcedureGraph.open(folder)


if __name__ == "__main__":
    open_few(Path(sys.argv[1]))
