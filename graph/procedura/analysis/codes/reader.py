"""Codes of imported systems: what they are called, what they are made of, where they lead."""

from dataclasses import dataclass

from procedura import namespaces as ns
from procedura.analysis.stated.facts import FactReader, Term

# Axis, as people read it → property of the code.
CODE_AXES = {
    "section": "section",
    "body system": "bodySystem",
    "operation": "operation",
    "body site": "bodySite",
    "approach": "approach",
    "device": "device",
    "qualifier": "qualifier",
}


@dataclass(frozen=True, slots=True)
class Coded:
    """What the graph holds about a code of an imported system.

    Attributes:
        code: Its IRI.
        curie: Its CURIE.
        label: What its system calls it.
        system: What its system is called.
        kind: What it names.
        assignable: Whether it may be assigned; a heading may not.
        deprecated: Whether the newest release no longer has it.
        synonyms: Its other names, sorted.
        definition: What it means, "" where its system does not say.
        notes: What its publisher says about its use.
        broader: The codes one step broader.
        axes: Axis (a key of `CODE_AXES`) → its values.
        procedures: The procedures whose pages have the code, or a pattern that stands for it.
    """

    code: str
    curie: str
    label: str
    system: str
    kind: str
    assignable: bool
    deprecated: bool
    synonyms: tuple[str, ...]
    definition: str
    notes: tuple[str, ...]
    broader: tuple[Term, ...]
    axes: dict[str, tuple[Term, ...]]
    procedures: tuple[Term, ...]


class CodeReader:
    """Reads imported codes from a graph.

    Args:
        reader: Reads anything from it.
    """

    def __init__(self, reader: FactReader) -> None:
        self._reader = reader

    def is_imported(self, iri: str) -> bool:
        """Whether a node is a code of a release that the graph holds, now or formerly."""
        said = ("proc:kind", "owl:deprecated")
        return any(self._reader.one(iri, predicate) for predicate in said)

    def coded(self, iri: str) -> Coded:
        """Return what the graph holds about a code."""
        reader = self._reader
        system, notation = ns.split_code(iri)
        return Coded(
            code=iri,
            curie=f"{system}:{notation}",
            label=self.label(iri),
            system=reader.one(ns.code(system), "skos:prefLabel"),
            kind=reader.one(iri, "proc:kind"),
            assignable=reader.one(iri, "proc:assignable") != "false",
            deprecated=reader.one(iri, "owl:deprecated") == "true",
            synonyms=tuple(reader.targets(iri, "skos:altLabel")),
            definition=reader.one(iri, "skos:definition"),
            notes=tuple(reader.targets(iri, "skos:note")),
            broader=self.broader(iri),
            axes=self.axes(iri),
            procedures=tuple(map(reader.term, reader.subjects("proc:code", iri))),
        )

    def axes(self, iri: str) -> dict[str, tuple[Term, ...]]:
        """Return axis → its values, of the axes that a code has."""
        return {
            axis: tuple(map(self._reader.term, values))
            for axis, name in CODE_AXES.items()
            if (values := self._reader.targets(iri, f"proc:{name}"))
        }

    def label(self, iri: str) -> str:
        """Return what its system calls a code."""
        return self._reader.one(iri, "skos:prefLabel")

    def broader(self, iri: str) -> tuple[Term, ...]:
        """Return the codes one step broader."""
        found = self._reader.targets(iri, "skos:broader")
        return tuple(Term(one, self.label(one)) for one in found)

    def procedures_near(self, iri: str, limit: int) -> list[str]:
        """Return the labels of procedures that have codes of the same table or body site.

        Those come first whose codes have the most values of axes in common with the code.
        """
        own = self._values(iri)
        having = (
            (-len(own & self._values(one)), one, procedures)
            for one in self._near(iri)
            if (procedures := self._reader.subjects("proc:code", one))
        )
        found = dict.fromkeys(one for _, _, procedures in sorted(having) for one in procedures)
        return [self._reader.label(one) for one in found][:limit]

    def one_axis_apart(self, iri: str) -> list[str]:
        """Return the codes of the same table or body site that differ in just one axis, sorted."""
        own = self._values(iri)
        near = ((one, {axis for axis, _ in own ^ self._values(one)}) for one in self._near(iri))
        return sorted(one for one, differing in near if len(differing) == 1)

    def _values(self, iri: str) -> set[tuple[str, Term]]:
        return {(axis, value) for axis, values in self.axes(iri).items() for value in values}

    def _near(self, iri: str) -> set[str]:
        """Return the other codes of the system in the same table or on the same body site."""
        near: set[str] = set()
        for edge in ("skos:broader", "proc:bodySite"):
            for target in self._reader.targets(iri, edge):
                near.update(self._reader.subjects(edge, target))
        return {one for one in near - {iri} if one.startswith(ns.code(ns.split_code(iri)[0]))}
