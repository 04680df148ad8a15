"""Graphs as pySHACL and the screen ask them, first among them those that the memory holds.

pySHACL could read an Oxigraph store as it is, but ``sh:in`` then fails on every plain string.
"""

import logging
from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from pyshacl.errors import ReportableRuntimeError
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from procedura.namespaces import expand

Statements = Iterable[ox.Quad | ox.Triple]

_XSD_STRING = expand("xsd:string")

# rdflib logs each ill-typed literal with a stack trace; here it is a finding like others.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


class CheckedGraph(Graph):
    """A graph that can be asked about one node at a time, which is all that a check does."""

    def __init__(self) -> None:
        super().__init__(bind_namespaces="none")
        self._wider: dict[frozenset[Node], frozenset[Any]] = {}

    def __bool__(self) -> bool:
        """A graph is true: to count it takes a while, and pySHACL asks at each result."""
        return True

    @abstractmethod
    def about(self, subject: Node) -> Mapping[Node, Collection[Node]]:
        """Return what is said of a node, by property."""

    @abstractmethod
    def leading(self, predicate: Node, value: Node) -> Collection[Node]:
        """Return the nodes that have a value for a property."""

    def values(self, subject: Node, predicate: Node) -> Collection[Node]:
        """Return the values that a node has for a property, without a detour through triples."""
        return self.about(subject).get(predicate, ())

    def kinds(self, subject: Node) -> frozenset[Node]:
        """Return the classes of a node, and those that they are kinds of."""
        classes = frozenset(self.values(subject, RDF.type))
        if classes not in self._wider:
            self._wider[classes] = frozenset(
                wider for one in classes for wider in self.transitive_objects(one, RDFS.subClassOf)
            )
        return self._wider[classes]

    def triples(self, triple: Any) -> Any:
        """Yield the triples that fit a pattern of rdflib nodes, `None` for any.

        Raises:
            ReportableRuntimeError: The pattern is not about a node, as all of SHACL Core's are.
        """
        match triple:
            case (None, Node() as predicate, Node() as value):
                yield from ((one, predicate, value) for one in self.leading(predicate, value))
            case (Node() as subject, predicate, value):
                about = self.about(subject)
                for one in about if predicate is None else [predicate]:
                    for other in about.get(one, ()):
                        if value in (None, other):
                            yield subject, one, other
            case _:
                raise ReportableRuntimeError("it asks for more than one node at a time")


class MemoryGraph(CheckedGraph):
    """A graph in memory.

    Args:
        own: What it says.
        others: What others say of the nodes that it names.
    """

    def __init__(self, own: Statements, *others: Statements) -> None:
        super().__init__()
        self._about: dict[Node, dict[Node, dict[Node, None]]] = {}
        self._leading: dict[tuple[Node, Node], dict[Node, None]] = {}
        self._add(own)
        self.own_subjects = list(self._about)
        for statements in others:
            self._add(statements)

    def _add(self, statements: Statements) -> None:
        for one in statements:
            subject, predicate, value = node(one.subject), node(one.predicate), node(one.object)
            self._about.setdefault(subject, {}).setdefault(predicate, {})[value] = None
            self._leading.setdefault((predicate, value), {})[subject] = None

    def about(self, subject: Node) -> Mapping[Node, Collection[Node]]:
        """Return what is said of a node, by property."""
        return self._about.get(subject, {})

    def leading(self, predicate: Node, value: Node) -> Collection[Node]:
        """Return the nodes that have a value for a property."""
        return self._leading.get((predicate, value), ())


def rdflib_graph(statements: Statements) -> Graph:
    """Return statements as an rdflib graph, whatever named graphs they stand in."""
    graph = Graph("SimpleMemory", bind_namespaces="none")
    for one in statements:
        graph.add((node(one.subject), node(one.predicate), node(one.object)))
    return graph


@lru_cache(maxsize=65536)
def node(node: Any) -> Node:
    """Return an rdflib node with the exact text of a pyoxigraph one.

    To make one takes longer than to look it up.

    >>> node(ox.Literal("01", datatype=ox.NamedNode(expand("xsd:integer")))).n3()
    '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    match node:
        case ox.NamedNode():
            return URIRef(node.value)
        case ox.Literal(language=str() as language):
            return Literal(node.value, lang=language)
        case ox.Literal(datatype=ox.NamedNode(value=datatype)) if datatype != _XSD_STRING:
            return Literal(node.value, datatype=URIRef(datatype), normalize=False)
        case ox.Literal():
            return Literal(node.value)
        case _:
            return BNode(node.value)
