"""Answers read from the graph: alternatives with reasons, what is left out, similar procedures.

What the analyses found was written into the graph when it was built. To answer is to read that,
to add the facts of both sides, and to say it in words; NetworkX is not needed here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import Store

from procedura import namespaces as ns
from procedura.analysis.alternatives.exclusions import Excluder
from procedura.analysis.alternatives.filters import ANYTHING, Filter, Sieve
from procedura.analysis.alternatives.reasons import Reason, Reasoner, resemblance
from procedura.analysis.stated.comparison import Comparison, Difference, Row, differences
from procedura.analysis.stated.evidence import EvidenceReader
from procedura.analysis.stated.facts import AXES, FactReader, Facts, Term
from procedura.errors import StoreError


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another procedure, or conservative care, for the same indication.

    Attributes:
        procedure: Its IRI.
        label: Its preferred label.
        codes: CURIEs of the codes that mean it.
        conservative: Whether it is conservative care.
        review: Review status of the pages that the answer rests on.
        kind: ``variant by approach``, ``conservative care`` or ``other procedure``.
        basis: ``stated`` by the page on the procedure, ``stated in reverse`` by the alternative's
            own page, ``stated as a class`` of operations, or ``inferred`` from what both share.
        score: (basis + strength) / 4, 0 to 1 (see `analysis.alternatives.finding`).
        prominence: How far in front pages name it, 0 to 1.
        overlap: simGIC of the indications of both, 0 to 1.
        likeness: simGIC of operation, body site and approach of both, 0 to 1.
        shared_indications: The most specific conditions that both are indicated for.
        differences: In what they differ; *here* is the procedure asked about.
        side_by_side: Every aspect of `comparison.ROWS` with what is stated of the procedure asked
            about and of this one; None where nothing is.
        reasons: Why it is listed and what differs, each with the lines of pages behind it.
    """

    procedure: str
    label: str
    codes: tuple[str, ...]
    conservative: bool
    review: str
    kind: str
    basis: str
    score: float
    prominence: float
    overlap: float
    likeness: float
    shared_indications: tuple[Term, ...]
    differences: tuple[Difference, ...]
    side_by_side: tuple[Row, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A procedure that is no alternative, though it shares an indication or belongs together.

    Attributes:
        procedure: Its IRI.
        label: Its preferred label.
        codes: CURIEs of the codes that mean it.
        because: ``coding variant``, ``preparatory step``, ``follow-up step``, ``adjunct``,
            ``staging``, ``other purpose`` or ``other body site``.
        shared_indications: The most specific conditions that both are indicated for.
        reason: Why, in a sentence, with what supports it.
    """

    procedure: str
    label: str
    codes: tuple[str, ...]
    because: str
    shared_indications: tuple[Term, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Similar:
    """A procedure that a coder could confuse with the one asked about.

    Attributes:
        procedure: Its IRI.
        label: Its preferred label.
        codes: CURIEs of the codes that mean it.
        score: simGIC of the axes of both, 0 to 1.
        shared: Axis concepts that both have.
        differences: The axes that differ; *here* is the procedure asked about.
        reason: Both in one sentence.
    """

    procedure: str
    label: str
    codes: tuple[str, ...]
    score: float
    shared: tuple[Term, ...]
    differences: tuple[Difference, ...]
    reason: str


class AnswerReader:
    """Reads answers about procedures from a graph.

    Args:
        store: The graph, which must not change meanwhile.
    """

    def __init__(self, store: Store) -> None:
        self.facts = FactReader(store)
        self.evidence = EvidenceReader(store, self.facts)

    def alternatives(
        self, procedure: str, wanted: Filter = ANYTHING, limit: int | None = None
    ) -> list[Alternative]:
        """Return the alternatives to a procedure, the best founded first.

        Args:
            procedure: Its IRI.
            wanted: What they must be.
            limit: How many at the most.
        """
        here = self.facts.facts(procedure)
        sieve = Sieve(wanted, self.facts, here)
        found = sorted(findings(self.facts, procedure, "AlternativeFinding"), key=self._place)
        passing = (one for one in found if sieve.passes(self._other(one)))
        return [self._alternative(one, here) for one in islice(passing, limit)]

    def left_out(self, procedure: str) -> list[LeftOut]:
        """Return what is no alternative to a procedure though there is something to it, and why.

        Args:
            procedure: Its IRI.
        """
        here = self.facts.facts(procedure)
        found = sorted(findings(self.facts, procedure, "ExclusionFinding"), key=self._place)
        return [self._left_out(one, here) for one in found]

    def similar(self, procedure: str, limit: int | None = None) -> list[Similar]:
        """Return the procedures whose axes are most like those of a procedure.

        Args:
            procedure: Its IRI.
            limit: How many at the most.
        """
        here = self.facts.facts(procedure)
        found = sorted(findings(self.facts, procedure, "SimilarityFinding"), key=self._place)
        return [self._similar(one, here) for one in found[:limit]]

    def _place(self, finding: str) -> tuple[float, str]:
        return -float(self._one(finding, "proc:score")), finding

    def _other(self, finding: str) -> Facts:
        return self.facts.facts(self._one(finding, "proc:object"))

    def _shared(self, finding: str) -> list[str]:
        return self.facts.said(finding, "proc:sharedIndication")

    def _one(self, finding: str, predicate: str) -> str:
        return only(self.facts, finding, predicate)

    def _similar(self, finding: str, here: Facts) -> Similar:
        there = self._other(finding)
        axes = tuple(one for one in differences(here, there) if one.aspect in AXES)
        stated = {axis: said for axis in AXES if (said := here.stated(axis))}
        return Similar(
            procedure=there.procedure,
            label=there.label,
            codes=there.codes,
            score=float(self._one(finding, "proc:score")),
            shared=tuple(map(self.facts.term, self.facts.said(finding, "proc:sharedAxis"))),
            differences=axes,
            reason=resemblance(stated, axes),
        )

    def _left_out(self, finding: str, here: Facts) -> LeftOut:
        there = self._other(finding)
        reason = ns.local_name(self._one(finding, "proc:exclusionReason"))
        return LeftOut(
            procedure=there.procedure,
            label=there.label,
            codes=there.codes,
            because=self._called(finding, "proc:exclusionReason"),
            shared_indications=tuple(map(self.facts.term, self._shared(finding))),
            reason=Excluder(self.facts, self.evidence, here, there).reason(reason),
        )

    def _called(self, finding: str, predicate: str) -> str:
        """Return what the ontology calls the one target of a property."""
        return self._one(self._one(finding, predicate), "rdfs:label")

    def _alternative(self, finding: str, here: Facts) -> Alternative:
        there = self._other(finding)
        shared = tuple(map(self.facts.term, self._shared(finding)))
        differing = differences(here, there)
        kind = self._called(finding, "proc:alternativeKind")
        reasoner = Reasoner(self.facts, self.evidence, here, there)
        return Alternative(
            procedure=there.procedure,
            label=there.label,
            codes=there.codes,
            conservative=there.conservative,
            review=max(here.review, there.review),  # "unreviewed" comes after "reviewed"
            kind=kind,
            basis=self._called(finding, "proc:basis"),
            score=float(self._one(finding, "proc:score")),
            prominence=float(self._one(finding, "proc:prominenceScore")),
            overlap=float(self._one(finding, "proc:overlapScore")),
            likeness=float(self._one(finding, "proc:likenessScore")),
            shared_indications=shared,
            differences=differing,
            side_by_side=Comparison((here, there)).rows,
            reasons=tuple(
                reasoner.reasons(
                    self.facts.said(finding, "prov:wasDerivedFrom"),
                    shared,
                    kind == "variant by approach",
                    differing,
                )
            ),
        )


def findings(reader: FactReader, procedure: str, kind: str) -> Iterator[str]:
    """Yield the IRIs of what an analysis found of a procedure.

    Args:
        reader: Reads the graph.
        procedure: IRI of the procedure.
        kind: Local name of the class of the findings.
    """
    for finding in reader.subjects("proc:subject", procedure):
        if ns.term(kind) in reader.targets(finding, "rdf:type"):
            yield finding


def only(reader: FactReader, finding: str, predicate: str) -> str:
    """Return the one target of a property of a finding.

    Args:
        reader: Reads the graph.
        finding: IRI of the finding.
        predicate: The property.

    Raises:
        StoreError: It has none.
    """
    for value in reader.said(finding, predicate):
        return value
    raise StoreError(
        "the graph was analysed by another version of Procedura",
        cure="build it again with 'procedura build'",
    )
