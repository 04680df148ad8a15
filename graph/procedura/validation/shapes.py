"""The shapes of the ontology, and what they find wrong with one graph."""

from collections.abc import Collection, Iterable, Iterator
from importlib.resources.abc import Traversable
from typing import Any

import pyoxigraph as ox
from pyshacl import ShapesGraph
from pyshacl.errors import ReportableRuntimeError
from pyshacl.pytypes import SHACLExecutor
from rdflib import RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from procedura.errors import SourceError
from procedura.model import Finding, Severity
from procedura.namespaces import expand, local_name
from procedura.resources import read_turtle, walk
from procedura.validation.memory import CheckedGraph, MemoryGraph, Statements, rdflib_graph
from procedura.validation.screen import Screen
from procedura.validation.stored import StoredGraph

_SEVERITIES: dict[Node, Severity] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}
# A longer text would bury the advice that a message gives.
_LONGEST_NAME = 60


class Shapes:
    """The shapes and the class tree of the ontology, ready to check any number of graphs.

    `pyshacl.validate` would read the shapes anew for every graph, and would check the nodes that
    a graph only names as if it described them. So this runs pySHACL's shapes one by one on the
    nodes that a screen suspects; a test holds the findings against those of `pyshacl.validate`.

    Args:
        folder: Holds the shapes, one Turtle file a class.
        ontology: Turtle file that says which class is a kind of which.

    Raises:
        SourceError: A file is not Turtle, or what it holds is not a shape.
    """

    def __init__(self, folder: Traversable, ontology: Traversable) -> None:
        self._classes = [
            quad for quad in read_turtle(ontology) if quad.predicate.value == str(RDFS.subClassOf)
        ]
        self._graph = rdflib_graph(
            quad for file in walk(folder, ".ttl") for quad in read_turtle(file)
        )
        try:
            self._screen = Screen(ShapesGraph(self._graph).shapes)
        except ReportableRuntimeError as error:
            raise SourceError(f"a shape is not well formed ({error})", where=folder.name) from error

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
        graph = MemoryGraph(statements, described, self._classes)
        return in_order(self._found(graph, graph.own_subjects, source))

    def check_stored(
        self,
        store: ox.Store,
        name: str,
        described: Collection[str],
        share: tuple[int, int] = (0, 1),
    ) -> set[tuple[int, Finding]]:
        """Return what the shapes find wrong with a graph too large for the memory.

        These are the findings that `check` has, each after its line, or 0.

        Args:
            store: The quads.
            name: IRI of the named graph.
            described: IRIs of the properties by which other graphs describe a node.
            share: Which share of its subjects to check, from 0, and of how many.

        Raises:
            SourceError: A shape cannot be applied.
        """
        graph = StoredGraph(store, name, described, self._classes)
        return self._found(graph, graph.own_subjects(share))

    def _found(
        self, graph: CheckedGraph, nodes: Iterable[Node], source: str = ""
    ) -> set[tuple[int, Finding]]:
        """Return what pySHACL finds wrong with the nodes that the screen suspects."""
        describer = _Describer(graph, source)
        return {
            self._finding(result, describer)
            for node in nodes
            for shape in self._screen.suspects(graph, node)
            for result in _results(shape, graph, {node})
        }

    def _finding(self, result: dict[Node, Any], describer: "_Describer") -> tuple[int, Finding]:
        """Return a finding after the line that it is about, or 0."""
        focus, value = result[SH.focusNode], result.get(SH.value)
        file, line = describer.source(focus, value)
        source = f"{file}:{line}" if line else file
        words = {
            "{name}": describer.name(focus),
            "{source}": source or "its page",
            "{value}": describer.name(value) if value is not None else "",
        }
        message = str(result[SH.resultMessage])
        for placeholder, word in words.items():
            message = message.replace(placeholder, word)
        return line, Finding(
            severity=_SEVERITIES[result[SH.resultSeverity]],
            message=message,
            focus=str(focus),
            path=self._first_property(result.get(SH.resultPath)),
            source=source,
            shape=str(result[SH.sourceShape]),
        )

    def _first_property(self, path: Node | None) -> str:
        """Return the property that a path begins with; "" where that is not a single one."""
        if isinstance(path, BNode):
            path = next(iter(self._graph.items(path)), None)
        return str(path) if isinstance(path, URIRef) else ""


def in_order(found: Iterable[tuple[int, Finding]]) -> list[Finding]:
    """Return findings in the order of their lines."""
    return [finding for _, finding in sorted(found, key=lambda one: (one[0], str(one[1])))]


class _Describer:
    """Says what the nodes of one graph are called, and where they come from."""

    def __init__(self, graph: Graph, source: str) -> None:
        self._graph = graph
        self._source = source

    def name(self, node: Node) -> str:
        """Return the label of a node, a code as a CURIE, or else the end of its IRI."""
        if isinstance(node, Literal):
            return _shorten(str(node))
        notation, system = self._one(node, "skos:notation"), self._one(node, "skos:inScheme")
        if notation is not None and system is not None:
            return f"{local_name(str(system))}:{notation}"
        labels = (
            self._one(node, predicate)
            for predicate in ("skos:prefLabel", "proc:text", "dcterms:title")
        )
        found = (str(label) for label in labels if label is not None)
        return _shorten(next(found, local_name(str(node))))

    def source(self, node: Node, value: Node | None) -> tuple[str, int]:
        """Return the file that a node comes from, and its line there or 0.

        A text that is wrong with a page stands on one of its lines.
        """
        statement = self._one_to("proc:hasLink", node) or node
        page = (
            self._one(statement, "prov:wasDerivedFrom")
            or self._one_to("proc:describes", statement)
            or self._one_to("dcterms:references", statement)
            or statement
        )
        line = self._one(statement, "proc:line")
        if line is None and isinstance(value, Literal):
            holder = self._one_to("proc:text", value)
            line = self._one(holder, "proc:line") if holder else None
        file = self._one(page, "dcterms:source")
        number = line.value if isinstance(line, Literal) else 0
        return str(file or self._source), number if isinstance(number, int) else 0

    def _one(self, subject: Node, predicate: str) -> Node | None:
        """Return the object of one statement, the first by its text."""
        return min(self._graph.objects(subject, URIRef(expand(predicate))), default=None, key=str)

    def _one_to(self, predicate: str, target: Node) -> Node | None:
        """Return the subject of one statement, the first by its text."""
        return min(self._graph.subjects(URIRef(expand(predicate)), target), default=None, key=str)


def _results(shape: Any, graph: Graph, focus: Collection[Node]) -> Iterator[dict[Node, Any]]:
    """Yield the validation results of one shape, each as property → value."""
    try:
        _, results = shape.validate(SHACLExecutor(), graph, focus=focus)
    except ReportableRuntimeError as error:
        name, cure = local_name(str(shape.node)), "write it in SHACL Core"
        raise SourceError(f"a shape cannot be applied ({error})", where=name, cure=cure) from error
    for _, _, triples in results:
        # pySHACL gives a node of a result as the pair of its graph and itself.
        yield {p: o[1] if isinstance(o, tuple) else o for _, p, o in triples}


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1].rstrip() + "…"
