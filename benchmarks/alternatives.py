"""Measure how long an answer about alternatives takes, against a bare look-up in the same run.

    .venv/bin/python benchmarks/alternatives.py ../shared/sources

The graph has 300 of the bundled pages, drawn with a fixed seed, and all codes of ICD-10-PCS. The
floor is Oxigraph alone: all quads that start from the procedure asked about. Both are asked about
each procedure in turn, twice: when nothing of it has been read yet, and again. Nothing here is a
test.
"""

import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from procedura import ProcedureGraph, contents, store
from procedura import namespaces as ns
from procedura.analysis.running import analyse
from procedura.importing import import_release
from procedura.releases import releases
from procedura.store import replace_graph

SEED = 20261128
PAGES = 300
FILES = ("icd10pcs_order_2026.txt", "icd10pcs_tables_2025.xml",
         "icd10pcs_index_2025.xml", "icd10pcs_definitions_2023.xml")  # fmt: skip


def main() -> None:
    sources = Path(sys.argv[1]) / "icd10pcs"
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        ProcedureGraph.open(graph)
        keep(graph, PAGES)
        import_release(graph, "icd10pcs", [sources / name for name in FILES], name="2026")
        measure(graph)


def keep(folder: Path, count: int) -> None:
    """Leave so many pages in a graph, drawn with the fixed seed, and analyse it anew."""
    with store.next_generation(folder) as generation:
        rdf = generation.rdf
        pages = contents.page_graphs(rdf)
        kept = set(random.Random(SEED).sample(pages, count))  # noqa: S311
        for page in pages:
            if page not in kept:
                rdf.remove_graph(NamedNode(page))
        for name, quads in analyse(rdf):
            replace_graph(rdf, name, quads)


def measure(folder: Path) -> None:
    """Print a table of medians."""
    rdf = store.open_read_only(folder).rdf
    pattern = None, NamedNode(ns.expand("rdf:type")), NamedNode(ns.term("Procedure"))
    procedures = sorted({str(quad.subject)[1:-1] for quad in rdf.quads_for_pattern(*pattern)})
    codes = sum(one.codes for one in releases(rdf))
    print(f"{len(procedures)} procedures, {codes} codes, {len(rdf)} quads\n")
    graph = ProcedureGraph(folder)
    first = [graph.alternatives(one) for one in procedures]
    again = [ProcedureGraph(folder).alternatives(one) for one in procedures[:50]]
    same = all(list(a) == list(b) for a, b in zip(first[:50], again, strict=True))
    print(f"{sum(map(len, first))} alternatives; the same when opened again: {same}\n")
    print("| | alternatives: ms | bare look-up: ms | ratio of medians |")
    print("|---|---|---|---|")
    graph = ProcedureGraph(folder)
    for name in ("asked first", "asked again"):
        ours, bare = in_turn(procedures, graph.alternatives, lambda one: looked_up(rdf, one))
        medians = [1000 * statistics.median(times) for times in (ours, bare)]
        print(f"| {name} | {medians[0]:.2f} | {medians[1]:.2f} | {medians[0] / medians[1]:.1f} |")


def looked_up(rdf: Store, procedure: str) -> list[Quad]:
    return list(rdf.quads_for_pattern(NamedNode(procedure), None, None))


def in_turn(
    procedures: Sequence[str], *ways: Callable[[str], object]
) -> tuple[list[float], ...]:  # fmt: skip
    times: tuple[list[float], ...] = tuple([] for _ in ways)
    for procedure in procedures:
        for way, seconds in zip(ways, times, strict=True):
            began = time.perf_counter()
            way(procedure)
            seconds.append(time.perf_counter() - began)
    return times


if __name__ == "__main__":
    main()
