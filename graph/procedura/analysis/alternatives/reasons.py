"""Why one procedure is an alternative to another or is none, in plain sentences."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from procedura import namespaces as ns
from procedura.analysis.stated.comparison import Difference, differences
from procedura.analysis.stated.durations import seconds
from procedura.analysis.stated.evidence import Evidence, EvidenceReader
from procedura.analysis.stated.facts import AXES, Facts, Term
from procedura.analysis.stated.reasons import Reason, listing, sentence

_AXES = ("approach", "operation", "body site", "setting")
_SPANS = {
    "duration": ("It takes {} time: {}.", "less", "more"),
    "stay": ("It means a {} stay in hospital: {}.", "shorter", "longer"),
}
# Local name of a `proc:ExclusionReason` → the property behind it, and what that says of two.
_RELATIONS = {
    "CodingVariant": ("variantOf", "{} is coded in another way than {} and is no other procedure."),
    "PreparatoryStep": ("preparesFor", "{} prepares for {}."),
    "FollowUpStep": ("follows", "{} follows {}."),
    "Adjunct": ("adjunctTo", "{} is done in support of {}, not instead of it."),
    "Staging": ("stagesFor", "{} tells whether {} can be done, and is not done instead of it."),
}
_MISMATCHES = {"OtherPurpose": "purpose", "OtherBodySite": "body site"}


class Reasoner:
    """Says why one procedure is an alternative to another or is none, and what differs.

    Args:
        evidence: What the graph states, and what that rests on.
        here: Facts of the procedure asked about.
        there: Facts of the other.
    """

    def __init__(self, evidence: EvidenceReader, here: Facts, there: Facts) -> None:
        self._reader = evidence.facts
        self._evidence = evidence
        self._here, self._there = self._sides = here, there
        self.differences = differences(here, there)

    def why_listed(
        self, statements: Collection[str], shared: Collection[Term], variant: bool
    ) -> Iterator[Reason]:
        """Yield why the other is listed, and then what differs.

        Args:
            statements: IRIs of the lines that name the one under the other.
            shared: Conditions that both are indicated for.
            variant: Whether it is the same operation by another approach.
        """
        yield from map(self._stated, statements)
        yield self._indications(statements, shared)
        if self._there.conservative:
            kind = ns.term("ConservativeCare")
            told = self._evidence.edge(self._there.procedure, "type", kind)
            yield Reason("kind", "It is conservative care.", told)
        by_aspect = {difference.aspect: difference for difference in self.differences}
        for aspect in (one for one in _AXES if one in by_aspect):
            words = str(by_aspect[aspect])
            if variant and aspect == "approach":
                words = f"same operation by another {words}"
            yield Reason(aspect, sentence(words), self._both(aspect))
        yield from self._invasiveness()
        for aspect in (one for one in _SPANS if one in by_aspect):
            yield self._span(by_aspect[aspect])
        if "risks" in by_aspect:
            yield from self._risks(by_aspect["risks"])

    def why_left_out(self, name: str) -> Reason:
        """Return why the other is left out.

        Args:
            name: Local name of a `proc:ExclusionReason`.
        """
        if aspect := _MISMATCHES.get(name):
            [difference] = (one for one in self.differences if one.aspect == aspect)
            return Reason(aspect, f"They differ in {difference}.", self._both(aspect))
        alike = "They are alike in operation, body site, approach, device and guidance."
        return next(self._related(name), None) or Reason("operation", alike, self._both(*AXES))

    def _stated(self, statement: str) -> Reason:
        line = self._evidence.line(statement)
        described = self._reader.one(line.page, "proc:describes")
        own = described == self._here.procedure
        named = self._there if own else self._here
        whose = f"The page on {self._here.label}" if own else "Its own page"
        names = "names it" if own else f"names {named.label}"
        if named.procedure not in self._reader.linked(statement):
            names += " by its class of operation"
        return Reason("statement", f'{whose} {names} as an alternative: "{line.text}"', (line,))

    def _indications(self, statements: Collection[str], shared: Collection[Term]) -> Reason:
        inferred = "" if statements else "No page names it; it is inferred: "
        if not shared:
            lines = (self._evidence.lines(side.procedure, "indication") for side in self._sides)
            told = (*chain.from_iterable(lines), *map(self._evidence.line, statements))
            words = f"{inferred}the pages state no indication that both share"
            return Reason("indications", sentence(words), told)
        told = tuple(
            line
            for side in self._sides
            for line in self._evidence.of(side.procedure, "indications", self._within(side, shared))
        )
        words = f"{inferred}both are indicated for {listing(term.label for term in shared)}"
        return Reason("indications", sentence(words), told)

    def _within(self, side: Facts, shared: Iterable[Term]) -> Iterator[Term]:
        """Yield the conditions of one side that are shared ones, or narrower."""
        wider = {term.iri for term in shared}
        for term in side.terms.get("indications", ()):
            if not wider.isdisjoint(self._reader.broader(term.iri)):
                yield term

    def _invasiveness(self) -> Iterator[Reason]:
        mine, theirs = map(self._reader.invasiveness, self._sides)
        if mine is not None and theirs is not None and mine != theirs:
            text = f"Its approach is {'less' if theirs < mine else 'more'} invasive."
            yield Reason("approach", text, self._both("approach"))

    def _span(self, difference: Difference) -> Reason:
        aspect, sides = difference.aspect, difference.sides(listing)
        words, less, more = _SPANS[aspect]
        text = sentence(f"{aspect}: {sides}")
        mine, theirs = (getattr(side, aspect).maximum for side in self._sides)
        if mine and theirs and seconds(mine) != seconds(theirs):
            text = words.format(less if seconds(theirs) < seconds(mine) else more, sides)
        told = (self._evidence.of_time(side.procedure, aspect) for side in self._sides)
        return Reason(aspect, text, tuple(chain.from_iterable(told)))

    def _risks(self, difference: Difference) -> Iterator[Reason]:
        if difference.here is None or difference.there is None:
            words = f"risks: {difference.sides(listing)}"
            yield Reason("risks", sentence(words), self._both("risks"))
            return
        for side, only, text in (
            (self._here, difference.here, "Its page does not state the risk of {}."),
            (self._there, difference.there, "It adds the risk of {}."),
        ):
            if only:
                terms = [term for term in side.terms["risks"] if term.label in only]
                told = self._evidence.of(side.procedure, "risks", terms)
                yield Reason("risks", text.format(listing(only)), told)

    def _related(self, name: str) -> Iterator[Reason]:
        """Yield what front matter says of the two; and then, what one follows besides."""
        edge, words = _RELATIONS[name]
        ends = (self._there, self._here), self._sides
        for one, other in ends:
            if other.procedure in self._reader.targets(one.procedure, f"proc:{edge}"):
                yield self._relation(one, edge, other.procedure, words)
        if name == "FollowUpStep":
            for one, _ in ends:
                for earlier in self._reader.targets(one.procedure, "proc:follows"):
                    yield self._relation(one, "follows", earlier, "{} is a later step of {}.")

    def _relation(self, one: Facts, edge: str, other: str, words: str) -> Reason:
        told = self._evidence.edge(one.procedure, edge, other)
        return Reason("relation", words.format(one.label, self._reader.label(other)), told)

    def _both(self, *aspects: str) -> tuple[Evidence, ...]:
        """Return what both sides say on some aspects."""
        return tuple(
            line
            for side in self._sides
            for aspect in aspects
            for line in self._evidence.of(side.procedure, aspect, side.terms.get(aspect, ()))
        )
