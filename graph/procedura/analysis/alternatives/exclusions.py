"""Why a procedure is no alternative to another, in a sentence."""

from collections.abc import Iterator

from procedura.analysis.alternatives.reasons import Reason
from procedura.analysis.stated.comparison import differences
from procedura.analysis.stated.evidence import Evidence, EvidenceReader
from procedura.analysis.stated.facts import AXES, FactReader, Facts

# Local name of a `proc:ExclusionReason` → the property behind it, and what that says of two.
_RELATIONS = {
    "CodingVariant": ("variantOf", "{} is coded in another way than {} and is no other procedure."),
    "PreparatoryStep": ("preparesFor", "{} prepares for {}."),
    "FollowUpStep": ("follows", "{} follows {}."),
    "Adjunct": ("adjunctTo", "{} is done in support of {}, not instead of it."),
    "Staging": ("stagesFor", "{} tells whether {} can be done, and is not done instead of it."),
}
_ASPECTS = {"OtherPurpose": "purpose", "OtherBodySite": "body site"}


class Excluder:
    """Says why one procedure is no alternative to another.

    Args:
        facts: The graph's facts.
        evidence: What they rest on.
        here: Facts of the procedure asked about.
        there: Facts of the one that was left out.
    """

    def __init__(
        self, facts: FactReader, evidence: EvidenceReader, here: Facts, there: Facts
    ) -> None:
        self._facts = facts
        self._evidence = evidence
        self._here = here
        self._there = there

    def reason(self, name: str) -> Reason:
        """Return a reason in words.

        Args:
            name: Local name of a `proc:ExclusionReason`.
        """
        if name in _ASPECTS:
            return self._differing(_ASPECTS[name])
        return next(self._related(name), None) or self._alike()

    def _related(self, name: str) -> Iterator[Reason]:
        """Yield what front matter says of the two; and then, what one follows besides."""
        edge, sentence = _RELATIONS[name]
        ends = (self._there, self._here), (self._here, self._there)
        for one, other in ends:
            if other.procedure in self._facts.targets(one.procedure, f"proc:{edge}"):
                told = self._evidence.edge(one.procedure, edge, other.procedure)
                yield Reason("relation", sentence.format(one.label, other.label), tuple(told))
        if name == "FollowUpStep":
            for one, _ in ends:
                for earlier in self._facts.targets(one.procedure, "proc:follows"):
                    told = self._evidence.edge(one.procedure, "follows", earlier)
                    text = f"{one.label} is a later step of {self._facts.label(earlier)}."
                    yield Reason("relation", text, tuple(told))

    def _alike(self) -> Reason:
        text = "They are alike in operation, body site, approach, device and guidance."
        return Reason("operation", text, self._told(*AXES))

    def _differing(self, aspect: str) -> Reason:
        [difference] = (one for one in differences(self._here, self._there) if one.aspect == aspect)
        return Reason(aspect, f"They differ in {difference}.", self._told(aspect))

    def _told(self, *aspects: str) -> tuple[Evidence, ...]:
        sides = (self._here, self._there)
        return tuple(
            line
            for side in sides
            for aspect in aspects
            for line in self._evidence.of(
                side.procedure, aspect, [term.iri for term in side.terms.get(aspect, ())]
            )
        )
