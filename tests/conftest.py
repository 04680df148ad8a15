"""What several tests share: the bundled graph, built once, and the provided files."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from few_pages import open_few
from procedura import ProcedureGraph, store
from procedura.search import write_index
from servers import TOKEN, asking, running

# The first example of a run pays for Unicode's tables; that says nothing about the tests.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


@pytest.fixture(scope="session")
def together(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def folder(together: Path) -> Path:
    """The folder of the bundled graph. Tests that change a graph copy or build their own.

    One worker builds it while the others wait, unless ``PROCEDURA_BUNDLED`` says where it lies.
    """
    folder = Path(os.environ.get("PROCEDURA_BUNDLED", together / "bundled"))
    with FileLock(together / "bundled.lock"):
        ProcedureGraph.open(folder)
    return folder


@pytest.fixture(scope="session")
def small(together: Path) -> Path:
    """The folder of a graph of four of the bundled pages."""
    with FileLock(together / "small.lock"):
        open_few(together / "small")
    return together / "small"


@pytest.fixture(scope="session")
def graph(folder: Path) -> ProcedureGraph:
    """The bundled graph, opened for reading."""
    return ProcedureGraph.open(folder)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an empty graph."""
    folder = tmp_path_factory.mktemp("empty") / "graph"
    with store.next_generation(folder) as generation:
        write_index(generation.rdf, generation.search_index)
    return folder


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    """The address of a server that only reads."""
    with running(folder) as started:
        yield started


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """A client of the server that only reads."""
    with httpx.Client(base_url=address, timeout=150) as opened:
        yield opened


@pytest.fixture(scope="session")
def _writer(empty: Path) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with asking(empty, "--writable", headers=headers, PROCEDURA_TOKEN=TOKEN) as opened:
        yield opened


@pytest.fixture
def writer(_writer: httpx.Client) -> Iterator[httpx.Client]:
    """A client that may write into an empty graph, which is emptied again."""
    yield _writer
    assert _writer.post("/sparql", data={"update": "DROP ALL"}).status_code == 204


@pytest.fixture(autouse=True)
def _no_graph_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PROCEDURA_GRAPH", str(tmp_path / "graph-of-the-test"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the seed page and the published sources; skips where it is missing."""
    beside = Path(__file__).parents[2] / "shared"
    path = Path(os.environ.get("PROCEDURA_SHARED", beside))
    if not (path / "sources").is_dir():
        pytest.skip("the folder 'shared' with the provided files is not beside the checkout")
    return path


@pytest.fixture(scope="session")
def npm() -> Path:
    """The folder of the packages that tests need from npm; skips where they are not installed."""
    beside = Path(__file__).parent / "web" / "npm"
    path = Path(os.environ.get("PROCEDURA_NPM", beside)) / "node_modules"
    if not path.is_dir() or not shutil.which("node"):
        pytest.skip("no packages from npm: npm install --prefix tests/web/npm")
    return path


@pytest.fixture(scope="session")
def seed(shared: Path) -> Path:
    """The page that the project began with."""
    return shared / "seed" / "000_983eed0bb360f32b.txt"
