"""What is said in plain sentences, each with the lines of pages that support it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from procedura.analysis.stated.comparison import Difference
from procedura.analysis.stated.evidence import Evidence, EvidenceReader
from procedura.analysis.stated.facts import Facts


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for an alternative, or tells it from what was asked about.

    Attributes:
        about: What it is about: ``statement``, ``kind``, ``relation``, ``axes`` for all
            axes at once, or an aspect of `comparison.ROWS`.
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


def stated(facts: Facts, aspect: str, evidence: EvidenceReader) -> Iterator[Reason]:
    """Yield what is stated of a procedure on an aspect, each with the lines behind it.

    Args:
        facts: What is stated of it.
        aspect: One of `comparison.ROWS`.
        evidence: What that rests on.
    """
    if aspect == "recovery":
        for line in evidence.lines(facts.procedure, aspect):
            yield Reason(aspect, line.text, (line,))
    elif aspect in ("duration", "stay"):
        for words in facts.stated(aspect) or ():
            yield Reason(aspect, words, evidence.of_time(facts.procedure, aspect))
    else:
        for term in facts.terms.get(aspect, ()):
            yield Reason(aspect, term.label, evidence.of(facts.procedure, aspect, [term]))


def resemblance(axes: Iterable[str], differing: Collection[Difference]) -> str:
    """Return in one sentence which axes two things share and which differ.

    Args:
        axes: Those on which something is stated of the one asked about, as people read them.
        differing: The axes that differ.
    """
    unlike = {difference.aspect for difference in differing}
    same = [axis for axis in axes if axis not in unlike]
    parts = [f"same {listing(same)}"] if same else []
    parts += [f"{one.aspect} differs: {one.sides(listing)}" for one in differing]
    return sentence("; ".join(parts) or "nothing is stated of the axes of either")


def listing(words: Iterable[str]) -> str:
    """Return words as a sentence lists them.

    >>> listing(["stone", "tumor", "stricture"]), listing([])
    ('stone, tumor and stricture', '')
    """
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def sentence(words: str) -> str:
    """Return words with a capital at the beginning and a full stop."""
    return f"{words[:1].upper()}{words[1:]}."
