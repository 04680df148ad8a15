"""Answers in plain sentences, each built from what the graph states and with what supports it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from procedura import namespaces as ns
from procedura.analysis.stated.comparison import NOT_STATED, Difference
from procedura.analysis.stated.durations import seconds
from procedura.analysis.stated.evidence import Evidence, EvidenceReader
from procedura.analysis.stated.facts import FactReader, Facts, Term

_AXES = ("approach", "operation", "body site", "setting")
_SPANS = {
    "duration": ("It takes {} time: {}.", "less", "more"),
    "stay": ("It means a {} stay in hospital: {}.", "shorter", "longer"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for an alternative, or tells it from what was asked about.

    Attributes:
        about: What it is about: ``statement``, ``kind``, or an aspect of `comparison.ROWS`.
        text: The reason in one sentence.
        evidence: The lines of pages that it rests on; at least one.
    """

    about: str
    text: str
    evidence: tuple[Evidence, ...]

    def __str__(self) -> str:
        """The sentence, with where its evidence stands."""
        places: dict[str, set[int]] = {}
        for one in self.evidence:
            places.setdefault(one.source, set()).add(one.line or 0)
        where = (
            f"{file}:{', '.join(str(line or 'front matter') for line in sorted(lines))}"
            for file, lines in places.items()
        )
        return f"{self.text} [{'; '.join(where)}]"


class Reasoner:
    """Says why one procedure is an alternative to another, and what differs.

    Args:
        reader: The graph's facts.
        evidence: What they rest on.
        here: Facts of the procedure asked about.
        there: Facts of the alternative.
    """

    def __init__(
        self, reader: FactReader, evidence: EvidenceReader, here: Facts, there: Facts
    ) -> None:
        self._reader = reader
        self._evidence = evidence
        self._here = here
        self._there = there

    def reasons(
        self,
        statements: Collection[str],
        shared: Collection[Term],
        variant: bool,
        differing: Iterable[Difference],
    ) -> Iterator[Reason]:
        """Yield the reasons, those why it is listed first.

        Args:
            statements: IRIs of the lines that name the one under the other.
            shared: Conditions that both are indicated for.
            variant: Whether it is the same operation by another approach.
            differing: In what they differ.
        """
        yield from map(self._stated, statements)
        yield self._indications(statements, shared)
        if self._there.conservative:
            kind = ns.term("ConservativeCare")
            told = self._evidence.edge(self._there.procedure, "type", kind)
            yield Reason("kind", "It is conservative care.", tuple(told))
        by_aspect = {difference.aspect: difference for difference in differing}
        for aspect in (one for one in _AXES if one in by_aspect):
            words = str(by_aspect[aspect])
            if variant and aspect == "approach":
                words = f"same operation by another {words}"
            yield Reason(aspect, _sentence(words), self._both(aspect))
        yield from self._invasiveness()
        for aspect in (one for one in _SPANS if one in by_aspect):
            yield self._span(aspect, by_aspect[aspect])
        if "risks" in by_aspect:
            yield from self._risks(by_aspect["risks"])

    def _stated(self, statement: str) -> Reason:
        line = self._evidence.line(statement)
        described = self._reader.one(line.page, "proc:describes")
        own = described == self._here.procedure
        named = self._there if own else self._here
        links = self._reader.targets(statement, "proc:hasLink")
        targets = {self._reader.one(link, "proc:target") for link in links}
        names = "names it" if own else f"names {named.label}"
        whose = f"The page on {self._here.label}" if own else "Its own page"
        how = names if named.procedure in targets else f"{names} by its class of operation"
        return Reason("statement", f'{whose} {how} as an alternative: "{line.text}"', (line,))

    def _indications(self, statements: Collection[str], shared: Collection[Term]) -> Reason:
        inferred = "" if statements else "No page names it; it is inferred: "
        if not shared:
            told = (*self._lines("indication"), *map(self._evidence.line, statements))
            text = "the pages state no indication that both share."
            return Reason("indications", _sentence(inferred + text.removesuffix(".")), told)
        words = f"{inferred}both are indicated for {_list(term.label for term in shared)}"
        evidence = [
            line
            for side in (self._here, self._there)
            for line in self._evidence.of(
                side.procedure, "indications", self._stating(side, shared)
            )
        ]
        return Reason("indications", _sentence(words), tuple(evidence))

    def _stating(self, side: Facts, shared: Iterable[Term]) -> list[str]:
        """Return the conditions of one side that are shared ones, or narrower."""
        wider = {term.iri for term in shared}
        own = (term.iri for term in side.terms.get("indications", ()))
        return [one for one in own if not wider.isdisjoint(self._reader.broader(one))]

    def _invasiveness(self) -> Iterator[Reason]:
        mine, theirs = map(self._reader.invasiveness, (self._here, self._there))
        if mine is not None and theirs is not None and mine != theirs:
            text = f"Its approach is {'less' if theirs < mine else 'more'} invasive."
            yield Reason("approach", text, self._both("approach"))

    def _span(self, aspect: str, difference: Difference) -> Reason:
        sentence, less, more = _SPANS[aspect]
        mine, theirs = (getattr(side, aspect).maximum for side in (self._here, self._there))
        sides = f"{_words(difference.there)} instead of {_words(difference.here)}"
        text = _sentence(f"{aspect}: {sides}")
        if mine and theirs and seconds(mine) != seconds(theirs):
            text = sentence.format(less if seconds(theirs) < seconds(mine) else more, sides)
        told = self._lines("duration") if aspect == "duration" else self._lines_on_stay()
        return Reason(aspect, text, told)

    def _risks(self, difference: Difference) -> Iterator[Reason]:
        if difference.here is None or difference.there is None:
            words = f"risks: {_words(difference.there)} instead of {_words(difference.here)}"
            yield Reason("risks", _sentence(words), self._both("risks"))
            return
        for side, only, text in (
            (self._here, difference.here, "Its page does not state the risk of {}."),
            (self._there, difference.there, "It adds the risk of {}."),
        ):
            if only:
                told = self._told(side, "risks", only)
                yield Reason("risks", text.format(_list(only)), told)

    def _both(self, aspect: str) -> tuple[Evidence, ...]:
        """Return what both sides say on an aspect."""
        sides = (self._here, self._there)
        return tuple(line for side in sides for line in self._told(side, aspect))

    def _told(
        self, side: Facts, aspect: str, labels: Collection[str] | None = None
    ) -> tuple[Evidence, ...]:
        terms = side.terms.get(aspect, ())
        concepts = [term.iri for term in terms if labels is None or term.label in labels]
        return self._evidence.of(side.procedure, aspect, concepts)

    def _lines(self, kind: str) -> tuple[Evidence, ...]:
        sides = (self._here.procedure, self._there.procedure)
        return tuple(line for side in sides for line in self._evidence.lines(side, kind))

    def _lines_on_stay(self) -> tuple[Evidence, ...]:
        sides = (self._here.procedure, self._there.procedure)
        return tuple(line for side in sides for line in self._evidence.of_stay(side))


def stated(facts: Facts, aspect: str, evidence: EvidenceReader) -> Iterator[Reason]:
    """Yield what is stated of a procedure on an aspect, each with the lines behind it.

    Args:
        facts: What is stated of it.
        aspect: One of `comparison.ROWS`.
        evidence: What that rests on.
    """
    procedure = facts.procedure
    if aspect == "recovery":
        for line in evidence.lines(procedure, aspect):
            yield Reason(aspect, line.text, (line,))
    elif aspect in _SPANS:
        told = (
            evidence.of_stay(procedure) if aspect == "stay" else evidence.lines(procedure, aspect)
        )
        for words in facts.stated(aspect) or ():
            yield Reason(aspect, words, told)
    else:
        for term in facts.terms.get(aspect, ()):
            yield Reason(aspect, term.label, evidence.of(procedure, aspect, [term.iri]))


def resemblance(stated: Mapping[str, object], differing: Collection[Difference]) -> str:
    """Return in one sentence which axes two things share and which differ.

    Args:
        stated: Axis, as people read it → what is stated of the one asked about.
        differing: The axes that differ.
    """
    unlike = {difference.aspect for difference in differing}
    same = [axis for axis in stated if axis not in unlike]
    parts = [f"same {_list(same)}"] if same else []
    parts += [f"{difference.aspect} differs: {_sides(difference)}" for difference in differing]
    return _sentence("; ".join(parts) or "nothing is stated of the axes of either")


def _sides(difference: Difference) -> str:
    return f"{_words(difference.there)} instead of {_words(difference.here)}"


def _words(stated: tuple[str, ...] | None) -> str:
    return NOT_STATED if stated is None else _list(stated) or "none beyond the shared"


def _list(words: Iterable[str]) -> str:
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
