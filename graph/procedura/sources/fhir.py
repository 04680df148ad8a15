"""Any code system as a FHIR resource CodeSystem, in JSON (releases R4 and R5).

The resource says which system it is: one that Procedura knows, by its address; or else one whose
prefix is the resource's name in capitals. Concepts inside a concept are narrower, and so are those
that the properties ``parent`` and ``child`` say; a parent that a fragment lacks is left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from procedura.sources.entries import Entry
from procedura.sources.files import SourceFile
from procedura.sources.unlisted import unlisted_system
from procedura.systems import SYSTEMS
from procedura.terminology import Release, System, Term

# As HL7's lists of code systems give them.
_ADDRESSES = {
    "http://www.ama-assn.org/go/cpt": "cpt",
    "http://snomed.info/sct": "snomedct",
    "http://hl7.org/fhir/sid/icd-10-cm": "icd10cm",
    "http://www.cms.gov/Medicare/Coding/ICD10": "icd10pcs",
    "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets": "hcpcs",
    "urn:oid:2.16.840.1.113883.6.285": "hcpcs",
}
_WITHOUT_CODES = {
    "not-present": "the code system holds no codes, it only describes itself",
    "supplement": "this adds to the codes of another code system and has none of its own",
}
_RETIRED = {"deprecated", "retired", "inactive", "withdrawn"}
_CC0 = re.compile(r"creativecommons\.org/publicdomain/zero/|\bCC0\b", re.IGNORECASE)
_CC_BY = re.compile(
    r"creativecommons\.org/licenses/by/(\d\.\d)|\bCC[ -]BY[ -](\d\.\d)\b(?![ -](?:NC|ND|SA))",
    re.IGNORECASE,
)
_UNSTATED = "Its licence is not stated; its text may not be passed on"


class _Concept(NamedTuple):
    """A concept, with the code of the one that it stands in."""

    entry: Entry
    code: str
    inside: str


def read(files: Sequence[SourceFile]) -> Release:
    """Return the release of the code system that the files hold.

    Raises:
        SourceError: A file is no CodeSystem, holds no codes, or is of another system or version
            than the file before.
    """
    resources = [_resource(file) for file in files]
    first = resources[0]
    system, name = _system(first), first.text("version")
    for other in resources[1:]:
        if (_system(other), other.text("version")) != (system, name):
            raise other.error(f"this is another code system or version than {first.where}",
                              "import it by itself")  # fmt: skip
    concepts = [one for resource in resources for one in _concepts(resource)]
    return Release(system, name, list(_terms(concepts, system.language)))


def _resource(file: SourceFile) -> Entry:
    document = file.json()
    if not isinstance(document, dict) or document.get("resourceType") != "CodeSystem":
        raise file.error("this is no FHIR resource CodeSystem")
    resource = Entry(document, file.name)
    if why := _WITHOUT_CODES.get(resource.text("content")):
        raise file.error(why, cure="give a CodeSystem whose content is complete or a fragment")
    return resource


def _system(resource: Entry) -> System:
    known = _ADDRESSES.get(resource.text("url"))
    if known:
        return SYSTEMS[known]
    name = resource.text("name") or resource.text("title")
    return unlisted_system(
        name,
        resource.where,
        title=resource.text("title") or name,
        publisher=resource.text("publisher"),
        licence=_licence(resource),
        language=resource.text("language") or "en",
    )


def _licence(resource: Entry) -> str:
    """Return the licence that a resource states: its address, if it is one that lets pass on."""
    said = " ".join(f"{resource.text('copyright')} {resource.text('copyrightLabel')}".split())
    if _CC0.search(said):
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if match := _CC_BY.search(said):
        return f"https://creativecommons.org/licenses/by/{match[1] or match[2]}/"
    return f"Stated: {said}" if said else _UNSTATED


def _concepts(resource: Entry) -> Iterator[_Concept]:
    """Yield the concepts of a resource, outer before inner."""
    waiting = [(entry, "") for entry in _objects(resource, "concept")]
    waiting.reverse()
    while waiting:
        entry, inside = waiting.pop()
        code = entry.needed("code")
        yield _Concept(entry, code, inside)
        waiting += [(inner, code) for inner in reversed(list(_objects(entry, "concept")))]


def _objects(entry: Entry, key: str) -> Iterator[Entry]:
    """Yield the objects of the list at a key."""
    found = entry.fields.get(key, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise entry.error(f"{key!r} is no list of objects", "give a valid CodeSystem")
    file = entry.where.partition(", concept ")[0]
    for one in found:
        yield Entry(one, f"{file}, concept {one.get('code')}" if key == "concept" else entry.where)


def _terms(concepts: Sequence[_Concept], language: str) -> Iterator[Term]:
    properties = [_properties(one.entry) for one in concepts]
    codes = {one.code for one in concepts}
    broader: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for one, said in zip(concepts, properties, strict=True):
        for parent in (one.inside, *said["parent"]):
            broader[one.code][parent] = None
        for child in said["child"]:
            broader[child][one.code] = None
    for one, said in zip(concepts, properties, strict=True):
        term = _term(one, said, language)
        yield term._replace(broader=tuple(code for code in broader[one.code] if code in codes))


def _properties(entry: Entry) -> Mapping[str, list[Any]]:
    """Return the values of each property of a concept."""
    values: defaultdict[str, list[Any]] = defaultdict(list)
    for one in _objects(entry, "property"):
        name = one.needed("code")
        for key, value in one.fields.items():
            if key.startswith("value"):
                values[name].append(value)
    if not all(isinstance(code, str) for name in ("parent", "child") for code in values[name]):
        raise entry.error("a 'parent' or 'child' is no code", "give a valid CodeSystem")
    return values


def _term(one: _Concept, said: Mapping[str, list[Any]], language: str) -> Term:
    designations = [
        (designation.text("language") or language, designation.needed("value"))
        for designation in _objects(one.entry, "designation")
    ]
    own = [name for tag, name in designations if tag == language]
    label = one.entry.text("display") or next(iter(own), one.code)
    return Term(
        one.code,
        label,
        one.entry.where,
        synonyms=tuple(own),
        translations=tuple(pair for pair in designations if pair[0] != language),
        definition=one.entry.text("definition"),
        assignable=True not in said.get("notSelectable", ()),
        deprecated=_retired(said),
    )


def _retired(said: Mapping[str, list[Any]]) -> bool:
    if True in said.get("inactive", ()):
        return True
    return any(isinstance(one, str) and one in _RETIRED for one in said.get("status", ()))
