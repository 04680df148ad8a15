"""The tables of ICD-10-PCS: which values each axis takes, and which combinations are codes.

A table stands for the codes that share their first three characters; a row of it gives, for each of
the other four, the characters that may be combined. What an axis is called differs by section: the
fourth is a body part, a body region, a treatment site …; so a value belongs to one of seven schemes
by the title of its axis (`scheme_of`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from procedura.sources.files import SourceFile

TABLES_ROOT = b"ICD10PCS.tabular"

# Title of an axis → slug of its scheme. What sets codes apart in any other way is a qualifier.
_SCHEMES = {
    "Section": "section",
    **dict.fromkeys(("Body System", "Section Qualifier"), "body-system"),
    **dict.fromkeys(("Operation", "Modality", "Type"), "operation"),
    **dict.fromkeys(
        ("Body Part", "Body Region", "Body System / Region", "Treatment Site"), "body-part"
    ),
    "Approach": "approach",
    **dict.fromkeys(
        ("Device", "Device / Substance / Technology", "Function / Device", "Equipment", "Substance",
         "Contrast", "Radionuclide", "Isotope"),
        "device",
    ),
}  # fmt: skip
# Schemes of things, which have other names; what stands beside an operation is an example of it.
NAMED = frozenset({"body-part", "device"})
_FREE = range(4, 8)
_POSITIONS = frozenset("1234567")


class Value(NamedTuple):
    """A value of an axis: its scheme, such as ``body-part``, and its label."""

    scheme: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: character → value, for each of the axes 4 to 7, and its line."""

    axes: tuple[dict[str, Value], ...]
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """The codes that share their first three characters.

    Attributes:
        key: The three characters.
        values: What each of them means.
        definition: Definition of the operation, or "".
        rows: The combinations that are codes.
        line: Where it stands.
    """

    key: str
    values: tuple[Value, ...]
    definition: str
    rows: tuple[Row, ...]
    line: int


def scheme_of(title: str, position: int) -> str:
    """Return the scheme that an axis belongs to.

    >>> scheme_of("Treatment Site", 4), scheme_of("Duration", 5)
    ('body-part', 'qualifier')
    """
    if title == "Body System" and position > 2:
        return "body-part"  # the heart of "performance of cardiac output"
    return _SCHEMES.get(title, "qualifier")


def scheme_of_axis(file: SourceFile, axis: Any) -> str:
    """Return the scheme of an axis as a file has it.

    Raises:
        SourceError: It does not say its position.
    """
    position = axis.get("pos", "")
    if position not in _POSITIONS:
        raise file.error("an axis does not say its position", axis.sourceline)
    return scheme_of((axis.findtext("title") or "").strip(), int(position))


class Tables:
    """All tables of an edition.

    Args:
        file: The file of tables.

    Raises:
        SourceError: It is damaged.
    """

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        self.version = ""
        self.tables: dict[str, Table] = {}
        for element in file.elements("version", "pcsTable"):
            if element.tag == "version":
                self.version = (element.text or "").strip()
            else:
                table = _table(file, element)
                self.tables[table.key] = table
        if not any(table.rows for table in self.tables.values()):
            raise file.error("no table has a row")
        self._known = self._values()

    @cached_property
    def all_values(self) -> frozenset[Value]:
        """Every value that a table names."""
        return frozenset(value for values in self._known.values() for value in values)

    def codes(self) -> Iterator[tuple[str, int]]:
        """Yield every code that the tables stand for, with the line of its row."""
        for table in self.tables.values():
            for row in table.rows:
                for characters in product(*row.axes):
                    yield table.key + "".join(characters), row.line

    def values(self, code: str) -> list[Value]:
        """Return what each character of a code stands for.

        A code that is in no row, of a newer edition, takes a value where the tables agree: those
        of its own three characters, or else of its section and body system, or else of its section.
        What the tables don't tell is called by its character and table: *value L of table 04U*.
        """
        if table := self.tables.get(code[:3]):
            for row in table.rows:
                values = [
                    axis.get(code[place - 1]) for place, axis in zip(_FREE, row.axes, strict=True)
                ]
                if all(values):
                    return [*table.values, *filter(None, values)]
        return [self._nearest(code, position) for position in range(1, len(code) + 1)]

    def _nearest(self, code: str, position: int) -> Value:
        """Return what the nearest tables agree on, or a value of the scheme that they have here."""
        character, near = code[position - 1], [code[:width] for width in (3, 2, 1, 0)]
        known = next(
            filter(None, (self._known.get((one, position, character)) for one in near)), ()
        )
        if len(known) == 1:
            return next(iter(known))
        scheme = next(filter(None, (self._schemes.get((one, position)) for one in near)))
        return Value(scheme, f"value {character} of table {code[:3]}")

    @cached_property
    def _schemes(self) -> dict[tuple[str, int], str]:
        """Prefix of codes, position → the scheme that most characters there have values of."""
        counts: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
        for (prefix, position, _), values in sorted(self._known.items()):
            counts[prefix, position].update(sorted(value.scheme for value in values))
        return {place: schemes.most_common(1)[0][0] for place, schemes in counts.items()}

    def _values(self) -> dict[tuple[str, int, str], set[Value]]:
        """Return prefix of codes, position, character → the values that it stands for."""
        known: dict[tuple[str, int, str], set[Value]] = defaultdict(set)
        for table in self.tables.values():
            seen = [(place, table.key[place - 1], value)
                    for place, value in enumerate(table.values, start=1)]  # fmt: skip
            seen += [
                (place, character, value)
                for row in table.rows
                for place, axis in zip(_FREE, row.axes, strict=True)
                for character, value in axis.items()
            ]
            for place, character, value in seen:
                for width in range(min(place, 4)):
                    known[table.key[:width], place, character].add(value)
        return known


def _table(file: SourceFile, element: Any) -> Table:
    axes = [_axis(file, axis) for axis in element.findall("axis")]
    rows = [
        Row(tuple(_axis(file, axis) for axis in row.findall("axis")), row.sourceline)
        for row in element.findall("pcsRow")
    ]
    line = element.sourceline
    if [len(axis) for axis in axes] != [1, 1, 1] or any(
        len(row.axes) != len(_FREE) or not all(row.axes) for row in rows
    ):
        raise file.error("a table does not have three axes and four in each row", line)
    return Table(
        key="".join(character for axis in axes for character in axis),
        values=tuple(value for axis in axes for value in axis.values()),
        definition=(element.findtext("axis/definition") or "").strip(),
        rows=tuple(rows),
        line=line,
    )


def _axis(file: SourceFile, element: Any) -> dict[str, Value]:
    scheme = scheme_of_axis(file, element)
    return {
        label.get("code", ""): Value(scheme, (label.text or "").strip())
        for label in element.findall("label")
    }
