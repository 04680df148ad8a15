"""The README's session, run as it stands there."""

import doctest
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"


@pytest.mark.skipif(not README.is_file(), reason="run away from the checkout")
def test_the_session_prints_what_the_readme_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROCEDURA_GRAPH", str(folder))
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    outcome = doctest.testfile(str(README), module_relative=False, optionflags=flags)
    assert outcome.attempted > 5
    assert outcome.failed == 0
