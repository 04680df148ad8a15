"""Pages and a code system into the graph: ours reads what people write, peers what came of it."""

import shutil
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
    peers = {
        "rdflib, memory": apart(_parsed, text),
        "bare Oxigraph": apart(_loaded, text, inputs.folder / "plain"),
    }
    vocabularies, described = inputs.vocabularies(), inputs.graph(pages=scale.pages[-1])

    def pages(size: int) -> dict[str, Way]:
        given = vocabularies, inputs.graph(pages=size), inputs.pages(size), text
        return {OURS: apart(_built, *given), **peers}

    def codes(size: int) -> dict[str, Way]:
        given = described, inputs.graph(codes=size), inputs.codes(size), text
        return {OURS: apart(_imported, *given), **peers}

    return "\n".join((by_size("pages", scale.pages, pages, scale.seconds),
                      by_size("codes", scale.codes, codes, scale.seconds)))  # fmt: skip


def _built(clock: Clock, start: Path, target: Path, pages: list[Path], text: Path) -> int:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(start, target)
    with clock:
        build(target, pages)
    return _write(target, None, text)


def _imported(clock: Clock, start: Path, target: Path, files: list[Path], text: Path) -> int:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(start, target)
    with clock:
        import_release(target, "icd10pcs", files, name="2026")
    return _write(target, NamedNode(RELEASE), text)


def _write(graph: Path, name: NamedNode | None, text: Path) -> int:
    """Write a graph, or a named graph of it, for the peers; return how many quads it has."""
    quads = list(store.open_read_only(graph).rdf.quads_for_pattern(None, None, None, name))
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
