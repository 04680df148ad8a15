"""Imported codes: what they are made of, which are alike, and which procedures they lead to."""

import dataclasses
from pathlib import Path

import pyoxigraph as ox
import pytest

from procedura import ProcedureGraph, store
from procedura import namespaces as ns
from procedura.analysis.codes.coverage import COVERAGE, covered_codes, expand
from procedura.analysis.codes.reader import CODE_AXES, CodeReader
from procedura.analysis.stated.facts import FactReader
from procedura.errors import IdentifierError
from procedura.search import write_index
from procedura.systems import SYSTEMS
from procedura.terminology import AxisConcept, Release, Term
from release_files import store_release

SITES = {"1": "kidney, right", "2": "kidney, left", "3": "ear"}
OPERATIONS = {"C": "taking out", "7": "widening"}
APPROACHES = {"0": "open", "3": "percutaneous"}


def value(axis: str, label: str, *broader: str) -> AxisConcept:
    return AxisConcept(f"icd10pcs-{axis}", ns.slug(label), label, broader=broader)


def release() -> Release:
    """Twelve made-up codes: every operation on every site by every approach."""
    concepts = [
        value("body-part", "kidney"),
        *(
            value("body-part", site, *(["kidney"] if "kidney" in site else []))
            for site in SITES.values()
        ),
        *(value("operation", one) for one in OPERATIONS.values()),
        *(value("approach", one) for one in APPROACHES.values()),
    ]
    terms = [Term(f"0T{key}", f"Urinary System, {name}", "f:1", assignable=False)
             for key, name in OPERATIONS.items()]  # fmt: skip
    terms += [
        Term(
            f"0T{o}{s}{a}ZZ", f"{operation} of {site}, {approach}", "f:2", broader=(f"0T{o}",),
            axes=(
                ("operation", f"icd10pcs-operation/{ns.slug(operation)}"),
                ("bodySite", f"icd10pcs-body-part/{ns.slug(site)}"),
                ("approach", f"icd10pcs-approach/{ns.slug(approach)}"),
            ),
        )
        for o, operation in OPERATIONS.items()
        for s, site in SITES.items()
        for a, approach in APPROACHES.items()
    ]  # fmt: skip
    return Release(SYSTEMS["icd10pcs"], "1", terms, concepts)


@pytest.fixture
def rdf() -> ox.Store:
    rdf = ox.Store()
    store_release(rdf, release())
    return rdf


def iri(code: str) -> str:
    return ns.code("ICD10PCS", code)


def test_a_code_is_made_of_its_axes(rdf: ox.Store) -> None:
    coded = CodeReader(FactReader(rdf)).coded(iri("0TC10ZZ"))
    assert (coded.curie, coded.label) == ("ICD10PCS:0TC10ZZ", "taking out of kidney, right, open")
    assert {axis: [one.label for one in values] for axis, values in coded.axes.items()} == {
        "operation": ["taking out"], "body site": ["kidney, right"], "approach": ["open"],
    }  # fmt: skip
    assert [one.label for one in coded.broader] == ["Urinary System, taking out"]
    assert (coded.kind, coded.assignable, coded.deprecated) == ("procedure", True, False)
    assert not CodeReader(FactReader(rdf)).coded(iri("0TC")).assignable


def test_values_say_how_many_codes_have_them_or_something_narrower(rdf: ox.Store) -> None:
    def count(node: str) -> int:
        pattern = ox.NamedNode(node), ox.NamedNode(ns.term("codeCount")), None
        [quad] = rdf.quads_for_pattern(*pattern)
        assert isinstance(quad.object, ox.Literal)
        return int(quad.object.value)

    assert count(ns.concept("icd10pcs-body-part", "kidney-left")) == 4
    assert count(ns.concept("icd10pcs-body-part", "kidney")) == 8
    assert count(ns.concept("icd10pcs-operation", "widening")) == 6
    assert count(ns.release("ICD10PCS", "1")) == 12


def test_every_axis_is_a_property_of_the_ontology() -> None:
    from procedura.resources import folder

    ontology = folder("ontology").joinpath("procedura.ttl").read_text(encoding="utf-8")
    for name in CODE_AXES.values():
        assert f"proc:{name} a owl:ObjectProperty" in ontology


@pytest.mark.parametrize(
    ("pattern", "codes"),
    [("0TC03ZZ", ["0TC03ZZ"]), ("0T[7C]1[03]ZZ", ["0T710ZZ", "0T713ZZ", "0TC10ZZ", "0TC13ZZ"])],
)
def test_a_pattern_stands_for_every_combination(pattern: str, codes: list[str]) -> None:
    assert list(expand(pattern)) == codes


def page(rdf: ox.Store, slug: str, edge: str, pattern: str) -> str:
    """Let a page say that its procedure has a code or pattern; return the procedure."""
    graph, node = ox.NamedNode(ns.page(slug)), ox.NamedNode(ns.procedure(slug))
    code = ox.NamedNode(iri(pattern))

    def say(subject: ox.NamedNode, predicate: str, target: ox.NamedNode | ox.Literal) -> None:
        rdf.add(ox.Quad(subject, ox.NamedNode(ns.expand(predicate)), target, graph))

    say(node, "rdf:type", ox.NamedNode(ns.term("Procedure")))
    say(node, "skos:prefLabel", ox.Literal(slug.replace("-", " "), language="en"))
    say(node, "proc:code", code)
    say(node, f"proc:{edge}", code)
    if "[" in pattern:
        say(code, "rdf:type", ox.NamedNode(ns.term("CodePattern")))
    return node.value


def graph_of(rdf: ox.Store, folder: Path) -> ProcedureGraph:
    store.replace_graph(rdf, COVERAGE, covered_codes(rdf))
    with store.next_generation(folder) as generation:
        generation.rdf.bulk_extend(rdf)
        write_index(generation.rdf, generation.search_index)
    return ProcedureGraph(folder)


def test_a_code_leads_to_the_procedure_whose_pattern_stands_for_it(
    rdf: ox.Store, tmp_path: Path
) -> None:
    procedure = page(rdf, "stone-removal", "exactCode", "0TC[12]3ZZ")
    graph = graph_of(rdf, tmp_path)
    assert graph.resolve("ICD10PCS:0TC13ZZ") == procedure
    assert [one.iri for one in graph.code("ICD10PCS:0TC13ZZ").procedures] == [procedure]  # type: ignore[union-attr]
    assert graph.similar("ICD10PCS:0TC13ZZ").note == (
        "ICD10PCS:0TC13ZZ means a part of stone removal, whose page lists ICD10PCS:0TC[12]3ZZ."
    )
    assert graph.similar("stone-removal").note == ""


def test_only_codes_that_exist_and_may_be_assigned_are_covered(rdf: ox.Store) -> None:
    page(rdf, "stone-removal", "narrowerCode", "0TC[129]3Z[ZX]")
    page(rdf, "whole-table", "narrowerCode", "0T[C7]")
    matched = {
        quad.subject.value  # type: ignore[union-attr]
        for quad in covered_codes(rdf)
        if quad.predicate.value == ns.term("matchesPattern")
    }
    assert matched == {iri("0TC13ZZ"), iri("0TC23ZZ")}


def test_the_closest_relation_wins(rdf: ox.Store, tmp_path: Path) -> None:
    page(rdf, "any-removal", "broaderCode", "0TC13ZZ")
    narrow = page(rdf, "stone-removal", "narrowerCode", "0TC[12]3ZZ")
    graph = graph_of(rdf, tmp_path)
    assert graph.resolve("ICD10PCS:0TC13ZZ") == narrow
    page(rdf, "exact-removal", "exactCode", "0TC13ZZ")
    assert graph_of(rdf, tmp_path / "again").resolve("ICD10PCS:0TC13ZZ") == ns.procedure(
        "exact-removal"
    )


def test_a_code_that_no_page_covers_names_the_procedures_of_its_neighbours(
    rdf: ox.Store, tmp_path: Path
) -> None:
    page(rdf, "stone-removal", "narrowerCode", "0TC[12]3ZZ")
    graph = graph_of(rdf, tmp_path)
    with pytest.raises(IdentifierError) as caught:
        graph.alternatives("ICD10PCS:0TC10ZZ")
    assert str(caught.value) == (
        "no page describes ICD10PCS:0TC10ZZ, taking out of kidney, right, open; "
        "did you mean stone removal?"
    )


def test_a_code_of_any_imported_system_has_its_curie(rdf: ox.Store, tmp_path: Path) -> None:
    unknown = dataclasses.replace(SYSTEMS["hp"], prefix="WIDGETS", title="Widgets")
    store_release(rdf, Release(unknown, "1", [Term("ab-7", "A widget", "f:1")]))
    graph = graph_of(rdf, tmp_path)
    coded = graph.code("widgets:ab-7")
    assert coded is not None
    assert (coded.curie, coded.label, coded.system) == ("WIDGETS:ab-7", "A widget", "Widgets")
    assert graph.code("nothing:ab-7") is None


def test_the_iri_of_a_code_means_what_its_curie_means(rdf: ox.Store, tmp_path: Path) -> None:
    narrow = page(rdf, "stone-removal", "narrowerCode", "0TC[12]3ZZ")
    graph, iri = graph_of(rdf, tmp_path), ns.code("ICD10PCS", "0TC13ZZ")
    assert graph.code(iri) == graph.code("ICD10PCS:0TC13ZZ") is not None
    assert graph.resolve(iri) == narrow


@pytest.mark.parametrize("rest", ["code/CPT/50436/", "code/CPT/50 436", "code/a/b/c", "codebook"])
def test_what_begins_like_the_iri_of_a_code_means_nothing(
    rest: str, rdf: ox.Store, tmp_path: Path
) -> None:
    page(rdf, "stone-removal", "narrowerCode", "0TC[12]3ZZ")
    graph = graph_of(rdf, tmp_path)
    assert graph.code(ns.BASE + rest) is None
    with pytest.raises(IdentifierError, match="no procedure is called or coded"):
        graph.alternatives(ns.BASE + rest)


def test_a_notation_that_is_no_pattern_matches_nothing(rdf: ox.Store, tmp_path: Path) -> None:
    graph = graph_of(rdf, tmp_path)
    with pytest.raises(IdentifierError):
        graph.alternatives("ICD10PCS:0TC[")
    assert ns.parse_curie("ICD10PCS:0TC[") is None
