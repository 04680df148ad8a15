"""Every constraint of the shapes is needed: without it, some case finds something else.

Left out is one constraint at a time, or one of the shapes that ``sh:or`` joins.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from procedura import namespaces as ns
from procedura.validation import Shapes
from test_shapes import (
    CASES,
    Result,
    class_tree,
    constraints,
    expected,
    read,
    results,
    shape_of,
    shapes_graph,
)

Triples = frozenset[tuple[Node, Node, Node]]
CONSTRAINTS = {*CONSTRAINT_PARAMETERS_MAP, SH.flags}


@cache
def cases() -> dict[URIRef, list[tuple[list[ox.Triple], set[Result]]]]:
    """Return the data of each case and what is expected of it, by the shape that is tested."""
    found: dict[URIRef, list[tuple[list[ox.Triple], set[Result]]]] = {}
    for path in CASES:
        case = read(path)
        told = [quad.triple for quad in ox.parse(path=path)], expected(case)
        found.setdefault(shape_of(case), []).append(told)
    return found


def whole(shape: URIRef) -> Triples:
    """Return a shape with its parts."""
    found: set[tuple[Node, Node, Node]] = set()
    waiting: list[Node] = [shape]
    while waiting:
        new = set(shapes_graph().triples((waiting.pop(), None, None))) - found
        found |= new
        waiting += [value for _, _, value in new]
    return frozenset(found)


def mutants() -> Iterator[tuple[URIRef, Triples, str]]:
    """Yield each shape without one of its constraints, and what was left out."""
    for shape in constraints():
        made = whole(shape)
        for node, parameter, value in sorted(made):
            left_out = " ".join(ns.local_name(str(one)) for one in (shape, node, parameter))
            if parameter in CONSTRAINTS:
                yield shape, made - {(node, parameter, value)}, left_out
            if parameter == SH["or"]:
                yield from ((shape, shorter, left_out) for shorter in shortened(made, value))


def shortened(made: Triples, cell: Node) -> Iterator[Triples]:
    """Yield a shape without one item of a list, for each of its cells."""
    graph = shapes_graph()
    while cell != RDF.nil:
        [(before, link)] = graph.subject_predicates(cell)
        [rest] = graph.objects(cell, RDF.rest)
        without = made - set(graph.triples((cell, None, None))) - {(before, link, cell)}
        yield without | {(before, link, rest)}
        cell = rest


def checked(made: Triples, shape: URIRef, folder: Path) -> Iterator[bool]:
    """Yield of each case of a shape whether it finds what is expected."""
    graph = Graph()
    for triple in made:
        graph.add(triple)
    graph.serialize(folder / "shape.ttl", format="nt", encoding="utf-8")
    shapes = Shapes(folder, folder.parent / "classes")
    return (results(shapes.check(data)) == wanted for data, wanted in cases()[shape])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the shapes, beside which the class tree lies."""
    folder = tmp_path_factory.mktemp("mutants") / "shapes"
    folder.mkdir()
    class_tree().serialize(folder.parent / "classes", format="nt", encoding="utf-8")
    return folder


def test_every_case_holds_of_the_whole_shape(folder: Path) -> None:
    assert [one for one in constraints() if not all(checked(whole(one), one, folder))] == []


@pytest.mark.parametrize(
    ("shape", "made"), [pytest.param(*one, id=left_out) for *one, left_out in mutants()]
)
def test_a_case_misses_a_constraint_that_is_left_out(
    shape: URIRef, made: Triples, folder: Path
) -> None:
    assert not all(checked(made, shape, folder)), "write a case that only this constraint decides"
