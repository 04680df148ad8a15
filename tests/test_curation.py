"""What stands unlinked, what curators decide about it, and SSSOM in and out."""

import csv
import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat

from procedura import ProcedureGraph, store
from procedura import namespaces as ns
from procedura.build import build
from procedura.cli import procedura
from procedura.curation import curate
from procedura.errors import SourceError
from procedura.search import write_index
from procedura.sources import MappingSet, read_mapping_set
from procedura.systems import own_iri
from procedura.terminology import Term
from release_files import hold

CONCEPTS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/procedura/concept/> .
<condition/glow> a skos:Concept ; skos:inScheme <condition> ; skos:prefLabel "glowing knee"@en .
<condition/gleam> a skos:Concept ; skos:inScheme <condition> ; skos:prefLabel "gleaming knee"@en .
"""
PAGE = """# {name}

## Indications
- Purple fever
- Zorbing
- A knee that gleams at times
- {own}

## Risks and Complications
- Snorkelitis
- Zorbing
"""
HEADER = """#mapping_set_id: https://example.org/set
#license: https://creativecommons.org/publicdomain/zero/1.0/
#curie_map:
#  MONDO: http://purl.obolibrary.org/obo/MONDO_
#  condition: https://w3id.org/procedura/concept/condition/
#  EX: https://example.org/
"""
COLUMNS = ("subject_label", "subject_type", "predicate_id", "predicate_modifier", "object_id",
           "mapping_justification")  # fmt: skip
Table = Callable[..., Path]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Write a table of literal mappings; a line is phrase, modifier, object, justification."""

    def write(*lines: tuple[str, str, str, str], name: str = "mine.sssom.tsv") -> Path:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            file.write(HEADER)
            writer = csv.writer(file, delimiter="\t", lineterminator="\n")
            writer.writerow(COLUMNS)
            for phrase, modifier, target, by in lines:
                writer.writerow(
                    (phrase, "rdfs literal", "skos:exactMatch", modifier, target, f"semapv:{by}")
                )
        return tmp_path / name

    return write


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder, pages = tmp_path_factory.mktemp("pages"), []
    for name, own in (("first", "Zorbing!"), ("second", "Fretting")):
        page = folder / f"{name}.md"
        page.write_text(PAGE.format(name=f"{name} procedure", own=own), encoding="utf-8")
        pages.append(page)
    return pages


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, pages: list[Path]) -> Path:
    """A small graph of two pages, two concepts and two imported terms."""
    folder = tmp_path_factory.mktemp("built") / "graph"
    with store.next_generation(folder) as generation:
        generation.rdf.load(CONCEPTS.encode(), RdfFormat.TURTLE,
                            to_graph=NamedNode(ns.concept("condition")))  # fmt: skip
        hold(generation.rdf, "MONDO", Term("1", "purple fever", "m:1"), Term("2", "plonk", "m:2"))
        hold(generation.rdf, "HP", Term("9", "Snorkelitis", "h:9"))
        write_index(generation.rdf, generation.search_index)
    build(folder, pages)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of the small graph that a test may change."""
    shutil.copytree(built, tmp_path / "graph")
    return tmp_path / "graph"


def import_anew(folder: Path, *terms: Term) -> None:
    with store.next_generation(folder) as generation:
        generation.rdf.remove_graph(NamedNode(ns.release("MONDO", "1")))
        hold(generation.rdf, "MONDO", *terms)
        write_index(generation.rdf, generation.search_index)


def linked(folder: Path, phrase: str, kind: str = "indication") -> list[tuple[str, str]]:
    [links] = ProcedureGraph(folder).link([phrase], kind)
    return [(ns.curie(link.iri), link.method) for link in links]


def on_pages(folder: Path, phrase: str) -> set[tuple[str, str]]:
    """What the lines of the stored pages that read so are linked to."""
    found: set[tuple[str, str]] = set()
    for name in ("first", "second"):
        for page in ProcedureGraph(folder).procedure(f"{name}-procedure").pages:
            for one in page.statements:
                if one.text == phrase:
                    found |= {(ns.curie(link.iri), link.method) for link in one.links}
    return found


def decide(folder: Path, *files: Path) -> None:
    curate(folder, files)


def test_pages_are_linked_to_imported_terms(folder: Path) -> None:
    assert on_pages(folder, "Purple fever") == {("MONDO:1", "exact")}
    assert on_pages(folder, "Snorkelitis") == {("HP:9", "exact")}


def test_unlinked_phrases_come_by_how_often_they_stand(folder: Path) -> None:
    found = ProcedureGraph(folder).unlinked()
    assert [(one.phrase, one.count, one.kinds) for one in found] == [
        ("Zorbing", 5, ("indication", "risk")),
        ("A knee that gleams at times", 2, ("indication",)),
        ("Fretting", 1, ("indication",)),
    ]
    assert [ns.curie(one.iri) for one in found[1].candidates] == ["condition:gleam"]
    assert len(ProcedureGraph(folder).unlinked(limit=1)) == 1


def test_what_would_be_linked_by_now_is_not_unlinked(folder: Path, table: Table) -> None:
    decide(folder, table(("fretting", "", "condition:glow", "ManualMappingCuration")))
    assert "Fretting" not in [one.phrase for one in ProcedureGraph(folder).unlinked()]


def test_an_accepted_phrase_is_linked_from_then_on(
    folder: Path, table: Table, pages: list[Path]
) -> None:
    decide(
        folder,
        table(
            ("zorbing", "", "MONDO:2", "ManualMappingCuration"),
            ("Fretting", "", "condition:glow", "MappingReview"),
        ),
    )
    assert linked(folder, "Zorbing.") == [("MONDO:2", "curated")]
    build(folder, pages)
    assert on_pages(folder, "Zorbing") == {("MONDO:2", "curated")}
    assert on_pages(folder, "Fretting") == {("condition:glow", "curated")}
    build(folder, pages)
    assert on_pages(folder, "Zorbing") == {("MONDO:2", "curated")}


def test_a_rejected_link_never_returns(folder: Path, table: Table, pages: list[Path]) -> None:
    decide(
        folder,
        table(
            ("purple fever", "Not", "MONDO:1", "ManualMappingCuration"),
            ("glowing knee", "Not", "condition:glow", "ManualMappingCuration"),
        ),
    )
    for _ in range(2):
        for phrase in ("Purple fever", "Severe purple fever", "Glowing knees", "A glowing knee."):
            assert linked(folder, phrase) == []
            [meant] = ProcedureGraph(folder).meanings([phrase], "condition", candidates=50)
            assert not meant.links
            near = {ns.curie(one.iri) for one in meant.candidates}
            assert not {"MONDO:1", "condition:glow"} & near
        build(folder, pages)
        assert on_pages(folder, "Purple fever") == set()
        import_anew(folder, Term("1", "purple fever", "m:1"))


def test_decisions_add_up_and_the_last_one_holds(folder: Path, table: Table) -> None:
    decide(folder, table(("zorbing", "Not", "MONDO:2", "ManualMappingCuration")))
    decide(folder, table(("fretting", "", "condition:glow", "ManualMappingCuration")))
    [zorbing] = ProcedureGraph(folder).meanings(["zorbing"], "condition", candidates=50)
    assert "MONDO:2" not in [ns.curie(one.iri) for one in zorbing.candidates]
    decide(folder, table(("Zorbing!", "", "MONDO:2", "ManualMappingCuration")))
    assert linked(folder, "zorbing") == [("MONDO:2", "curated")]


def test_a_decision_waits_for_its_vocabulary(folder: Path, table: Table) -> None:
    report = curate(folder, [table(("fretting", "", "MONDO:77", "ManualMappingCuration"))])
    assert (report.accepted, report.unknown) == (1, 1)
    assert linked(folder, "Fretting") == []
    import_anew(folder, Term("77", "the frets", "m:1"))
    assert linked(folder, "Fretting") == [("MONDO:77", "curated")]


def test_proposals_that_nobody_decided_on_change_nothing(folder: Path, table: Table) -> None:
    proposals = table(("fretting", "", "condition:glow", "LexicalSimilarityThresholdMatching"))
    assert curate(folder, [proposals]).undecided == 1
    assert linked(folder, "Fretting") == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("zorb", "", "XX:1", "ManualMappingCuration"), "unknown prefix 'XX'"),
        (("zorb", "", "MONDO:a b", "ManualMappingCuration"), "is no CURIE"),
        (("zorb", "", "", "ManualMappingCuration"), "no object_id"),
        (("", "", "MONDO:1", "ManualMappingCuration"), "no subject_label"),
        (("zorb", "never", "MONDO:1", "ManualMappingCuration"), "unknown predicate_modifier"),
        (("zorb", "", "condition:none", "ManualMappingCuration"), "is no concept"),
        (("...", "", "MONDO:1", "ManualMappingCuration"), "has no words"),
        (("fretting.", "Not", "MONDO:1", "MappingReview"), "accepted and rejected"),
    ],
)
def test_a_wrong_line_is_named_and_the_graph_stays(
    folder: Path, table: Table, line: tuple[str, str, str, str], says: str
) -> None:
    before = (folder / "current").read_text()
    good = ("fretting", "", "MONDO:1", "ManualMappingCuration")
    with pytest.raises(SourceError, match=says) as raised:
        curate(folder, [table(good, line)])
    assert raised.value.where == f"mine.sssom.tsv:{HEADER.count(chr(10)) + 3}"
    assert (folder / "current").read_text() == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x00\x01\xff\xfe", "cannot be read as text"),
        (b"", "no column predicate_id"),
        (b"#curie_map: [\nsubject_label\n", "no YAML"),
        (b"#- a\n#- b\nsubject_label\n", "no YAML"),
        (b"#mapping_date: 2026-02-30\nsubject_label\n", "no YAML"),
        (b"#" + b"[" * 3000 + b"\nsubject_label\n", "no YAML"),
        (b"subject_label\tobject_id\nx\ty\n", "no column predicate_id"),
        (b"predicate_id\tobject_id\tmapping_justification\na\tb\tc\td\n", "more cells"),
        (b'predicate_id\tobject_id\tmapping_justification\n"a\tb\tc\n', "the row is damaged"),
        (b'predicate_id\tobject_id\t"mapping_justification\n', "the row is damaged"),
    ],
)
def test_what_is_no_sssom_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "bad.sssom.tsv"
    file.write_bytes(content)
    with pytest.raises(SourceError, match=says) as raised:
        read_mapping_set(file)
    assert raised.value.where.startswith("bad.sssom.tsv")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.mktemp("any") / "any.tsv"
    file.write_bytes(HEADER.encode() + "\t".join(COLUMNS).encode() + b"\n" + content)
    with suppress(SourceError):
        assert all(one.phrase and one.iri for one in read_mapping_set(file).decisions)


def test_mappings_of_concepts_come_in_and_go_out(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "concepts.sssom.tsv"
    lines = (
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tpredicate_modifier",
        "condition:glow\tskos:closeMatch\tMONDO:1\tsemapv:LexicalMatching\t0.8\t",
        "condition:glow\tskos:exactMatch\tMONDO:2\tsemapv:ManualMappingCuration\t\tNot",
        "MONDO:2\tskos:broadMatch\tEX:a/b#c\tsemapv:LexicalMatching\t0.5\t",
    )
    file.write_text(HEADER + "\n".join(lines) + "\n")
    assert curate(folder, [file]).mappings == 2
    assert curate(folder, [file]).mappings == 2  # it takes its own place
    rows = exported(folder, tmp_path / "out.sssom.tsv")
    assert {(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows} == {
        ("condition:glow", "skos:closeMatch", "MONDO:1"),
        ("MONDO:2", "skos:broadMatch", "ns:c"),
    }
    [first] = [row for row in rows if row["subject_id"] == "condition:glow"]
    assert (first["subject_label"], first["object_label"], first["confidence"]) == (
        "glowing knee", "purple fever", "0.8"
    )  # fmt: skip


def exported(folder: Path, file: Path) -> list[dict[str, str]]:
    with file.open("wb") as output:
        ProcedureGraph(folder).export(output, "sssom")
    lines = file.read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(table, delimiter="\t"))


def test_what_is_exported_can_be_taken_over_elsewhere(
    folder: Path, table: Table, tmp_path: Path
) -> None:
    decide(
        folder,
        table(
            ('"quoted" # zorbing', "", "MONDO:2", "ManualMappingCuration"),
            ("purple fever", "Not", "MONDO:1", "ManualMappingCuration"),
        ),
    )
    rows = exported(folder, tmp_path / "out.sssom.tsv")
    read = read_mapping_set(tmp_path / "out.sssom.tsv")
    assert {(one.phrase, ns.curie(one.iri), one.accepted) for one in read.decisions} == {
        ("'quoted' # zorbing".replace("'", '"'), "MONDO:2", True),
        ("purple fever", "MONDO:1", False),
    }
    assert {row["subject_type"] for row in rows} == {"rdfs literal"}
    curate(folder, [tmp_path / "out.sssom.tsv"])
    assert exported(folder, tmp_path / "again.sssom.tsv") == rows


def test_sssom_py_reads_what_is_exported(folder: Path, table: Table, tmp_path: Path) -> None:
    parsers = pytest.importorskip("sssom.parsers")
    decide(folder, table(("zorbing", "Not", "MONDO:2", "ManualMappingCuration")))
    rows = exported(folder, tmp_path / "out.sssom.tsv")
    assert len(parsers.parse_sssom_table(tmp_path / "out.sssom.tsv").df) == len(rows) == 1


def test_names_of_publishers_are_ours() -> None:
    assert own_iri("http://purl.obolibrary.org/obo/HP_0000001") == ns.code("HP", "0000001")
    assert own_iri("https://example.org/HP_1") == "https://example.org/HP_1"


def run(*arguments: str | Path, typed: str = "") -> Result:
    return CliRunner().invoke(procedura, [*map(str, arguments)], input=typed)


def test_the_commands_print_what_the_library_finds(folder: Path, tmp_path: Path) -> None:
    phrases = tmp_path / "phrases.txt"
    phrases.write_text("Glowing knees\n\nnothing known\n", encoding="utf-8")
    ran = run("link", "--file", phrases, "--format", "json", "--graph", folder)
    first, second = json.loads(ran.stdout)
    assert [(one["curie"], one["method"], one["score"]) for one in first["links"]] == [
        ("condition:glow", "exact", 0.98)
    ]
    assert (second["text"], second["links"]) == ("nothing known", [])
    typed = run(
        "link", "--file", "-", "--format", "tsv", "--graph", folder, typed="gleaming knee\n"
    )
    heading, line = typed.stdout.splitlines()
    assert dict(zip(heading.split("\t"), line.split("\t"), strict=True))["Means"] == (
        "condition:gleam"
    )
    assert "glowing knee" in run("link", "glowing knee", "--graph", folder).stdout
    listed = run("unlinked", "--limit", "1", "--format", "json", "--graph", folder)
    assert [one["phrase"] for one in json.loads(listed.stdout)] == ["Zorbing"]


def test_a_kind_or_file_that_does_not_exist_is_refused(folder: Path, tmp_path: Path) -> None:
    assert "none of" in run("link", "x", "--kind", "y", "--graph", folder).stderr
    assert run("link", "--graph", folder).exit_code == 2
    missing = run("link", "--file", tmp_path / "none", "--graph", folder)
    assert isinstance(missing.exception, SourceError)
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    unread = run("link", "--file", tmp_path / "bytes", "--graph", folder)
    assert isinstance(unread.exception, SourceError)


def test_a_curator_decides_on_what_unlinked_proposes(folder: Path, tmp_path: Path) -> None:
    ran = run("unlinked", "--format", "sssom", "--graph", folder)
    file = tmp_path / "proposals.sssom.tsv"
    lines = ran.stdout.splitlines()
    assert read(file, lines).undecided == len(read(file, lines).decisions) + 1 == 1
    decided = [line.replace("semapv:LexicalSimilarityThresholdMatching",
                            "semapv:ManualMappingCuration") for line in lines]  # fmt: skip
    [decision] = read(file, decided).decisions
    assert (decision.phrase, ns.curie(decision.iri)) == (
        "A knee that gleams at times", "condition:gleam"
    )  # fmt: skip
    ran = run("curate", file, "--graph", folder, "--format", "json")
    assert json.loads(ran.stdout)["accepted"] == 1
    assert linked(folder, "a knee that gleams at times") == [("condition:gleam", "curated")]
    said = run("link", "a knee that gleams at times", "--format", "sssom", "--graph", folder)
    assert "semapv:ManualMappingCuration\t1" in said.stdout


def read(file: Path, lines: list[str]) -> MappingSet:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_mapping_set(file)
