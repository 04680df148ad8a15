"""The graph on disk: an embedded Oxigraph and what is kept beside it, in generations.

A graph is a folder::

    graph/
      current          the name of the generation that readers open
      generation-7/
        rdf/               an Oxigraph database
        search.sqlite      see `procedura.search`
        neighbours.sqlite  see `procedura.analysis.similar.table`; after an import
      lock             held while a new generation is written

A change is written into a new generation, which shares its unchanged files with the old one,
and becomes the current one in a single rename. So a reader always sees a whole graph, and an
interrupted change leaves the previous graph as it was.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from procedura import namespaces as ns
from procedura.errors import ProceduraError, StoreError

_CURRENT = "current"
_RDF = "rdf"
_WRITTEN = "written"
_SEARCH = "search.sqlite"
_NEIGHBOURS = "neighbours.sqlite"


@dataclass(frozen=True, slots=True)
class Generation:
    """One whole state of a graph.

    Attributes:
        rdf: Its quads.
        database: The Oxigraph database of them, for another process to open.
        search_index: Where its search index lies.
    """

    rdf: Store
    database: Path
    search_index: Path

    @property
    def neighbours(self) -> Path:
        """Where the table of similar codes lies."""
        return self.search_index.parent / _NEIGHBOURS


def default_folder() -> Path:
    """Return where the graph lies unless somebody says otherwise.

    The environment variable ``PROCEDURA_GRAPH``, or the user's data folder.
    """
    if chosen := os.environ.get("PROCEDURA_GRAPH"):
        return Path(chosen)
    from platformdirs import user_data_path  # only when nothing is said: it costs 8 ms

    return user_data_path("procedura") / "graph"


def exists(folder: Path) -> bool:
    """Whether a graph has been built in this folder."""
    return (folder / _CURRENT).is_file()


def state(folder: Path) -> str:
    """Return what the current generation is, in a text that no other state of the graph has.

    Raises:
        StoreError: There is no graph in the folder.
    """
    try:
        written = (folder / _CURRENT).stat()
        return f"{_current(folder)}-{written.st_ino:x}-{written.st_mtime_ns:x}"
    except FileNotFoundError as error:
        raise _no_graph(folder) from error


def open_read_only(folder: Path) -> Generation:
    """Open the current generation for reading.

    Raises:
        StoreError: There is no graph in the folder, or it cannot be read.
    """
    try:
        generation = folder / (folder / _CURRENT).read_text(encoding="ascii").strip()
        database = generation / _RDF
        return Generation(Store.read_only(str(database)), database, generation / _SEARCH)
    except FileNotFoundError as error:
        raise _no_graph(folder) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(
            f"the graph cannot be read ({error})",
            where=str(folder),
            cure="delete the folder and build it again",
        ) from error


@contextmanager
def next_generation(folder: Path) -> Iterator[Generation]:
    """Open a copy of the graph for writing; it becomes current when the block ends well.

    Args:
        folder: The graph's folder; made if it is missing. The search index and the table of
            similar codes are copies, too; whoever changes names or codes writes them into these.

    Raises:
        StoreError: The folder or its disk cannot be written, or another process is writing it.
    """
    with _writing(folder):
        target = _new_generation(folder)
        written = target / _WRITTEN
        try:
            if exists(folder):
                _copy(folder / _current(folder), target)
            generation = Generation(Store(str(written)), written, target / _SEARCH)
            yield generation
            generation.rdf.flush()
            # Oxigraph merges files behind our back for as long as anybody holds the store, so
            # readers get a database of their own, which shares the files as they are now.
            generation.rdf.backup(str(target / _RDF))
            shutil.rmtree(written, ignore_errors=True)  # a file may just be going
            _switch(folder, target.name)
        except BaseException:
            _empty(target)
            raise


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Keep other processes from writing a folder, and say so where nobody can write it."""
    from sqlite3 import OperationalError

    from filelock import FileLock, Timeout  # readers need no lock: they do not pay for its import

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "lock").acquire(timeout=0):
            yield
    except (ProceduraError, BrokenPipeError):
        raise
    except Timeout as error:
        what, cure = "another process is writing this graph", "try again later"
        raise StoreError(what, where=str(folder), cure=cure) from error
    except (OSError, OperationalError) as error:
        # Oxigraph and SQLite give no number; what they say ends in the reason.
        why = getattr(error, "strerror", None) or str(error).rpartition(": ")[2]
        raise StoreError(
            f"the graph cannot be written ({why})",
            where=str(folder),
            cure="make room and allow writing there, or choose another folder with --graph",
        ) from error


def select(store: Store, query: str) -> QuerySolutions:
    """Run one of our own SELECT queries over the union of all named graphs."""
    rows = store.query(query, use_default_graph_as_union=True, prefixes=ns.PREFIXES)
    return cast("QuerySolutions", rows)


def replace_graph(rdf: Store, graph: str, quads: Iterable[Quad]) -> None:
    """Put `quads` in the place of everything in a named graph; write only what differs."""
    old = set(rdf.quads_for_pattern(None, None, None, NamedNode(graph)))
    new = set(quads)
    for quad in old - new:
        rdf.remove(quad)
    rdf.extend(new - old)


def replace_graphs(rdf: Store, graphs: Iterable[tuple[str, Iterable[Quad]]]) -> None:
    """Replace several named graphs; those that are new are loaded in bulk, thrice as fast."""
    new = []
    for graph, quads in graphs:
        if rdf.contains_named_graph(NamedNode(graph)):
            replace_graph(rdf, graph, quads)
        else:
            new.append(quads)
    rdf.bulk_extend(chain.from_iterable(new))


def _no_graph(folder: Path) -> StoreError:
    cure = "build it with 'procedura build'"
    return StoreError("no graph here", where=str(folder), cure=cure)


def _current(folder: Path) -> str:
    file = folder / _CURRENT
    return file.read_text(encoding="ascii").strip() if file.is_file() else ""


def _new_generation(folder: Path) -> Path:
    """Make the next folder, and drop what interrupted changes have left.

    A number is never used twice: a process whose change failed may still hold the database open.
    """
    current = _number(_current(folder))
    numbers = {_number(old.name): old for old in folder.glob("generation-*")}
    target = folder / f"generation-{max(numbers, default=0) + 1}"
    for number, left in numbers.items():
        if number > current:
            shutil.rmtree(left, ignore_errors=True)
    target.mkdir()
    return target


def _copy(previous: Path, target: Path) -> None:
    Store.read_only(str(previous / _RDF)).backup(str(target / _WRITTEN))
    for name in (_SEARCH, _NEIGHBOURS):
        if (previous / name).exists():
            shutil.copyfile(previous / name, target / name)


def _empty(generation: Path) -> None:
    """Give back the room of a change that failed; its number stays taken (`_new_generation`)."""
    for left in generation.iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _number(generation: str) -> int:
    return int(generation.removeprefix("generation-") or 0)


def _switch(folder: Path, generation: str) -> None:
    """Make a generation current, and drop those that no reader can still be opening."""
    previous = _current(folder)
    pointer = folder / (_CURRENT + ".new")
    pointer.write_text(generation + "\n", encoding="ascii")
    pointer.replace(folder / _CURRENT)
    for old in folder.glob("generation-*"):
        if old.name not in (previous, generation):
            shutil.rmtree(old, ignore_errors=True)
