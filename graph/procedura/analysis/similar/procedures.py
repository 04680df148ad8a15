"""Procedures that a coder could confuse with one, and what differs, in words."""

from dataclasses import dataclass

from procedura.analysis.findings import only, ranked
from procedura.analysis.stated.comparison import Difference, differences
from procedura.analysis.stated.facts import AXES, FactReader, Facts, Term
from procedura.analysis.stated.reasons import resemblance


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


def similar(reader: FactReader, procedure: str, limit: int | None = None) -> list[Similar]:
    """Return the procedures whose axes are most like those of a procedure.

    Args:
        reader: Reads the graph.
        procedure: Its IRI.
        limit: How many at the most.
    """
    here = reader.facts(procedure)
    found = ranked(reader, procedure, "SimilarityFinding")
    return [_similar(reader, one, here) for one in found[:limit]]


def _similar(reader: FactReader, finding: str, here: Facts) -> Similar:
    there = reader.facts(only(reader, finding, "proc:object"))
    differing = tuple(one for one in differences(here, there) if one.aspect in AXES)
    return Similar(
        procedure=there.procedure,
        label=there.label,
        codes=there.codes,
        score=float(only(reader, finding, "proc:score")),
        shared=tuple(map(reader.term, reader.said(finding, "proc:sharedAxis"))),
        differences=differing,
        reason=resemblance([axis for axis in AXES if here.stated(axis)], differing),
    )
