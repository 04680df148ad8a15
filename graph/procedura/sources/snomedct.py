"""SNOMED CT, as its licensees receive it: the snapshot files of release format 2 (RF2).

The columns of a file tell which it is: concepts, descriptions in a language, text definitions,
relationships, language reference sets. Of the relationships, those that say *is a* are kept. A
concept is called by the synonym that the language reference set of the United States prefers, or
else another one, or else by its fully specified name without the semantic tag; the tag tells its
kind. A concept that is inactive is kept as deprecated if a description still names it.
Descriptions of concepts that no concept file lists are left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from procedura.errors import SourceError
from procedura.sources.contract import once
from procedura.sources.files import SourceFile
from procedura.terminology import Kind, Release, System, Term

_COMPONENT = ("id", "effectiveTime", "active", "moduleId")
_CONCEPTS = (*_COMPONENT, "definitionStatusId")
_DESCRIPTIONS = (*_COMPONENT, "conceptId", "languageCode", "typeId", "term", "caseSignificanceId")
_RELATIONSHIPS = (*_COMPONENT, "sourceId", "destinationId", "relationshipGroup", "typeId",
                  "characteristicTypeId", "modifierId")  # fmt: skip
_LANGUAGE_SETS = (*_COMPONENT, "refsetId", "referencedComponentId", "acceptabilityId")
_LAYOUTS = (_CONCEPTS, _DESCRIPTIONS, _RELATIONSHIPS, _LANGUAGE_SETS)

_IS_A = "116680003"
_FULLY_SPECIFIED = "900000000000003001"
_SYNONYM = "900000000000013009"
_DEFINITION = "900000000000550004"
_PREFERRED = "900000000000548007"
_UNITED_STATES = "900000000000509007"

_TAG = re.compile(r"(.*\S) \(([^()]+)\)")
_DATE = re.compile(r"_(\d{8})\.")
_IDENTIFIER = re.compile(r"\d{6,18}")
_KINDS: dict[str, Kind] = {
    "procedure": "procedure",
    "regime/therapy": "procedure",
    "disorder": "condition",
    "finding": "condition",
    "body structure": "body-site",
    "physical object": "device",
}

_SNAPSHOTS = "give snapshot files, each once"

_Row = dict[str, str]


class _Description(NamedTuple):
    """A name or definition of a concept."""

    identifier: str
    language: str
    type: str
    text: str


class _Names(NamedTuple):
    """What the description files say of one concept, in English and otherwise."""

    preferred: list[str]
    synonyms: list[str]
    full: list[str]
    definitions: list[str]
    translations: list[tuple[str, str]]


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of SNOMED CT that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout, is no snapshot, or a concept that is
            active has no name in English.
    """
    content = _Content()
    for file in files:
        content.add(file)
    dates = {match[1] for file in files if (match := _DATE.search(file.name))}
    name = dates.pop() if len(dates) == 1 else content.newest
    return Release(system, name, list(content.terms(system.language)))


class _Content:
    """What all the files say, row by row."""

    def __init__(self) -> None:
        self.newest = ""
        self._seen: dict[str, str] = {}
        self._active: dict[str, bool] = {}
        self._descriptions: defaultdict[str, list[_Description]] = defaultdict(list)
        self._described: dict[str, str] = {}
        self._broader: defaultdict[str, set[str]] = defaultdict(set)
        self._preferring: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, file: SourceFile) -> None:
        rows = file.rows("\t", quoted=False)
        _, titles = next(rows)
        layout = next((one for one in _LAYOUTS if one == tuple(titles)), None)
        if layout is None:
            raise file.error("these are not the columns of a file of SNOMED CT that is read", 1,
                             "give concept, description, text definition, relationship and "
                             "language reference set files, each with its titles")  # fmt: skip
        take = {
            _CONCEPTS: self._concept,
            _DESCRIPTIONS: self._description,
            _RELATIONSHIPS: self._relationship,
            _LANGUAGE_SETS: self._preference,
        }[layout]
        for number, cells in rows:
            if len(cells) != len(layout) or cells[2] not in ("0", "1"):
                raise file.error("this row has other columns than the titles say", number)
            row = dict(zip(layout, cells, strict=True))
            self.newest = max(self.newest, row["effectiveTime"])
            take(row, file, number)

    def _concept(self, row: _Row, file: SourceFile, number: int) -> None:
        code = row["id"]
        if not _IDENTIFIER.fullmatch(code):
            raise file.error(f"{code!r} is no identifier of SNOMED CT", number)
        once("concept", code, file.where(number), self._seen, _SNAPSHOTS)
        self._active[code] = row["active"] == "1"

    def _description(self, row: _Row, file: SourceFile, number: int) -> None:
        identifier = row["id"]
        once("description", identifier, file.where(number), self._described, _SNAPSHOTS)
        if row["active"] == "1":
            one = _Description(identifier, row["languageCode"], row["typeId"], row["term"].strip())
            self._descriptions[row["conceptId"]].append(one)

    def _relationship(self, row: _Row, _file: SourceFile, _number: int) -> None:
        if row["active"] == "1" and row["typeId"] == _IS_A:
            self._broader[row["sourceId"]].add(row["destinationId"])

    def _preference(self, row: _Row, _file: SourceFile, _number: int) -> None:
        if row["active"] == "1" and row["acceptabilityId"] == _PREFERRED:
            self._preferring[row["referencedComponentId"]].add(row["refsetId"])

    def terms(self, language: str) -> Iterator[Term]:
        """Yield the concepts that have a name, by their codes."""
        named = {code for code in self._active if self._descriptions[code]}
        for code, active in sorted(self._active.items()):
            where = self._seen[code]
            if code in named:
                names = self._names(code, language)
                if names.full or names.synonyms or names.preferred:
                    broader = tuple(sorted(self._broader[code] & named))
                    yield _term(code, where, names, active, broader)
                    continue
            if active:
                raise SourceError(
                    f"no description file names the concept {code} in English", where=where,
                    cure="give the English description file of the same release",
                )  # fmt: skip

    def _names(self, code: str, language: str) -> _Names:
        names = _Names([], [], [], [], [])
        # The United States' choice first, then that of the set with the lowest number.
        for one in sorted(self._descriptions[code], key=self._rank):
            if one.type == _DEFINITION:
                if one.language == language:
                    names.definitions.append(one.text)
            elif one.language != language:
                names.translations.append((one.language, _untagged(one.text, one.type)))
            elif one.type == _FULLY_SPECIFIED:
                names.full.append(one.text)
            elif self._preferring.get(one.identifier):
                names.preferred.append(one.text)
            else:
                names.synonyms.append(one.text)
        return names

    def _rank(self, one: _Description) -> tuple[bool, str, str, str]:
        sets = self._preferring.get(one.identifier, set())
        return _UNITED_STATES not in sets, min(sets, default="~"), one.text, one.identifier


def _untagged(text: str, type_: str = _FULLY_SPECIFIED) -> str:
    """Return a fully specified name without its semantic tag, and any other name as it is."""
    match = _TAG.fullmatch(text)
    return match[1] if match and type_ == _FULLY_SPECIFIED else text


def _term(code: str, where: str, names: _Names, active: bool, broader: tuple[str, ...]) -> Term:
    full = [_untagged(name) for name in names.full]
    label, *others = (*names.preferred, *full, *names.synonyms)
    tag = _TAG.fullmatch(names.full[0]) if names.full else None
    definition, *notes = names.definitions or [""]
    return Term(
        code,
        label,
        where,
        synonyms=tuple(others),
        translations=tuple(dict.fromkeys(names.translations)),
        definition=definition,
        notes=tuple(notes),
        broader=broader,
        kind=_KINDS.get(tag[2], "other") if tag else "other",
        deprecated=not active,
    )
