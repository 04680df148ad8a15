"""Each shape finds what it should and nothing else.

The cases are written as in the W3C's test suite for SHACL
(https://w3c.github.io/data-shapes/data-shapes-test-suite/): one Turtle file holds the data, the
shape that is tested and the report that is expected. What other shapes say of the same data is not
the case's business, so that a case is short; `tests/shapes/complete.ttl` is tested with them all.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from procedura import namespaces as ns
from procedura.model import SECTIONS, Finding
from procedura.resources import folder, read_turtle, walk
from procedura.validation import bundled, rdflib_graph

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
SHAPE = Namespace(ns.BASE + "shape/")
PROC = Namespace(ns.PREFIXES["proc"])

FOLDER = Path(__file__).parent / "shapes"
CASES = sorted(FOLDER.glob("*/*.ttl"))
SEVERITIES = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)

# What SHACL Core has (https://www.w3.org/TR/shacl/#core-components), as far as we use it.
CORE = {
    "alternativePath", "class", "datatype", "disjoint", "equals", "flags", "hasValue", "in",
    "inversePath", "languageIn", "lessThanOrEquals", "maxCount", "maxInclusive", "maxLength",
    "message", "minCount", "minInclusive", "minLength", "nodeKind", "not", "or", "path",
    "pattern", "severity", "targetClass", "targetSubjectsOf", "uniqueLang", "zeroOrOnePath",
}  # fmt: skip

Result = tuple[str, str, str, str]
"""Focus node, property, severity and shape."""


@cache
def shapes_graph() -> Graph:
    files = walk(folder("ontology") / "shapes", ".ttl")
    return rdflib_graph(quad for file in files for quad in read_turtle(file))


@cache
def shapes() -> dict[Node, Any]:
    return {shape.node: shape for shape in pyshacl.ShapesGraph(shapes_graph()).shapes}


def constraints() -> list[URIRef]:
    """Return the shapes that report something; the others are parts of these."""
    return sorted(URIRef(str(shape)) for shape in set(shapes_graph().subjects(SH.message)))


def read(case: Path) -> Graph:
    return rdflib_graph(ox.parse(path=case))


def check(case: Path) -> list[Finding]:
    return bundled().check(ox.parse(path=case))


def results(findings: list[Finding]) -> set[Result]:
    return {
        (finding.focus, finding.path, str(SEVERITIES[finding.severity]), finding.shape)
        for finding in findings
    }


def expected(case: Graph) -> set[Result]:
    return {
        (
            str(case.value(result, SH.focusNode)),
            first_property(case, case.value(result, SH.resultPath)),
            str(case.value(result, SH.resultSeverity)),
            str(case.value(result, SH.sourceShape)),
        )
        for result in case.objects(None, SH.result)
    }


def first_property(case: Graph, path: Node | None) -> str:
    """Return what a finding names of a path: its first property, if it begins with one."""
    if isinstance(path, BNode):
        path = next(iter(case.items(path)), None)
    return str(path) if isinstance(path, URIRef) else ""


def shape_of(case: Graph) -> URIRef:
    (shape,) = case.objects(None, SHT.shapesGraph)
    assert isinstance(shape, URIRef)
    return shape


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = read(path)
    shape = shape_of(case)
    found = {one for one in results(check(path)) if one[3] == str(shape)}
    assert found == expected(case)
    assert [*case.objects(None, SH.conforms)] == [Literal(not found)]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_is_about_the_shape_that_its_name_says(path: Path) -> None:
    case = read(path)
    shape = shape_of(case)
    verdict = "fails" if expected(case) else "passes"
    assert path.stem == f"{ns.local_name(shape)}-{verdict}"
    (definition,) = (
        file for file in walk(folder("ontology") / "shapes", ".ttl")
        if f"shape:{ns.local_name(shape)} a " in file.read_text(encoding="utf-8")
    )  # fmt: skip
    assert definition.name == f"{path.parent.name}.ttl"


def test_every_constraint_has_a_failing_and_a_passing_case() -> None:
    names = {case.stem for case in CASES}
    wanted = {
        f"{ns.local_name(shape)}-{verdict}"
        for shape in constraints()
        for verdict in ("fails", "passes")
    }
    assert names == wanted


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_has_something_that_its_shape_is_about(path: Path) -> None:
    """Data that a shape doesn't look at would pass whatever the shape says."""
    case = read(path)
    for triple in class_tree():
        case.add(triple)
    assert shapes()[shape_of(case)].focus_nodes(case)


def class_tree() -> Graph:
    quads = read_turtle(folder("ontology") / "procedura.ttl")
    return rdflib_graph(quad for quad in quads if quad.predicate.value == str(RDFS.subClassOf))


def test_a_complete_page_has_no_findings() -> None:
    assert check(FOLDER / "complete.ttl") == []


def test_findings_are_those_of_pyshacl() -> None:
    """An independent oracle: `pyshacl.validate` on the data of all cases at once."""
    data = Graph()
    for path in CASES:
        data += read(path)
    data += class_tree()
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes_graph())
    oracle = {
        (str(report.value(one, SH.focusNode)), str(report.value(one, SH.sourceShape)))
        for one in report.objects(None, SH.result)
    }
    found = bundled().check(ox.parse(data.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES))
    assert {(finding.focus, finding.shape) for finding in found} == oracle
    assert len(oracle) > len(constraints())


@pytest.mark.parametrize("shape", constraints(), ids=ns.local_name)
def test_constraint_says_what_is_wrong_how_bad_it_is_and_why(shape: URIRef) -> None:
    graph = shapes_graph()
    assert shape.startswith(str(SHAPE)), "a shape has a name, so that a finding can point to it"
    (message,) = graph.objects(shape, SH.message)
    assert isinstance(message, Literal)
    assert message.language == "en"
    assert message.endswith(".")
    assert {*re.findall(r"\{\w*\}", message)} <= {"{name}", "{source}", "{value}"}
    assert graph.value(shape, SH.severity) in SEVERITIES.values()
    assert graph.value(shape, RDFS.comment)
    assert any(graph.value(shape, target) for target in TARGETS)


def test_shapes_are_shacl_core() -> None:
    used = {
        ns.local_name(str(predicate))
        for predicate in shapes_graph().predicates()
        if str(predicate).startswith(str(SH))
    }
    assert used == CORE


def test_every_shape_reports_or_is_a_part_of_one_that_does() -> None:
    graph = shapes_graph()
    named = {
        one for kind in (SH.NodeShape, SH.PropertyShape) for one in graph.subjects(RDF.type, kind)
    }
    parts = named - set(constraints())
    assert all(isinstance(shape, URIRef) for shape in named)
    used = {part for part in parts if next(graph.subject_predicates(part), None)}
    assert used == parts
    for part in parts:
        assert "Part of shape:" in str(graph.value(part, RDFS.comment))


def listed(shape: URIRef) -> set[Node]:
    head = shapes_graph().value(shape, SH["in"])
    assert head is not None
    return set(Collection(shapes_graph(), head))


def test_shapes_know_every_kind_of_statement() -> None:
    terms = {section.term for section in SECTIONS.values()}
    assert listed(SHAPE["statement-kind"]) == {PROC[term] for term in terms}
    assert listed(SHAPE["procedure-missing-sections"]) == {PROC["has" + term] for term in terms}


def test_every_edge_leads_to_concepts_of_its_scheme() -> None:
    edges = {
        (PROC[edge], URIRef(ns.concept(scheme)))
        for section in SECTIONS.values()
        for scheme, edge in section.edges.items()
        if edge and scheme not in ("procedure", "code")
    }
    ours = {scheme for _, scheme in edges}
    graph = shapes_graph()
    checked = set()
    for shape in constraints():
        if shape.startswith(str(SHAPE["procedure-"])) and shape.endswith("-scheme"):
            path = graph.value(shape, SH.path)
            assert path is not None
            schemes = {scheme for scheme in listed(shape) if scheme in ours}
            checked |= {(Collection(graph, path)[0], scheme) for scheme in schemes}
    assert checked == edges
