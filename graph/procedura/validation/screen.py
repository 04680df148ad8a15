"""Which nodes can have a finding at all, asked in a hundredth of the time that pySHACL takes.

pySHACL reads a shape anew for every node that it reaches. The screen reads each shape once and
turns it into functions, which answer for a node that it conforms, that it does not, or that they
cannot tell. Only a node of which it is certain that it conforms is passed over; all others are
checked by pySHACL, whose verdict is final. So what the screen cannot express is slow, not wrong.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.errors import ConstraintLoadError, ConstraintLoadWarning, ReportableRuntimeError
from rdflib.term import Node

from procedura.validation.components import COMPONENTS, Component, Verdict, every, unknown
from procedura.validation.memory import CheckedGraph
from procedura.validation.paths import values_at


class Screen:
    """Finds the nodes of a graph that may have findings.

    Args:
        shapes: Shapes of pySHACL.
    """

    def __init__(self, shapes: Iterable[Any]) -> None:
        compiler = _Compiler()
        self._shapes = [(shape, _Target(shape), compiler.compiled(shape)) for shape in shapes]
        self._aimed = lru_cache(4096)(self._aimed_at)

    def suspects(self, graph: CheckedGraph, node: Node) -> Iterator[Any]:
        """Yield the shapes that a node of a graph may not conform to."""
        for number, is_aimed in self._aimed(graph.kinds(node), frozenset(graph.about(node))):
            shape, target, conforms = self._shapes[number]
            if (is_aimed or target.names(graph, node)) and conforms(graph, node) is not True:
                yield shape

    def _aimed_at(
        self, kinds: frozenset[Node], properties: frozenset[Node]
    ) -> list[tuple[int, bool]]:
        """Return the shapes for such a node, or that must be asked whether they name it."""
        aimed = [target.describes(kinds, properties) for _, target, _ in self._shapes]
        return [
            (number, aimed[number])
            for number, (_, target, _) in enumerate(self._shapes)
            if aimed[number] or target.names_nodes
        ]


class _Target:
    """Which nodes a shape is for: https://www.w3.org/TR/shacl/#targets."""

    def __init__(self, shape: Any) -> None:
        nodes, classes, implicit, objects_of, subjects_of = map(set, shape.target())
        self._nodes, self._objects_of, self._subjects_of = nodes, objects_of, subjects_of
        self._classes = classes | implicit
        self.names_nodes = bool(nodes or objects_of)

    def describes(self, kinds: frozenset[Node], properties: frozenset[Node]) -> bool:
        """Whether the shape is for every node of such classes and properties."""
        return not (self._classes.isdisjoint(kinds) and self._subjects_of.isdisjoint(properties))

    def names(self, graph: CheckedGraph, node: Node) -> bool:
        """Whether the shape is for this node, whatever it is."""
        return node in self._nodes or any(
            graph.leading(predicate, node) for predicate in self._objects_of
        )


class _Compiler:
    """Turns shapes into functions, each once, however many other shapes it is a part of."""

    def __init__(self) -> None:
        self._compiled: dict[Node, Callable[[CheckedGraph, Node], Verdict]] = {}

    def compiled(self, shape: Any) -> Callable[[CheckedGraph, Node], Verdict]:
        """Return a function that says whether a node of a graph conforms to a shape."""
        if shape.node not in self._compiled:
            # A shape that leads to itself meets this, which leaves the verdict to pySHACL.
            self._compiled[shape.node] = _cannot_tell
            self._compiled[shape.node] = self._function(shape)
        return self._compiled[shape.node]

    def _function(self, shape: Any) -> Callable[[CheckedGraph, Node], Verdict]:
        if shape.deactivated:
            return _conforms
        components = list(self._components(shape))
        if not shape.is_property_shape:
            return lambda graph, node: every(one(graph, node, {node}) for one in components)
        values = values_at(shape.sg, shape.path())

        def conforms(graph: CheckedGraph, node: Node) -> Verdict:
            try:
                reached = values(graph, node)
            except ReportableRuntimeError:
                return None  # pySHACL says what is wrong with the path
            return every(component(graph, node, reached) for component in components)

        return conforms

    def _components(self, shape: Any) -> Iterator[Component]:
        """Yield the constraints of a shape, `unknown` for each that the screen cannot express."""
        parameters = set(shape.sg.graph.predicates(shape.node)) & CONSTRAINT_PARAMETERS_MAP.keys()
        for parameter in sorted(parameters, key=_cost):
            if parameter not in COMPONENTS:
                yield unknown
                continue
            try:
                constraint = CONSTRAINT_PARAMETERS_MAP[parameter](shape)
            except (ConstraintLoadError, ConstraintLoadWarning):
                yield unknown  # pySHACL says what is wrong with it, if it comes to be applied
            else:
                yield COMPONENTS[parameter](constraint, self._other(shape))
        if shape.find_custom_constraints():
            yield unknown

    def _other(self, shape: Any) -> Callable[[Node], Callable[[CheckedGraph, Node], Verdict]]:
        def other(node: Node) -> Callable[[CheckedGraph, Node], Verdict]:
            found = shape.get_other_shape(node)
            return self.compiled(found) if found else _cannot_tell

        return other


def _cost(parameter: Node) -> int:
    """Return where a constraint stands in the order in which they are asked."""
    return [*COMPONENTS, parameter].index(parameter)


def _conforms(_graph: CheckedGraph, _node: Node) -> Verdict:
    return True


def _cannot_tell(_graph: CheckedGraph, _node: Node) -> Verdict:
    return None
