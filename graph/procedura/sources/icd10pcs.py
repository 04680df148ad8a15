"""ICD-10-PCS, as CMS publishes it: order file, tables, index and definitions.

The order file lists the codes with their titles; without it the codes are those that the tables
stand for, called by the values of their axes. With the tables, codes have their axes; with index
and definitions, codes and values have their other names, definitions and notes. The files may be
of different years: the release is the one that the order file lists.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from procedura import namespaces as ns
from procedura.sources.files import SourceFile
from procedura.sources.icd10pcs_names import DEFINITIONS_ROOT, INDEX_ROOT, Names
from procedura.sources.icd10pcs_tables import NAMED, TABLES_ROOT, Tables, Value
from procedura.sources.order_file import is_order_file, read_order_file
from procedura.terminology import AxisConcept, Release, System, Term

# Scheme → the property that leads to it, and what people call the axis.
_AXES = {
    "section": ("section", "Section"),
    "body-system": ("bodySystem", "Body system"),
    "operation": ("operation", "Operation"),
    "body-part": ("bodySite", "Body part"),
    "approach": ("approach", "Approach"),
    "device": ("device", "Device or substance"),
    "qualifier": ("qualifier", "Qualifier"),
}
# Values that say that there is none.
_NONE = frozenset({"No Device", "No Qualifier", "None"})
_SIDE = re.compile(r"(.*), (Right|Left|Bilateral)")
# The index names the field after a device that has the same name in several.
_FIELD = re.compile(r" in(?: .*)?", re.DOTALL)
_SCHEME = "icd10pcs-"
_HEADING = 3
_WHOLE = 7


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of ICD-10-PCS that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout, or index or definitions come without
            the tables, whose values they name.
    """
    orders = [file for file in files if is_order_file(file)]
    tables = [Tables(file) for file in files if TABLES_ROOT in file.head]
    named = [file for file in files if INDEX_ROOT in file.head or DEFINITIONS_ROOT in file.head]
    for file in files:
        if file not in (*orders, *named) and TABLES_ROOT not in file.head:
            raise file.error("this is no order file, tables, index or definitions of ICD-10-PCS")
    if len(tables) > 1:
        raise tables[1].file.error("these are other tables", cure="give those of one year")
    if named and not tables:
        raise named[0].error("it names values of the tables", cure="give the tables, too")
    if not tables:
        return Release(system, "", _listed(orders))
    return _Edition(orders, tables[0], named).release(system)


def _listed(orders: Iterable[SourceFile]) -> Iterator[Term]:
    for file in orders:
        for term in read_order_file(file):
            table = term.code[:_HEADING]
            yield term._replace(broader=(table,) if table != term.code else ())


class _Edition:
    """An edition with its tables."""

    def __init__(
        self, orders: Sequence[SourceFile], tables: Tables, named: Sequence[SourceFile]
    ) -> None:
        self._orders = orders
        self._tables = tables
        self._names = Names()
        operations = {one.label for one in tables.all_values if one.scheme == "operation"}
        for file in named:
            if DEFINITIONS_ROOT in file.head:
                self._names.define(file)
            else:
                self._names.look_up(file, operations)
        self._axes: dict[Value, tuple[str, str]] = {}

    def release(self, system: System) -> Release:
        """Return all that the files say."""
        terms = list(self._terms())
        unnamed = self._axes.keys() - self._tables.all_values
        return Release(
            system=system,
            name="" if self._orders else self._tables.version,
            terms=terms,
            concepts=list(self._concepts(unnamed)),
            schemes=tuple((_SCHEME + slug, title) for slug, (_, title) in _AXES.items()),
        )

    def _terms(self) -> Iterator[Term]:
        for term in self._listed():
            if len(term.code) == _WHOLE:
                values = self._tables.values(term.code)
                axes = tuple(self._axis(one) for one in values if one.label not in _NONE)
                yield term._replace(axes=axes, synonyms=self._synonyms(term))
            else:
                definition = self._definition(term.code)
                yield term._replace(definition=definition, synonyms=self._synonyms(term))

    def _listed(self) -> Iterator[Term]:
        """Yield the codes as the order files list them, or else as the tables make them."""
        if self._orders:
            yield from _listed(self._orders)
            return
        file = self._tables.file
        for table in self._tables.tables.values():
            title = ", ".join(one.label for one in table.values[1:])
            yield Term(table.key, title, file.where(table.line), assignable=False)
        for code, line in self._tables.codes():
            labels = [one.label for one in self._tables.values(code)[2:]]
            title = ", ".join(label for label in labels if label not in _NONE)
            yield Term(code, title, file.where(line), broader=(code[:_HEADING],))

    def _axis(self, value: Value) -> tuple[str, str]:
        if value not in self._axes:
            name, _ = _AXES[value.scheme]
            self._axes[value] = name, f"{_SCHEME}{value.scheme}/{ns.slug(value.label)}"
        return self._axes[value]

    def _synonyms(self, term: Term) -> tuple[str, ...]:
        """Return the other names of a code: its own, and those of beginnings of it.

        Names of all codes of a table are names of the table, not of each of them.
        """
        beginnings = range(_HEADING + 1, _WHOLE + 1) if len(term.code) == _WHOLE else (_HEADING,)
        names = (self._names.of_codes.get(term.code[:size], ()) for size in beginnings)
        return (*term.synonyms, *chain.from_iterable(names))

    def _definition(self, key: str) -> str:
        table = self._tables.tables.get(key)
        return table.definition if table else ""

    def _concepts(self, unnamed: AbstractSet[Value]) -> Iterator[AxisConcept]:
        values = sorted(one for one in self._tables.all_values | unnamed if one.label not in _NONE)
        bases = _bases(values)
        wholes = {base for base in bases.values() if base not in values}
        synonyms = self._names_of_values(values, bases)
        defined = {table.values[2]: table.definition for table in self._tables.tables.values()}
        for value in sorted({*values, *wholes}):
            definitions = self._names.definitions.get(value) or [defined.get(value, "")]
            explained = [f"Also: {one}" for one in definitions[1:]]
            yield AxisConcept(
                scheme=_SCHEME + value.scheme,
                slug=ns.slug(value.label),
                label=value.label,
                synonyms=tuple(synonyms.get(value, ())),
                definition=definitions[0],
                notes=(*explained, *self._names.notes.get(value, ())),
                broader=(ns.slug(bases[value].label),) if value in bases else (),
            )

    def _names_of_values(
        self, values: Sequence[Value], bases: Mapping[Value, Value]
    ) -> dict[Value, list[str]]:
        """Return value → its other names; those of both sides of the body are of the whole."""
        by_label: dict[str, list[Value]] = defaultdict(list)
        for value in values:
            by_label[value.label].append(value)
        found: dict[Value, dict[str, None]] = defaultdict(dict)
        for value, names in self._names.of_values.items():
            found[bases.get(value, value)].update(dict.fromkeys(names))
        for label, names in self._names.of_labels.items():
            for value in by_label[label] or by_label[_FIELD.sub("", label)]:
                if value.scheme in NAMED:
                    found[bases.get(value, value)].update(dict.fromkeys(names))
        return {
            value: [one for one in names if one != value.label] for value, names in found.items()
        }


def _bases(values: Iterable[Value]) -> dict[Value, Value]:
    """Return body part on one or both sides → the body part: *kidney, right* → *kidney*.

    What is called in the plural on both sides, "Kidneys, Bilateral", is of that in the singular.
    """
    sided = {}
    for value in values:
        if value.scheme == "body-part" and (match := _SIDE.fullmatch(value.label)):
            sided[value] = match[1]
    singular = {name for value, name in sided.items() if not value.label.endswith("Bilateral")}
    bases = {}
    for value, name in sided.items():
        forms = (name, name.removesuffix("s"), re.sub("ies$", "y", name))
        whole = next((form for form in forms if form in singular), name)
        bases[value] = Value(value.scheme, whole)
    return bases
