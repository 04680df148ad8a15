"""The phrases that the linking is judged by: every identifier exists, and none is obsolete."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SKOS

from procedura.resources import folder as shipped

PHRASES = Path(__file__).parents[1] / "benchmarks" / "linking" / "phrases.tsv"
pytestmark = pytest.mark.skipif(not PHRASES.is_file(), reason="run away from the checkout")
# Kind → what its phrases may name: our own schemes and published vocabularies.
CONDITIONS = {"MONDO", "DOID", "HP", "MESH"}
NAMED = {
    "indication": {"condition"} | CONDITIONS,
    "contraindication": {"condition"} | CONDITIONS,
    "risk": {"complication"} | CONDITIONS,
    "body-site": {"body-site", "UBERON", "MESH"},
    "alternative": {"procedure", "operation", "approach", "MAXO", "MESH"},
    "device": {"device", "MESH", "MAXO"},
    "preparation": {"preparation", "MAXO", "MESH"},
}
Names = Mapping[str, set[str]]  # identifier → its names, case-folded
IDENTIFIER = re.compile(r"[A-Za-z-]+:[A-Za-z0-9-]+")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with PHRASES.open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def own() -> Names:
    names: dict[str, set[str]] = {}
    for file in shipped("data").joinpath("concepts").iterdir():
        scheme = file.name.removesuffix(".ttl")
        graph = Graph().parse(data=file.read_text(encoding="utf-8"), format="turtle")
        for property in (SKOS.prefLabel, SKOS.altLabel):
            for concept, label in graph.subject_objects(property):
                slug = str(concept).rpartition("/")[2]
                names.setdefault(f"{scheme}:{slug}", set()).add(str(label).casefold())
    for file in shipped("data").joinpath("procedures").iterdir():
        names[f"procedure:{file.name.removesuffix('.md')}"] = set()
    return names


@pytest.fixture(scope="module")
def published(shared: Path) -> Names:
    sources = shared / "sources"
    names = dict(_listed(sources / "mondo" / "mondo.json", "MONDO"))
    names |= _listed(sources / "doid" / "doid.json", "DOID")
    for file in ("hp/hp.obo", "uberon/uberon_import.obo", "maxo/maxo-base.obo"):
        names |= _stanzas(sources / file)
    mesh = (sources / "mesh" / "mesh_id_label_mappings.tsv").read_text(encoding="utf-8")
    for line in mesh.strip("\n").split("\n"):
        identifier, label, synonyms, *_ = line.split("\t")
        names[f"MESH:{identifier}"] = _folded([label, *synonyms.split("|")])
    return names


def test_there_are_phrases_of_every_kind_for_development_and_for_the_test(
    rows: list[dict[str, str]],
) -> None:
    assert len(rows) >= 200
    for part in ("dev", "test"):
        assert {row["kind"] for row in rows if row["set"] == part} == NAMED.keys()
    assert len([row for row in rows if row["set"] == "test"]) >= 200


def test_no_phrase_stands_twice_in_a_kind(rows: list[dict[str, str]]) -> None:
    phrases = [(row["kind"], row["phrase"].casefold()) for row in rows]
    assert len(set(phrases)) == len(phrases)


def test_phrases_name_what_their_kind_of_line_may_name(rows: list[dict[str, str]]) -> None:
    for row in rows:
        prefixes = {one.partition(":")[0] for one in _identifiers(row)}
        assert prefixes <= NAMED[row["kind"]], row["phrase"]


def test_no_identifier_stands_twice_in_a_thing(rows: list[dict[str, str]]) -> None:
    for row in rows:
        for thing in _things(row):
            assert len(set(thing)) == len(thing), row["phrase"]


def test_our_own_identifiers_exist(rows: list[dict[str, str]], own: Names) -> None:
    named = {one for row in rows for one in _identifiers(row) if one.partition(":")[0].islower()}
    assert named
    assert named <= own.keys()


def test_published_identifiers_exist_and_are_not_obsolete(
    rows: list[dict[str, str]], published: Names
) -> None:
    named = {one for row in rows for one in _identifiers(row) if one.partition(":")[0].isupper()}
    assert len(named) > 1000
    assert named <= published.keys()


def test_some_phrases_name_nothing_and_many_nothing_of_our_own(
    rows: list[dict[str, str]],
) -> None:
    demanded = [[one for one in row["expected"].split(";") if one[:1] not in ("", "?")]
                for row in rows]  # fmt: skip
    assert sum(not things for things in demanded) >= 40
    foreign = [
        things
        for things in demanded
        if things and not re.search(r"(^|[|;])[a-z-]+:", ";".join(things))
    ]
    assert len(foreign) >= 130


def test_most_phrases_are_no_names_of_what_they_name(
    rows: list[dict[str, str]], own: Names, published: Names
) -> None:
    names = {**own, **published}
    differ = [row for row in rows
              if not any(row["phrase"].casefold() in names[one] for one in _identifiers(row))
              ]  # fmt: skip
    assert len(differ) >= 0.6 * len(rows)


def _things(row: Mapping[str, str]) -> Iterator[list[str]]:
    for thing in filter(None, row["expected"].split(";")):
        identifiers = [one.removesuffix("~") for one in thing.removeprefix("?").split("|")]
        assert all(IDENTIFIER.fullmatch(one) for one in identifiers), row["phrase"]
        yield identifiers


def _identifiers(row: Mapping[str, str]) -> list[str]:
    return [one for thing in _things(row) for one in thing]


def _listed(file: Path, prefix: str) -> dict[str, set[str]]:
    terms = json.loads(file.read_text(encoding="utf-8"))
    return {
        f"{prefix}:{term['id'].removeprefix(prefix + ':')}": _folded(
            [term["name"], *term.get("synonyms", ())]
        )
        for term in terms
    }


def _stanzas(file: Path) -> dict[str, set[str]]:
    names = {}
    for stanza in file.read_text(encoding="utf-8").split("\n\n"):
        identifier = re.search(r"^id: (\S+)", stanza, re.MULTILINE)
        if identifier and "\nis_obsolete: true" not in stanza:
            found = re.findall(r'^name: (.+)$|^synonym: "(.*?)"', stanza, re.MULTILINE)
            names[identifier[1]] = _folded(name or synonym for name, synonym in found)
    return names


def _folded(names: Iterable[str]) -> set[str]:
    return {name.casefold() for name in names if name}
