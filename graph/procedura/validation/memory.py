"""Statements of Oxigraph as rdflib graphs in memory, which is what pySHACL checks best.

pySHACL could read an Oxigraph store as it is, but ``sh:in`` then fails on every plain string.
"""

import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from procedura.namespaces import expand

Statements = Iterable[ox.Quad | ox.Triple]

_XSD_STRING = expand("xsd:string")

# rdflib logs each ill-typed literal with a stack trace; here it is a finding like others.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)


class _Graph(Graph):
    """A graph that is always true: pySHACL asks at each result, and counting takes a while."""

    def __bool__(self) -> bool:
        return True


def rdflib_graph(statements: Statements) -> Graph:
    """Return statements as an rdflib graph, whatever named graphs they stand in."""
    graph = _Graph("SimpleMemory", bind_namespaces="none")
    add(graph, statements)
    return graph


def add(graph: Graph, statements: Statements) -> None:
    """Add statements to an rdflib graph."""
    for one in statements:
        graph.add((node(one.subject), node(one.predicate), node(one.object)))


def node(node: Any) -> Node:
    """Return an rdflib node with the exact text of a pyoxigraph one.

    >>> node(ox.Literal("01", datatype=ox.NamedNode(expand("xsd:integer")))).n3()
    '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    match node:
        case ox.NamedNode():
            return iri(node.value)
        case ox.Literal(language=str() as language):
            return Literal(node.value, lang=language)
        case ox.Literal(datatype=ox.NamedNode(value=datatype)) if datatype != _XSD_STRING:
            return Literal(node.value, datatype=iri(datatype), normalize=False)
        case ox.Literal():
            return Literal(node.value)
        case _:
            return BNode(node.value)


@lru_cache(maxsize=65536)
def iri(value: str) -> URIRef:
    """Return an rdflib IRI; to make one takes longer than to look it up."""
    return URIRef(value)
