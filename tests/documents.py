"""Markdown pages, run as a reader would run them, to show that they say what is true.

===========  ===================================================================================
block        what is done with it
===========  ===================================================================================
``console``  What stands after ``$`` is given to a shell; the rest is what it prints. A command
             that does not end well is followed by ``$ echo $?``.
``python``   A session of doctest; all sessions of a page are one.
a file       A block below a line that ends in "`name`:" is written to that file.
the others   They are shown only: see `SHOWN`.
===========  ===================================================================================

An ellipsis stands for whatever is left out. The notice that comes with each answer may be missing,
and lines may be broken otherwise than they are printed.
"""

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import procedura
from procedura.results import NOT_ADVICE

# Languages of blocks that are not run, and what is in them.
SHOWN = {
    "json": "an answer, or settings of another program",
    "markdown": "a part of a page",
    "nginx": "settings of another program",
    "sh": "what sets something up, or needs files that cannot be passed on",
    "sparql": "a part of a query",
    "text": "a formula, or a drawing in letters",
    "turtle": "a part of a graph",
}
_BLOCK = re.compile(
    r"(?:`(?P<file>[^`\n]+)`:\n\n)?"
    r"^(?P<indent> *)```(?P<language>\S*)\n(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
# A command goes on within quotes, and below a line that ends in a backslash or a pipe.
_COMMAND = re.compile(r"""^\$ ((?:"[^"]*"|'[^']*'|[\\|]\n|.)*\n)((?:(?!\$ ).*\n)*)""", re.MULTILINE)
_FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page, where it begins, and the file that it is written to, if any."""

    line: int
    language: str
    file: str
    text: str

    @property
    def is_run(self) -> bool:
        """Whether something is done with it."""
        return bool(self.file) or self.language in {"console", "python"}


def blocks(page: str) -> Iterator[Block]:
    """Yield the blocks of a page; those of the documentation tool (``{toctree}``) are none."""
    for found in _BLOCK.finditer(page):
        if not found["language"].startswith("{"):
            line = page.count("\n", 0, found.start("text"))
            yield Block(line, found["language"], found["file"] or "", dedent(found["text"]))


def run(page: str, name: str, home: Path, environment: dict[str, str]) -> None:
    """Run what stands in a page.

    Args:
        page: Its text.
        name: What it is called in messages.
        home: The working directory, for sessions of Python already the current one.
        environment: Variables that commands have, beside those of the tests.

    Raises:
        AssertionError: Something is not as the page says.
    """
    shell = _Shell(home, environment)
    known: dict[str, Any] = {}
    for block in blocks(page):
        where = f"{name}:{block.line}"
        if block.file:
            (home / block.file).parent.mkdir(parents=True, exist_ok=True)
            (home / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            shell.run(block.text, where)
        elif block.language == "python":
            _run_session(block, known, name)
        else:
            assert block.language in SHOWN, f"{where}: why is this block not run? Say its language"


class _Shell:
    """A shell that remembers how the last command ended."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        package = str(Path(procedura.__file__).parents[1])
        ours = {"PATH": programs, "PYTHONPATH": package, "PYTHONUNBUFFERED": "1"}
        self._options: Any = {"cwd": home, "env": os.environ | ours | environment}
        self._status = 0

    def run(self, text: str, where: str) -> None:
        commands = _COMMAND.findall(text)
        assert "".join(f"$ {command}{shown}" for command, shown in commands) == text, where
        for command, shown in commands:
            assert not self._status or command == "echo $?\n", f"{where}: say its exit status"
            done = subprocess.run(
                ["bash", "-c", f"(exit {self._status})\n{command}"],  # noqa: S607
                **self._options, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                check=False, timeout=1800,
            )  # fmt: skip
            self._status = done.returncode
            told = f"{where}: $ {command}prints\n{done.stdout}\nand not\n{shown}"
            assert _is_as_shown(done.stdout, shown), told
        assert not self._status, f"{where}: say its exit status"


def _is_as_shown(printed: str, shown: str) -> bool:
    wanted = ".*".join(map(re.escape, " ".join(shown.split()).split("…")))
    told = (printed, printed.replace(f"{NOT_ADVICE}\n", ""))
    return any(re.fullmatch(wanted, " ".join(text.split())) for text in told)


def _run_session(block: Block, known: dict[str, Any], name: str) -> None:
    text = block.text.replace("…", "...")
    session = doctest.DocTestParser().get_doctest(text, known, name, name, block.line)
    assert session.examples, f"{name}:{block.line}: neither a session nor a file"
    told: list[str] = []
    doctest.DocTestRunner(optionflags=_FLAGS).run(session, out=told.append, clear_globs=False)
    known.update(session.globs)
    assert not told, "".join(told)
