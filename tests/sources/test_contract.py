"""What holds of every reader: one tiny release for each system and format, then the same tests.

A new reader needs a function here that writes its files, under its name on the command line; a
reader without one fails the first test. The words and codes are made up.
"""

import gzip
import itertools
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from procedura import namespaces as ns
from procedura import store
from procedura.cli import main
from procedura.errors import SourceError
from procedura.importing import import_release
from procedura.sources import FORMATS
from procedura.sources.contract import checked
from procedura.sources.layouts import _READERS
from procedura.systems import SYSTEMS
from procedura.terminology import KINDS, Release, Term
from procedura.triples import term_text
from release_files import order_text, read, written

Example = Callable[[Path], list[Path]]
EXAMPLES: dict[str, Example] = {}


def example_of(system: str) -> Callable[[Example], Example]:
    """Enter a function that writes the files of a tiny release into a folder."""

    def enter(write: Example) -> Example:
        EXAMPLES[system] = write
        return write

    return enter


@example_of("icd10pcs")
def _icd10pcs(folder: Path) -> list[Path]:
    text = order_text({"0XY": "Thumb, Polishing", "0XY0XZZ": "Polishing of Thumb"})
    return written(folder, {"order_2026.txt": text})


@example_of("icd10cm")
def _icd10cm(folder: Path) -> list[Path]:
    text = order_text({"X99": "Boredom", "X990": "Boredom of thumb"}, full=4)
    return written(folder, {"order_2026.txt": text})


@example_of("hcpcs")
def _hcpcs(folder: Path) -> list[Path]:
    text = 'Code,Description\nX9998,Wax for thumbs\nX9999,"Polishing, of a thumb"\n'
    return written(folder, {"hcpcs.csv": text})


@example_of("ccam")
def _ccam(folder: Path) -> list[Path]:
    acts = [
        {"code": "XXFA001", "libelle_court": "poliss. pouce", "libelle_long": "Polissage du pouce"},
        {"code": "XXFA002", "libelle_long": "Repos du pouce", "date_fin": "2010-01-01"},
    ]
    extended = [*acts, {**acts[0], "extension_descriptive": "01", "libelle_long": "Polissage fin"}]
    tree = [
        {"strate": "00.00.00.00", "code": "000001", "parent": "000000", "libelle": "TOUT"},
        {"strate": "01.00.00.00", "code": "000002", "parent": "000001", "libelle": "POUCE"},
        {"strate": "01.01.00.00", "code": "000003", "parent": "000002", "libelle": "Soins"},
    ]
    rows = [{**row, "type": "H"} for row in tree] + [
        {"strate": "01.01.00.00", "code": act["code"], "parent": "000003", "type": "A",
         "libelle": act["libelle_long"]} for act in acts
    ]  # fmt: skip
    notes = [{"code": "XXFA001", "type_note": "01", "libelle_type_note": "A l exclusion de",
              "note": "À l'exclusion de : ¶- la peinture"}]  # fmt: skip
    costs = [{"code": "XXFA001", "activite": "1", "phase": "0", "icr": 7}]
    lists = {"acts": acts, "extended": extended, "tree": rows, "notes": notes, "costs": costs}
    return written(folder, {f"{name}.json": json.dumps(entries) for name, entries in lists.items()})


@example_of("csarr")
def _csarr(folder: Path) -> list[Path]:
    acts = [
        {"code_hier": "01.01", "code": "XXX+001", "libelle": "Bercement", "anseqta": year}
        for year in ("2018", "2019")
    ]
    acts.append({**acts[0], "code": "XXX+002", "libelle": "Ancien bercement"})
    return written(folder, {"csarr.json": json.dumps(acts)})


@example_of("fhir")
def _fhir(folder: Path) -> list[Path]:
    colours = {
        "resourceType": "CodeSystem", "url": "http://example.org/colours", "name": "Colours",
        "status": "active", "content": "complete", "version": "1.2", "publisher": "Nobody",
        "concept": [
            {"code": "warm", "display": "Warm colour",
             "property": [{"code": "notSelectable", "valueBoolean": True}],
             "concept": [{"code": "red", "display": "Red", "definition": "Like a fire engine",
                          "designation": [{"language": "fr", "value": "Rouge"}]}]},
            {"code": "a/b c%", "display": "Odd",
             "property": [{"code": "parent", "valueCode": "warm"}]},
        ],
    }  # fmt: skip
    return written(folder, {"colours.json": json.dumps(colours)})


def _table(titles: str, *rows: str) -> str:
    return "".join("\t".join(row.split("|")) + "\r\n" for row in (titles, *rows))


@example_of("snomedct")
def _snomedct(folder: Path) -> list[Path]:
    start = "id|effectiveTime|active|moduleId|"
    same = "20250301|1|900000000000207008|"
    texts = {
        "sct2_Concept_Snapshot_INT_20250301.txt": _table(
            start + "definitionStatusId",
            *(f"{code}|{same}900000000000074008" for code in ("1111111", "2222222")),
        ),
        "sct2_Description_Snapshot_en_INT_20250301.txt": _table(
            start + "conceptId|languageCode|typeId|term|caseSignificanceId",
            f'31|{same}1111111|en|900000000000003001|Care "of" thumb (procedure)|9',
            f"32|{same}2222222|en|900000000000003001|Polishing of thumb (procedure)|9",
            f"33|{same}2222222|en|900000000000013009|Thumb polishing|9",
        ),
        "sct2_Relationship_Snapshot_INT_20250301.txt": _table(
            start + "sourceId|destinationId|relationshipGroup|typeId|characteristicTypeId"
            "|modifierId",
            f"41|{same}2222222|1111111|0|116680003|900000000000011006|900000000000451002",
        ),
        "der2_cRefset_LanguageSnapshot_en_INT_20250301.txt": _table(
            start + "refsetId|referencedComponentId|acceptabilityId",
            f"a1|{same}900000000000509007|33|900000000000548007",
        ),
    }
    return written(folder, texts)


@example_of("cpt")
def _cpt(folder: Path) -> list[Path]:
    notice = "Notice of nobody's rights\r\n\r\n"
    long = notice + "9999X\tPolishing of a thumb, with wax\r\n9998X\tRest of a thumb\r\n"
    short = notice + "9999X POLISH THUMB\r\n9998X REST THUMB\r\n"
    return written(folder, {"LONGULT.txt": long, "SHORTU.txt": short})


@example_of("ccs")
def _ccs(folder: Path) -> list[Path]:
    names = ("ICD-10-PCS CODE", "CCS CATEGORY", "ICD-10-PCS CODE DESCRIPTION",
             "CCS CATEGORY DESCRIPTION", "MULTI CCS LVL 1", "MULTI CCS LVL 1 LABEL",
             "MULTI CCS LVL 2", "MULTI CCS LVL 2 LABEL")  # fmt: skip
    rows = [(code, "7", "Polishing", "Care of thumbs", "1", "Thumbs", "1.1", "All thumbs")
            for code in ("0XY0XZZ", "0XY1XZZ")]  # fmt: skip
    lines = [",".join(f"'{cell}'" for cell in row) for row in (names, *rows)]
    return written(folder, {"ccs.csv": "\n".join(lines) + "\n"})


@example_of("mesh")
def _mesh(folder: Path) -> list[Path]:
    headings = "D000001\tThumbs\tPollices|Thumb\tA01.1\t\nD000002\tWax\t\tA01.1.2|J01\t\n"
    mappings = "MESH\tD000001\tThumbs\tUBERON\tUBERON:1\tthumb\n"
    return written(folder, {"headings.tsv": headings, "mappings.tsv": mappings})


def _obo(prefix: str) -> str:
    return (
        f"format-version: 1.2\ndata-version: 2031-01-01\nontology: {prefix.lower()}\n\n"
        f'[Term]\nid: {prefix}:0000118\nname: Thumb\nsynonym: "Pollex" EXACT []\n\n'
        f"[Term]\nid: {prefix}:0000119\nname: Sore thumb\nis_a: {prefix}:0000118 ! Thumb\n"
    )


def _enter_ontology(system: str, prefix: str) -> None:
    @example_of(system)
    def _ontology(folder: Path) -> list[Path]:
        return written(folder, {"thumbs.obo": _obo(prefix)})


for _system in ("maxo", "hp", "uberon"):
    _enter_ontology(_system, _system.upper())
_enter_ontology("obo", "THUMB")


@example_of("mondo")
@example_of("doid")
def _flat(folder: Path) -> list[Path]:
    terms = [
        {"id": "1", "name": "Sore thumb", "synonyms": ["Thumb pain"]},
        {"id": "2", "name": "Very sore thumb", "relations": {"is_a": ["1"]}},
    ]
    return written(folder, {"thumbs.json": json.dumps(terms)})


@example_of("skos")
def _skos(folder: Path) -> list[Path]:
    text = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix e: <http://example.org/thumbs/> .
e: a skos:ConceptScheme ; skos:prefLabel "Thumbs"@en .
e:sore a skos:Concept ; skos:prefLabel "sore thumb"@en , "pouce"@fr .
e:very a skos:Concept ; skos:prefLabel "very sore thumb"@en ; skos:broader e:sore .
"""
    return written(folder, {"thumbs.ttl": text})


ALL = sorted({*_READERS, *FORMATS})


@pytest.fixture
def paths(request: pytest.FixtureRequest, tmp_path: Path) -> list[Path]:
    """The files of the tiny release of a system, in a folder of their own."""
    folder = tmp_path / "files"
    folder.mkdir()
    return EXAMPLES[request.getfixturevalue("system")](folder)


def _quads(folder: Path) -> bytes:
    rdf = store.open_read_only(folder).rdf
    lines = rdf.dump(format=RdfFormat.N_QUADS)
    assert lines
    return b"\n".join(sorted(lines.splitlines()))


def test_every_reader_has_an_example() -> None:
    assert set(EXAMPLES) >= set(ALL)


@pytest.mark.parametrize("system", ALL)
def test_what_is_read_keeps_the_contract(system: str, paths: list[Path]) -> None:
    release = read(system, paths)
    terms = list(release.terms)
    codes = {term.code for term in terms}
    assert len(terms) == len(codes) >= 2
    for term in terms:
        assert term.label.strip()
        assert term.kind in ("", *KINDS)
        assert set(term.broader) <= codes - {term.code}
        assert any(path.name in term.where for path in paths)


@pytest.mark.parametrize("system", ALL)
def test_every_term_is_valid_n_triples_that_say_the_same(system: str, paths: list[Path]) -> None:
    release = read(system, paths)
    for term in release.terms:
        _assert_says_the_same(term, release)


def _assert_says_the_same(term: Term, release: Release) -> None:
    subject = NamedNode(ns.code(release.system.prefix, term.code))
    rdf = Store()
    rdf.bulk_load(term_text(term, release.system).encode(), RdfFormat.N_TRIPLES)

    def said(name: str) -> set[str]:
        predicate = NamedNode(ns.expand(name))
        objects = (quad.object for quad in rdf.quads_for_pattern(subject, predicate, None))
        return {one.value for one in objects if isinstance(one, Literal)}

    assert said("skos:notation") == {term.code}
    assert said("skos:prefLabel") == {term.label}
    names = {name for name in term.synonyms if name != term.label}
    assert said("skos:altLabel") == names | {name for _, name in term.translations}
    assert said("skos:note") == set(term.notes)
    assert said("skos:definition") == ({term.definition} if term.definition else set())
    assert ns.split_code(subject.value) == (release.system.prefix, term.code)


@pytest.mark.parametrize("system", ALL)
def test_the_order_of_the_files_changes_nothing(system: str, paths: list[Path]) -> None:
    def terms(order: Sequence[Path]) -> list[Term]:
        found = [term._replace(where="") for term in read(system, order).terms]
        return sorted(found, key=lambda term: term.code)

    orders = list(itertools.permutations(paths))
    expected = terms(paths)
    for order in random.Random(7).sample(orders, min(len(orders), 12)):  # noqa: S311
        assert terms(order) == expected


@pytest.mark.parametrize("system", ALL)
def test_the_same_release_takes_its_own_place_and_a_newer_one_stands_beside_it(
    system: str, paths: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "graph"
    first = import_release(folder, system, paths, name="1")
    before = _quads(folder)
    assert import_release(folder, system, paths, name="1") == first
    assert _quads(folder) == before
    assert import_release(folder, system, paths, name="2").former == ("1",)


HTML = b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please</body></html>\n"
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "blank": lambda _: b" \n\n",
    "binary": lambda _: b"\x00\xff" * 100,
    "binary-inside": lambda whole: whole[: len(whole) // 2] + b"\x00\xff" * 100,
    "web-page": lambda _: HTML,
    "gzip-cut": lambda whole: gzip.compress(whole)[: len(gzip.compress(whole)) // 2],
    "gzip-broken": lambda whole: gzip.compress(whole)[:12] + b"\xff" * 40,
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("system", ALL)
def test_a_damaged_file_is_refused_and_named(system: str, damage: str, paths: list[Path]) -> None:
    for path in paths:
        whole = path.read_bytes()
        path.write_bytes(DAMAGES[damage](whole))
        with pytest.raises(SourceError) as caught:
            read(system, paths)
        assert path.name in caught.value.where
        assert "\n" not in str(caught.value)
        path.write_bytes(whole)


@pytest.mark.parametrize("system", ALL)
def test_a_file_cut_in_half_is_refused_or_a_beginning_of_the_whole(
    system: str, paths: list[Path]
) -> None:
    """A line that is cut inside its last column cannot be told from a shorter one."""
    whole_codes = {term.code for term in read(system, paths).terms}
    for path in paths:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        found = _codes_or_error(system, paths)
        if isinstance(found, SourceError):
            assert found.where.startswith(tuple(one.name for one in paths))
        else:
            assert path.suffix not in (".json", ".xml")
            assert found <= whole_codes
        path.write_bytes(whole)


def _codes_or_error(system: str, paths: Sequence[Path]) -> set[str] | SourceError:
    try:
        return {term.code for term in read(system, paths).terms}
    except SourceError as error:
        return error


def _doubled(path: Path) -> bytes:
    """Return a file with its last entry or line twice."""
    text = path.read_text("utf-8")
    if path.suffix == ".obo":
        return (text + "\n[Term]" + text.rpartition("[Term]")[2]).encode()
    if path.suffix != ".json":
        return (text + text.splitlines(keepends=True)[-1]).encode()
    document = json.loads(text)
    entries = document if isinstance(document, list) else document["concept"]
    entries.append(entries[-1])
    return json.dumps(document).encode()


# What RDF says twice it says once.
@pytest.mark.parametrize("system", [one for one in ALL if one != "skos"])
def test_an_entry_that_stands_twice_is_refused(system: str, paths: list[Path]) -> None:
    """In the first file, which lists the codes in every example."""
    paths[0].write_bytes(_doubled(paths[0]))
    with pytest.raises(SourceError, match="stands here and in") as caught:
        read(system, paths)
    assert caught.value.where.startswith(paths[0].name)
    assert caught.value.where != paths[0].name  # the line or entry, too


@pytest.mark.parametrize("system", ALL)
def test_a_refused_import_leaves_the_graph_as_it_was(
    system: str, paths: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "graph"
    import_release(folder, system, paths, name="1")
    before = _quads(folder)
    whole = paths[0].read_bytes()
    command = ["import", system, *map(str, paths), "--release", "2", "--graph", str(folder)]
    for damage in ("binary", "web-page", "gzip-cut"):
        paths[0].write_bytes(DAMAGES[damage](whole))
        with pytest.raises(SystemExit) as left:
            main(command)
        assert left.value.code == 2, damage
        lines = capsys.readouterr().err.splitlines()
        [said] = [line for line in lines if "error" in line.casefold()]
        assert said.startswith(f"error: {paths[0].name}"), damage
        assert _quads(folder) == before, damage


_ODD = '"\\\n\r\t<>{}|^`%/#?@.\u202e\u200f\U0001f9b4\0\ud800'
HOSTILE = st.text(st.one_of(st.characters(), st.sampled_from(_ODD)), max_size=40)


@given(code=HOSTILE, label=HOSTILE, other=HOSTILE, tag=st.one_of(HOSTILE, st.just("fr-CA")))
@example(code='a"b\\c', label='say "\\n" <b>\n\r', other="\u200fx\U0001f9b4", tag="fr")
@example(code="../..", label="%2F", other="\\u0041", tag="en")
@settings(max_examples=300)
def test_hostile_text_survives_or_is_refused(code: str, label: str, other: str, tag: str) -> None:
    release = Release(SYSTEMS["ccam"], "1", [
        Term(code, label, "a.txt:1", synonyms=(other,), notes=(other,), definition=other,
             translations=((tag, other),), values=(("treeNumber", other),))
    ])  # fmt: skip
    refused = None
    try:
        terms = list(checked(release))
    except SourceError as error:
        refused = error
    if refused is None:
        _assert_says_the_same(terms[0], release)
    else:
        assert refused.where == "a.txt:1"
        assert str(refused).encode()  # can be printed


@pytest.mark.parametrize(
    "unfit", ["\0", "\x1b[31m", "\x85", "\u202e", "\u2066", "\ud800"], ids=ascii
)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: {"code": f"a{text}b"},
        lambda text: {"label": text},
        lambda text: {"synonyms": (text,)},
        lambda text: {"translations": (("fr", text),)},
        lambda text: {"definition": text},
        lambda text: {"notes": (text,)},
        lambda text: {"broader": (text,)},
        lambda text: {"values": (("treeNumber", text),)},
    ],
)
def test_control_characters_are_refused_everywhere(
    unfit: str, change: Callable[[str], dict[str, Any]]
) -> None:
    term = Term("X", "Thumb", "a.txt:1")._replace(**change(f"a{unfit}b"))
    with pytest.raises(SourceError, match=r"control characters|space"):
        list(checked(Release(SYSTEMS["ccam"], "1", [term])))


@pytest.mark.parametrize("code", [" X", "X ", "X\tY", "X  Y", "X\n"])
def test_a_code_with_space_at_an_end_is_refused(code: str) -> None:
    with pytest.raises(SourceError, match="space"):
        list(checked(Release(SYSTEMS["ccam"], "1", [Term(code, "Thumb", "a.txt:1")])))


@pytest.mark.parametrize("tag", ["", "en_US", "e", "français", "en-", "en us"])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    term = Term("X", "Thumb", "a.txt:1", translations=((tag, "pouce"),))
    with pytest.raises(SourceError, match="language tag"):
        list(checked(Release(SYSTEMS["ccam"], "1", [term])))


def test_a_release_without_codes_is_refused() -> None:
    with pytest.raises(SourceError, match="no code in the files"):
        list(checked(Release(SYSTEMS["ccam"], "1", [])))
