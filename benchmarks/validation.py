"""Measure validation of releases as they grow, against plain pySHACL in the same run.

    .venv/bin/python benchmarks/validation.py

The releases are made up: codes under headings, with values of an axis. Nothing here is a test.
"""

import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice, product
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from pyshacl import validate
from rdflib import Graph

from procedura import contents
from procedura import namespaces as ns
from procedura.resources import folder, walk
from procedura.systems import SYSTEMS
from procedura.terminology import AxisConcept, Release, Term
from procedura.triples import concept_text, release_quads, term_text
from procedura.validation import rdflib_graph, validate_stored

SIZES = (20_000, 40_000, 80_000)
GRAPH = ns.release("ICD10PCS", "made-up")
LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def main() -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(
        "| codes | quads | ours: s | ours: ms a code | pyshacl.validate on the whole: ms a code |"
    )
    print("|---|---|---|---|---|")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as path:
            store = stored(Path(path), size)
            seconds = timed(partial(validate_stored, Path(path), [GRAPH], contents.DESCRIPTION))
            peer = f"{1000 * timed(plain(store)) / size:.2f}" if size == SIZES[0] else "not run"
            each = 1000 * seconds / size
            print(f"| {size} | {len(store)} | {seconds:.1f} | {each:.2f} | {peer} |", flush=True)


def stored(path: Path, size: int) -> Store:
    """Return a release of so many codes, stored on disk."""
    release = made(size)
    terms = (term_text(one, release.system) for one in release.terms)
    text = "".join([*concept_text(release), *terms])
    store = Store(str(path))
    store.extend(release_quads(release, []))
    store.bulk_load(text.encode(), RdfFormat.N_TRIPLES, to_graph=NamedNode(GRAPH))
    store.flush()
    del store
    return Store.read_only(str(path))


def made(size: int) -> Release:
    """Return a release with so many codes; every fortieth has a damage that the shapes find."""
    codes = islice(("".join(one) for one in product(LETTERS, repeat=4)), size)
    return Release(
        system=SYSTEMS["icd10pcs"],
        name="made-up",
        terms=[term(code, number) for number, code in enumerate(codes)],
        concepts=[AxisConcept("icd10pcs-part", f"part-{one}", f"Part {one}") for one in LETTERS],
        schemes=(("icd10pcs-part", "Part"),),
    )  # fmt: skip


def term(code: str, number: int) -> Term:
    return Term(
        code=f"0T{code}Z" if number % 40 else f"0T{code}O",
        label=f"Made-up operation {number}",
        where="",
        synonyms=(f"Operation {number}",),
        axes=(("bodySite", f"icd10pcs-part/part-{code[-1]}"),),
    )


def plain(store: Store) -> Callable[[], object]:
    """Return what validates the whole release as an rdflib graph in memory."""
    ontology = folder("ontology")
    files = [*walk(ontology / "shapes", ".ttl"), ontology / "procedura.ttl"]
    *shapes, classes = (
        in_memory(parse(file.read_bytes(), format=RdfFormat.TURTLE)) for file in files
    )
    known = sum(shapes, Graph())
    whole = in_memory(contents.with_descriptions(store, contents.graph_quads(store, GRAPH)))
    return lambda: validate(whole, shacl_graph=known, ont_graph=classes)


def in_memory(quads: Iterable[Quad]) -> Graph:
    """Return an rdflib graph that plain pySHACL takes."""
    graph = Graph()
    graph += rdflib_graph(quads)
    return graph


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
