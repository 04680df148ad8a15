"""Measure Procedura against peers in the same run; print a table in Markdown.

    .venv/bin/python benchmarks/run.py

Whole commands run in turn, ours and the peer's, and the ratio is taken pair by pair: machines
drift. Figures are medians. Nothing here is a test.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Quad, Store
from rdflib import Graph

from procedura import ProcedureGraph, contents, store
from procedura import namespaces as ns
from procedura.model import Page
from procedura.triples import page_quads
from procedura.validation import rdflib_graph, validate_quads

RUNS = 9
BIN = Path(sys.executable).parent
IMPORTS = [sys.executable, "-c", "import rdflib, networkx, pyoxigraph"]


def main() -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        seconds = timed(lambda: ProcedureGraph.open(graph))
        pages = list(contents.pages(store.open_read_only(graph).rdf))
        print(f"First build of the bundled {len(pages)} pages, validated: {seconds:.2f} s\n")
        cold_start(graph)
        validation(graph, pages[:40])


def cold_start(graph: Path) -> None:
    """Time whole processes of commands against the import of what they could have imported."""
    print("| cold command | median s | imports of rdflib, networkx, pyoxigraph: s | ratio |")
    print("|---|---|---|---|")
    for words in (
        ["alternatives", "CPT:50436"],
        ["similar", "CPT:50436"],
        ["search", "kidney stone"],
        ["show", "CPT:50436"],
    ):
        ours = [str(BIN / "procedura"), *words, "--graph", str(graph), "--format", "json"]
        mine, theirs = in_turn(ours, IMPORTS)
        ratio = statistics.median(a / b for a, b in zip(mine, theirs, strict=True))
        medians = statistics.median(mine), statistics.median(theirs)
        print(f"| {' '.join(words)} | {medians[0]:.3f} | {medians[1]:.3f} | {ratio:.2f} |")
    print()


def validation(graph: Path, pages: Sequence[Page]) -> None:
    """Time validation per page as pages grow, and plain pySHACL on the whole graph."""
    from pyshacl import validate

    rdf = store.open_read_only(graph).rdf
    folder = Path(__file__).parents[1] / "ontology"
    shapes = [path for path in (folder / "shapes").iterdir() if path.suffix == ".ttl"]
    known = in_memory(quad for file in shapes for quad in parsed(file))
    ontology = in_memory(parsed(folder / "procedura.ttl"))
    validate_quads(described(rdf, pages[:2]))  # the shapes are read once in each process
    print("| pages | ours: ms a page | pyshacl.validate on the whole: ms a page |")
    print("|---|---|---|")
    for size in (40, 400, 4000):
        made = copies(pages, size)
        ours = timed(lambda made=made: validate_quads(described(rdf, made)))
        peer = "not run"
        if size <= 40:
            whole = in_memory(quad for quads in described(rdf, made) for quad in quads)
            run: Callable[[], object] = lambda whole=whole: validate(  # noqa: E731
                whole, shacl_graph=known, ont_graph=ontology
            )
            peer = f"{1000 * timed(run) / size:.1f}"
        print(f"| {size} | {1000 * ours / size:.1f} | {peer} |")


def copies(pages: Sequence[Page], size: int) -> list[Page]:
    """Return so many pages: the given ones again and again, under other names."""
    made = []
    for number in range(size):
        page = pages[number % len(pages)]
        name = f"{page.slug}-{number}"
        made.append(replace(page, slug=name, procedure=ns.procedure(name)))
    return made


def described(rdf: Store, pages: Sequence[Page]) -> Iterator[list[Quad]]:
    return (contents.with_descriptions(rdf, page_quads(page)) for page in pages)


def in_memory(quads: Iterable[Quad]) -> Graph:
    """Return an rdflib graph that plain pySHACL takes."""
    graph = Graph()
    graph += rdflib_graph(quads)
    return graph


def parsed(file: Path) -> list[Quad]:
    from pyoxigraph import parse

    return list(parse(path=file))


def in_turn(ours: Sequence[str], theirs: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return the seconds of both commands, run in turn, after one run that is not counted."""
    times: tuple[list[float], list[float]] = [], []
    for number in range(RUNS + 1):
        for command, seconds in zip((ours, theirs), times, strict=True):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            if number:
                seconds.append(time.perf_counter() - start)
    return times


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
