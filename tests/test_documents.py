"""The README and the manual, run as they are written."""

import shutil
from pathlib import Path

import pytest

from documents import blocks, run
from servers import TOKEN, running

ROOT = Path(__file__).parents[1]
PAGES = [
    page
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md")))
    if page.is_file() and [*blocks(page.read_text(encoding="utf-8"))]
]
# What these tell to do is done in a clone of the project.
IN_A_CLONE = {"add-a-shape.md", "tutorial.md"}
# What these show does not depend on the bundled pages.
ON_FEW_PAGES = {"licences-and-cpt.md"}
PARTS = ("data", "graph", "ontology", "queries", "tests")
SERVER = "http://127.0.0.1:8000"


@pytest.fixture
def own(page: Path, request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder of a graph that can be written: a generation itself never is."""
    name = "small" if page.name in ON_FEW_PAGES else "folder"
    folder: Path = request.getfixturevalue(name)
    copy = tmp_path / "own" / "graph"
    copy.mkdir(parents=True)
    shutil.copy(folder / "current", copy)
    for generation in folder.glob("generation-*"):
        (copy / generation.name).symlink_to(generation)
    return copy


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page(page: Path, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text(encoding="utf-8")
    home = tmp_path / "home"
    environment = {"PROCEDURA_TOKEN": TOKEN}
    if page.name in IN_A_CLONE:
        if not (ROOT / "graph").is_dir():
            pytest.skip("run away from the checkout")
        for part in PARTS:
            shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns("node_modules"))
        shutil.copy(ROOT / "pyproject.toml", home)
        environment |= {"PYTHONPATH": str(home / "graph"), "PROCEDURA_BUNDLED": str(own)}
    home.mkdir(exist_ok=True)
    monkeypatch.chdir(home)
    monkeypatch.setenv("PROCEDURA_GRAPH", str(own))
    ran = "".join(block.text for block in blocks(text) if block.is_run)
    if "curl " in ran and not shutil.which("curl"):
        pytest.skip("there is no curl")
    if SERVER in ran:
        with running(own, "--writable", PROCEDURA_TOKEN=TOKEN) as address:
            run(text.replace(SERVER, address), page.name, home, environment)
    else:
        run(text, page.name, home, environment)


# What runs them


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("```console\n$ echo one\ntwo\n```\n", "page:1: \\$ echo one\nprints\none"),
        ("```console\n$ echo one\n```\n", "prints\none"),
        ("```console\n$ echo one two\n… three\n```\n", "prints\none two"),
        ("```console\n$ false\n```\n", "page:1: say its exit status"),
        ("```console\n$ false\n$ true\n```\n", "page:1: say its exit status"),
        ("```console\n$ false\n$ echo $?\n2\n```\n", "prints\n1"),
        ("```console\necho one\n```\n", "page:1"),
        ("```python\n>>> 1 + 1\n3\n```\n", "Expected:\n    3\nGot:\n    2"),
        (
            "```python\n>>> a = 1\n```\n\n```python\n>>> a\n2\n```\n",
            "Expected:\n    2\nGot:\n    1",
        ),
        ("```python\nprint(1)\n```\n", "page:1: neither a session nor a file"),
        ("One.\n\n```\necho one\n```\n", "page:3: why is this block not run"),
        ("```bash\necho one\n```\n", "page:1: why is this block not run"),
        ("`a.txt`:\n\n```text\none\n```\n\n```console\n$ cat a.txt\ntwo\n```\n", "prints\none"),
        ("1. So:\n\n   ```console\n   $ echo one\n   two\n   ```\n", "prints\none"),
    ],
)
def test_what_a_page_says_wrong_is_found(page: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=message):
        run(page, "page", tmp_path, {})


def test_what_a_page_says_right_is_right(tmp_path: Path) -> None:
    page = """
Write `one/a.md`:

````markdown
# A page
````

1. Read it, with a command on two lines:

   ```console
   $ cat one/a.md |
       tr a-z A-Z
   # A PAGE
   $ echo one two three; false
   one … three
   $ echo $?
   1
   ```

```python
>>> text = 'one two three'
>>> print(text)
one … three
```

```python
>>> len(text)
13
```

```sh
rm -rf everything
```
"""
    run(page.replace("````", "```"), "page", tmp_path, {})
