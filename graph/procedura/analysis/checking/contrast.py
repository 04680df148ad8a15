"""What a text says for one side against another, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from procedura.analysis.checking.rarity import Rarity, saturated
from procedura.analysis.checking.said import Mention, Said, emphasis
from procedura.analysis.checking.sides import Side
from procedura.linking.words import key

# How much less it says that a text is silent than that it speaks.
_SILENCE = 0.5


@dataclass(frozen=True, slots=True)
class Clue:
    """Something that a text says, or is silent about, and what of a side says it.

    Attributes:
        words: The words of the text; where it is silent, those that it has not.
        line: The line that they stand on, from 1; 0 where the text is silent.
        text: The sentence that they stand in, "" where the text is silent.
        denied: Whether the text denies them, or is silent.
        where: What of the side says it: ``approach``, ``summary`` …
        says: The value of the axis, or the line of the page.
        weight: How much it counts.
    """

    words: str
    line: int
    text: str
    denied: bool
    where: str
    says: str
    weight: float


def weigh(said: Said, side: Side, rarity: Rarity) -> dict[str, Clue]:
    r"""Return what a text says for a side: stem or concept → evidence; denials weigh less than 0.

    .. math:: w(u) = e(u) \cdot idf(u) \cdot s(u)

    How much the text says it, how much it says of a thing (`rarity.inverse_frequency`) and how
    often the side says it (`rarity.saturated`); a value of an axis is said once. That is BM25
    (Robertson and Zaragoza 2009) with a dampened count in the text. What the text denies counts
    against a side that says it, and for one that denies it, too.
    """
    found: dict[str, Clue] = {}
    for (stem, denied), source in side.words.items():
        if mentions := said.words.get(stem):
            said_so = emphasis(mentions)
            much = max(0.0, -said_so) if denied else said_so
            weight = much * rarity.of_word(stem) * saturated(source.count, side.length)
            unit = f"not {stem}" if denied else stem
            found[unit] = _evidence(
                mentions, source.where, source.text, weight, denied == (weight > 0)
            )
    for concept, mentions in sorted(said.concepts.items()):
        shared = [
            (rarity.of_concept(meant), axis, value.label)
            for axis, values in side.axes.items()
            for value in values
            if (meant := rarity.shared(concept, value.iri))
        ]
        if shared:
            weight, axis, label = max(shared)
            found[concept] = _evidence(mentions, axis, label, weight, denied=False)
    return found


def contrast(said: Said, own: Side, other: Side, rarity: Rarity) -> list[Clue]:
    """Return what decides between two sides, the weightiest first.

    What speaks for the other side weighs more than 0, what speaks for the own side less.
    """
    mine, theirs = weigh(said, own, rarity), weigh(said, other, rarity)
    found = [*_unsaid(said, other, own, rarity, -_SILENCE),
             *_unsaid(said, own, other, rarity, _SILENCE)]  # fmt: skip
    for unit in mine.keys() | theirs.keys():
        sides = [one for one in (mine.get(unit), theirs.get(unit)) if one]
        telling = max(sides, key=lambda one: abs(one.weight))
        difference = sum(one.weight if one is theirs.get(unit) else -one.weight for one in sides)
        if difference:
            found.append(replace(telling, weight=difference))
    return sorted(found, key=lambda one: (-abs(one.weight), one.words, one.where))


def _unsaid(said: Said, side: Side, against: Side, rarity: Rarity, share: float) -> Iterator[Clue]:
    """Yield the values on an axis that the other side is known to have none on, and are unsaid."""
    for axis, values in side.axes.items():
        if not against.exhaustive or axis in against.axes:
            continue
        for value in values:
            if value.iri not in said.concepts and not said.words.keys() & set(key(value.label)):
                weight = share * rarity.of_concept(value.iri)
                yield Clue(value.label, 0, "", True, axis, value.label, weight)


def _evidence(mentions: list[Mention], where: str, says: str, weight: float, denied: bool) -> Clue:
    meant = next((one for one in mentions if one.denied == denied), mentions[0])
    return Clue(meant.words, meant.line, meant.text, meant.denied, where, says, weight)
