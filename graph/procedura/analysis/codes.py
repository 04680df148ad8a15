"""Codes of imported systems: what they are made of, and which are made nearly alike.

Codes of ICD-10-PCS are made of seven axes. Two of the same axes but for one or two are those that a
coder could confuse; alike on all but the approach, they are variants of one operation.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Store

from procedura import namespaces as ns
from procedura.analysis.comparison import Difference
from procedura.analysis.facts import FactReader, Term
from procedura.analysis.information import sim_gic
from procedura.analysis.reasons import resemblance

# Axis, as people read it → property of the code.
AXES = {
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
        axes: Axis (a key of `AXES`) → its values.
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


@dataclass(frozen=True, slots=True)
class SimilarCode:
    """A code that a coder could confuse with the one asked about.

    Attributes:
        code: Its IRI.
        label: What its system calls it.
        codes: Its CURIE, alone.
        score: simGIC of the axes of both and all that is broader, 0 to 1.
        variant: Whether it differs in the approach only.
        differences: The axes that differ; *here* is the code asked about.
        reason: What is the same and what differs, in one sentence.
    """

    code: str
    label: str
    codes: tuple[str, ...]
    score: float
    variant: bool
    differences: tuple[Difference, ...]
    reason: str


class CodeReader:
    """Reads imported codes from a graph."""

    def __init__(self, store: Store) -> None:
        self._reader = FactReader(store)
        self._content = _Content(self._reader)
        self._closures: dict[str, frozenset[str]] = {}

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
            label=reader.one(iri, "skos:prefLabel"),
            system=reader.one(ns.code(system), "skos:prefLabel"),
            kind=reader.one(iri, "proc:kind"),
            assignable=reader.one(iri, "proc:assignable") != "false",
            deprecated=reader.one(iri, "owl:deprecated") == "true",
            synonyms=tuple(reader.targets(iri, "skos:altLabel")),
            definition=reader.one(iri, "skos:definition"),
            notes=tuple(reader.targets(iri, "skos:note")),
            broader=tuple(self._named(one) for one in reader.targets(iri, "skos:broader")),
            axes=self.axes(iri),
            procedures=tuple(map(reader.term, reader.subjects("proc:code", iri))),
        )

    def axes(self, iri: str) -> dict[str, tuple[Term, ...]]:
        """Return axis → its values, of the axes that a code has."""
        return {
            axis: tuple(map(self._reader.term, values))
            for axis, name in AXES.items()
            if (values := self._reader.targets(iri, f"proc:{name}"))
        }

    def similar(self, iri: str, limit: int | None = None) -> list[SimilarCode]:
        """Return the codes that are made most like a code, the most similar first.

        Compared are codes of the same table (those with the same broader code) and those of the
        same body site. None where a code has no axes.

        Args:
            iri: The code.
            limit: How many at the most.
        """
        here = self.axes(iri)
        own = self._features(here)
        scored = []
        for other in self._near(iri, here):
            there = self.axes(other)
            score = sim_gic(own, self._features(there), self._content)
            scored.append((round(score, 4), other, there))
        scored.sort(key=lambda one: (-one[0], one[1]))
        return [self._similar(other, score, here, there) for score, other, there in scored[:limit]]

    def neighbours(self, iri: str, limit: int) -> list[str]:
        """Return the labels of procedures that have the codes most like a code, nearest first."""
        found: dict[str, None] = {}
        for one in self.similar(iri):
            having = self._reader.subjects("proc:code", one.code)
            found.update(dict.fromkeys(map(self._reader.label, having)))
            if len(found) >= limit:
                break
        return [*found][:limit]

    def _similar(
        self, iri: str, score: float, here: Mapping[str, tuple[Term, ...]],
        there: Mapping[str, tuple[Term, ...]],
    ) -> SimilarCode:  # fmt: skip
        mine, theirs = _words(here), _words(there)
        differing = tuple(
            Difference(axis, mine.get(axis), theirs.get(axis))
            for axis in AXES
            if mine.get(axis) != theirs.get(axis)
        )
        return SimilarCode(
            code=iri,
            label=self._named(iri).label,
            codes=(":".join(ns.split_code(iri)),),
            score=score,
            variant=[one.aspect for one in differing] == ["approach"],
            differences=differing,
            reason=resemblance(mine, differing),
        )

    def _named(self, iri: str) -> Term:
        return Term(iri, self._reader.one(iri, "skos:prefLabel"))

    def _near(self, iri: str, axes: Mapping[str, tuple[Term, ...]]) -> set[str]:
        tables = self._reader.targets(iri, "skos:broader")
        near = {one for table in tables for one in self._reader.subjects("skos:broader", table)}
        for site in axes.get("body site", ()):
            near |= set(self._reader.subjects("proc:bodySite", site.iri))
        return {one for one in near - {iri} if one.startswith(ns.code(ns.split_code(iri)[0]))}

    def _features(self, axes: Mapping[str, tuple[Term, ...]]) -> set[str]:
        return {up for values in axes.values() for value in values for up in self._above(value.iri)}

    def _above(self, iri: str) -> frozenset[str]:
        if iri not in self._closures:
            self._closures[iri] = self._reader.broader(iri)
        return self._closures[iri]


class _Content(dict[str, float]):
    """Value of an axis → its information content among the codes of its release, in nats.

    IC(v) = -ln(codes that have v, or something narrower / codes), as in `information_content`; the
    counts were written into the graph when the release was imported.
    """

    def __init__(self, reader: FactReader) -> None:
        super().__init__()
        self._reader = reader
        self._all = max(
            (int(count) for release in reader.subjects("rdf:type", ns.term("Release"))
             for count in reader.targets(release, "proc:codeCount")),
            default=1,
        )  # fmt: skip

    def __missing__(self, value: str) -> float:
        count = int(self._reader.one(value, "proc:codeCount") or self._all)
        self[value] = -math.log(count / self._all) + 0.0
        return self[value]


def _words(axes: Mapping[str, tuple[Term, ...]]) -> dict[str, tuple[str, ...]]:
    return {axis: tuple(value.label for value in values) for axis, values in axes.items()}
