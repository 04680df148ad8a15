"""The screen misses nothing, and passes over what conforms; the findings are pySHACL's.

What pySHACL alone finds in a whole rdflib graph is the oracle of all tests.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from rdflib import SH, Graph

from procedura import ProcedureGraph, contents, store
from procedura import namespaces as ns
from procedura.errors import SourceError
from procedura.model import Finding
from procedura.resources import folder, walk
from procedura.search import write_index
from procedura.validation import Shapes, bundled, components, rdflib_graph, validate_stored
from procedura.validation.shapes import _Describer, _results, in_order
from procedura.validation.stored import StoredGraph
from test_validation import PREFIXES as OURS

RELEASE = ns.release("MADEUP", "2026")
PREFIXES = f"{OURS}@prefix : <https://example.org/> .\n@prefix shape: <{ns.BASE}shape/> .\n"
ONTOLOGY = "proc:Part rdfs:subClassOf proc:Whole . proc:Whole rdfs:subClassOf proc:Thing ."
ELSEWHERE = """
<code/OTHER/1> a proc:Part ; skos:prefLabel "One"@en ; skos:inScheme <code/OTHER> ; :note "no" .
<code/OTHER/2> a proc:Code ; skos:inScheme <code/MADEUP/1> .
<code/OTHER> a proc:CodeSystem .
"""


def quads(turtle: str, graph: str) -> Iterator[ox.Quad]:
    name = ox.NamedNode(graph)
    for one in ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE):
        yield ox.Quad(one.subject, one.predicate, one.object, name)


def stored(turtle: str, elsewhere: str = ELSEWHERE) -> ox.Store:
    """Return a release beside another graph."""
    store = ox.Store()
    store.extend(quads(turtle, RELEASE))
    store.extend(quads(elsewhere, ns.concept("approach")))
    return store


def shapes(tmp_path: Path, turtle: str) -> Shapes:
    """Return shapes made for one test, over a class tree of three classes."""
    (tmp_path / "shapes").mkdir(exist_ok=True)
    (tmp_path / "shapes" / "made.ttl").write_text(PREFIXES + turtle, encoding="utf-8")
    (tmp_path / "ontology.ttl").write_text(PREFIXES + ONTOLOGY, encoding="utf-8")
    return Shapes(tmp_path / "shapes", tmp_path / "ontology.ttl")


Halves = tuple[list[ox.Quad], list[ox.Quad]]


def halves(store: ox.Store, name: str = RELEASE) -> Halves:
    """Return what a graph says, and what others say of the nodes that it names."""
    [given] = contents.with_descriptions(store, [contents.graph_quads(store, name)])
    own = [quad for quad in given if quad.graph_name == ox.NamedNode(name)]
    return own, given[len(own) :]


def unscreened(made: Shapes, own: Sequence[ox.Quad], described: list[ox.Quad]) -> list[Finding]:
    """Return what pySHACL alone finds in a graph."""
    graph = rdflib_graph([*own, *described, *made._classes])
    subjects = set(rdflib_graph(own).subjects())
    found = {
        made._finding(result, _Describer(graph, source=""))
        for shape, _, _ in made._screen._shapes
        if (focus := subjects & shape.focus_nodes(graph))
        for result in _results(shape, graph, focus)
    }
    return in_order(found)


def whole(made: Shapes, store: ox.Store) -> list[Finding]:
    """Return what pySHACL alone finds in the whole release."""
    return unscreened(made, *halves(store))


def screened(made: Shapes, store: ox.Store) -> list[Finding]:
    """Return what pySHACL finds in what the screen suspects, be it stored or in memory."""
    found = in_order(made.check_stored(store, RELEASE, contents.DESCRIPTION))
    assert made.check(*halves(store)) == found
    return found


def suspects(made: Shapes, store: ox.Store) -> set[str]:
    """Return the nodes that the screen suspects, whatever pySHACL says of them."""
    graph = StoredGraph(store, RELEASE, contents.DESCRIPTION, list(quads(ONTOLOGY, RELEASE)))
    nodes = graph.own_subjects((0, 1))
    return {str(node) for node in nodes if any(True for _ in made._screen.suspects(graph, node))}


Case = tuple[str, str, str]
"""Constraint or target, a node that conforms, and the same after the damage."""
TABLE: dict[str, dict[str, Case]] = {}
for line in Path(__file__).with_name("screen.txt").read_text("utf-8").splitlines():
    if line and not line.startswith("#"):
        head, what, good, bad = line.split(" | ")
        kind, _, name = head.partition(" ")
        TABLE.setdefault(kind, {})[name] = (what, good, bad)
COMPONENTS, TARGETS = TABLE["component"], TABLE["target"]


def shape(constraint: str, target: str = "sh:targetClass proc:Part") -> str:
    kind = "sh:PropertyShape" if constraint.startswith("sh:path") else "sh:NodeShape"
    return f"shape:made a {kind} ; {target} ; {constraint} ; sh:message 'In {{name}}: {{value}}.' ."


def node(said: str) -> str:
    return f'<code/MADEUP/1> a proc:Part ; skos:prefLabel "One"@en ; {said} .'


CASES = [
    pytest.param(*case, id=name)
    for kind in ("component", "trap", "path")
    for name, case in TABLE[kind].items()
]


@pytest.mark.parametrize(("constraint", "good", "bad"), CASES)
def test_damage_is_found_and_what_conforms_is_passed_over(
    constraint: str, good: str, bad: str, tmp_path: Path
) -> None:
    made = shapes(tmp_path, shape(constraint))
    assert whole(made, stored(node(good))) == []
    assert suspects(made, stored(node(good))) == set()
    damaged = stored(node(bad))
    assert screened(made, damaged) == whole(made, damaged) != []


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_screen_without_a_constraint_would_miss_the_damage(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    constraint, _, bad = COMPONENTS[name]
    blind: Any = lambda _constraint, _others: lambda _graph, _node, _values: True  # noqa: E731
    monkeypatch.setitem(components.COMPONENTS, SH[name], blind)
    if name == "closed":
        monkeypatch.setitem(components.COMPONENTS, SH.ignoredProperties, blind)
    made = shapes(tmp_path, shape(constraint))
    assert whole(made, stored(node(bad)))
    assert not screened(made, stored(node(bad)))


def test_every_constraint_has_a_case() -> None:
    known = {SH[name] for name in COMPONENTS} | {SH.ignoredProperties}
    assert known == components.COMPONENTS.keys()
    used = Graph()
    for file in walk(folder("ontology") / "shapes", ".ttl"):
        used.parse(data=file.read_text(encoding="utf-8"), format="turtle")
    assert known >= set(used.predicates()) & CONSTRAINT_PARAMETERS_MAP.keys()


@pytest.mark.parametrize("name", TARGETS)
def test_a_shape_is_for_the_nodes_that_it_says(name: str, tmp_path: Path) -> None:
    target, good, bad = TARGETS[name]
    made = shapes(tmp_path, shape("sh:property [ sh:path :p ; sh:maxCount 0 ]", target))
    good, bad = (f"<code/MADEUP/1> {said} ." for said in (good, bad))
    assert suspects(made, stored(good)) == set()
    assert screened(made, stored(good)) == whole(made, stored(good)) == []
    assert screened(made, stored(bad)) == whole(made, stored(bad)) != []


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:path :p ; sh:qualifiedValueShape [ sh:class proc:Code ] ; sh:qualifiedMinCount 1",
        "sh:not [ sh:path :p ; sh:qualifiedValueShape [ sh:class proc:Code ] ; "
        "sh:qualifiedMinCount 1 ]",
        "sh:xone ( [ sh:path :p ; sh:maxCount 0 ] [ sh:path :q ; sh:minCount 1 ] )",
        "sh:property shape:loop . shape:loop a sh:PropertyShape ; sh:path :p ; sh:node shape:made",
    ],
)
@pytest.mark.parametrize("said", [":p <code/OTHER/1>", ":p <code/OTHER/2>"])
def test_what_the_screen_cannot_express_is_left_to_pyshacl(
    constraint: str, said: str, tmp_path: Path
) -> None:
    made = shapes(tmp_path, shape(constraint))
    store = stored(node(said))
    assert screened(made, store) == whole(made, store)
    assert suspects(made, store) == {ns.code("MADEUP", "1")}


def test_a_shape_that_is_switched_off_finds_nothing(tmp_path: Path) -> None:
    made = shapes(tmp_path, shape("sh:path :p ; sh:minCount 1 ; sh:deactivated true"))
    assert screened(made, stored(node(":q 1"))) == []


@pytest.mark.parametrize(
    "constraint",
    [
        "sh:path ( :p ) ; sh:minCount 1",
        "sh:path [ sh:alternativePath ( :p ) ] ; sh:minCount 1",
        "sh:pattern <urn:x>",
    ],
)
def test_a_path_or_constraint_that_is_broken_is_an_error(constraint: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be applied"):
        screened(shapes(tmp_path, shape(constraint)), stored(node(":p 1")))


def test_values_that_cannot_be_compared_are_an_error_as_without_a_screen(tmp_path: Path) -> None:
    made = shapes(tmp_path, shape("sh:path :p ; sh:lessThan :q"))
    for check in (whole, screened):
        with pytest.raises(SourceError, match="cannot be applied"):
            check(made, stored(node(":p [] ; :q 1")))


def test_only_nodes_of_the_release_are_checked(tmp_path: Path) -> None:
    made = shapes(tmp_path, shape("sh:path :p ; sh:minCount 1"))
    store = stored(node(":p <code/OTHER/1>"))
    assert screened(made, store) == whole(made, store) == []


CASE_FILES = sorted((Path(__file__).parent / "shapes").glob("*/*.ttl"))


@pytest.mark.parametrize("case", CASE_FILES, ids=lambda case: f"{case.parent.name}-{case.stem}")
def test_the_bundled_shapes_find_the_same_through_the_screen(case: Path) -> None:
    store = ox.Store()
    store.load(path=case, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(RELEASE))
    assert screened(bundled(), store) == whole(bundled(), store)


def test_pages_have_the_findings_that_pyshacl_has(graph: ProcedureGraph) -> None:
    """Some pages as they are, and without some of what they say, so that there is more to find."""
    for number, name in enumerate(contents.page_graphs(graph._store)[::60]):
        own, described = halves(graph._store, name)
        less = [quad for at, quad in enumerate(own) if at % 5 != number % 5]
        for said in (own, less):
            assert bundled().check(said, described) == unscreened(bundled(), said, described)
        assert bundled().check(less, described)


NODES = [
    *(f"<code/{system}/{code}>" for system in ("CPT", "ICD10PCS") for code in ("0TT10ZZ", "99")),
    "<code/CPT>", "<code/ICD10PCS>", "<concept/approach/open>", "<concept/approach>", "_:blank",
]  # fmt: skip
VALUES = [
    *NODES, '"0TT10ZZ"', '"99"', '"12345"', '"A"@en', '"A"@de', '""@en', '"A\\u202E"@en',
    "0", "-1", '"x"^^xsd:integer', "1.5", "true", "<https://example.org/a>",
]  # fmt: skip
PROPERTIES = [
    *(f"skos:{name}" for name in (
        "inScheme", "notation", "prefLabel", "altLabel", "definition", "broader", "exactMatch",
        "broadMatch",
    )),
    "proc:invasiveness", "dcterms:source", "proc:hasLink",
]  # fmt: skip
TYPES = ["skos:Concept", "proc:Code", "skos:ConceptScheme", "proc:CodeSystem", "proc:Procedure"]
STATEMENTS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(VALUES)),
        st.tuples(st.sampled_from(NODES), st.just("a"), st.sampled_from(TYPES)),
    ),
    max_size=24,
)


@given(STATEMENTS, STATEMENTS)
@settings(max_examples=80)
def test_the_screen_changes_no_finding(own: list[Any], elsewhere: list[Any]) -> None:
    texts = ("".join(f"{' '.join(one)} .\n" for one in said) for said in (own, elsewhere))
    store = stored(*texts)
    assert screened(bundled(), store) == whole(bundled(), store)


@pytest.fixture
def on_disk(tmp_path: Path) -> Path:
    store = ox.Store(str(tmp_path / "rdf"))
    for number in range(40):
        code = f"<code/ICD10PCS/0TT10Z{number}>"
        said = f"{code} a proc:Code, skos:Concept ; skos:inScheme <code/ICD10PCS> ."
        store.extend(quads(said, RELEASE))
    store.flush()
    return tmp_path / "rdf"


def test_processes_share_a_release_and_find_the_same(on_disk: Path) -> None:
    alone = validate_stored(on_disk, [RELEASE], contents.DESCRIPTION, processes=1)
    shared = validate_stored(on_disk, [RELEASE], contents.DESCRIPTION, processes=2)
    assert shared == alone == whole(bundled(), ox.Store.read_only(str(on_disk)))
    assert len({one.focus for one in alone}) == 40


def test_no_releases_have_no_findings(on_disk: Path) -> None:
    assert validate_stored(on_disk, [], contents.DESCRIPTION) == []


@pytest.fixture
def graph_with_a_release(tmp_path: Path) -> Path:
    said = "<code/ICD10PCS/0TT10ZO> a proc:Code, skos:Concept ; skos:notation '0TT10ZO' ; "
    with store.next_generation(tmp_path) as generation:
        generation.rdf.extend(quads(said + "skos:inScheme <code/ICD10PCS> .", RELEASE))
        generation.rdf.extend(quads("<code/ICD10PCS> a proc:CodeSystem .", ns.concept("other")))
        write_index(generation.rdf, generation.search_index)
    return tmp_path


def test_a_graph_with_a_release_is_validated_whole(graph_with_a_release: Path) -> None:
    findings = ProcedureGraph(graph_with_a_release).validate()
    found = {(one.focus, one.shape) for one in findings}
    assert (ns.code("ICD10PCS", "0TT10ZO"), ns.BASE + "shape/code-icd10pcs") in found
    assert (ns.code("ICD10PCS"), ns.BASE + "shape/code-system-label") in found
