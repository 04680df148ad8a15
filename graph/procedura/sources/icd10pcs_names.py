"""Index and definitions of ICD-10-PCS: what else its codes and the values of its axes are called.

The definitions explain values; what they list as included with a body part, device or substance are
other names of it, and what they list with an operation are examples. The index leads from words to
values (*use*), to codes, and to the beginnings of codes.
"""

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from procedura.sources.files import SourceFile
from procedura.sources.icd10pcs_tables import NAMED, Value, scheme_of_axis

DEFINITIONS_ROOT, INDEX_ROOT = b"ICD10PCS.definitions", b"ICD10PCS.index"
_TRADE_MARK = re.compile(r"\s*\((?:R|tm|TM)\)")


@dataclass(slots=True)
class Names:
    """What the index and the definitions say.

    Attributes:
        definitions: Value → its definitions, the first of the first section.
        notes: Value → explanations and examples.
        of_values: Value → other names.
        of_labels: Label of a value of any axis → other names, where the scheme is not said.
        of_codes: Code, or beginning of codes → names.
    """

    definitions: dict[Value, list[str]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[Value, list[str]] = field(default_factory=lambda: defaultdict(list))
    of_values: dict[Value, list[str]] = field(default_factory=lambda: defaultdict(list))
    of_labels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    of_codes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def define(self, file: SourceFile) -> None:
        """Add what a file of definitions says.

        Raises:
            SourceError: It is damaged.
        """
        for section in file.elements("section"):
            for axis in section.findall("axis"):
                scheme = scheme_of_axis(file, axis)
                for terms in axis.findall("terms"):
                    self._define(scheme, terms)

    def _define(self, scheme: str, terms: Any) -> None:
        included = _texts(terms, "includes")
        for label in _texts(terms, "title"):
            value = Value(scheme, label)
            _extend(self.definitions[value], _texts(terms, "definition"))
            _extend(self.notes[value], _texts(terms, "explanation"))
            if scheme in NAMED:
                _extend(self.of_values[value], map(_plain, included))
            else:
                _extend(self.notes[value], [f"Includes: {one}" for one in included])

    def look_up(self, file: SourceFile, operations: Collection[str]) -> None:
        """Add what a file of the index says.

        Args:
            file: The index.
            operations: Labels of operations. What stands under them in the index is composed of
                the values of the codes, and names nothing anew.

        Raises:
            SourceError: It is damaged.
        """
        for term in file.elements("mainTerm"):
            title = _plain(term.findtext("title", ""))
            if title not in operations:
                self._look_up(term, (title,))

    def _look_up(self, term: Any, path: tuple[str, ...]) -> None:
        name = ", ".join(path)
        for used in _texts(term, "use"):
            _extend(self.of_labels[used], [name])
        for tag in ("code", "codes", "tab", "see/codes", "see/tab"):
            for code in _texts(term, tag):
                _extend(self.of_codes[code], [name])
        for inner in term.findall("term"):
            title = _plain(inner.findtext("title", ""))
            self._look_up(inner, (*path, title) if title else path)


def _texts(element: Any, path: str) -> list[str]:
    return [text for one in element.findall(path) if (text := (one.text or "").strip())]


def _plain(name: str) -> str:
    return _TRADE_MARK.sub("", name).strip()


def _extend(known: list[str], more: Any) -> None:
    known.extend(one for one in more if one not in known)
