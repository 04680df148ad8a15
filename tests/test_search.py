"""Search: what comes first, what is found all the same, and an index that is kept in step."""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedura import namespaces as ns
from procedura.errors import StoreError
from procedura.linking.words import key
from procedura.search import OURS, SearchIndex, write_index
from procedura.search.spelling import Spelling
from procedura.terminology import Term
from release_files import hold


def say(rdf: ox.Store, iri: str, graph: str, label: str, *others: str) -> None:
    names = [("skos:prefLabel", label), *(("skos:altLabel", one) for one in others)]
    for predicate, text in names:
        literal = ox.Literal(text, language="en")
        where = ox.NamedNode(graph)
        rdf.add(ox.Quad(ox.NamedNode(iri), ox.NamedNode(ns.expand(predicate)), literal, where))


@pytest.fixture
def rdf() -> ox.Store:
    rdf = ox.Store()
    say(rdf, ns.procedure("stone-removal"), ns.page("a"), "Removal of a kidney stone", "lithotomy")
    say(rdf, ns.concept("condition", "kidney-stone"), ns.concept("condition"), "kidney stone",
        "calculus of the kidney")  # fmt: skip
    hold(
        rdf, "ICD10CM",
        Term("N20", "Calculus of kidney and ureter", "f:1", assignable=False),
        Term("N20.0", "Calculus of kidney", "f:2", synonyms=("Nephrolithiasis NOS", "Renal stone")),
        Term("N20.1", "Calculus of ureter", "f:3", synonyms=("Ureteric stone",)),
    )  # fmt: skip
    hold(
        rdf, "ICD10PCS",
        Term("0TC03ZZ", "Extirpation of Matter from Right Kidney, Percutaneous Approach", "f:1"),
        Term("0TC13ZZ", "Extirpation of Matter from Left Kidney, Percutaneous Approach", "f:2"),
        Term("0TC10ZZ", "Extirpation of Matter from Left Kidney, Open Approach", "f:3"),
    )  # fmt: skip
    hold(rdf, "CCAM", Term("JAFE900", "Exérèse de lésion du rein, par endoscopie", "f:1"))
    return rdf


def test_a_concept_is_found_by_the_code_that_means_it(rdf: ox.Store, tmp_path: Path) -> None:
    concept, code = ns.concept("condition", "kidney-stone"), ns.code("ICD10CM", "N20.9")
    same, where = ns.expand("skos:exactMatch"), ns.BASE + "mappings/condition"
    rdf.add(ox.Quad(*map(ox.NamedNode, (concept, same, code, where))))
    write_index(rdf, tmp_path / "index")
    index = SearchIndex(tmp_path / "index")
    assert codes(index, "n209") == codes(index, "ICD10CM:N20.9") == ["kidney-stone"]
    assert codes(index, "ICD10PCS:N20.9") == []


@pytest.fixture
def index(rdf: ox.Store, tmp_path: Path) -> SearchIndex:
    write_index(rdf, tmp_path / "index")
    return SearchIndex(tmp_path / "index")


def codes(index: SearchIndex, text: str, limit: int = 9, **only: Iterable[str]) -> list[str]:
    found = index.search(text, limit, **{name: list(some) for name, some in only.items()})
    return [ns.local_name(one.iri) for one in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("0TC13ZZ", "0TC13ZZ"),
        ("icd10pcs:0tc13zz", "0TC13ZZ"),
        ("N20.0", "N20.0"),
        ("n200", "N20.0"),
        ("ICD10CM:N200", "N20.0"),
        ("Calculus of ureter", "N20.1"),
        ("ureter calculus", "N20.1"),
        ("ureteric stones", "N20.1"),
        ("nephrolithiasis nos", "N20.0"),
        ("percutaneous approach left kidney extirpation of matter", "0TC13ZZ"),
        ("kidney stone", "kidney-stone"),
        ("kidney stone removal", "stone-removal"),
        ("lithotomy", "stone-removal"),
        ("exerese de lesion du rein", "JAFE900"),
        ("Exérèse", "JAFE900"),
        ("nephrolith", "N20.0"),
        ("nefrolithiasis", "N20.0"),
        ("nephrolithaisis", "N20.0"),
        ("calculs of ureter", "N20.1"),
        ("extirpation of mater from left kidney open aproach", "0TC10ZZ"),
    ],
)
def test_the_first_is_what_was_meant(index: SearchIndex, text: str, first: str) -> None:
    assert codes(index, text)[:1] == [first]


def test_a_word_by_mistake_for_another_is_found_by_all_the_others(index: SearchIndex) -> None:
    text = "Extirpation of Matter from Lest Kidney, Open Approach"
    assert codes(index, text)[0] == "0TC10ZZ"


def test_every_thing_comes_once_and_says_which_name_matched(index: SearchIndex) -> None:
    found = index.search("kidney", 9)
    assert len({one.iri for one in found}) == len(found)
    [one] = index.search("renal stone", 1)
    assert (one.text, one.system, one.kind, one.node) == (
        "Renal stone", "ICD10CM", "condition", "code",
    )  # fmt: skip


def test_what_is_ours_comes_before_what_is_as_good(index: SearchIndex) -> None:
    assert codes(index, "calculus of the kidney")[:2] == ["N20.0", "kidney-stone"], (
        "a preferred label is better than a synonym"
    )
    assert index.search("kidney", 1)[0].node == "procedure"


def test_filters_narrow_by_system_and_kind(index: SearchIndex) -> None:
    assert codes(index, "kidney", systems=["ICD10CM"]) == ["N20.0", "N20"]
    assert set(codes(index, "kidney", systems=[OURS])) == {"stone-removal", "kidney-stone"}
    assert set(codes(index, "kidney", kinds=["condition"])) == {"N20", "N20.0", "kidney-stone"}
    assert codes(index, "kidney", kinds=["condition"], systems=[OURS]) == ["kidney-stone"]
    assert codes(index, "kidney", kinds=["device"]) == []


def test_the_limit_holds(index: SearchIndex) -> None:
    assert len(codes(index, "kidney", limit=2)) == 2


def test_a_code_of_an_older_release_comes_after_those_that_are_current(
    rdf: ox.Store, tmp_path: Path
) -> None:
    hold(rdf, "ICD10CM", Term("N99", "Calculus of kidneys", "f:9", deprecated=True), name="0")
    write_index(rdf, tmp_path / "index")
    index = SearchIndex(tmp_path / "index")
    assert codes(index, "calculus of kidney", systems=["ICD10CM"])[:2] == ["N20.0", "N99"]
    assert codes(index, "N99") == ["N99"]


@pytest.mark.parametrize(
    "text",
    ["", " ", "of the", '"', "AND OR NOT", "NEAR(a b)", "a*", "^x", "text : y", "-", "💉", "\0",
     "kidney\0stone", "(", "'; DROP TABLE name; --", "x" * 10_000, "kidney " * 5_000],
)  # fmt: skip
def test_hostile_text_is_a_search_like_others(index: SearchIndex, text: str) -> None:
    assert isinstance(codes(index, text), list)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    rdf = ox.Store()
    say(rdf, ns.procedure("a"), ns.page("a"), "Removal of a kidney stone")
    file = tmp_path_factory.mktemp("small") / "index"
    write_index(rdf, file)
    return SearchIndex(file)


@given(st.text(max_size=80))
def test_any_text_is_a_search(small: SearchIndex, text: str) -> None:
    assert set(codes(small, text)) <= {"a"}
    assert codes(small, f"removal of a kidney stone {text}"[:25]) == ["a"]


def test_names_by_their_words_are_those_of_imported_codes(index: SearchIndex) -> None:
    [name] = index.named(key("kidney calculus"), ["condition"])
    assert (name.text, name.system, name.preferred) == ("Calculus of kidney", "ICD10CM", True)
    assert index.named(key("kidney stone"), ["condition"]) == []
    assert index.named(key("kidney calculus"), ["device"]) == []
    assert index.named((), ["condition"]) == []


def test_names_like_a_phrase_may_be_misspelled(index: SearchIndex) -> None:
    assert index.like("calclus of the ureter", ["condition"], 1)[0].text == "Calculus of ureter"
    assert index.like("xyzzy", ["condition"], 1) == []


def rows(file: Path) -> list[set[tuple[object, ...]]]:
    database = sqlite3.connect(file)
    statements = (
        "SELECT graph, iri, node, kind, system, text, key, language, rank FROM name",
        "SELECT word, names FROM word",
        "SELECT form, word FROM near",
    )
    found = [set(database.execute(statement)) for statement in statements]
    for table in ("stems", "letters"):
        check = f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
        database.execute(check)
    database.close()
    return found


def test_an_index_that_is_kept_in_step_is_that_which_is_written_anew(
    rdf: ox.Store, tmp_path: Path
) -> None:
    kept, fresh = tmp_path / "kept", tmp_path / "fresh"
    write_index(rdf, kept)
    changed = ns.release("ICD10CM", "1")
    rdf.remove_graph(ox.NamedNode(ns.release("CCAM", "1")))
    rdf.remove_graph(ox.NamedNode(changed))
    hold(rdf, "ICD10CM", Term("N21", "Calculus of bladder", "f:1"))
    write_index(rdf, kept, lambda graph: graph == changed)
    write_index(rdf, fresh)
    assert rows(kept) == rows(fresh)
    assert codes(SearchIndex(kept), "bladder calculus") == ["N21"]
    assert codes(SearchIndex(kept), "exérèse") == []


def test_an_index_of_another_version_is_refused_and_written_anew(
    rdf: ox.Store, tmp_path: Path
) -> None:
    file = tmp_path / "index"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE name(iri TEXT)")
    with pytest.raises(StoreError, match="not of this version"):
        SearchIndex(file)
    write_index(rdf, file, lambda graph: False)
    assert codes(SearchIndex(file), "N20.0") == ["N20.0"]


@pytest.mark.parametrize("name", ["a#b", "a?b", "%41", "ä b"])
def test_an_index_may_lie_in_any_folder(rdf: ox.Store, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    write_index(rdf, folder / "index")
    assert codes(SearchIndex(folder / "index"), "N20.0") == ["N20.0"]


def test_what_is_near_a_word_is_a_letter_away_or_two(tmp_path: Path) -> None:
    rdf = ox.Store()
    say(rdf, ns.procedure("a"), ns.page("a"), "nephrostomy kidney widening stent stents")
    write_index(rdf, tmp_path / "index")
    spelling = Spelling(sqlite3.connect(tmp_path / "index"))
    for typed in ("kidny", "kidnney", "kidnay", "kidnye"):
        assert spelling.near(typed) == ["kidney"]
    assert spelling.near("nefrostomy") == ["nephrostomy"]
    assert spelling.near("kdny") == [], "two letters of a short word are too many"
    assert spelling.meant("stent") == ["stent"]
    assert spelling.meant("zz") == ["zz"]
