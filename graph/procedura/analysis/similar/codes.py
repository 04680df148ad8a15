"""Codes that a coder could confuse with one, and what differs, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import Quad

from procedura import namespaces as ns
from procedura.analysis.codes.reader import CODE_AXES, Coded, CodeReader
from procedura.analysis.findings import activity, pair_quads
from procedura.analysis.similar.table import COMPARED, KEPT, NeighbourTable, Scored
from procedura.analysis.stated.comparison import Difference
from procedura.analysis.stated.facts import FactReader, Term
from procedura.analysis.stated.reasons import resemblance
from procedura.triples import Subject

GRAPH = ns.analysis("similar-codes")
_NONE = ("none",)
_Parts = Mapping[str, tuple[Term, ...]]


@dataclass(frozen=True, slots=True)
class SimilarCode:
    """A code that a coder could confuse with the one asked about.

    Attributes:
        code: Its IRI.
        label: What its system calls it.
        codes: Its CURIE, alone.
        score: How alike the two are, above 0 and up to 1
            (see `docs/explanation/alternatives-and-similar.md`).
        variant: Whether it differs in the approach only.
        shared: The values of axes that both have; of codes without axes, the broader codes.
        differences: The axes that differ; *here* is the code asked about. Of codes without axes,
            the group (what is broader) and the name.
        reason: What is the same and what differs, in one sentence.
    """

    code: str
    label: str
    codes: tuple[str, ...]
    score: float
    variant: bool
    shared: tuple[Term, ...]
    differences: tuple[Difference, ...]
    reason: str


def is_compared(code: Coded) -> bool:
    """Whether a code is compared with others: it names what is done, and may be assigned now."""
    return code.kind in COMPARED and code.assignable and not code.deprecated


class SimilarCodes:
    """Says which codes are similar, and why.

    Args:
        reader: Reads the graph.
        table: Which codes are the nearest to each.
    """

    def __init__(self, reader: FactReader, table: NeighbourTable) -> None:
        self._codes = CodeReader(reader)
        self._table = table
        self._known: dict[str, tuple[str, _Parts]] = {}

    def of(self, code: Coded, limit: int | None = None) -> list[SimilarCode]:
        """Return the codes that are most like one, the most similar first.

        Args:
            code: The code; what `is_compared` leaves out has none.
            limit: How many at the most; no more are kept than `table.KEPT`.

        Raises:
            StoreError: The code's system was imported before similar codes were kept.
        """
        if not is_compared(code):
            return []
        system, notation = ns.split_code(code.code)
        return self._similar(system, notation, self._table.of(system, notation)[:limit])

    def all(self, system: str) -> Iterator[tuple[str, list[SimilarCode]]]:
        """Return the IRI of every code of a system with the codes that are most like it.

        Raises:
            StoreError: The system was imported before similar codes were kept.
        """
        return (
            (ns.code(system, notation), self._similar(system, notation, found))
            for notation, found in self._table.all(system)
        )

    def _similar(self, system: str, code: str, found: list[Scored]) -> list[SimilarCode]:
        _, here = self._parts(ns.code(system, code))
        return [self._compared(here, ns.code(system, other), score) for other, score in found]

    def _compared(self, here: _Parts, iri: str, score: float) -> SimilarCode:
        label, there = self._parts(iri)
        differing = tuple(
            Difference(part, _words(here.get(part)), _words(there.get(part)))
            for part in dict.fromkeys((*here, *there))
            if here.get(part) != there.get(part)
        )
        return SimilarCode(
            code=iri,
            label=label,
            codes=(ns.curie(iri),),
            score=score,
            variant=[one.aspect for one in differing] == ["approach"],
            shared=tuple(
                one for part, values in here.items() for one in values if one in there.get(part, ())
            ),
            differences=differing,
            reason=resemblance(here, differing),
        )

    def _parts(self, iri: str) -> tuple[str, _Parts]:
        """Return the label of a code, and what it is compared by in words."""
        if iri not in self._known:
            label = self._codes.label(iri)
            axes = self._codes.axes(iri)
            if not axes:
                axes = {"group": self._codes.broader(iri), "name": (Term(iri, label),)}
            ordered = {part: axes[part] for part in (*CODE_AXES, "group", "name") if axes.get(part)}
            self._known[iri] = label, ordered
        return self._known[iri]


def _words(values: tuple[Term, ...] | None) -> tuple[str, ...]:
    """Return values in words; an axis without a value is stated to have none."""
    return tuple(value.label for value in values) if values else _NONE


def quads(found: Iterable[tuple[str, list[SimilarCode]]], top: int) -> Iterator[Quad]:
    """Yield the named graph of similar codes, shaped like what is found of procedures.

    Args:
        found: Pairs of the IRI of a code and the codes that are most like it.
        top: How many of each at the most, for the record.
    """
    yield from activity(GRAPH, {"top": min(top, KEPT)})
    for code, others in found:
        system, notation = ns.split_code(code)
        for one in others:
            pair = quote(f"{system}-{notation}--{ns.split_code(one.code)[1]}", safe="")
            about = Subject(f"{GRAPH}#{pair}", GRAPH)
            score = f"{one.score:.6f}"
            yield from pair_quads(about, "SimilarityFinding", code, one.code, score)
            yield from about.to("proc:sharedAxis", *(term.iri for term in one.shared))
            yield from about.say("rdfs:comment", one.reason, language="en")
