"""Schemes and ontologies of systems that are not known by name, and documents that are refused."""

import gzip
from pathlib import Path

import pytest

from procedura.errors import SourceError
from procedura.terminology import Term
from release_files import read

SCHEME = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/zed> a skos:ConceptScheme .
<http://example.org/zed/1> a skos:Concept ; skos:prefLabel "wide thing"@en ;
    skos:broader <http://elsewhere.example/7> .
<http://example.org/zed/2> a skos:Concept ; skos:prefLabel "narrow thing"@en ;
    skos:broader <http://example.org/zed/1> .
"""
RDF_XML = """<!DOCTYPE rdf:RDF [{entities}]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:ConceptScheme rdf:about="http://example.org/zed"/>
<skos:Concept rdf:about="http://example.org/zed/1">
<skos:prefLabel>&b;</skos:prefLabel></skos:Concept></rdf:RDF>
"""


def _terms(path: Path, system: str = "skos") -> list[Term]:
    return [*read(system, [path]).terms]


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_broader_leads_only_to_concepts_of_the_file(tmp_path: Path) -> None:
    terms = _terms(_written(tmp_path / "zed.ttl", SCHEME))
    assert [(term.code, term.broader) for term in terms] == [("1", ()), ("2", ("1",))]


def test_a_gzipped_scheme_says_the_same(tmp_path: Path) -> None:
    plain = _written(tmp_path / "zed.ttl", SCHEME)
    packed = tmp_path / "zed.ttl.gz"
    packed.write_bytes(gzip.compress(SCHEME.encode()))
    labels = [[term.label for term in _terms(path)] for path in (plain, packed)]
    assert labels == [["wide thing", "narrow thing"]] * 2


def test_plain_entities_are_expanded(tmp_path: Path) -> None:
    text = RDF_XML.format(entities='<!ENTITY a "x">\n<!ENTITY b "name">')
    assert [term.label for term in _terms(_written(tmp_path / "zed.rdf", text))] == ["name"]


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY a "x"><!ENTITY b "&a;&a;">',
        '<!ENTITY a "x"> <!ENTITY b\n "&a;&a;">',  # the second begins on the line of the first
        '<!ENTITY b SYSTEM "file:///etc/hostname">',
        '<!ENTITY % a "x"><!ENTITY b "y">',
        f'<!ENTITY b "{"x" * 501}">',
    ],
)
def test_entities_that_are_not_short_and_plain_are_refused(tmp_path: Path, entities: str) -> None:
    path = _written(tmp_path / "zed.rdf", RDF_XML.format(entities=entities))
    with pytest.raises(SourceError, match=r"zed\.rdf:1: the document declares entities"):
        _terms(path)


def test_a_scheme_cannot_pass_for_a_licensed_system(tmp_path: Path) -> None:
    path = _written(tmp_path / "cpt.ttl", SCHEME.replace("/zed>", "/cpt>"))
    with pytest.raises(SourceError, match="CPT is the prefix of Current Procedural Terminology"):
        _terms(path)


def test_a_scheme_whose_licence_is_not_stated_may_not_be_passed_on(tmp_path: Path) -> None:
    path = _written(tmp_path / "zed.ttl", SCHEME)
    assert not read("skos", [path]).system.redistributable


@pytest.mark.parametrize("wrong", ['"name": 5', '"name": "a", "synonyms": [5]',
                                   '"name": "a", "synonyms": "abc"'])  # fmt: skip
def test_a_list_of_another_shape_is_refused(tmp_path: Path, wrong: str) -> None:
    path = _written(tmp_path / "m.json", f'[{{"id": "1", "namespace": "mondo", {wrong}}}]')
    with pytest.raises(SourceError, match="entry 1 is no term"):
        _terms(path, "mondo")


def test_a_list_of_another_ontology_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path / "d.json", '[{"id": "D:1", "namespace": "doid", "name": "a"}]')
    with pytest.raises(SourceError, match="entry 1 is of doid, not of MONDO"):
        _terms(path, "mondo")


def test_a_document_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    text = RDF_XML.format(entities='<!ENTITY b "name">').replace("</rdf:RDF>", "")
    with pytest.raises(SourceError, match="ends before its root does"):
        _terms(_written(tmp_path / "zed.rdf", text))
