"""Why a procedure is no alternative to another, in a sentence."""

from collections.abc import Iterator

from procedura.analysis.comparison import differences
from procedura.analysis.evidence import Evidence, EvidenceReader
from procedura.analysis.facts import AXES, FactReader, Facts
from procedura.analysis.reasons import Reason

# Property → what it says of its subject and its object, the most telling first.
_RELATIONS = {
    "variantOf": "{} is coded in another way than {} and is no other procedure.",
    "preparesFor": "{} prepares for {}.",
    "follows": "{} follows {}.",
    "adjunctTo": "{} is done in support of {}, not instead of it.",
    "stagesFor": "{} tells whether {} can be done, and is not done instead of it.",
}


def exclusion(reader: FactReader, evidence: EvidenceReader, here: Facts, there: Facts) -> Reason:
    """Return why one procedure is no alternative to another.

    The reasons are looked for in the order in which `analysis.rivals.Rivals` does.

    Args:
        reader: The graph's facts.
        evidence: What they rest on.
        here: Facts of the procedure asked about.
        there: Facts of the one that was left out.
    """
    return next(_reasons(reader, evidence, here, there))


def _reasons(
    reader: FactReader, evidence: EvidenceReader, here: Facts, there: Facts
) -> Iterator[Reason]:
    ends = (there, here), (here, there)
    for edge, sentence in _RELATIONS.items():
        for one, other in ends:
            if other.procedure in reader.said(one.procedure, f"proc:{edge}"):
                told = tuple(evidence.edge(one.procedure, edge, other.procedure))
                yield Reason("relation", sentence.format(one.label, other.label), told)
    by_aspect = {one.aspect: one for one in differences(here, there)}
    if by_aspect.keys().isdisjoint(AXES):
        text = "They are alike in operation, body site, approach, device and guidance."
        yield Reason("operation", text, _declared(evidence, (here, there), AXES[:3]))
    for one, _ in ends:
        for earlier in reader.said(one.procedure, "proc:follows"):
            told = tuple(evidence.edge(one.procedure, "follows", earlier))
            text = f"{one.label} is a later step of {reader.label(earlier)}."
            yield Reason("relation", text, told)
    for aspect in ("purpose", "body site"):
        if aspect in by_aspect and _disjoint(reader, aspect, here, there):
            text = f"They differ in {by_aspect[aspect]}."
            yield Reason(aspect, text, _declared(evidence, (here, there), (aspect,)))


def _disjoint(reader: FactReader, aspect: str, here: Facts, there: Facts) -> bool:
    """Whether no concept of one side is one of the other's, or broader."""
    mine, theirs = ([term.iri for term in side.terms.get(aspect, ())] for side in (here, there))
    above_mine, above_theirs = (
        {up for one in own for up in reader.broader(one)} for own in (mine, theirs)
    )
    return above_theirs.isdisjoint(mine) and above_mine.isdisjoint(theirs)


def _declared(
    evidence: EvidenceReader, sides: tuple[Facts, Facts], aspects: tuple[str, ...]
) -> tuple[Evidence, ...]:
    return tuple(
        line
        for side in sides
        for aspect in aspects
        for line in evidence.of(
            side.procedure, aspect, [term.iri for term in side.terms.get(aspect, ())]
        )
    )
