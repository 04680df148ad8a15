"""The whole graph as text: pages alone, then with codes."""

import hashlib
import re
from functools import partial
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize
from rdflib import Dataset

from benchmarks.inputs import Inputs
from benchmarks.measure import OURS, Clock, Way, apart, by_size
from procedura import store
from procedura.export import write
from procedura.validation.memory import node, rdflib_graph

_LARGEST = 500_000  # quads for rdflib
_WHOLE = re.compile(r'("-?\d+)"(?=\^\^<http://www.w3.org/2001/XMLSchema#decimal>)')


def measure(inputs: Inputs) -> str:
    scale = inputs.scale
    graphs = [inputs.graph(pages=size) for size in scale.pages]
    graphs += [inputs.graph(codes=size) for size in scale.codes]
    sizes = {len(store.open_read_only(graph).rdf): graph for graph in graphs}

    def ways(format: str, size: int) -> dict[str, Way | None]:
        given = sizes[size], inputs.folder / f"export.{format}"
        return {
            OURS: apart(_ours, format, *given),
            "rdflib, memory": apart(_rdflib, format, *given) if size < _LARGEST else None,
            "bare Oxigraph": apart(_oxigraph, format, *given),
        }

    return "\n".join(
        by_size(f"quads, {format}", list(sizes), partial(ways, format), scale.seconds)
        for format in ("turtle", "nquads")
    )


def _ours(clock: Clock, format: str, graph: Path, file: Path) -> str:
    rdf = store.open_read_only(graph).rdf
    with clock, file.open("wb") as output:
        write(rdf, output, format)
    return _digest(file)


def _oxigraph(clock: Clock, format: str, graph: Path, file: Path) -> str:
    rdf = store.open_read_only(graph).rdf
    with clock:
        if format == "nquads":
            rdf.dump(file, RdfFormat.N_QUADS)
        else:
            serialize((quad.triple for quad in rdf), file, RdfFormat.TURTLE)
    return _digest(file)


def _rdflib(clock: Clock, format: str, graph: Path, file: Path) -> str:
    rdf = store.open_read_only(graph).rdf
    data = Dataset() if format == "nquads" else rdflib_graph(rdf)
    if isinstance(data, Dataset):
        for name in rdf.named_graphs():
            graph_of_page = data.graph(node(name))
            graph_of_page += rdflib_graph(rdf.quads_for_pattern(None, None, None, name))
    with clock:
        data.serialize(file, format, encoding="utf-8")
    return _digest(file)


def _digest(file: Path) -> str:
    """Return a checksum of the statements of a file; rdflib writes the decimal 1 as 1.0."""
    format = RdfFormat.TURTLE if file.suffix == ".turtle" else RdfFormat.N_QUADS
    statements = {_WHOLE.sub(r'\1.0"', str(one)) for one in parse(path=file, format=format)}
    return hashlib.sha256("\n".join(sorted(statements)).encode()).hexdigest()
