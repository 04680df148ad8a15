"""Whether a text fits a code, or fits a neighbour of it better, with the words that decide.

What a text says counts for a side by how often that side says it and how few others do. The
difference between two sides is a sum over words and concepts, so that each can be shown with its
share (see `docs/explanation/checking.md`).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from procedura import namespaces as ns
from procedura.analysis.checking.contrast import Clue, contrast, weigh
from procedura.analysis.checking.rarity import Rarity
from procedura.analysis.checking.said import Said, concepts, emphasis, read
from procedura.analysis.checking.sides import Side, SideReader
from procedura.analysis.codes.reader import CodeReader
from procedura.analysis.similar.codes import SimilarCodes
from procedura.analysis.similar.procedures import similar
from procedura.analysis.stated.facts import FactReader
from procedura.linking import Vocabulary
from procedura.linking.words import key
from procedura.model import Statement
from procedura.vocabularies import vocabulary

Verdict = Literal["fits", "fits a neighbour better", "cannot be told", "fits neither"]

# Two sides that come nearer than this are not told apart: one word that half of all have.
MARGIN = 0.7
# How much more a text must say for another page than for the code and its neighbours.
_FARTHER = 1.5
# Which share of the operations and body sites of a text must be those of a code or a neighbour,
# where these have no pages.
_OWN_SHARE = 0.25
_SUBJECTS = ("operation", "body-site")
# Lines of a page that are about other procedures.
_OF_OTHERS = ("alternative", "similar-code")
_NEIGHBOURS = 10
_DECIDING = 8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A procedure or code that the text could fit better.

    Attributes:
        iri: Its IRI.
        label: What it is called.
        codes: CURIEs of the codes that mean it.
        score: What the text says for it.
        supporting: What decides for it, the weightiest first.
        opposing: What decides for the code that was checked, likewise.
    """

    iri: str
    label: str
    codes: tuple[str, ...]
    score: float
    supporting: tuple[Clue, ...]
    opposing: tuple[Clue, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """How a text fits a code.

    Attributes:
        iri: The procedure or code that was checked.
        label: What it is called.
        codes: CURIEs of the codes that mean it.
        verdict: What comes of it.
        better: IRI of the neighbour that fits better; "" where none does.
        score: What the text says for the code.
        neighbours: The neighbours, the one that fits best first.
        note: By which code the procedure was found, in a sentence; mostly "".
    """

    iri: str
    label: str
    codes: tuple[str, ...]
    verdict: Verdict
    better: str
    score: float
    neighbours: tuple[Neighbour, ...]
    note: str = ""


class Checker:
    """Checks texts against the procedures and codes of a graph.

    Args:
        reader: Reads the graph.
        similar: Which imported codes are similar.
    """

    def __init__(self, reader: FactReader, similar: SimilarCodes) -> None:
        self._reader = reader
        self._similar = similar
        self._rarity = Rarity(reader)
        self._sides = SideReader(reader, self._rarity)

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return vocabulary(self._reader.store)

    def check(self, iri: str, lines: Iterable[Statement], note: str = "") -> Check:
        """Return how a text fits a procedure or an imported code.

        Args:
            iri: The procedure or code.
            lines: The text.
            note: What has to be said with the answer.
        """
        own = self._sides.side(iri)
        others = self._neighbours(iri)
        said = self._read(lines, [own, *others])
        score = math.fsum(one.weight for one in weigh(said, own, self._rarity).values())
        neighbours = sorted(
            (self._neighbour(said, own, other, score) for other in others),
            key=lambda one: (-one.score, one.iri),
        )
        verdict = self._verdict(said, [own, *others], score, neighbours)
        better = neighbours[0].iri if verdict == "fits a neighbour better" else ""
        return Check(own.iri, own.label, own.codes, verdict, better, round(score, 2),
                     tuple(neighbours), note)  # fmt: skip

    def _read(self, lines: Iterable[Statement], sides: Sequence[Side]) -> Said:
        """Return what a text says, as far as it can tell sides apart."""
        about = (line for line in lines if line.kind not in _OF_OTHERS)
        return read(about, Vocabulary(self._sides.labels(sides)))

    def _neighbours(self, iri: str) -> list[Side]:
        """Return the sides of what could be confused with a procedure or code."""
        if ns.is_code(iri):
            codes = CodeReader(self._reader)
            near = [one.code for one in self._similar.of(codes.coded(iri), _NEIGHBOURS)]
            near += codes.one_axis_apart(iri)
            return [self._sides.side(one) for one in dict.fromkeys(near)]
        described = self._sides.described(iri)
        near = self._sides.variants(iri)
        near += [one.procedure for one in similar(self._reader, iri, _NEIGHBOURS)]
        sides = [self._sides.side(one, described.get(one, "")) for one in (*near, *described)]
        return [side for side in {one.iri: one for one in sides}.values() if side.iri != iri]

    def _neighbour(self, said: Said, own: Side, other: Side, score: float) -> Neighbour:
        found = contrast(said, own, other, self._rarity)
        total = score + math.fsum(one.weight for one in found)
        return Neighbour(
            iri=other.iri,
            label=other.label,
            codes=other.codes,
            score=round(total, 2),
            supporting=_shown(one for one in found if one.weight > 0),
            opposing=_shown(one for one in found if one.weight < 0),
        )

    def _verdict(
        self, said: Said, sides: Sequence[Side], score: float, neighbours: Sequence[Neighbour]
    ) -> Verdict:
        if self._is_foreign(said, sides):
            return "fits neither"
        best = neighbours[0].score if neighbours else 0.0
        if not _names_any(said.words, sides) or abs(best - score) < MARGIN:
            return "cannot be told"
        return "fits" if score > best else "fits a neighbour better"

    def _is_foreign(self, said: Said, sides: Sequence[Side]) -> bool:
        """Whether a text is about something else than any of the sides."""
        if ns.is_code(sides[0].iri):
            return self._names_others(said, sides)
        emphases = {word: emphasis(mentions) for word, mentions in said.words.items()}
        scores = self._rarity.scores({word: much for word, much in emphases.items() if much > 0})
        near = max(scores.pop(side.iri, 0.0) for side in sides)
        if not scores:
            return False
        elsewhere = max(scores, key=lambda iri: (scores[iri], iri))
        named = _names_any(said.words, [self._sides.side(elsewhere)])
        return named and scores[elsewhere] > _FARTHER * near

    def _names_others(self, said: Said, sides: Sequence[Side]) -> bool:
        """Whether the operations and body sites that a text names are none of the sides'."""
        names = frozenset().union(*(side.names for side in sides))
        found = concepts(said.sentences, self._vocabulary, _SUBJECTS)
        weights = {concept: self._rarity.of_concept(concept) for concept in found}
        own = [weights[concept] for concept, mentions in found.items()
               if set(key(mentions[0].words)) <= names]  # fmt: skip
        return math.fsum(own) < _OWN_SHARE * math.fsum(weights.values())


def _names_any(stems: Iterable[str], sides: Iterable[Side]) -> bool:
    """Whether some of the words are those of a name of one of the sides, or of its axes."""
    return any(not side.names.isdisjoint(stems) for side in sides)


def _shown(found: Iterable[Clue]) -> tuple[Clue, ...]:
    return tuple(replace(one, weight=round(abs(one.weight), 2)) for one in found)[:_DECIDING]
