"""Phrases that our own concepts don't cover, linked to the terms of imported vocabularies.

All terms are made up.
"""

import re
import time
from collections.abc import Collection, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Store

from procedura import namespaces as ns
from procedura.contents import title
from procedura.linking import Label, Name, Vocabulary, link, meaning
from procedura.linking.clauses import noun_phrases
from procedura.linking.published import WANTED, find
from procedura.linking.similarity import similarity, spelled, variants
from procedura.model import Page, Statement
from procedura.resources import folder
from procedura.terminology import Term
from procedura.triples import page_from_quads, page_quads
from procedura.vocabularies import vocabulary
from published_names import NamesInMemory, names_in
from release_files import hold

OWN = (
    Label(ns.concept("condition", "glow"), "glowing knee", "condition", True),
    Label(ns.concept("body-site", "knee"), "knee", "body-site", True),
)
_NOTATION = ns.expand("skos:notation")


@pytest.fixture(scope="module")
def rdf() -> Store:
    rdf = Store()
    hold(
        rdf,
        "MONDO",
        Term("1", "purple fever", "m:1", synonyms=("violet fever",)),
        Term("2", "renal blimp", "m:2", synonyms=("kidney balloon",)),
        Term("3", "snorkelitis", "m:3"),
        Term("4", "wobble disease", "m:4", synonyms=("twin name",)),
        Term("5", "sway disease", "m:5", synonyms=("twin name",)),
        Term("6", "type 1 frobnosis", "m:6"),
        Term("7", "fizz", "m:7", synonyms=("loose name",)),
        Term("8", "mauve gadget", "m:8", synonyms=("Gadget, mauve",)),
    )
    hold(
        rdf,
        "HP",
        Term("1", "Purple fever", "h:1"),
        Term("8", "Loose name", "h:8"),
        Term("9", "Hiccoughing", "h:9"),
    )
    hold(rdf, "DOID", Term("1", "purple fever", "d:1"), Term("2", "only here", "d:2"))
    hold(rdf, "MAXO", Term("1", "removal of the blimp", "x:1"))
    hold(rdf, "UBERON", Term("1", "hind elbow", "u:1"))
    hold(rdf, "CCAM", Term("A", "violet fever", "c:1", kind="condition"))
    return rdf


@pytest.fixture(scope="module")
def known(names: NamesInMemory) -> Vocabulary:
    return Vocabulary(OWN, published=names)


@pytest.fixture(scope="module")
def names(rdf: Store) -> NamesInMemory:
    return names_in(rdf)


def page(*statements: Statement) -> Page:
    return Page("x.md", "", "x", statements=statements, slug="x", procedure=ns.procedure("x"),
                procedure_label="x")  # fmt: skip


def found(
    text: str,
    names: NamesInMemory,
    scheme: str = "condition",
    verdicts: Collection[tuple[str, str, bool]] = (),
) -> list[tuple[str, str]]:
    hits = find(text, scheme, Vocabulary([], verdicts=verdicts, published=names))
    return [(ns.curie(hit.name.iri), hit.method) for hit in hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fever in purple.", [("MONDO:1", "exact")]),
        ("Violet fevers", [("MONDO:1", "exact")]),
        ("Severe purple fever that lasts", [("MONDO:1", "span")]),
        ("Worsening snorkelitis", [("MONDO:3", "span")]),
        ("Snorkelitis or kidney balloon", [("MONDO:3", "span"), ("MONDO:2", "span")]),
        ("Kidney blimp", [("MONDO:2", "ranked")]),
        ("Snorkelites", [("MONDO:3", "ranked")]),
        ("Only here", [("DOID:2", "exact")]),
        ("Wobble disorder", [("MONDO:4", "ranked")]),
    ],
)
def test_a_phrase_is_linked_the_surest_way(
    names: NamesInMemory, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text, names) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Type 2 frobnosis",  # a number tells diseases apart
        "Twin name",  # two terms of one system have it
        "Fever or purple",  # two things
        "Purple fever vaccine",  # the head is another thing
        "No purple fever",
        "Fear of purple fever",
        "Snorkelitis medicine",
        "Purple",
        "Renal snorkel",
        "Hind elbow",  # a body site is no condition
        "A wish to wait.",
        "",
        ".;:",
    ],
)
def test_what_a_phrase_does_not_name_stays_open(names: NamesInMemory, text: str) -> None:
    assert found(text, names) == []


def test_systems_come_in_the_order_that_fits_what_is_sought(names: NamesInMemory) -> None:
    assert found("purple fever", names, "condition") == [("MONDO:1", "exact")]
    assert found("purple fever", names, "complication") == [("HP:1", "exact")]


def test_a_preferred_name_of_a_leading_system_beats_a_synonym(names: NamesInMemory) -> None:
    assert found("loose name", names) == [("HP:8", "exact")]


def test_each_scheme_is_linked_to_terms_of_its_kind(names: NamesInMemory) -> None:
    assert found("Hind elbows", names, "body-site") == [("UBERON:1", "exact")]
    assert found("Blimp removal", names, "operation") == [("MAXO:1", "exact")]
    assert found("Blimp excision", names, "operation") == [("MAXO:1", "ranked")]


def test_a_rejected_term_is_passed_over_for_the_next(names: NamesInMemory) -> None:
    verdicts = [("purple fever", ns.code("MONDO", "1"), False)]
    assert found("Purple fever", names, verdicts=verdicts) == [("HP:1", "exact")]
    assert found("Severe purple fever", names, verdicts=verdicts) == [("HP:1", "span")]


def test_our_own_concepts_come_first(known: Vocabulary) -> None:
    name = Name(ns.code("MONDO", "5"), "glowing knee", "condition", "MONDO", True, "en")
    both = Vocabulary(OWN, published=NamesInMemory([name]))
    [own] = meaning("glowing knee", "condition", both).links
    assert ns.curie(own.iri) == "condition:glow"
    [other] = meaning("snorkelitis", "condition", known).links
    assert (ns.curie(other.iri), other.scheme) == ("MONDO:3", "condition")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Purple glowing knee", ["condition:glow"]),  # nobody has a name for more
        ("Glowing knee or purple fever", ["condition:glow", "MONDO:1"]),
        ("Glowing knee fizz", ["MONDO:8"]),  # a longer name says what is meant
        ("Chronic glowing knee", ["condition:glow"]),  # only how long it lasts
        ("Glowing knee", ["condition:glow"]),
    ],
)
def test_an_imported_name_is_meant_where_it_says_more_than_ours(
    text: str, expected: list[str]
) -> None:
    rdf = Store()
    hold(
        rdf,
        "MONDO",
        Term("1", "purple fever", "m:1"),
        Term("8", "glowing knee fizz", "m:8"),
        Term("9", "chronic glowing knee", "m:9"),
    )
    found = meaning(text, "condition", Vocabulary(OWN, published=names_in(rdf))).links
    assert [ns.curie(one.iri) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A knee that has turned (snorkelitis)", ["MONDO:3"]),
        ("Snorkelitis of the elbow", ["MONDO:3"]),  # a rare word; the rest says where
        ("Blue snorkelitis of the elbow", []),  # which may be another disease
        ("Gadget, mauve, that hurts", ["MONDO:8"]),  # as indexes write it
        ("Purple fever has been excluded", []),
        ("Snorkelitis, once purple fever is ruled out", ["MONDO:3"]),
    ],
)
def test_what_is_said_beside_a_name_counts(
    names: NamesInMemory, text: str, expected: list[str]
) -> None:
    assert [curie for curie, _ in found(text, names)] == expected


def test_a_word_that_many_names_have_is_not_enough(rdf: Store) -> None:
    many = [Term(str(n), f"fizz number {n}", f"m:{n}") for n in range(100, 240)]
    common = Store()
    hold(common, "MONDO", Term("1", "fizz", "m:1"), *many)
    assert found("Fizz of the elbow", names_in(common)) == []
    assert found("Fizz of the elbow", names_in(rdf)) == [("MONDO:7", "span")]


def test_without_imports_nothing_changes() -> None:
    read = page(Statement("indication", "Snorkelitis", 1, 1))
    linked = link(read, Vocabulary(OWN))
    assert linked == link(read, Vocabulary(OWN, published=NamesInMemory([])))
    assert linked.open


def test_a_phrase_may_hold_several_things(known: Vocabulary) -> None:
    links = meaning(
        "removal of the blimp for purple fever that reaches the knee", None, known
    ).links
    assert {(ns.curie(one.iri), one.scheme) for one in links} == {
        ("MAXO:1", "operation"),
        ("MONDO:1", "condition"),
        ("body-site:knee", "body-site"),
    }


def test_an_open_phrase_has_the_nearest_as_candidates(known: Vocabulary) -> None:
    near = meaning("purple fevered glow", "condition", known, limit=2)
    assert not near.links
    assert "MONDO:1" in [ns.curie(one.iri) for one in near.candidates]
    assert all(0 < one.score < 1 for one in near.candidates)
    assert not meaning("purple fevered glow", "condition", known, limit=0).candidates


def test_links_to_imported_terms_survive_the_graph(rdf: Store, names: NamesInMemory) -> None:
    read = page(
        Statement("indication", "Violet fever", 1, 1),
        Statement("risk", "Purple fever.", 2, 1),
        Statement("alternative", "Blimp removal when all else fails", 3, 1),
    )
    linked = link(read, vocabulary(rdf, published=names))
    assert not linked.open
    quads = list(page_quads(linked.page))
    again = page_from_quads("x", quads, lambda iri: title(rdf, iri))
    assert [one.links for one in again.statements] == [one.links for one in linked.page.statements]
    assert [one.links[0].label for one in again.statements] == [
        "purple fever", "Purple fever", "removal of the blimp"
    ]  # fmt: skip
    about = NamedNode(read.procedure)
    edges = {
        (ns.local_name(quad.predicate.value), ns.curie(quad.object.value))
        for quad in quads
        if quad.subject == about
        and isinstance(quad.object, NamedNode)
        and quad.object.value.startswith(ns.code(""))
    }
    assert edges == {("indicatedFor", "MONDO:1"), ("mayCause", "HP:1")}
    described = {quad.subject.value for quad in quads if quad.predicate.value == _NOTATION
                 and isinstance(quad.subject, NamedNode)}  # fmt: skip
    assert described == {ns.code("MONDO", "1"), ns.code("HP", "1"), ns.code("MAXO", "1")}


def test_terms_with_one_number_in_two_vocabularies_are_two_links(rdf: Store) -> None:
    same_number = (ns.code("MONDO", "1"), ns.code("HP", "1"))
    known = Vocabulary([], verdicts=[("purple fever", iri, True) for iri in same_number])
    linked = link(page(Statement("indication", "purple fever", 1, 1)), known).page
    again = page_from_quads("x", page_quads(linked), ns.curie)
    assert {one.iri for one in again.statements[0].links} == {*same_number}


def test_the_labels_of_imported_terms_are_not_among_our_own(rdf: Store) -> None:
    assert vocabulary(rdf).labels == ()


@pytest.mark.parametrize(
    ("file", "scheme"),
    [("indication", "condition"), ("contraindication", "condition"), ("risk", "complication"),
     ("preparation", "preparation")],
)  # fmt: skip
def test_the_shapes_allow_the_vocabularies_that_lines_are_linked_to(file: str, scheme: str) -> None:
    shapes = folder("ontology").joinpath("shapes")
    for name in (file, "procedure"):
        text = shapes.joinpath(f"{name}.ttl").read_text()
        lists = re.findall(rf"sh:in \( <concept/{scheme}>((?: <code/\w+>)+) \)", text)
        assert lists
        for one in lists:
            assert re.findall(r"code/(\w+)", one) == list(WANTED[scheme].systems)


def test_noun_phrases_end_where_circumstances_begin() -> None:
    text = "Large stones in the kidney despite treatment, or bleeding with fever"
    assert [(" ".join(w.stem for w in one.words), one.head) for one in noun_phrases(text)] == [
        ("larg stone kidney", 1)
    ]
    every = [" ".join(w.stem for w in one.words) for one in noun_phrases(text, every=True)]
    assert every == ["larg stone kidney", "treatment", "bleed", "fever"]


def test_misspellings_are_of_words_that_nobody_uses() -> None:
    one, other = spelled("perineal hernia"), spelled("peroneal hernia")
    assert similarity(one, other, known=set()) > similarity(one, other, known={one[0][0]})
    assert similarity(one, one, known=set()) == 1.0


def test_words_are_swapped_for_words_that_mean_the_same() -> None:
    assert (("renal", "stone"), 1) in list(variants(("kidney", "stone")))
    assert list(variants(("blimp",))) == []


def seconds(texts: Iterable[str], kind: str | None, known: Vocabulary) -> float:
    begun = time.process_time()
    linked = [meaning(text, kind, known).links for text in texts]
    assert kind is None or not any(linked)
    return time.process_time() - begun


def test_time_grows_in_line_with_the_number_of_phrases(known: Vocabulary) -> None:
    # Nothing is linked: a number stands beside the head.
    texts = [f"{words} {n}" for n in range(1100)
             for words in ("severe purple fever number", "unheard of thing")]  # fmt: skip
    tenth = seconds(texts[:200], "condition", known)
    assert seconds(texts[200:], "condition", known) < 30 * max(tenth, 0.05)
    assert meaning("severe purple fever", "condition", known).links


@given(st.text(max_size=300))
def test_any_text_can_be_asked(known: Vocabulary, text: str) -> None:
    for kind in (None, "condition", "alternative"):
        meant = meaning(text, kind, known)
        assert all(0 < one.confidence <= 1 and one.matched in text for one in meant.links)
        assert all(0 < one.score <= 1 for one in meant.candidates)


@pytest.mark.parametrize("unit", ["(", "a, ", "purple fever ", "\0\n\t'\"*^"])
def test_time_grows_in_line_with_the_length_of_a_phrase(known: Vocabulary, unit: str) -> None:
    tenth = seconds([unit * (1_500 // len(unit))], None, known)
    assert seconds([unit * (15_000 // len(unit))], None, known) < 30 * max(tenth, 0.05)
