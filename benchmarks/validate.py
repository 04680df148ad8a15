"""Pages and codes against the shapes, and plain pySHACL on the whole of them.

Each run has a process of its own, so ours reads its shapes within the clock; pySHACL does, too.
"""

from collections.abc import Callable, Iterable
from importlib.resources.abc import Traversable
from pathlib import Path

import pyshacl
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse
from rdflib import RDF, SH, Graph

from benchmarks.inputs import RELEASE, Inputs
from benchmarks.measure import OURS, Clock, Way, apart, by_size
from procedura import contents, store
from procedura import namespaces as ns
from procedura.resources import folder, walk
from procedura.validation import rdflib_graph, validate_quads, validate_stored

_PEER = "pySHACL on the whole"
_LARGEST = 5_000  # codes for the peer
_DAMAGED = 40

# Focus node and shape of each finding, sorted.
Found = list[tuple[str, str]]
# A graph, and after its quads what others say of the nodes that it names.
Described = list[Quad]


def measure(inputs: Inputs) -> str:
    scale = inputs.scale

    def pages(size: int) -> dict[str, Way]:
        graph = inputs.graph(pages=size)
        return {OURS: apart(_our_pages, graph), _PEER: apart(_theirs, _pages, graph)}

    def codes(size: int) -> dict[str, Way | None]:
        database = _damaged(inputs.graph(codes=size), inputs.folder / f"damaged-{size}")
        peer = apart(_theirs, _codes, database) if size <= _LARGEST else None
        return {OURS: apart(_our_codes, database), _PEER: peer}

    return "\n".join([by_size("pages", scale.pages, pages, scale.seconds),
                      by_size("codes", scale.codes, codes, scale.seconds)])  # fmt: skip


def _damaged(graph: Path, database: Path) -> Path:
    """Return a copy in which some codes have lost their notation, so that something is found."""
    store.open_read_only(graph).rdf.backup(str(database))
    rdf = Store(str(database))
    pattern = None, NamedNode(ns.expand("skos:notation")), None, NamedNode(RELEASE)
    for quad in list(rdf.quads_for_pattern(*pattern))[::_DAMAGED]:
        rdf.remove(quad)
    rdf.flush()
    return database


def _pages(graph: Path) -> list[Described]:
    rdf = store.open_read_only(graph).rdf
    quads = (contents.graph_quads(rdf, page) for page in contents.page_graphs(rdf))
    return list(contents.with_descriptions(rdf, quads))


def _codes(database: Path) -> list[Described]:
    rdf = Store.read_only(str(database))
    return list(contents.with_descriptions(rdf, [contents.graph_quads(rdf, RELEASE)]))


def _our_pages(clock: Clock, graph: Path) -> Found:
    pages = _pages(graph)
    with clock:
        findings = validate_quads(pages)
    return sorted({(one.focus, one.shape) for one in findings})


def _our_codes(clock: Clock, database: Path) -> Found:
    with clock:
        findings = validate_stored(database, [RELEASE], contents.DESCRIPTION)
    return sorted({(one.focus, one.shape) for one in findings})


def _theirs(clock: Clock, read: Callable[[Path], list[Described]], graph: Path) -> Found:
    """Return what pySHACL finds of what is described, not what is only named in it."""
    graphs, ontology = read(graph), folder("ontology")
    own = {str(one.subject) for quads in graphs for one in quads
           if one.graph_name == quads[0].graph_name}  # fmt: skip
    data = _plain(one for quads in graphs for one in quads)
    with clock:
        shapes = _plain(one for file in walk(ontology / "shapes", ".ttl") for one in _read(file))
        classes = _plain(_read(ontology / "procedura.ttl"))
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=classes, inplace=True)
    ends = {(report.value(one, SH.focusNode), report.value(one, SH.sourceShape))
            for one in report.subjects(RDF.type, SH.ValidationResult)}  # fmt: skip
    return sorted((str(focus), str(shape)) for focus, shape in ends if focus.n3() in own)


def _read(file: Traversable) -> Iterable[Quad]:
    return parse(file.read_bytes(), RdfFormat.TURTLE)


def _plain(quads: Iterable[Quad]) -> Graph:
    """Return an rdflib graph that plain pySHACL takes."""
    return Graph() + rdflib_graph(quads)
