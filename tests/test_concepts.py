"""The concept schemes in data/concepts: sound as SKOS, and mapped to terms that exist."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode

from procedura import namespaces as ns
from procedura.resources import folder, read_turtle
from procedura.terminology import Term

DATA = Path(str(folder("data")))
SCHEMES = (
    "approach", "body-site", "complication", "condition", "device", "guidance", "operation",
    "preparation", "purpose", "role", "setting", "specialty",
)  # fmt: skip
AXES = ("approach", "body-site", "device", "guidance", "operation")

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
INVASIVENESS = {
    "non-procedural": 0,
    "external": 1,
    "via-natural-opening": 2,
    "via-natural-opening-endoscopic": 3,
    "percutaneous": 4,
    "endovascular": 4,
    "percutaneous-endoscopic": 5,
    "laparoscopic": 5,
    "robotic-assisted-laparoscopic": 5,
    "open": 6,
}


@dataclass
class Node:
    """What a file says of one subject: short name of the property → values, in their order."""

    iri: str
    values: dict[str, list[str]] = field(default_factory=dict)
    languages: set[str | None] = field(default_factory=set)

    @property
    def slug(self) -> str:
        return self.iri.rsplit("/", 1)[1]

    def all(self, *names: str) -> list[str]:
        return [value for name in names for value in self.values.get(name, [])]

    @property
    def labels(self) -> list[str]:
        return self.all("prefLabel", "altLabel")


@dataclass
class Scheme:
    """One file: the scheme itself, and its concepts in the order of the file."""

    name: str
    node: Node
    concepts: dict[str, Node]


@lru_cache
def read(name: str) -> Scheme:
    iri = ns.concept(name)
    nodes: dict[str, Node] = {}
    for triple in read_turtle(DATA / "concepts" / f"{name}.ttl"):
        assert isinstance(triple.subject, NamedNode), "no blank nodes"
        assert isinstance(triple.object, NamedNode | Literal)
        node = nodes.setdefault(triple.subject.value, Node(triple.subject.value))
        key = re.split("[#/]", triple.predicate.value)[-1]
        node.values.setdefault(key, []).append(triple.object.value)
        if isinstance(triple.object, Literal):
            node.languages.add(triple.object.language)
    return Scheme(name, nodes.pop(iri), nodes)


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return read(str(request.param))


def test_each_file_is_a_scheme() -> None:
    assert sorted(path.stem for path in (DATA / "concepts").glob("*.ttl")) == sorted(SCHEMES)


def test_a_scheme_says_what_it_is(scheme: Scheme) -> None:
    node = scheme.node
    assert node.all("type") == [ns.PREFIXES["skos"] + "ConceptScheme"]
    assert len(node.all("prefLabel")) == len(node.all("definition")) == 1
    assert node.all("license") == [LICENCE]


def test_a_concept_is_complete(scheme: Scheme) -> None:
    for concept in scheme.concepts.values():
        kinds = set(concept.all("type"))
        assert kinds - {ns.term("Circumstance")} == {ns.PREFIXES["skos"] + "Concept"}
        assert concept.all("inScheme") == [scheme.node.iri], concept.slug
        assert re.fullmatch(re.escape(scheme.node.iri) + "/[a-z0-9]+(-[a-z0-9]+)*", concept.iri)
        assert len(concept.all("prefLabel")) == len(concept.all("definition")) == 1, concept.slug
        assert concept.languages == {"en"}, concept.slug


def test_a_label_names_one_concept(scheme: Scheme) -> None:
    count = Counter(
        label.casefold() for concept in scheme.concepts.values() for label in concept.labels
    )
    assert [label for label, times in count.items() if times > 1] == []


def test_labels_are_tidy(scheme: Scheme) -> None:
    for concept in scheme.concepts.values():
        for label in concept.labels:
            assert label, concept.slug
            assert label == " ".join(label.split()), concept.slug
            assert not re.search(r"[{}|;]|\.$", label), label


def test_a_concept_is_at_the_top_or_has_a_broader_one(scheme: Scheme) -> None:
    for concept in scheme.concepts.values():
        broader, top = concept.all("broader"), concept.all("topConceptOf")
        assert bool(broader) != bool(top), concept.slug
        assert set(top) <= {scheme.node.iri}
        assert set(broader) <= set(scheme.concepts), concept.slug


def test_nothing_is_broader_than_itself(scheme: Scheme) -> None:
    def above(iri: str, seen: frozenset[str]) -> Iterator[str]:
        for up in scheme.concepts[iri].all("broader"):
            assert up not in seen, f"{iri} is its own broader concept"
            yield up
            yield from above(up, seen | {up})

    for iri, concept in scheme.concepts.items():
        list(above(iri, frozenset({iri})))
        direct = concept.all("broader")
        further = {high for up in direct for high in above(up, frozenset({up}))}
        assert not further & set(direct), f"{concept.slug} is twice below the same concept"


def test_a_file_is_sorted(scheme: Scheme) -> None:
    slugs = [concept.slug for concept in scheme.concepts.values()]
    assert slugs == sorted(slugs)


Row = dict[str, str]
LEXICAL, MANUAL, CHAINED = (
    f"semapv:{name}" for name in ("LexicalMatching", "ManualMappingCuration", "MappingChaining")
)


@lru_cache
def mappings(name: str) -> list[Row]:
    text = (DATA / "mappings" / f"{name}.sssom.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def concept_of(row: Row, scheme: Scheme) -> Node:
    return scheme.concepts[f"{scheme.node.iri}/{row['subject_id'].partition(':')[2]}"]


def test_every_scheme_has_a_mapping_set() -> None:
    files = {path.name.split(".")[0] for path in (DATA / "mappings").glob("*.sssom.tsv")}
    assert files == {*SCHEMES, "phrases"}


def test_a_mapping_says_what_how_and_how_sure(scheme: Scheme) -> None:
    for row in mappings(scheme.name):
        assert [row["subject_label"]] == concept_of(row, scheme).all("prefLabel"), row
        assert row["predicate_id"] in {"skos:exactMatch", "skos:closeMatch", "skos:broadMatch"}
        assert row["mapping_justification"] in {LEXICAL, MANUAL, CHAINED}, row
        assert 0.5 <= float(row["confidence"]) < 1, row
        # A line that names do not prove is a decision, and says why.
        assert bool(row["comment"]) == (row["mapping_justification"] == MANUAL), row


def test_a_mapping_set_is_sorted(scheme: Scheme) -> None:
    order = [(r["subject_id"], r["predicate_id"], r["object_id"]) for r in mappings(scheme.name)]
    assert order == sorted(order)


def test_a_term_is_matched_in_one_way(scheme: Scheme) -> None:
    pairs = Counter((row["subject_id"], row["object_id"]) for row in mappings(scheme.name))
    assert [pair for pair, times in pairs.items() if times > 1] == []


def test_a_term_is_the_same_as_one_concept_only(scheme: Scheme) -> None:
    count = Counter(
        row["object_id"]
        for row in mappings(scheme.name)
        if row["predicate_id"] == "skos:exactMatch"
    )
    assert [term for term, times in count.items() if times > 1] == []


def test_every_approach_has_one_rank_and_its_source_is_said() -> None:
    triples = read_turtle(folder("ontology") / "invasiveness.ttl")
    ranks = [
        (ns.local_name(triple.subject.value), int(triple.object.value))
        for triple in triples
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal)
        if triple.predicate.value.endswith("#invasiveness")
    ]
    assert sorted(ranks) == sorted(INVASIVENESS.items())
    assert {slug for slug, _ in ranks} == {one.slug for one in read("approach").concepts.values()}
    assert "http://purl.org/dc/terms/source" in {triple.predicate.value for triple in triples}


def test_no_concept_is_missing_that_a_page_names() -> None:
    named: dict[str, set[str]] = {axis: set() for axis in (*AXES, "purpose")}
    for page in sorted((DATA / "procedures").glob("*.md")):
        matter = yaml.safe_load(page.read_text("utf-8").split("---")[1])
        named["purpose"].update(matter["purpose"])
        for axis, slugs in matter["axes"].items():
            named[axis].update(slugs)
    for axis, slugs in named.items():
        assert slugs <= {concept.slug for concept in read(axis).concepts.values()}, axis


@pytest.fixture(scope="module")
def tool() -> Any:
    """What made the mappings."""
    return pytest.importorskip("map_concepts", reason="the folder 'tools' is not here")


@pytest.fixture(scope="module")
def term_of(tool: Any, shared: Path) -> Callable[[Row], Term | None]:
    """Finds the term that a line leads to, None if its publisher has no such term."""
    sources = shared / "sources"
    if not sources.is_dir():
        pytest.skip("the folder 'shared/sources' with the published files is missing")

    def find(row: Row) -> Term | None:
        prefix, _, identifier = row["object_id"].partition(":")
        found: Term | None = tool.published(sources, prefix).get(identifier)
        return found

    return find


def test_words_of_a_label(tool: Any) -> None:
    assert tool.words("Calculi, Renal") == tool.words("calculus of the renal")
    assert tool.words("Cystitis") != tool.words("Cysts")


def test_mapped_terms_exist_and_are_called_so(
    scheme: Scheme, term_of: Callable[[Row], Term | None]
) -> None:
    for row in mappings(scheme.name):
        if row["mapping_justification"] != CHAINED:
            term = term_of(row)
            assert term, f"{row} is not published"
            assert term.label == row["object_label"], row


def test_what_is_matched_by_name_shares_a_name(
    scheme: Scheme, tool: Any, term_of: Callable[[Row], Term | None]
) -> None:
    for row in mappings(scheme.name):
        if row["mapping_justification"] == LEXICAL:
            names = {tool.words(label) for label in concept_of(row, scheme).labels}
            assert names & tool.keys(term_of(row)), row


def test_what_is_chained_follows_an_exact_match(
    scheme: Scheme, tool: Any, term_of: Callable[[Row], Term | None]
) -> None:
    referred: dict[str, set[str]] = defaultdict(set)
    for row in mappings(scheme.name):
        if row["predicate_id"] == "skos:exactMatch" and row["object_id"].startswith(
            ("MONDO:", "HP:")
        ):
            referred[row["subject_id"]] |= tool.snomed(term_of(row))
    for row in mappings(scheme.name):
        if row["mapping_justification"] == CHAINED:
            assert row["object_id"].removeprefix("SNOMEDCT:") in referred[row["subject_id"]], row
