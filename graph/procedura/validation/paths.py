"""The value nodes of a property path: https://www.w3.org/TR/shacl/#property-paths."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from pyshacl.helper.expression_helper import value_nodes_from_path
from rdflib import SH, Graph, URIRef
from rdflib.term import Node

from procedura.validation.memory import CheckedGraph

Values = Callable[[CheckedGraph, Node], Collection[Node]]
"""Returns the nodes that a path leads to from a node, each once."""


def values_at(shapes: Any, path: Node) -> Values:
    """Return what finds the value nodes of a path.

    Paths such as most shapes have are read once; pySHACL follows all others, and reads them anew.

    Args:
        shapes: pySHACL's graph of shapes.
        path: The path in it.
    """
    parts = list(shapes.graph.items(path))
    steps = [_step(shapes.graph, part) for part in parts or [path]]
    known = [step for step in steps if step]
    if len(parts) == 1 or len(known) < len(steps):
        return lambda graph, node: value_nodes_from_path(shapes, node, path, graph)
    return partial(_follow, known) if parts else known[0]


def _follow(steps: Sequence[Values], graph: CheckedGraph, node: Node) -> Collection[Node]:
    reached = {node}
    for step in steps:
        reached = {value for one in reached for value in step(graph, one)}
    return reached


def _step(shapes: Graph, path: Node) -> Values | None:
    """Return what follows a path that is no sequence, `None` if it has paths within paths."""
    if isinstance(path, URIRef):
        return lambda graph, node: graph.values(node, path)
    match list(shapes.predicate_objects(path)):
        case [(SH.alternativePath, _)] if parts := _properties(shapes, path):
            return lambda graph, node: {one for part in parts for one in graph.values(node, part)}
        case [(SH.inversePath, inner)] if parts := _properties(shapes, inner):
            return lambda graph, node: {one for part in parts for one in graph.leading(part, node)}
        case [(SH.zeroOrOnePath, URIRef() as part)]:
            return lambda graph, node: {node, *graph.values(node, part)}
    return None


def _properties(shapes: Graph, path: Node) -> list[Node]:
    """Return the property that a path is, or those that it has a choice of; none of any other."""
    if isinstance(path, URIRef):
        return [path]
    head = shapes.value(path, SH.alternativePath)
    parts = list(shapes.items(head)) if head else []
    return parts if len(parts) > 1 and all(isinstance(part, URIRef) for part in parts) else []
