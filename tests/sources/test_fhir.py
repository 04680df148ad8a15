"""Code systems as FHIR resources; made-up ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from procedura.errors import SourceError
from procedura.importing import import_release
from procedura.systems import SYSTEMS
from procedura.terminology import Release, Term
from release_files import read, terms, written

RED = {"code": "red", "display": "Red"}


def _resource(**changes: Any) -> dict[str, Any]:
    return {
        "resourceType": "CodeSystem", "url": "http://example.org/colours", "name": "Our_Colours2",
        "title": "Colours of ours", "status": "active", "content": "complete", "version": "1.2",
        "publisher": "Nobody", "concept": [RED], **changes,
    }  # fmt: skip


def _write(folder: Path, *resources: Any) -> list[Path]:
    texts = {f"{number}.json": json.dumps(one) for number, one in enumerate(resources)}
    return written(folder, texts)


def _read(folder: Path, *resources: Any) -> Release:
    return read("fhir", _write(folder, *resources))


def _terms(folder: Path, **changes: Any) -> dict[str, Term]:
    return terms(_read(folder, _resource(**changes)))


def test_the_resource_says_which_system_and_release_it_is(tmp_path: Path) -> None:
    release = _read(tmp_path, _resource())
    system = release.system
    assert (system.prefix, release.name) == ("OURCOLOURS2", "1.2")
    assert (system.title, system.publisher) == ("Colours of ours", "Nobody")
    assert not system.redistributable


@pytest.mark.parametrize(
    ("address", "system"),
    [
        ("http://www.cms.gov/Medicare/Coding/ICD10", "icd10pcs"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "icd10cm"),
        ("http://snomed.info/sct", "snomedct"),
        ("http://www.ama-assn.org/go/cpt", "cpt"),
        ("http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "hcpcs"),
    ],
)
def test_a_published_address_names_a_known_system(
    address: str, system: str, tmp_path: Path
) -> None:
    assert _read(tmp_path, _resource(url=address)).system == SYSTEMS[system]


def test_another_system_may_not_take_the_name_of_a_known_one(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="named like CPT"):
        _read(tmp_path, _resource(name="cpt"))


@pytest.mark.parametrize(
    ("said", "licence", "may"),
    [
        ({"copyright": "CC0"}, "https://creativecommons.org/publicdomain/zero/1.0/", True),
        ({"copyrightLabel": "CC BY 4.0"}, "https://creativecommons.org/licenses/by/4.0/", True),
        ({"copyright": "see https://creativecommons.org/licenses/by/3.0/"},
         "https://creativecommons.org/licenses/by/3.0/", True),
        ({"copyright": "CC BY 4.0-NC"}, "Stated: CC BY 4.0-NC", False),
        ({"copyright": "CC BY-NC 4.0"}, "Stated: CC BY-NC 4.0", False),
        ({"copyright": "https://creativecommons.org/licenses/by-nd/4.0/"},
         "Stated: https://creativecommons.org/licenses/by-nd/4.0/", False),
        ({"copyright": "All rights\n reserved"}, "Stated: All rights reserved", False),
        ({}, "Its licence is not stated; its text may not be passed on", False),
    ],
)  # fmt: skip
def test_only_an_open_licence_lets_the_text_be_passed_on(
    said: dict[str, str], licence: str, may: bool, tmp_path: Path
) -> None:
    system = _read(tmp_path, _resource(**said)).system
    assert (system.licence, system.redistributable) == (licence, may)


def test_inner_concepts_parents_and_children_are_the_hierarchy(tmp_path: Path) -> None:
    def said(name: str, code: str) -> dict[str, Any]:
        return {"property": [{"code": name, "valueCode": code}]}

    found = _terms(tmp_path, concept=[
        {"code": "warm", "display": "Warm", "concept": [RED]},
        {"code": "pink", "display": "Pink", **said("parent", "red")},
        {"code": "all", "display": "All", **said("child", "warm")},
        {"code": "lost", "display": "Lost", **said("parent", "elsewhere")},
    ])  # fmt: skip
    assert {code: term.broader for code, term in found.items()} == {
        "warm": ("all",), "red": ("warm",), "pink": ("red",), "all": (), "lost": (),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "assignable", "deprecated"),
    [
        ({"code": "notSelectable", "valueBoolean": True}, False, False),
        ({"code": "notSelectable", "valueBoolean": False}, True, False),
        ({"code": "inactive", "valueBoolean": True}, True, True),
        ({"code": "status", "valueCode": "retired"}, True, True),
        ({"code": "status", "valueCode": "active"}, True, False),
    ],
)
def test_properties_say_what_is_a_heading_and_what_is_retired(
    said: dict[str, Any], assignable: bool, deprecated: bool, tmp_path: Path
) -> None:
    term = _terms(tmp_path, concept=[{**RED, "property": [said]}])["red"]
    assert (term.assignable, term.deprecated) == (assignable, deprecated)


def test_designations_are_synonyms_or_translations(tmp_path: Path) -> None:
    names = [{"value": "Scarlet"}, {"language": "fr", "value": "Rouge"}, {"value": "Red"}]
    term = _terms(tmp_path, concept=[{**RED, "definition": "Hot", "designation": names}])["red"]
    assert (term.label, term.synonyms, term.definition) == ("Red", ("Scarlet",), "Hot")
    assert term.translations == (("fr", "Rouge"),)


def test_a_concept_without_display_is_called_by_its_designation_or_code(tmp_path: Path) -> None:
    concepts = [{"code": "a", "designation": [{"value": "Amber"}]}, {"code": "b"}]
    found = _terms(tmp_path, concept=concepts)
    assert (found["a"].label, found["b"].label) == ("Amber", "b")


@pytest.mark.parametrize(
    ("resource", "what"),
    [
        (_resource(content="not-present", concept=[]), "holds no codes"),
        (_resource(content="supplement"), "adds to the codes of another"),
        (_resource(resourceType="ValueSet"), "no FHIR resource CodeSystem"),
        (_resource(name="", title=""), "no name that begins with a letter"),
        (_resource(name="1x"), "no name that begins with a letter"),
        (_resource(version=7), "'version' is no text"),
        (_resource(concept={"code": "x"}), "'concept' is no list of objects"),
        (_resource(concept=["x"]), "'concept' is no list of objects"),
        (_resource(concept=[{"display": "Red"}]), "'code' is missing"),
        (_resource(concept=[RED, RED]), "the code red stands here"),
        (_resource(concept=[]), "no code in the files"),
        (_resource(language="en_US"), "no language tag"),
        (_resource(title="a\u0000b"), "control characters"),
        (_resource(version="\ud800"), "control characters"),
        (_resource(concept=[{**RED, "property": [{"code": "parent", "valueCode": 7}]}]),
         "is no code"),
        ([], "no FHIR resource CodeSystem"),
    ],
)  # fmt: skip
def test_what_is_no_code_system_with_codes_is_refused(
    resource: Any, what: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=what):
        _read(tmp_path, resource)


def test_a_fragment_in_two_files_is_one_release(tmp_path: Path) -> None:
    parts = [_resource(content="fragment"), _resource(content="fragment", concept=[{"code": "b"}])]
    assert len(list(_read(tmp_path, *parts).terms)) == 2
    with pytest.raises(SourceError, match="another code system or version"):
        _read(tmp_path, _resource(), _resource(version="2"))


def test_a_newer_version_stands_beside_the_older(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    old, new = _write(tmp_path, _resource(version="1"), _resource(version="2"))
    import_release(folder, "fhir", [old])
    assert import_release(folder, "fhir", [new]).former == ("1",)
