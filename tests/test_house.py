"""The rules of the house that no linter knows: sizes, and one version."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from procedura import __version__

TOP = Path(__file__).parents[1]
MODULES = sorted(TOP.glob("graph/procedura/**/*.py"))
pytestmark = pytest.mark.skipif(not MODULES, reason="run away from the checkout")


def too_long(source: str, module: int, function: int) -> Iterator[str]:
    """Yield what has more lines than a module, or a function, may have."""
    if (lines := len(source.splitlines())) > module:
        yield f"module of {lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            if lines > function:
                yield f"{node.name} of {lines} lines"


def test_what_is_too_long_is_seen() -> None:
    assert list(too_long("def one():\n    a = 1\n    return a\n", 2, 2)) == [
        "module of 3 lines",
        "one of 3 lines",
    ]


def test_modules_and_functions_are_short() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in MODULES}
    found = {
        path.name: long for path, text in texts.items() if (long := [*too_long(text, 330, 50)])
    }
    assert found == {}


def test_release_files_name_one_version() -> None:
    cited = yaml.safe_load((TOP / "CITATION.cff").read_text(encoding="utf-8"))
    released = re.findall(
        r"^## \[(\d.*?)\]", (TOP / "CHANGELOG.md").read_text(encoding="utf-8"), re.M
    )
    assert {cited["version"], released[0]} == {__version__}
