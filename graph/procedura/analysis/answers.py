"""Answers read from the graph: alternatives with reasons, similar procedures.

What the analyses found was written into the graph when it was built. To answer is to read that,
to add the facts of both sides, and to say it in words; NetworkX is not needed here.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from pyoxigraph import Store

from procedura import namespaces as ns
from procedura.analysis.comparison import Difference, differences
from procedura.analysis.facts import FactReader, Facts, Term
from procedura.analysis.reasons import reasons, resemblance


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another procedure, or conservative care, for the same indication.

    Attributes:
        procedure: Its IRI.
        label: Its preferred label.
        codes: CURIEs of the codes that mean it.
        conservative: Whether it is conservative care.
        review: Review status of the pages that the answer rests on.
        score: 0.6 x stated + 0.4 x overlap.
        stated: How directly a page states it: 1, 0.8, 0.5 or 0 (see `docs/method.md`).
        overlap: simGIC of the indications of both, 0 to 1.
        basis: Whether a page names it, or it was inferred from what the pages share.
        shared_indications: The most specific conditions that both are indicated for.
        differences: In what they differ; *here* is the procedure asked about.
        reasons: Why it is listed and what differs, in plain sentences.
    """

    procedure: str
    label: str
    codes: tuple[str, ...]
    conservative: bool
    review: str
    score: float
    stated: float
    overlap: float
    basis: Literal["stated", "inferred"]
    shared_indications: tuple[Term, ...]
    differences: tuple[Difference, ...]
    reasons: tuple[str, ...]


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


def alternatives(
    store: Store,
    procedure: str,
    *,
    indication: str | None = None,
    less_invasive: bool = False,
    avoid: Collection[str] = (),
    limit: int | None = None,
) -> list[Alternative]:
    """Return the alternatives to a procedure, the best founded first.

    Args:
        store: The graph.
        procedure: IRI of the procedure.
        indication: IRI of a condition: only alternatives for it, for a narrower or a broader one.
        less_invasive: Only alternatives whose approach ranks lower in `proc:invasiveness`.
        avoid: IRIs of complications: no alternative that states one, or a narrower one.
        limit: How many at the most.
    """
    reader = FactReader(store)
    here = reader.facts(procedure)
    related = reader.broader(indication) | reader.narrower(indication) if indication else None
    avoided = {narrow for iri in avoid for narrow in reader.narrower(iri)}
    answers: list[Alternative] = []
    for finding in _findings(reader, procedure, "AlternativeFinding"):
        there = reader.facts(reader.one(finding, "proc:object"))
        shared = reader.targets(finding, "proc:sharedIndication")
        if related is not None and not related & set(shared):
            continue
        if less_invasive and not _less_invasive(reader, here, there):
            continue
        if avoided & {risk.iri for risk in there.terms.get("risks", ())}:
            continue
        answers.append(_alternative(reader, finding, here, there, tuple(map(reader.term, shared))))
    answers.sort(key=lambda answer: (-answer.score, answer.procedure))
    return answers[:limit]


def similar(store: Store, procedure: str, *, limit: int | None = None) -> list[Similar]:
    """Return the procedures whose axes are most like those of a procedure.

    Args:
        store: The graph.
        procedure: IRI of the procedure.
        limit: How many at the most.
    """
    reader = FactReader(store)
    here = reader.facts(procedure)
    stated = {axis: said for axis in _AXES if (said := here.stated(axis))}
    answers = []
    for finding in _findings(reader, procedure, "SimilarityFinding"):
        there = reader.facts(reader.one(finding, "proc:object"))
        shared = tuple(map(reader.term, reader.targets(finding, "proc:sharedAxis")))
        axes = tuple(one for one in differences(here, there) if one.aspect in _AXES)
        answers.append(
            Similar(
                procedure=there.procedure,
                label=there.label,
                codes=there.codes,
                score=float(reader.one(finding, "proc:score")),
                shared=shared,
                differences=axes,
                reason=resemblance(stated, axes),
            )
        )
    answers.sort(key=lambda answer: (-answer.score, answer.procedure))
    return answers[:limit]


_AXES = ("operation", "body site", "approach", "device", "guidance")


def _findings(reader: FactReader, procedure: str, kind: str) -> Iterator[str]:
    for finding in reader.subjects("proc:subject", procedure):
        if ns.term(kind) in reader.targets(finding, "rdf:type"):
            yield finding


def _less_invasive(reader: FactReader, here: Facts, there: Facts) -> bool:
    mine, theirs = reader.invasiveness(here), reader.invasiveness(there)
    return mine is not None and theirs is not None and theirs < mine


def _alternative(
    reader: FactReader, finding: str, here: Facts, there: Facts, shared: tuple[Term, ...]
) -> Alternative:
    stated = float(reader.one(finding, "proc:statedScore"))
    differing = differences(here, there)
    evidence = reader.targets(finding, "prov:wasDerivedFrom")
    return Alternative(
        procedure=there.procedure,
        label=there.label,
        codes=there.codes,
        conservative=there.conservative,
        review=max(here.review, there.review),  # "unreviewed" comes after "reviewed"
        score=float(reader.one(finding, "proc:score")),
        stated=stated,
        overlap=float(reader.one(finding, "proc:overlapScore")),
        basis="stated" if stated else "inferred",
        shared_indications=shared,
        differences=differing,
        reasons=tuple(reasons(reader, here, there, shared, differing, evidence)),
    )
