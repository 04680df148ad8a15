"""The examples that show a console, run as they stand in ``docs/``."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from servers import TOKEN, running

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = [
    pytest.mark.skipif(not DOCS.is_dir(), reason="run away from the checkout"),
    pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl"),
]


@pytest.fixture(scope="module")
def writable(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the bundled graph that may be written."""
    copy = tmp_path_factory.mktemp("written") / "graph"
    shutil.copytree(folder, copy)
    with running(copy, "--writable", PROCEDURA_TOKEN=TOKEN) as address:
        yield address


def examples(guide: str) -> list[tuple[str, str]]:
    """Return commands and what they print: a command's lines go on while they are indented."""
    text = (DOCS / guide).read_text(encoding="utf-8")
    sessions = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    command = re.compile(r"^\$ (.*\n(?:    .*\n)*)((?:(?!\$ ).*\n)*)", re.MULTILINE)
    return [found for session in sessions for found in command.findall(session)]


@pytest.mark.parametrize(
    ("guide", "count"), [("reference/sparql.md", 10), ("how-to/run-the-server.md", 3)]
)
def test_the_examples_print_what_stands_below_them(writable: str, guide: str, count: int) -> None:
    assert len(examples(guide)) == count
    for command, expected in examples(guide):
        printed = subprocess.run(
            ["bash", "-c", command.replace("http://127.0.0.1:8000", writable)],  # noqa: S607
            env=os.environ | {"PROCEDURA_TOKEN": TOKEN}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        said = ".*".join(map(re.escape, expected.strip().split("…")))
        assert re.fullmatch(said, printed.strip(), re.DOTALL), f"{command}{printed}"
