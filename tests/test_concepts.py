"""The concept schemes in data/concepts: sound as SKOS, and mapped to terms that exist."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from procedura.resources import folder

DATA = Path(str(folder("data")))
SCHEMES = (
    "approach", "body-site", "complication", "condition", "device", "guidance", "operation",
    "preparation", "purpose", "role", "setting",
)  # fmt: skip
AXES = ("approach", "body-site", "device", "guidance", "operation")

BASE = "https://w3id.org/procedura/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
NAMESPACES = {
    "http://purl.obolibrary.org/obo/MONDO_": "MONDO",
    "http://purl.obolibrary.org/obo/HP_": "HP",
    "http://purl.obolibrary.org/obo/UBERON_": "UBERON",
    "http://purl.obolibrary.org/obo/MAXO_": "MAXO",
    "http://id.nlm.nih.gov/mesh/": "MESH",
    BASE + "code/ICD10CM/": "ICD10CM",
}
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
# Words that say nothing, as in "calculus of the kidney".
EMPTY = {"a", "an", "and", "by", "for", "from", "in", "of", "or", "the", "to", "with"}


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
    iri = f"{BASE}concept/{name}"
    nodes: dict[str, Node] = {}
    text = (DATA / "concepts" / f"{name}.ttl").read_text("utf-8")
    for triple in parse(text, format=RdfFormat.TURTLE):
        assert isinstance(triple.subject, NamedNode), "no blank nodes"
        assert isinstance(triple.object, NamedNode | Literal)
        node = nodes.setdefault(triple.subject.value, Node(triple.subject.value))
        key = re.split("[#/]", triple.predicate.value)[-1]
        node.values.setdefault(key, []).append(triple.object.value)
        if isinstance(triple.object, Literal) and key != "invasiveness":
            node.languages.add(triple.object.language)
    return Scheme(name, nodes.pop(iri), nodes)


@pytest.fixture(params=SCHEMES)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return read(str(request.param))


def test_each_file_is_a_scheme() -> None:
    assert sorted(path.stem for path in (DATA / "concepts").glob("*.ttl")) == sorted(SCHEMES)


def test_a_scheme_says_what_it_is(scheme: Scheme) -> None:
    node = scheme.node
    assert node.all("type") == [SKOS + "ConceptScheme"]
    assert len(node.all("prefLabel")) == len(node.all("definition")) == 1
    assert node.all("license") == [LICENCE]


def test_a_concept_is_complete(scheme: Scheme) -> None:
    for concept in scheme.concepts.values():
        assert concept.all("type") == [SKOS + "Concept"]
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


def test_a_term_is_matched_in_one_way(scheme: Scheme) -> None:
    for concept in scheme.concepts.values():
        matched = concept.all("exactMatch", "closeMatch", "broadMatch")
        assert len(matched) == len(set(matched)), concept.slug


def test_a_term_is_the_same_as_one_concept_only(scheme: Scheme) -> None:
    count = Counter(
        term for concept in scheme.concepts.values() for term in concept.all("exactMatch")
    )
    assert [term for term, times in count.items() if times > 1] == []


def test_approaches_are_ranked() -> None:
    approaches = read("approach").concepts.values()
    ranks = {concept.slug: int(*concept.all("invasiveness")) for concept in approaches}
    assert ranks == INVASIVENESS
    assert all(concept.all("editorialNote") for concept in approaches)


def test_no_concept_is_missing_that_a_page_names() -> None:
    named: dict[str, set[str]] = {axis: set() for axis in (*AXES, "purpose")}
    for page in sorted((DATA / "procedures").glob("*.md")):
        matter = yaml.safe_load(page.read_text("utf-8").split("---")[1])
        named["purpose"].update(matter["purpose"])
        for axis, slugs in matter["axes"].items():
            named[axis].update(slugs)
    for axis, slugs in named.items():
        assert slugs <= {concept.slug for concept in read(axis).concepts.values()}, axis


# The terms that concepts are matched to: identifier → its label and exact synonyms.
Terms = dict[str, list[str]]


def mondo(sources: Path) -> Terms:
    terms = json.loads((sources / "mondo" / "mondo.json").read_text("utf-8"))
    return {
        one["id"]: [one["name"], *one.get("synonyms", [])]
        for one in terms
        if one.get("namespace") == "mondo" and "name" in one
    }


def obo(path: Path, prefix: str) -> Terms:
    terms: Terms = {}
    for stanza in re.split(r"\n\n(?=\[)", path.read_text("utf-8")):
        name = re.search(rf"^\[Term\]\nid: {prefix}:(\S+)\nname: (.+)$", stanza, re.MULTILINE)
        if name and "\nis_obsolete: true" not in stanza:
            synonyms = re.findall(r'^synonym: "(.+?)" EXACT', stanza, re.MULTILINE)
            terms[name[1]] = [name[2], *synonyms]
    return terms


def mesh(sources: Path) -> Terms:
    lines = (sources / "mesh" / "mesh_id_label_mappings.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return {row[0]: [row[1], *filter(None, row[2].split("|"))] for row in rows}


def icd10cm(sources: Path) -> Terms:
    path = sources / "icd10cm" / "icd10cm_order_2026.txt"
    terms: Terms = {}
    for line in path.read_text("utf-8").splitlines():
        code = line[6:13].strip()
        terms[code if len(code) < 4 else f"{code[:3]}.{code[3:]}"] = [line[77:].strip()]
    return terms


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[str, Terms]:
    sources = shared / "sources"
    if not sources.is_dir():
        pytest.skip("the folder 'shared/sources' with the published files is missing")
    return {
        "MONDO": mondo(sources),
        "HP": obo(sources / "hp" / "hp.obo", "HP"),
        "UBERON": obo(sources / "uberon" / "uberon_import.obo", "UBERON"),
        "MAXO": obo(sources / "maxo" / "maxo-base.obo", "MAXO"),
        "MESH": mesh(sources),
        "ICD10CM": icd10cm(sources),
    }


def names(term: str, published: dict[str, Terms]) -> list[str] | None:
    """Return the names that its publisher gives a term, None if it has no such term."""
    [namespace] = [one for one in NAMESPACES if term.startswith(one)]
    return published[NAMESPACES[namespace]].get(term.removeprefix(namespace))


def words(label: str) -> tuple[str, ...]:
    """Return the words of a label without order, number or words that say nothing."""
    found = []
    for word in re.findall("[a-z0-9]+", label.casefold().replace("'s", "")):
        if len(word) > 4 and word.endswith("ies"):
            word = word[:-3] + "y"
        elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
        found.append("calculus" if word == "calculi" else word)
    return tuple(sorted(set(found) - EMPTY))


def test_words_of_a_label() -> None:
    assert words("Calculi, Renal") == words("calculus of the renal")
    assert words("Cystitis") != words("Cysts")


def test_matched_terms_exist(scheme: Scheme, published: dict[str, Terms]) -> None:
    for concept in scheme.concepts.values():
        for term in concept.all("exactMatch", "closeMatch", "broadMatch"):
            assert names(term, published), f"{concept.slug}: {term} is not published"


def test_exact_matches_share_a_name(scheme: Scheme, published: dict[str, Terms]) -> None:
    for concept in scheme.concepts.values():
        ours = {words(label) for label in concept.labels}
        for term in concept.all("exactMatch"):
            theirs = names(term, published) or []
            assert ours & {words(name) for name in theirs}, f"{concept.slug}: {term} {theirs}"
