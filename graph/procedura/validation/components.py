"""The constraints of SHACL Core as functions: https://www.w3.org/TR/shacl/#core-components.

Each reads what a constraint asks for off pySHACL's own object for it, and answers with `True` where
the value nodes conform, `False` where they do not, and `None` where it cannot tell. The answers are
exact, not one-sided, because ``sh:not`` turns them round.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from pyshacl.constraints.core.string_based_constraints import StringBasedConstraintBase
from pyshacl.errors import ReportableRuntimeError
from pyshacl.pytypes import SHACLExecutor
from rdflib import SH, BNode
from rdflib.term import Node

from procedura.validation.memory import CheckedGraph

Verdict = bool | None
Conforms = Callable[[CheckedGraph, Node], Verdict]
"""Whether a node of a graph conforms to a shape."""
Component = Callable[[CheckedGraph, Node, Collection[Node]], Verdict]
"""Whether the value nodes of a node of a graph conform to one constraint."""
Others = Callable[[Node], Conforms]
"""The functions of other shapes, by their nodes."""


_EXECUTOR = SHACLExecutor()


def every(verdicts: Iterable[Verdict]) -> Verdict:
    """Return whether all are true.

    >>> every([True, None]), every([None, False])
    (None, False)
    """
    result: Verdict = True
    for verdict in verdicts:
        if verdict is False:
            return False
        result = result and verdict
    return result


def some(verdicts: Iterable[Verdict]) -> Verdict:
    """Return whether one is true.

    >>> some([False, None]), some([None, True])
    (None, True)
    """
    return inverse(every(map(inverse, verdicts)))


def inverse(verdict: Verdict) -> Verdict:
    """Return the opposite of what is known."""
    return None if verdict is None else not verdict


def unknown(_graph: CheckedGraph, _node: Node, _values: Collection[Node]) -> Verdict:
    """Leave the verdict on a constraint to pySHACL."""
    return None


def _asked(constraint: Any, _others: Others) -> Component:
    """Let pySHACL look at the value nodes: it is quick where it need not read a shape again.

    The others are asked so often that they have functions of their own, which take half the time.
    """

    def conforms(graph: CheckedGraph, node: Node, values: Collection[Node]) -> Verdict:
        try:
            verdict: bool = constraint.evaluate(_EXECUTOR, graph, {node: values}, [])[0]
        except ReportableRuntimeError:
            return None  # when it comes to the verdict, pySHACL says so again, and is heard
        return verdict

    return conforms


def _min_count(constraint: Any, _others: Others) -> Component:
    least = int(constraint.min_count)
    return lambda _graph, _node, values: len(values) >= least


def _max_count(constraint: Any, _others: Others) -> Component:
    most = int(constraint.max_count)
    return lambda _graph, _node, values: len(values) <= most


def _has_value(constraint: Any, _others: Others) -> Component:
    wanted = constraint.has_value_set
    return lambda _graph, _node, values: all(one in values for one in wanted)


def _in(constraint: Any, _others: Others) -> Component:
    allowed = constraint.in_vals
    return lambda _graph, _node, values: allowed.issuperset(values)


def _pattern(constraint: Any, _others: Others) -> Component:
    patterns = list(constraint.compiled_cache.values())
    text: Callable[[Node], str] = StringBasedConstraintBase.value_node_to_string
    return lambda _graph, _node, values: all(  # a blank node has no text
        not isinstance(value, BNode) and all(one.search(text(value)) for one in patterns)
        for value in values
    )


def _class(constraint: Any, _others: Others) -> Component:
    wanted = set(constraint.class_rules)
    return lambda graph, _node, values: all(graph.kinds(value) >= wanted for value in values)


def _not(constraint: Any, others: Others) -> Component:
    shapes = [others(node) for node in constraint.not_list]
    return lambda graph, _node, values: every(
        inverse(conforms(graph, value)) for conforms in shapes for value in values
    )


def _each_conforms(shapes: str) -> Callable[[Any, Others], Component]:
    """Return the constraint that each value node conforms to each shape."""

    def component(constraint: Any, others: Others) -> Component:
        parts = [others(node) for node in getattr(constraint, shapes)]
        return lambda graph, _node, values: every(
            conforms(graph, value) for conforms in parts for value in values
        )

    return component


def _logical(
    lists: str, joined: Callable[[Iterable[Verdict]], Verdict]
) -> Callable[[Any, Others], Component]:
    """Return the constraint that joins what the shapes of each list say of a value node."""

    def component(constraint: Any, others: Others) -> Component:
        items = constraint.shape.sg.graph.items
        parts = [[others(one) for one in items(head)] for head in getattr(constraint, lists)]
        if not all(parts):
            return unknown  # pySHACL says that the list is not well formed
        return lambda graph, _node, values: every(
            joined(conforms(graph, value) for conforms in part)
            for part in parts
            for value in values
        )

    return component


COMPONENTS: Mapping[Node, Callable[[Any, Others], Component]] = {
    SH.minCount: _min_count,
    SH.maxCount: _max_count,
    SH.hasValue: _has_value,
    SH["in"]: _in,
    SH.pattern: _pattern,
    **dict.fromkeys(
        (
            *(SH.nodeKind, SH.datatype, SH.minLength, SH.maxLength, SH.languageIn, SH.uniqueLang),
            *(SH.minInclusive, SH.minExclusive, SH.maxInclusive, SH.maxExclusive),
            *(SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals),
            *(SH.closed, SH.ignoredProperties),
        ),
        _asked,
    ),
    SH["class"]: _class,
    SH["not"]: _not,
    SH["and"]: _logical("and_list", every),
    SH["or"]: _logical("or_list", some),
    SH.node: _each_conforms("node_shapes"),
    SH.property: _each_conforms("property_shapes"),
}
"""What turns a constraint into a function, by its parameter; the quick ones come first."""
