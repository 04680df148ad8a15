"""Many graphs, or one file, against the shapes that come with Procedura."""

import os
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from procedura.errors import PageError
from procedura.model import Finding
from procedura.pages.blocks import tidy
from procedura.resources import folder
from procedura.validation.memory import Statements
from procedura.validation.shapes import Shapes, in_order


@cache
def bundled() -> Shapes:
    """Return the shapes that come with Procedura, read once in each process."""
    ontology = folder("ontology")
    return Shapes(ontology / "shapes", ontology / "procedura.ttl")


def validate_quads(
    graphs: Iterable[Statements], progress: Callable[[int], object] = lambda done: None
) -> list[Finding]:
    """Return what the shapes find wrong with each graph, in the order of the graphs.

    Args:
        graphs: Each holds the quads of one named graph, and after them those that describe the
            nodes that it names. The graph of the first quad is the one that is checked; of
            triples, which have no graph, all are. They are taken one at a time.
        progress: Called with the number of graphs checked so far, after each.

    Raises:
        SourceError: The shapes cannot be read.
    """
    findings: list[Finding] = []
    for done, statements in enumerate(graphs, start=1):
        findings += bundled().check(*_split(statements))
        progress(done)
    return findings


def validate_stored(
    path: Path,
    graphs: Iterable[str],
    described: Collection[str],
    *,
    processes: int | None = None,
) -> list[Finding]:
    """Return what the shapes find wrong with graphs too large for the memory, one after another.

    The findings are those that `validate_quads` has. Each graph is shared among processes.

    Args:
        path: The Oxigraph database that holds them.
        graphs: IRIs of the named graphs.
        described: IRIs of the properties by which other graphs describe a node.
        processes: How many processes share the work; as many as there are cores if not given.

    Raises:
        SourceError: The shapes cannot be read.
    """
    wanted = processes or os.cpu_count() or 1
    bundled()  # before the pool starts, so that processes that are forked have them too
    findings: list[Finding] = []
    with ProcessPoolExecutor(wanted) as pool:
        for name in graphs:
            check = partial(_check_share, path, name, described, wanted)
            findings += in_order(chain.from_iterable(pool.map(check, range(wanted))))
    return findings


def _check_share(
    path: Path, name: str, described: Collection[str], shares: int, share: int
) -> set[tuple[int, Finding]]:
    store = ox.Store.read_only(str(path))
    return bundled().check_stored(store, name, described, (share, shares))


def validate_turtle(
    turtle: Path | bytes,
    known: Callable[[list[ox.Triple]], Statements] = lambda triples: (),
    source: str = "the text",
) -> list[Finding]:
    """Return what the shapes find wrong with Turtle.

    Args:
        turtle: The file, or the document itself.
        known: Returns what is said elsewhere about the nodes that its triples name.
        source: What to call the document in findings; a file has a name.

    Raises:
        PageError: The file cannot be read, or is not Turtle.
        SourceError: The shapes cannot be read.
    """
    name = tidy(turtle.name if isinstance(turtle, Path) else source)
    try:
        content = turtle.read_bytes() if isinstance(turtle, Path) else turtle
        statements = list(ox.parse(content, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        where = f"{name}:{error.lineno}" if error.lineno else name
        raise PageError(f"this is not Turtle ({error.msg})", where=where) from error
    except OSError as error:
        raise PageError(f"the file cannot be read ({error})", where=name) from error
    return bundled().check(statements, known(statements), source=name)


def _split(statements: Statements) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """Return the triples of the graph that comes first, and those of all others."""
    own: list[ox.Triple] = []
    described: list[ox.Triple] = []
    first: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None = None
    for one in statements:
        if isinstance(one, ox.Triple):
            own.append(one)
        else:
            first = first or one.graph_name
            (own if one.graph_name == first else described).append(one.triple)
    return own, described
