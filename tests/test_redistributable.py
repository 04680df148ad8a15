"""What may not be passed on is left out of what is passed on, and nothing else is."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from procedura import namespaces as ns
from procedura import store as stores
from procedura.export.redistributable import redistributable, withheld
from procedura.export.sssom import graph_rows, meaning_rows
from procedura.importing import import_release
from procedura.linking import Label, Meaning, Vocabulary, identify, link
from procedura.model import Link
from procedura.pages import read_text
from procedura.sources.unlisted import unlisted_system
from procedura.terminology import Release, Term
from procedura.triples import Subject, page_quads
from release_files import hold, store_release

PAGE = """---
slug: {slug}
kind: procedure
specialty: [urology]
review: unreviewed
licence: {licence}
modified: 2026-11-22
---

# Removal of a pebble

## Indications

- A pebble in the {slug}
"""


def add_page(store: ox.Store, slug: str, licence: str) -> None:
    page = read_text(PAGE.format(slug=slug, licence=licence).encode(), source=f"{slug}.md")
    if not licence:
        page = replace(page, header=replace(page.header, licence=""))
    vocabulary = Vocabulary([Label(ns.concept("condition", "pebble"), "pebble", "condition", True)])
    [identified], wider = identify([page], vocabulary)
    store.extend(page_quads(link(identified, wider).page))


@pytest.fixture
def store() -> ox.Store:
    store = ox.Store()
    for system in ("SNOMEDCT", "HP"):
        term = Term("1", f"Secret of {system}", "f:1", definition="A secret", notes=("Hush",))
        hold(store, system, term)
    add_page(store, "shoe", "CC-BY-4.0")
    add_page(store, "boot", "LicenseRef-mine")
    return store


def texts(store: ox.Store, graph: str) -> set[str]:
    return {
        quad.object.value
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        if isinstance(quad.object, ox.Literal) and quad.object.language
    }


def test_graphs_are_withheld_by_their_licence(store: ox.Store) -> None:
    assert withheld(store) == {ns.release("SNOMEDCT", "1"), ns.page("boot")}


@pytest.mark.parametrize(
    ("licence", "may"),
    [
        ("CC0-1.0", True),
        ("CC-BY-2.0", True),
        ("CC-BY-SA-4.0", True),
        ("PDDL-1.0", True),
        ("ODC-By-1.0", True),
        ("Unlicense", True),
        ("CC-BY-NC-4.0", False),
        ("CC-BY-ND-4.0", False),
        ("CC-BY-4.0-mine", False),
        ("LicenseRef-CC0-1.0", False),
    ],
)
def test_a_licence_says_the_same_of_a_page_as_of_a_catalogue(licence: str, may: bool) -> None:
    store = ox.Store()
    add_page(store, "shoe", licence)
    assert (withheld(store) == set()) == may
    for written in (licence, f"https://spdx.org/licenses/{licence}"):
        assert unlisted_system("SHOES", "shoes.ttl", licence=written).redistributable == may


def test_words_of_a_closed_system_and_of_a_closed_page_are_left_out(store: ox.Store) -> None:
    public = redistributable(store)
    for graph in withheld(store):
        assert texts(store, graph) != set()
        assert texts(public, graph) == set()


CLOSED = """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://hospital.example/closed> a skos:ConceptScheme ;
    dcterms:license "Ask us first" ; owl:versionInfo "{year}" .
<https://hospital.example/closed/7> a skos:Concept ; skos:prefLabel "Words of {year}"@en .
"""


def test_words_of_an_older_release_of_a_closed_system_are_left_out(tmp_path: Path) -> None:
    for year in ("2025", "2026"):
        (tmp_path / "closed.ttl").write_text(CLOSED.format(year=year))
        import_release(tmp_path / "graph", "skos", [tmp_path / "closed.ttl"])
    whole = stores.open_read_only(tmp_path / "graph").rdf
    older = ns.release("CLOSED", "2025")
    assert texts(whole, older) >= {"Words of 2025"}
    assert texts(redistributable(whole), older) == set()


def test_words_that_are_open_stay(store: ox.Store) -> None:
    public = redistributable(store)
    for graph in (ns.release("HP", "1"), ns.page("shoe")):
        assert texts(public, graph) == texts(store, graph) != set()


def test_codes_links_and_what_the_release_is_stay(store: ox.Store) -> None:
    public = redistributable(store)
    left_out = set(store) - set(public)
    assert all(isinstance(quad.object, ox.Literal) and quad.object.language for quad in left_out)
    for name in ("skos:notation", "proc:indicatedFor", "owl:versionInfo", "proc:line"):
        predicate = ox.NamedNode(ns.expand(name))
        kept = set(public.quads_for_pattern(None, predicate, None))
        assert kept == set(store.quads_for_pattern(None, predicate, None)) != set()


def test_the_graph_itself_is_not_changed(store: ox.Store) -> None:
    before = set(store)
    redistributable(store)
    assert set(store) == before


@pytest.mark.parametrize(("licence", "label"), [("CC-BY-4.0", "boot"), ("Ask us first", "")])
def test_labels_of_mappings_go_out_as_far_as_the_graph_says_they_may(
    licence: str, label: str
) -> None:
    store = ox.Store()
    system = unlisted_system("SHOES", "shoes.ttl", licence=licence)
    store_release(store, Release(system, "1", [Term("1", "boot", "s:1")]))
    mapping = Subject(f"{ns.BASE}mappings/shoes#1", f"{ns.BASE}mappings/shoes")
    for predicate, target in (
        ("rdf:type", ns.expand("sssom:Mapping")),
        ("owl:annotatedSource", ns.concept("condition", "pebble")),
        ("owl:annotatedProperty", ns.expand("skos:closeMatch")),
        ("owl:annotatedTarget", ns.code("SHOES", "1")),
        ("sssom:mapping_justification", ns.expand("semapv:LexicalMatching")),
    ):
        store.extend(mapping.to(predicate, target))
    boot = Link(ns.code("SHOES", "1"), "boot", "code", "exact", 0.98, "boots")
    for rows in (graph_rows(store), meaning_rows([Meaning("boots", (boot,))], store)):
        [row] = rows
        assert (row.object_id, row.object_label) == (boot.iri, label)
