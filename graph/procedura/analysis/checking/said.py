"""What a text says: its words and the concepts that it names, each with where it stands."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from procedura.linking import Vocabulary
from procedura.linking.clauses import NEGATION
from procedura.linking.linker import links_of
from procedura.linking.words import Word, words
from procedura.model import Statement

# They say nothing of what is done, and are left out whatever their number on the pages.
_FUNCTION_WORDS = frozenset(
    """
    a all also an and are as be been being both but can could did do does each either had has
    have he her here his if into is it its may might more most must of off or other our over own
    same shall she should so some such than that the their them then there these they this those
    to until up was we were what when where which while who whose will with would you your
    often patient patients performed procedure procedures typically usually
    """.split()  # noqa: SIM905
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text.

    Attributes:
        words: As they are written.
        line: Where their line begins in the document, from 1.
        text: The sentence that they stand in.
        denied: Whether the sentence says that it is not so: "no *new access* was made".
    """

    words: str
    line: int
    text: str
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says.

    Attributes:
        sentences: Its sentences, as statements of a kind that may name anything.
        words: Stem → its mentions.
        concepts: IRI of a concept → its mentions, none of which is denied.
    """

    sentences: tuple[Statement, ...]
    words: dict[str, list[Mention]]
    concepts: dict[str, list[Mention]]


def read(lines: Iterable[Statement], vocabulary: Vocabulary) -> Said:
    """Return what a text says.

    Args:
        lines: Its lines.
        vocabulary: What it may name.

    >>> line = Statement("step", "The tract is dilated. No new access is made.", 4, 1)
    >>> said = read([line], Vocabulary([]))
    >>> [(one.line, one.denied) for stem in ("tract", "access") for one in said.words[stem]]
    [(4, False), (4, True)]
    """
    sentences = tuple(
        Statement("step", sentence, line.line, line.position)
        for line in lines
        for sentence in _SENTENCE.split(line.text)
    )
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for one in sentences:
        for word, denied in polarity(one.text):
            said = one.text[word.start : word.end]
            mentions[word.stem].append(Mention(said, one.line, one.text, denied))
    schemes = dict.fromkeys(label.scheme for label in vocabulary.labels)
    return Said(sentences, dict(mentions), concepts(sentences, vocabulary, schemes))


def concepts(
    sentences: Sequence[Statement], vocabulary: Vocabulary, schemes: Iterable[str]
) -> dict[str, list[Mention]]:
    """Return the concepts of some schemes that sentences name, each with its mentions."""
    found: dict[str, list[Mention]] = defaultdict(list)
    edges = dict.fromkeys(schemes, "")
    for one in sentences:
        for link in links_of(one, vocabulary, edges):
            found[link.iri].append(Mention(link.matched, one.line, one.text))
    return dict(found)


def polarity(text: str) -> Iterator[tuple[Word, bool]]:
    """Yield the words of a sentence, each with whether it is denied."""
    denied = [match.span() for match in NEGATION.finditer(text)]
    for word in words(text):
        if text[word.start : word.end].casefold() in _FUNCTION_WORDS:
            continue
        yield word, any(start <= word.start < end for start, end in denied)


def emphasis(mentions: Iterable[Mention]) -> float:
    """Return how much a text says something: 1 + ln n for n mentions, less the same for denials.

    >>> emphasis([Mention("new", 1, ""), Mention("new", 2, "", denied=True)])
    0.0
    """
    denied = [one.denied for one in mentions]
    return _dampened(denied.count(False)) - _dampened(denied.count(True))


def _dampened(count: int) -> float:
    return 1 + math.log(count) if count else 0.0
