"""Measure imports against the floor: what the store alone needs for the same quads.

    .venv/bin/python benchmarks/importing.py ../shared/sources

Every measurement is a process of its own, ours and the floor in turn; times are of whole processes,
memory is their peak. Then every published file goes into one graph. Nothing here is a test.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from procedura import namespaces as ns
from procedura import store

PAIRS = 3
PROGRAM = [sys.executable, "-m", "procedura"]
FLOOR = """
import sys, pyoxigraph as ox
store = ox.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode("e:g"))
"""
# System, release, files: all that is published, with the names that it has there.
EVERYTHING: Sequence[tuple[str, str, Sequence[str]]] = (
    ("icd10pcs", "2026", ("icd10pcs_order_2026.txt", "icd10pcs_tables_2025.xml",
                          "icd10pcs_index_2025.xml", "icd10pcs_definitions_2023.xml")),
    ("icd10pcs", "2025", ("icd10pcs_order_2025.txt",)),
    ("icd10cm", "2026", ("icd10cm_order_2026.txt", "icd10cm_tabular_2026.xml")),
    ("hcpcs", "2025", ("hcpcs_2025.csv",)),
    ("hcpcs", "2019", ("HCPC2019_CONTR_ANWEB.txt",)),
    ("ccam", "2024", ("ccam_actes.json.gz", "ccam_actes_avec_descri.json.gz",
                      "ccam_hierarchie_actes.json.gz", "ccam_icr.json.gz",
                      "ccam_notes.json.gz")),
    ("csarr", "2017", ("csarr_code.json.gz",)),
    ("mesh", "2024", ("mesh_id_label_mappings.tsv", "mesh_mappings.tsv")),
    ("mondo", "2024", ("mondo.json",)),
    ("doid", "2023", ("doid.json",)),
    ("hp", "2025-01-16", ("hp.obo",)),
    ("uberon", "2020-04-14", ("uberon_import.obo",)),
    ("maxo", "2024-07-29", ("maxo-base.obo",)),
    ("ccs", "2019.1", ("ccs_pr_icd10pcs_2019_1.csv",)),
)  # fmt: skip


class Run(NamedTuple):
    """Wall time in seconds, and peak memory in megabytes."""

    seconds: float
    megabytes: float


def main() -> None:
    sources = Path(sys.argv[1])
    files = {path.name: path for path in sources.rglob("*") if path.is_file()}
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as folder:
        against_the_floor(files, Path(folder))
        everything(files, Path(folder) / "everything")


def against_the_floor(files: dict[str, Path], folder: Path) -> None:
    """Time the import of ICD-10-PCS against the bulk load of the quads that it gives."""
    system, release, names = EVERYTHING[0]
    graph, text, plain = folder / "graph", folder / "text.nt", folder / "plain"
    ours, floor, quads = [], [], 0
    for _ in range(PAIRS):
        for made in (graph, plain):
            shutil.rmtree(made, ignore_errors=True)
        ours.append(imported(graph, system, release, [files[name] for name in names]))
        quads = write_text(graph, ns.release(system.upper(), release), text)
        floor.append(run([sys.executable, "-c", FLOOR, str(text), str(plain)]))
    ratio = statistics.median(a.seconds / b.seconds for a, b in zip(ours, floor, strict=True))
    print(f"ICD-10-PCS, {quads} quads, {PAIRS} pairs:\n")
    print("| | median s | peak MB |")
    print("|---|---|---|")
    for name, runs in (("procedura import", ours), ("bulk load of its N-Triples", floor)):
        seconds = statistics.median(one.seconds for one in runs)
        print(f"| {name} | {seconds:.1f} | {max(one.megabytes for one in runs):.0f} |")
    print(f"\nratio, pair by pair: {ratio:.2f}\n")


def everything(files: dict[str, Path], graph: Path) -> None:
    """Import every published file into one graph, and say what each import took."""
    print("| system | release | s | peak MB | quads in the graph |")
    print("|---|---|---|---|---|")
    total = 0.0
    for system, release, names in EVERYTHING:
        took = imported(graph, system, release, [files[name] for name in names])
        total += took.seconds
        quads = len(store.open_read_only(graph).rdf)
        print(f"| {system} | {release} | {took.seconds:.1f} | {took.megabytes:.0f} | {quads} |")
    size = sum(path.stat().st_size for path in graph.rglob("*") if path.is_file())
    print(f"\nIn all {total:.0f} s; the graph takes {size / 1e6:.0f} MB on disk.")


def imported(graph: Path, system: str, release: str, paths: Sequence[Path]) -> Run:
    named = ["import", system, *map(str, paths), "--release", release, "--graph", str(graph)]
    return run([*PROGRAM, *named])


def write_text(graph: Path, release: str, text: Path) -> int:
    """Write a release's quads as N-Triples; return how many."""
    rdf = store.open_read_only(graph).rdf
    quads = rdf.quads_for_pattern(None, None, None, NamedNode(release))
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    with text.open("wb") as output:
        serialize(triples, output, RdfFormat.N_TRIPLES)
    return sum(1 for _ in rdf.quads_for_pattern(None, None, None, NamedNode(release)))


def run(command: Sequence[str]) -> Run:
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(time.perf_counter() - began, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
