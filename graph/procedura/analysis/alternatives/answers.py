"""What else could be done, with reasons; and what is left out, and why.

What the analyses found was written into the graph when it was built. To answer is to read that,
to add the facts of both sides, and to say it in words; NetworkX is not needed here.
"""

from dataclasses import dataclass
from functools import partial
from itertools import islice

from procedura import namespaces as ns
from procedura.analysis.alternatives.filters import ANYTHING, Filter, sieve
from procedura.analysis.alternatives.reasons import Reasoner
from procedura.analysis.findings import only, ranked
from procedura.analysis.stated.comparison import Comparison, Difference, Row
from procedura.analysis.stated.evidence import EvidenceReader
from procedura.analysis.stated.facts import FactReader, Facts, Term
from procedura.analysis.stated.reasons import Reason


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


def alternatives(
    evidence: EvidenceReader, procedure: str, wanted: Filter = ANYTHING, limit: int | None = None
) -> list[Alternative]:
    """Return the alternatives to a procedure, the best founded first.

    Args:
        evidence: What the graph states, and what that rests on.
        procedure: IRI of the procedure.
        wanted: What they must be.
        limit: How many at the most.
    """
    reader = evidence.facts
    here = reader.facts(procedure)
    passes = sieve(wanted, reader, here)
    found = ((one, _other(reader, one)) for one in ranked(reader, procedure, "AlternativeFinding"))
    passing = (pair for pair in found if passes(pair[1]))
    return [_alternative(evidence, one, here, there) for one, there in islice(passing, limit)]


def left_out(evidence: EvidenceReader, procedure: str, limit: int | None = None) -> list[LeftOut]:
    """Return what is no alternative to a procedure though there is something to it, and why.

    Args:
        evidence: What the graph states, and what that rests on.
        procedure: IRI of the procedure.
        limit: How many at the most.
    """
    here = evidence.facts.facts(procedure)
    found = ranked(evidence.facts, procedure, "ExclusionFinding")
    return [_left_out(evidence, one, here) for one in found[:limit]]


def _alternative(evidence: EvidenceReader, finding: str, here: Facts, there: Facts) -> Alternative:
    reader = evidence.facts
    one = partial(only, reader, finding)
    shared = _shared(reader, finding)
    kind = one("proc:alternativeKind")
    reasoner = Reasoner(evidence, here, there)
    statements = reader.said(finding, "prov:wasDerivedFrom")
    variant = kind == ns.term("VariantByApproach")
    return Alternative(
        procedure=there.procedure,
        label=there.label,
        codes=there.codes,
        conservative=there.conservative,
        review=max(here.review, there.review),  # "unreviewed" comes after "reviewed"
        kind=only(reader, kind, "rdfs:label"),
        basis=only(reader, one("proc:basis"), "rdfs:label"),
        score=float(one("proc:score")),
        prominence=float(one("proc:prominenceScore")),
        overlap=float(one("proc:overlapScore")),
        likeness=float(one("proc:likenessScore")),
        shared_indications=shared,
        differences=reasoner.differences,
        side_by_side=Comparison((here, there)).rows,
        reasons=tuple(reasoner.why_listed(statements, shared, variant)),
    )


def _left_out(evidence: EvidenceReader, finding: str, here: Facts) -> LeftOut:
    there = _other(evidence.facts, finding)
    reason = only(evidence.facts, finding, "proc:exclusionReason")
    return LeftOut(
        procedure=there.procedure,
        label=there.label,
        codes=there.codes,
        because=only(evidence.facts, reason, "rdfs:label"),
        shared_indications=_shared(evidence.facts, finding),
        reason=Reasoner(evidence, here, there).why_left_out(ns.local_name(reason)),
    )


def _other(reader: FactReader, finding: str) -> Facts:
    return reader.facts(only(reader, finding, "proc:object"))


def _shared(reader: FactReader, finding: str) -> tuple[Term, ...]:
    return tuple(map(reader.term, reader.said(finding, "proc:sharedIndication")))
