"""Pages and a code system into the graph: ours reads what people write, peers what came of it."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store, serialize
from rdflib import Dataset

from benchmarks.inputs import RELEASE, Inputs
from benchmarks.measure import OURS, Clock, Way, apart, by_size
from procedura import store
from procedura.build import build
from procedura.importing import import_release


def measure(inputs: Inputs) -> str:
    """Return a table of pages and one of codes; all graphs are there then."""
    scale, text = inputs.scale, inputs.folder / "text.nq"
    peers = {"rdflib, memory": apart(_parsed, text),
             "bare Oxigraph": apart(_loaded, text, inputs.folder / "plain")}  # fmt: skip
    vocabularies, described = inputs.vocabularies(), inputs.graph(pages=scale.pages[-1])

    def pages(size: int) -> dict[str, Way]:
        make = partial(build, paths=inputs.pages(size))
        return {
            OURS: apart(_made, make, vocabularies, inputs.graph(pages=size), text, None),
            **peers,
        }

    def codes(size: int) -> dict[str, Way]:
        make = partial(import_release, system="icd10pcs", paths=inputs.codes(size), name="2026")
        return {
            OURS: apart(_made, make, described, inputs.graph(codes=size), text, RELEASE),
            **peers,
        }

    return "\n".join([by_size("pages", scale.pages, pages, scale.seconds),
                      by_size("codes", scale.codes, codes, scale.seconds)])  # fmt: skip


def _made(
    clock: Clock, make: Callable[[Path], object], start: Path, target: Path, text: Path,
    named: str | None,
) -> int:  # fmt: skip
    """Make a graph from another; write it, or a named graph of it, for the peers."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(start, target)
    with clock:
        make(target)
    pattern = None, None, None, NamedNode(named) if named else None
    quads = list(store.open_read_only(target).rdf.quads_for_pattern(*pattern))
    serialize(quads, text, RdfFormat.N_QUADS)
    return len(quads)


def _parsed(clock: Clock, text: Path) -> int:
    dataset = Dataset()
    with clock:
        dataset.parse(text, format="nquads")
    return sum(1 for _ in dataset.quads())


def _loaded(clock: Clock, text: Path, folder: Path) -> int:
    shutil.rmtree(folder, ignore_errors=True)
    with clock:
        plain = Store(str(folder))
        plain.bulk_load(path=text, format=RdfFormat.N_QUADS)
    return len(plain)
