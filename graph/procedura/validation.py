"""Data against the shapes of the ontology: SHACL Core, https://www.w3.org/TR/shacl/.

Each graph is checked by itself, together with what other graphs say about the nodes that it
names. So a page has the same findings in any company, time grows in line with the number of
pages, and all cores can share the work. What is wrong with the data is a list of findings; only
shapes and files that cannot be read are errors.
"""

import logging
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from pyshacl import ShapesGraph
from pyshacl.errors import ReportableRuntimeError
from pyshacl.pytypes import SHACLExecutor
from rdflib import RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from procedura import namespaces as ns
from procedura.errors import PageError, SourceError
from procedura.model import Finding, Severity
from procedura.resources import folder, walk

Statements = Iterable[ox.Quad | ox.Triple]

_SEVERITIES: dict[Node, Severity] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}
_XSD_STRING = ns.expand("xsd:string")
# Fewer graphs are checked before a pool of processes has started.
_WORTH_A_POOL = 24
# A longer text would bury the advice that a message gives.
_LONGEST_NAME = 60

# rdflib logs each ill-typed literal with a stack trace; here it is a finding like others.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


class Shapes:
    """The shapes and the class tree of the ontology, ready to check any number of graphs.

    `pyshacl.validate` would parse the shapes anew for every graph and would check the nodes that
    a graph only names as if it described them. So this runs pySHACL's shapes one by one on the
    nodes of the graph; a test holds the findings against those of `pyshacl.validate`.

    Args:
        folder: Holds the shapes, one Turtle file a class.
        ontology: Turtle file that says which class is a kind of which.

    Raises:
        SourceError: A file is not Turtle, or what it holds is not a shape.
    """

    def __init__(self, folder: Traversable, ontology: Traversable) -> None:
        self._classes = [
            triple for triple in _parse(ontology) if triple.predicate.value == str(RDFS.subClassOf)
        ]
        graph = rdflib_graph(triple for file in walk(folder, ".ttl") for triple in _parse(file))
        try:
            self._shapes: list[Any] = sorted(ShapesGraph(graph).shapes, key=lambda one: one.node)
        except ReportableRuntimeError as error:
            raise SourceError(f"a shape is not well formed ({error})", where=str(folder)) from error
        self._graph = graph

    def check(
        self, statements: Statements, described: Statements = (), source: str = ""
    ) -> list[Finding]:
        """Return what the shapes find wrong with a graph, in the order of its lines.

        Args:
            statements: What the graph says. Only its own subjects are checked.
            described: What other graphs say about the nodes that it names.
            source: What to call the graph where its nodes don't say which file they come from.

        Raises:
            SourceError: A shape cannot be applied.
        """
        graph = rdflib_graph(statements)
        own = set(graph.subjects())
        _add(graph, self._classes)
        _add(graph, described)
        describe = _Describer(graph, source)
        found = {
            self._finding(result, describe)
            for shape in self._shapes
            if (focus := own & shape.focus_nodes(graph))
            for result in self._results(shape, graph, focus)
        }
        return [finding for _, finding in sorted(found, key=lambda one: (one[0], str(one[1])))]

    def _results(
        self, shape: Any, graph: Graph, focus: Collection[Node]
    ) -> Iterator[dict[Node, Any]]:
        """Yield the results of one shape, each as property → value."""
        try:
            _, results = shape.validate(SHACLExecutor(), graph, focus=focus)
        except ReportableRuntimeError as error:
            raise SourceError(
                f"a shape cannot be applied ({error})", where=str(shape.node)
            ) from error
        for _, _, triples in results:
            # pySHACL gives a node as the pair of its graph and itself.
            yield {p: o[1] if isinstance(o, tuple) else o for _, p, o in triples}

    def _finding(self, result: dict[Node, Any], describe: "_Describer") -> tuple[int, Finding]:
        """Return a finding with the line that it is about, or 0."""
        focus = result[SH.focusNode]
        file, line = describe.source(focus)
        source = f"{file}:{line}" if line else file
        values = {
            "{name}": describe.name(focus),
            "{source}": source or "its page",
            "{value}": describe.name(result[SH.value]) if SH.value in result else "",
        }
        message = str(result[SH.resultMessage])
        for placeholder, value in values.items():
            message = message.replace(placeholder, value)
        return line, Finding(
            severity=_SEVERITIES[result[SH.resultSeverity]],
            message=message,
            focus=str(focus),
            path=self._first_property(result.get(SH.resultPath)),
            source=source,
            shape=str(result[SH.sourceShape]),
        )

    def _first_property(self, path: Node | None) -> str:
        """Return the property that a path begins with; "" where it begins with several."""
        if isinstance(path, BNode):
            path = next(iter(self._graph.items(path)), None)
        return str(path) if isinstance(path, URIRef) else ""


class _Describer:
    """Says what the nodes of one graph are called and where they come from."""

    _LABELS = ("skos:prefLabel", "proc:text", "dcterms:title")

    def __init__(self, graph: Graph, source: str) -> None:
        self._graph = graph
        self._source = source

    def name(self, node: Node) -> str:
        """Return the label of a node, a code as a CURIE, or else the end of its IRI."""
        if isinstance(node, Literal):
            return _shorten(str(node))
        notation = self._one(node, "skos:notation")
        if notation is not None:
            return f"{ns.local_name(str(self._one(node, 'skos:inScheme') or ''))}:{notation}"
        labels = (self._one(node, name) for name in self._LABELS)
        label = next((label for label in labels if label is not None), None)
        return _shorten(ns.local_name(str(node)) if label is None else str(label))

    def source(self, node: Node) -> tuple[str, int]:
        """Return the file that a node comes from, and its line there or 0."""
        statement = self._one_to("proc:hasLink", node) or node
        page = (
            self._one(statement, "prov:wasDerivedFrom")
            or self._one_to("proc:describes", statement)
            or self._one_to("dcterms:references", statement)
            or statement
        )
        line = self._one(statement, "proc:line")
        file = self._one(page, "dcterms:source")
        number = line.value if isinstance(line, Literal) else 0
        return str(file or self._source), number if isinstance(number, int) else 0

    def _one(self, subject: Node, predicate: str) -> Node | None:
        return min(self._graph.objects(subject, _iri(ns.expand(predicate))), default=None, key=str)

    def _one_to(self, predicate: str, target: Node) -> Node | None:
        found = self._graph.subjects(_iri(ns.expand(predicate)), target)
        return min(found, default=None, key=str)


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
    shapes = bundled()  # before the pool starts, so that processes that are forked have them too
    jobs = map(_split, graphs)
    first = list(islice(jobs, _WORTH_A_POOL))
    wanted = processes or os.cpu_count() or 1
    results: Iterable[list[Finding]]
    if wanted == 1 or len(first) < _WORTH_A_POOL:
        results = (shapes.check(own, described) for own, described in chain(first, jobs))
    else:
        results = _in_processes(chain(first, jobs), wanted)
    findings: list[Finding] = []
    for done, found in enumerate(results, start=1):
        findings += found
        if progress:
            progress(done)
    return findings


def validate_turtle(path: Path, known: Statements = ()) -> list[Finding]:
    """Return what the shapes find wrong with a Turtle file.

    Args:
        path: The file.
        known: What is said elsewhere about nodes that the file names: concepts, say.

    Raises:
        PageError: The file cannot be read, or is not Turtle.
        SourceError: The shapes cannot be read.
    """
    try:
        statements = list(ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        where = f"{path.name}:{error.lineno}" if error.lineno else path.name
        raise PageError(f"this is not Turtle ({error.msg})", where=where) from error
    except OSError as error:
        raise PageError(f"the file cannot be read ({error})", where=str(path)) from error
    return bundled().check(statements, known, source=path.name)


@cache
def bundled() -> Shapes:
    """Return the shapes that come with Procedura, read once in each process."""
    ontology = folder("ontology")
    return Shapes(ontology / "shapes", ontology / "procedura.ttl")


class _Graph(Graph):
    """A graph that is true, also when pySHACL asks at each result: counting takes a while."""

    def __bool__(self) -> bool:
        return True


def rdflib_graph(statements: Statements) -> Graph:
    """Return statements as an rdflib graph in memory.

    pySHACL could read an Oxigraph store, but ``sh:in`` then fails on every plain string.
    """
    graph = _Graph("SimpleMemory", bind_namespaces="none")
    _add(graph, statements)
    return graph


def _add(graph: Graph, statements: Statements) -> None:
    for one in statements:
        graph.add((_node(one.subject), _node(one.predicate), _node(one.object)))


def _node(node: Any) -> Node:
    """Return an rdflib node with the exact text of a pyoxigraph one."""
    match node:
        case ox.NamedNode():
            return _iri(node.value)
        case ox.Literal(language=str() as language):
            return Literal(node.value, lang=language)
        case ox.Literal(datatype=ox.NamedNode(value=datatype)) if datatype != _XSD_STRING:
            return Literal(node.value, datatype=_iri(datatype), normalize=False)
        case ox.Literal():
            return Literal(node.value)
        case _:
            return BNode(node.value)


@lru_cache(maxsize=65536)
def _iri(value: str) -> URIRef:
    """Return an IRI; rdflib takes longer to make one than to look it up."""
    return URIRef(value)


def _parse(file: Traversable) -> list[ox.Quad]:
    try:
        return list(ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise SourceError(
            f"this is not Turtle ({error.msg})", where=f"{file.name}:{error.lineno}"
        ) from error


def _split(statements: Statements) -> tuple[list[ox.Triple], list[ox.Triple]]:
    """Return the triples of the graph that comes first, and those of all others."""
    own: list[ox.Triple] = []
    described: list[ox.Triple] = []
    first = None
    for one in statements:
        if isinstance(one, ox.Triple):
            own.append(one)
            continue
        first = first or one.graph_name
        (own if one.graph_name == first else described).append(one.triple)
    return own, described


def _in_processes(
    jobs: Iterable[tuple[list[ox.Triple], list[ox.Triple]]], processes: int
) -> Iterator[list[Finding]]:
    """Yield what `Shapes.check` finds in each job, in order, from a few jobs ahead."""
    with ProcessPoolExecutor(processes) as pool:
        waiting: deque[Future[list[Finding]]] = deque()
        for job in jobs:
            if len(waiting) == 8 * processes:
                yield waiting.popleft().result()
            # N-Triples travel to another process in a tenth of the time that objects take.
            packed = (ox.serialize(one, format=ox.RdfFormat.N_TRIPLES) or b"" for one in job)
            waiting.append(pool.submit(_check, *packed))
        while waiting:
            yield waiting.popleft().result()


def _check(*packed: bytes) -> list[Finding]:
    own, described = (ox.parse(one, format=ox.RdfFormat.N_TRIPLES) for one in packed)
    return bundled().check(own, described)


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1].rstrip() + "…"
