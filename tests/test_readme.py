"""The README's session and command, run as they stand there."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

from procedura.cli import main

README = Path(__file__).parents[1] / "README.md"
pytestmark = pytest.mark.skipif(not README.is_file(), reason="run away from the checkout")


def test_the_session_prints_what_the_readme_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROCEDURA_GRAPH", str(folder))
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    outcome = doctest.testfile(str(README), module_relative=False, optionflags=flags)
    assert outcome.attempted == 5
    assert outcome.failed == 0


def test_the_command_prints_what_the_readme_says(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [(command, printed)] = re.findall(
        r"```console\n\$ procedura (.*)\n([^`]*)```", README.read_text(encoding="utf-8")
    )
    with pytest.raises(SystemExit) as left:
        main([*shlex.split(command), "--graph", str(folder)])
    assert not left.value.code
    assert capsys.readouterr().out.split() == printed.split()
