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
from operator import itemgetter
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
        for code, active in sorted(self._active.items()):
            if term := self._term(code, language):
                yield term
            elif active:
                raise SourceError(
                    f"no description file names the concept {code} in English",
                    where=self._seen[code],
                    cure="give the English description file of the same release",
                )

    def _term(self, code: str, language: str) -> Term | None:
        """Return a concept, None if no description names it."""
        names: list[tuple[bool, bool, str]] = []
        translations, definitions, tags = [], [], []
        # The United States' choice first, then that of the set with the lowest number.
        for one in sorted(self._descriptions[code], key=self._rank):
            is_full = one.type == _FULLY_SPECIFIED
            match = _TAG.fullmatch(one.text) if is_full else None
            text = match[1] if match else one.text
            if one.type == _DEFINITION:
                definitions += [text] if one.language == language else []
            elif one.language != language:
                translations.append((one.language, text))
            else:
                is_preferred = one.identifier in self._preferring and not is_full
                names.append((not is_preferred, not is_full, text))
                tags += [match[2]] if match else []
        if not names:
            return None
        above = (one for one in self._broader[code] if one in self._active)
        # What is preferred comes first, then the fully specified names.
        label, *others = (text for _, _, text in sorted(names, key=itemgetter(0, 1)))
        return Term(
            code,
            label,
            self._seen[code],
            synonyms=tuple(others),
            translations=tuple(dict.fromkeys(translations)),
            definition=next(iter(definitions), ""),
            notes=tuple(definitions[1:]),
            broader=tuple(sorted(one for one in above if self._descriptions[one])),
            kind=_KINDS.get(next(iter(tags), ""), "other"),
            deprecated=not self._active[code],
        )

    def _rank(self, one: _Description) -> tuple[bool, str, str, str]:
        sets = self._preferring.get(one.identifier, set())
        return _UNITED_STATES not in sets, min(sets, default="~"), one.text, one.identifier
