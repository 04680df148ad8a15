"""The value nodes of a property path: https://www.w3.org/TR/shacl/#property-paths."""

from collections.abc import Callable, Collection
from typing import Any

from pyshacl.helper.expression_helper import value_nodes_from_path
from rdflib import SH, URIRef
from rdflib.term import Node

from procedura.validation.stored import StoredGraph

Values = Callable[[StoredGraph, Node], Collection[Node]]
"""Returns the nodes that a path leads to from a node, each once."""


def values_at(shapes: Any, path: Node) -> Values:
    """Return what finds the value nodes of a path.

    Simple paths and alternatives of them, which most shapes have, are looked up; pySHACL follows
    all others.

    Args:
        shapes: pySHACL's graph of shapes.
        path: The path in it.
    """
    if isinstance(path, URIRef):
        return lambda graph, node: graph.values(node, path)
    alternatives = shapes.graph.value(path, SH.alternativePath)
    if alternatives is not None:
        parts = list(shapes.graph.items(alternatives))
        if len(parts) > 1 and all(isinstance(part, URIRef) for part in parts):
            return lambda graph, node: {
                value for part in parts for value in graph.values(node, part)
            }
    return lambda graph, node: value_nodes_from_path(shapes, node, path, graph)
