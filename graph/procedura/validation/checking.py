"""Many graphs, or one file, against the shapes that come with Procedura."""

import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import chain, islice, starmap
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from procedura.errors import PageError
from procedura.model import Finding
from procedura.resources import folder
from procedura.validation.memory import Statements
from procedura.validation.shapes import Shapes, in_order

# Fewer graphs are checked before a pool of processes has started.
_WORTH_A_POOL = 24

_Found = TypeVar("_Found")
_Job = tuple[list[ox.Triple], list[ox.Triple]]
"""What a graph says, and what describes the nodes that it names."""


@cache
def bundled() -> Shapes:
    """Return the shapes that come with Procedura, read once in each process."""
    ontology = folder("ontology")
    return Shapes(ontology / "shapes", ontology / "procedura.ttl")


def validate_quads(
    graphs: Iterable[Statements],
    *,
    processes: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> list[Finding]:
    """Return what the shapes find wrong with each graph, in the order of the graphs.

    Args:
        graphs: Each holds the quads of one named graph, and after them those that describe the
            nodes that it names. The graph of the first quad is the one that is checked; of
            triples, which have no graph, all are. They are taken a few at a time.
        processes: How many processes share the work; as many as there are cores if not given.
            A few graphs are checked by this one.
        progress: Called with the number of graphs checked so far, after each.

    Raises:
        SourceError: The shapes cannot be read.
    """
    jobs: Iterator[_Job] = map(_split, graphs)
    first = list(islice(jobs, _WORTH_A_POOL))
    wanted = _processes(processes) if len(first) == _WORTH_A_POOL else 1
    jobs = chain(first, jobs)
    if wanted == 1:
        results = _done(bundled().check, jobs, 1)
    else:  # N-Triples travel to another process in a tenth of the time that objects take
        results = _done(_check_packed, map(_packed, jobs), wanted)
    findings: list[Finding] = []
    for done, found in enumerate(results, start=1):
        findings += found
        if progress:
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

    The findings are those that `validate_quads` has. Nodes that conform are passed over by a
    screen, so that only those that may not are checked by pySHACL.

    Args:
        path: The Oxigraph database that holds them.
        graphs: IRIs of the named graphs.
        described: IRIs of the properties by which other graphs describe a node.
        processes: How many processes share the work; as many as there are cores if not given.

    Raises:
        SourceError: The shapes cannot be read.
    """
    names, wanted = list(graphs), _processes(processes)
    jobs = [(path, name, described, (share, wanted)) for name in names for share in range(wanted)]
    found = _done(_check_share, jobs, wanted)
    return [one for _ in names for one in in_order(set().union(*islice(found, wanted)))]


def _check_share(
    path: Path, name: str, described: Collection[str], share: tuple[int, int]
) -> set[tuple[int, Finding]]:
    return bundled().check_stored(ox.Store.read_only(str(path)), name, described, share)


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
    name = turtle.name if isinstance(turtle, Path) else source
    try:
        content = turtle.read_bytes() if isinstance(turtle, Path) else turtle
        statements = list(ox.parse(content, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        where = f"{name}:{error.lineno}" if error.lineno else name
        raise PageError(f"this is not Turtle ({error.msg})", where=where) from error
    except OSError as error:
        raise PageError(f"the file cannot be read ({error})", where=name) from error
    return bundled().check(statements, known(statements), source=name)


def _split(statements: Statements) -> _Job:
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


def _packed(job: _Job) -> tuple[bytes, ...]:
    return tuple(ox.serialize(one, format=ox.RdfFormat.N_TRIPLES) or b"" for one in job)


def _check_packed(*packed: bytes) -> list[Finding]:
    own, described = (ox.parse(one, format=ox.RdfFormat.N_TRIPLES) for one in packed)
    return bundled().check(own, described)


def _processes(wanted: int | None) -> int:
    return wanted or os.cpu_count() or 1


def _done(
    check: Callable[..., _Found], jobs: Iterable[Sequence[object]], processes: int
) -> Iterator[_Found]:
    """Yield what is found in each job, in order, while a few more are under way."""
    bundled()  # before the pool starts, so that processes that are forked have them too
    if processes == 1:
        yield from starmap(check, jobs)
        return
    with ProcessPoolExecutor(processes) as pool:
        waiting: deque[Future[_Found]] = deque()
        for job in jobs:
            if len(waiting) == 8 * processes:
                yield waiting.popleft().result()
            waiting.append(pool.submit(check, *job))
        while waiting:
            yield waiting.popleft().result()
