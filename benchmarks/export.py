"""The whole graph as text: pages alone, then with codes."""

import hashlib
import re
from functools import partial
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize
from rdflib import Dataset

from benchmarks.inputs import Inputs
from benchmarks.measure import OURS, Clock, Times, apart, in_turn, table
from procedura import store
from procedura.export import write
from procedura.validation.memory import add, node, rdflib_graph

_PEER, _FLOOR = "rdflib, memory", "bare Oxigraph"
_WHOLE = re.compile(r'("-?\d+)"(?=\^\^<http://www.w3.org/2001/XMLSchema#decimal>)')
_LARGEST = 500_000  # quads for the peer
_FORMATS = {"turtle": RdfFormat.TURTLE, "nquads": RdfFormat.N_QUADS}


def measure(inputs: Inputs) -> str:
    """Return a table for Turtle and one for N-Quads, by the number of quads."""
    scale = inputs.scale
    graphs = [inputs.graph(pages=size) for size in scale.pages]
    graphs += [inputs.graph(codes=size) for size in scale.codes]
    sizes = [len(store.open_read_only(graph).rdf) for graph in graphs]
    tables = []
    for format in _FORMATS:
        rows: dict[str, Times] = {}
        for graph, size in zip(graphs, sizes, strict=True):
            given = graph, format, inputs.folder / f"export.{format}"
            ways = {OURS: partial(apart, _ours, *given), _FLOOR: partial(apart, _oxigraph, *given)}
            if size < _LARGEST:
                ways[_PEER] = partial(apart, _rdflib, *given)
            rows[f"{size:,} quads"] = in_turn(f"export {format}", ways, scale.seconds)
        tables.append(table(format, rows, sizes))
    return "\n".join(tables)


def _ours(clock: Clock, graph: Path, format: str, file: Path) -> str:
    rdf = store.open_read_only(graph).rdf
    with clock, file.open("wb") as output:
        write(rdf, output, format)
    return _digest(file, format)


def _oxigraph(clock: Clock, graph: Path, format: str, file: Path) -> str:
    rdf = store.open_read_only(graph).rdf
    with clock:
        if format == "nquads":
            rdf.dump(file, RdfFormat.N_QUADS)
        else:
            serialize((quad.triple for quad in rdf), file, RdfFormat.TURTLE)
    return _digest(file, format)


def _rdflib(clock: Clock, graph: Path, format: str, file: Path) -> str:
    rdf = store.open_read_only(graph).rdf
    data = rdflib_graph(rdf) if format == "turtle" else Dataset()
    if isinstance(data, Dataset):
        for name in rdf.named_graphs():
            add(data.graph(node(name)), rdf.quads_for_pattern(None, None, None, name))
    with clock:
        data.serialize(file, format, encoding="utf-8")
    return _digest(file, format)


def _digest(file: Path, format: str) -> str:
    """Return a checksum of the statements of a file; rdflib writes the decimal 1 as 1.0."""
    statements = {
        _WHOLE.sub(r'\1.0"', str(one)) for one in parse(path=file, format=_FORMATS[format])
    }
    return hashlib.sha256("\n".join(sorted(statements)).encode()).hexdigest()
