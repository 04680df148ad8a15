"""Ontologies, MeSH and SKOS schemes: made-up files in the layouts seen, and the published ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from procedura.errors import SourceError
from procedura.terminology import Match, Release
from release_files import read, terms, written

OBO = """format-version: 1.2
data-version: hp/releases/2031-02-03
ontology: hp

[Term]
id: HP:0000001
name: Trouble of the shoe
def: "Anything that a shoe \\"should\\" not have." [source:1, https://example.org/x]
comment: Ask the cobbler.
synonym: "Shoe trouble" EXACT layperson []
synonym: "Boot trouble" BROAD []
xref: SNOMEDCT_US:123
xref: https://example.org/about
property_value: dcterms:creator https://example.org/somebody

[Term]
id: HP:0000002
name: Pebble in the shoe
is_a: HP:0000001 ! Trouble of the shoe
is_a: MONDO:0000007 {source="x"} ! stone

[Term]
id: HP:0000003
name: obsolete Sand
is_obsolete: true

[Term]
id: PATO:0000001
name: quality

[Typedef]
id: part_of
name: part of
"""
OBO_BASE = "http://purl.obolibrary.org/obo/"


def node(name: str, label: str, type_: str = "CLASS", **meta: Any) -> dict[str, Any]:
    return {"id": OBO_BASE + name, "lbl": label, "type": type_, "meta": meta}


GRAPH = {
    "graphs": [
        {
            "meta": {"version": "http://example.org/hp/releases/2031-02-03/hp.json"},
            "nodes": [
                node(
                    "HP_0000001",
                    "Trouble of the shoe",
                    definition={"val": 'Anything that a shoe "should" not have.'},
                    comments=["Ask the cobbler."],
                    synonyms=[
                        {"pred": "hasExactSynonym", "val": "Shoe trouble"},
                        {"pred": "hasBroadSynonym", "val": "Boot trouble"},
                    ],
                    xrefs=[{"val": "SNOMEDCT_US:123"}, {"val": "https://example.org/about"}],
                ),
                {"id": OBO_BASE + "HP_0000002", "lbl": "Pebble in the shoe", "type": "CLASS"},
                node("HP_0000003", "obsolete Sand", deprecated=True),
                node("HP_0000009", "x", "PROPERTY"),
            ],
            "edges": [
                {"sub": OBO_BASE + "HP_0000002", "pred": "is_a", "obj": OBO_BASE + above}
                for above in ("HP_0000001", "MONDO_0000007")
            ],
        }
    ]
}
OWL = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [ <!ENTITY obo "http://purl.obolibrary.org/obo/"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" xmlns:owl="http://www.w3.org/2002/07/owl#"
  xmlns:obo="http://purl.obolibrary.org/obo/"
  xmlns:oboInOwl="http://www.geneontology.org/formats/oboInOwl#">
<owl:Ontology rdf:about="&obo;hp.owl"><owl:versionInfo>2031-02-03</owl:versionInfo></owl:Ontology>
<owl:Class rdf:about="&obo;HP_0000001"><rdfs:label>Trouble of the shoe</rdfs:label>
  <obo:IAO_0000115>Anything that a shoe "should" not have.</obo:IAO_0000115>
  <rdfs:comment>Ask the cobbler.</rdfs:comment>
  <oboInOwl:hasExactSynonym>Shoe trouble</oboInOwl:hasExactSynonym>
  <oboInOwl:hasBroadSynonym>Boot trouble</oboInOwl:hasBroadSynonym>
  <oboInOwl:hasDbXref>SNOMEDCT_US:123</oboInOwl:hasDbXref></owl:Class>
<owl:Class rdf:about="&obo;HP_0000002"><rdfs:label>Pebble in the shoe</rdfs:label>
  <rdfs:subClassOf rdf:resource="&obo;HP_0000001"/>
  <rdfs:subClassOf rdf:resource="&obo;MONDO_0000007"/></owl:Class>
<owl:Class rdf:about="&obo;HP_0000003"><rdfs:label>obsolete Sand</rdfs:label>
  <owl:deprecated>true</owl:deprecated></owl:Class>
<owl:Class rdf:about="&obo;PATO_0000001"><rdfs:label>quality</rdfs:label></owl:Class>
</rdf:RDF>
"""
FLAT = [
    {
        "id": "HP:0000001",
        "name": "Trouble of the shoe",
        "synonyms": ["Shoe trouble", "Trouble of the shoe"],
        "xrefs": [{"id": "123", "namespace": "SNOMEDCT_US_2023_03_01"}],
    },
    {"id": "HP:0000002", "name": "Pebble", "relations": {"is_a": ["HP:0000001"]}},
]
FORMS = {"hp.obo": OBO, "hp.json": json.dumps(GRAPH), "hp.owl": OWL}


def made(folder: Path, system: str, **files: str) -> Release:
    texts = {name.replace("__", "."): text for name, text in files.items()}
    return read(system, written(folder, texts))


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_an_ontology_says_the_same(tmp_path: Path, name: str) -> None:
    release = made(tmp_path, "hp", **{name: FORMS[name]})
    assert release.name == "2031-02-03"
    found = terms(release)
    assert set(found) == {"0000001", "0000002"}, "neither obsolete nor another's"
    one, other = found["0000001"], found["0000002"]
    assert (one.label, one.synonyms) == ("Trouble of the shoe", ("Shoe trouble",))
    assert one.definition == 'Anything that a shoe "should" not have.'
    assert one.notes == ("Ask the cobbler.", "Broad: Boot trouble")
    assert one.matches == (Match("close", "SNOMEDCT", "123"),)
    assert other.broader == ("0000001",)
    assert other.matches == (Match("broad", "MONDO", "0000007"),)


def test_what_is_no_phenotype_is_no_condition(tmp_path: Path) -> None:
    text = OBO.replace("HP:0000001", "HP:0000118")
    found = terms(made(tmp_path, "hp", hp__obo=text + "[Term]\nid: HP:5\nname: Rare\n"))
    assert {code: term.kind for code, term in found.items()} == {
        "0000118": "", "0000002": "", "5": "other",
    }  # fmt: skip


def test_terms_of_obo_text_say_their_line(tmp_path: Path) -> None:
    assert terms(made(tmp_path, "hp", hp__obo=OBO))["0000002"].where == "hp.obo:16"


def test_a_list_in_json_needs_no_header(tmp_path: Path) -> None:
    found = terms(made(tmp_path, "hp", hp__json=json.dumps(FLAT)))
    assert found["0000001"].synonyms == ("Shoe trouble",)
    assert found["0000001"].matches == (Match("close", "SNOMEDCT", "123"),)
    assert found["0000002"].broader == ("0000001",)


def test_an_unknown_ontology_makes_its_system(tmp_path: Path) -> None:
    text = OBO.replace("HP:", "SHOE:") + ("\n")
    header = "ontology: shoe\nproperty_value: dcterms:license https://creativecommons.org/licenses/by/4.0/\n"
    release = made(tmp_path, "obo", shoe__obo=text.replace("ontology: hp\n", header))
    assert (release.system.prefix, release.system.title) == ("SHOE", "shoe")
    assert release.system.redistributable
    assert release.system.namespace == "http://purl.obolibrary.org/obo/SHOE_"
    assert set(terms(release)) == {"0000001", "0000002"}
    unknown = made(tmp_path, "obo", shoe__obo=text)
    assert not unknown.system.redistributable, "no licence is no permission"


MESH = (
    "D000001\tShoes\tFootwear|Boots\tJ01.100\t\n"
    "D000002\tStone Removal\tLithotomy\tE04.200|J01.100.5\t\n"
    "D000003\tStones\t\tC23.300\t\n"
    "D000004\tCobblers\t\t\t\n"
)
MAPPINGS = "MESH\tD000003\tStones\tDOID\tDOID:7\tstone\nMESH\tC000001\tWax\tCHEBI\tCHEBI:1\twax\n"


def test_mesh_has_the_hierarchy_of_its_tree_numbers(tmp_path: Path) -> None:
    found = terms(made(tmp_path, "mesh", mesh__tsv=MESH, mappings__tsv=MAPPINGS))
    assert found["D000001"].synonyms == ("Footwear", "Boots")
    assert found["D000002"].broader == ("D000001",)
    assert found["D000002"].values == (("treeNumber", "E04.200"), ("treeNumber", "J01.100.5"))
    assert [found[f"D00000{n}"].kind for n in (1, 2, 3, 4)] == [
        "other", "operation", "condition", "other",
    ]  # fmt: skip
    assert found["D000003"].matches == (Match("close", "DOID", "7"),)
    assert set(found) == {"D000001", "D000002", "D000003", "D000004"}


SKOS = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix e: <http://example.org/shoes/> .
e: a skos:ConceptScheme ; dct:title "All shoes"@en ; owl:versionInfo "7" ;
  dct:license <https://creativecommons.org/licenses/by/4.0/> .
e:boot a skos:Concept ; skos:prefLabel "boot"@en , "botte"@fr ; skos:altLabel "high shoe"@en ;
  skos:notation "B" ; skos:definition "A shoe for rain."@en ; skos:narrower e:wellington ;
  skos:exactMatch <http://purl.obolibrary.org/obo/MONDO_0000001> .
e:wellington a skos:Concept ; skos:prefLabel "wellington"@en ; skos:scopeNote "Rubber."@en ;
  skos:closeMatch <http://example.org/other/1> .
"""


def test_a_skos_scheme_makes_its_system(tmp_path: Path) -> None:
    release = made(tmp_path, "skos", shoes__ttl=SKOS)
    system = release.system
    assert (system.prefix, system.title, release.name) == ("SHOES", "All shoes", "7")
    assert (system.redistributable, system.language) == (True, "en")
    found = terms(release)
    boot, wellington = found["B"], found["wellington"]
    assert (boot.label, boot.synonyms) == ("boot", ("high shoe",))
    assert boot.translations == (("fr", "botte"),)
    assert boot.matches == (Match("exact", "MONDO", "0000001"),)
    assert wellington.broader == ("B",), "narrower is broader the other way round"
    assert wellington.notes == ("Rubber.",)
    assert wellington.matches == (Match("close", "http", "//example.org/other/1"),)


BOMB = OWL.replace(
    "[ <!ENTITY", '[ <!ENTITY a "ha"> <!ENTITY b "&a;&a;&a;&a;">\n<!ENTITY'
)  # fmt: skip
OUTSIDE = OWL.replace("[ <!ENTITY", '[ <!ENTITY x SYSTEM "file:///etc/hostname"> <!ENTITY')


@pytest.mark.parametrize(
    ("system", "name", "content", "message"),
    [
        ("hp", "hp.obo", OBO + "what is this\n", r"hp\.obo:\d+: this line is neither a tag"),
        ("hp", "hp.obo", OBO + "\n[Term]\nid: HP:0000001\nname: Again\n", r"hp.obo:\d+: the code"),
        ("hp", "hp.json", json.dumps(GRAPH)[:300], r"hp\.json:1: this is not JSON"),
        ("hp", "hp.json", '{"graphs": []}', "this is no OBO graph"),
        ("hp", "hp.json", '[{"no": "name"}]', r"entry 1 is no term of an ontology"),
        ("hp", "hp.owl", OWL[:900], r"hp\.owl:\d*:? ?this is not"),
        ("hp", "hp.owl", BOMB, r"hp\.owl:\d+: the document declares entities within entities"),
        ("hp", "hp.owl", OUTSIDE, "entities within entities, or outside of itself"),
        ("hp", "hp.txt", "<html></html>", "this is no ontology"),
        ("mesh", "mesh.tsv", "D000001\tShoes\n", r"mesh\.tsv:1: a row has 2 columns"),
        ("skos", "s.ttl", SKOS + "e:x a", r"s\.ttl:\d+: this is not Turtle"),
        ("skos", "s.ttl", SKOS.replace("skos:ConceptScheme", "skos:Thing"), "there are 0 schemes"),
    ],
)  # fmt: skip
def test_damage_is_named(
    tmp_path: Path, system: str, name: str, content: str, message: str
) -> None:
    with pytest.raises(SourceError, match=message):
        terms(made(tmp_path, system, **{name: content}))


@pytest.mark.parametrize(
    ("system", "file", "count"),
    [
        ("mesh", "mesh/mesh_id_label_mappings.tsv", 30764),
        ("mondo", "mondo/mondo.json", 23964),
        ("doid", "doid/doid.json", 11454),
        ("hp", "hp/hp.obo", 19034),
        ("uberon", "uberon/uberon_import.obo", 2896),
        ("maxo", "maxo/maxo-base.obo", 1903),
    ],
)
def test_the_published_files_have_as_many_terms_as_their_publishers_say(
    shared: Path, system: str, file: str, count: int
) -> None:
    found = terms(read(system, [shared / "sources" / file]))
    assert len(found) == count
    assert all(above in found for term in found.values() for above in term.broader)


def test_the_published_forms_of_maxo_say_the_same(shared: Path) -> None:
    """Three parsers: ours for OBO text, JSON, and Oxigraph's for RDF/XML."""
    folder = shared / "sources" / "maxo"

    def said(name: str) -> dict[str, tuple[object, ...]]:
        found = terms(read("maxo", [folder / name]))
        return {
            code: (one.label, set(one.synonyms), one.definition, set(one.broader))
            for code, one in found.items()
        }

    text = said("maxo-base.obo")
    assert said("maxo-base.json") == text
    assert said("maxo-base.owl") == text
