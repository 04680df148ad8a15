"""Phrases to terms of imported vocabularies: for what our own concepts don't cover.

The ladder is that of `linker`: the whole phrase as an exact name; names as spans of words that hold
the phrase's head; the most similar name, if it is similar enough and no other is as similar.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from procedura.linking.clauses import NounPhrase, first_clause, noun_phrases, one_name
from procedura.linking.similarity import LIGHT, MODIFIERS, SWAPPED, similarity, spelled, variants
from procedura.linking.vocabulary import Name, Published, Vocabulary
from procedura.linking.words import key
from procedura.model import CONFIDENCE, Method

# Found on phrases of our own, see docs/explanation/linking.md: below it,
# answers are more often wrong.
NEAR = 0.85
_NEIGHBOURS = 40
# A word that so many names have ("cyst", "stenosis") needs others to say which.
_COMMON = 140
_MOST_WORDS = 10  # of what is one name
_BRACKETED = re.compile(r"\(([^()]+)\)")


class Wanted(NamedTuple):
    """Which terms stand for concepts of one of our schemes.

    Attributes:
        kinds: What they name.
        systems: Where they come from; where several name the same thing, the first is linked to.
        lists: Whether a line lists several of them; a sentence names what it is about.
    """

    kinds: tuple[str, ...]
    systems: tuple[str, ...]
    lists: bool = True


# MAxO is made of medical actions; MeSH has them among much else.
_DONE = Wanted(("procedure", "operation"), ("MAXO", "MESH", "SNOMEDCT"))
WANTED: dict[str, Wanted] = {
    # Procedures are done for diseases, which MONDO gathers from the others; HP has the signs that
    # are no diseases; names in ICD-10-CM are rubrics of a statistic.
    "condition": Wanted(("condition",), ("MONDO", "HP", "MESH", "DOID", "ICD10CM", "SNOMEDCT")),
    # What a procedure causes is a sign or an injury more often than a disease.
    "complication": Wanted(("condition",), ("HP", "MONDO", "MESH", "DOID", "ICD10CM", "SNOMEDCT")),
    # UBERON has the finer anatomy, and its parts are related.
    "body-site": Wanted(("body-site",), ("UBERON", "MESH", "SNOMEDCT")),
    "operation": _DONE,
    "preparation": _DONE._replace(lists=False),
    # No other has devices.
    "device": Wanted(("device",), ("MESH", "SNOMEDCT")),
}


class Found(NamedTuple):
    """A name that a phrase has or holds, the words that it rests on, how it was found."""

    name: Name
    matched: str
    method: Method
    score: float


_THINGS = ("body-site", "device")


def find(
    text: str,
    scheme: str,
    vocabulary: Vocabulary,
    every: bool = False,
    own: Collection[str] = (),
) -> list[Found]:
    """Return what a phrase names in the imported vocabularies.

    Args:
        text: The phrase.
        scheme: What it should name: a key of `WANTED`.
        vocabulary: What it can be linked to.
        every: Whether to look also after "for", "with" and the like.
        own: The words in the phrase that are linked to concepts of our own: looked for is what
            they leave open, or what says more with them.
    """
    if vocabulary.published is None:
        return []
    seeker = _Seeker(text, WANTED[scheme], vocabulary, vocabulary.published)
    if whole := next(seeker.whole(), None):
        return _more([whole], own)
    phrases = noun_phrases(text, every)
    lists = WANTED[scheme].lists or every
    spans = _more(filter(None, map(seeker.inside, phrases if lists else phrases[:1])), own)
    if spans or own:
        return list({found.name.iri: found for found in spans}.values())
    near = [pair for pair in seeker.near() if one_name(text, pair[1].text)]
    return [Found(near[0][1], _bare(text), "ranked", near[0][0])] if _is_sure(near) else []


def _bare(text: str) -> str:
    return text.strip().rstrip(" .")


def _more(found: Iterable[Found], own: Collection[str]) -> list[Found]:
    """Return those that say more than what is linked to concepts of our own already."""
    covered = [set(key(matched)) for matched in own]
    return [one for one in found if not any(_says_no_more(one, words) for words in covered)]


def _says_no_more(found: Found, covered: set[str]) -> bool:
    words = set(key(found.matched))
    return bool(words & covered) and words - covered <= MODIFIERS | LIGHT


def candidates(text: str, scheme: str, vocabulary: Vocabulary) -> list[tuple[float, Name]]:
    """Return the terms whose names are most like a phrase, each with its likeness, 0 to 1.

    Of several that share the name, only the one of the first system is returned.
    """
    if vocabulary.published is None:
        return []
    first: dict[tuple[str, ...], tuple[float, Name]] = {}
    for score, name in _Seeker(text, WANTED[scheme], vocabulary, vocabulary.published).near():
        first.setdefault(key(name.text), (score, name))
    return list(first.values())


def _is_sure(near: list[tuple[float, Name]]) -> bool:
    """Whether the best is good enough and alone; two systems with one name are not two things."""
    if not near or near[0][0] < NEAR:
        return False
    best = [name for score, name in near if score == near[0][0]]
    terms = {name.iri for name in best if name.system == best[0].system}
    return len(terms) == len({key(name.text) for name in best}) == 1


class _Seeker:
    """Looks for one phrase among the names of the systems wanted."""

    def __init__(
        self, text: str, wanted: Wanted, vocabulary: Vocabulary, published: Published
    ) -> None:
        self._text, self._key, self._wanted = text, key(text), wanted
        self._vocabulary, self._published = vocabulary, published

    def whole(self) -> Iterator[Found]:
        """Yield what the phrase names as a whole, the surest first.

        Or else its first clause, or what stands in brackets: "twisted testicle (torsion …)".
        """
        text = _bare(self._text)
        if exact := self.choose(self._key, text):
            yield Found(exact, text, "exact", CONFIDENCE["exact"])
        if swapped := self.swapped(self._key, text):
            yield Found(swapped[0], text, "ranked", swapped[1])
        for part in (first_clause(self._text), *_BRACKETED.findall(self._text)):
            if name := self.choose(key(part), part):
                yield Found(name, part, "span", CONFIDENCE["span"])

    def choose(self, words: tuple[str, ...], text: str) -> Name | None:
        """Return the one term that has a name of these words, of the first system that has one.

        A preferred name in any of them comes before the synonyms, which are looser. Where several
        terms of a system share the name, the words are ambiguous.
        """
        usable = [
            name
            for name in self._published.named(words, self._wanted.kinds)
            if self._is_usable(name, text) and one_name(text, name.text)
        ]
        preferred = [name for name in usable if name.preferred]
        if not preferred and usable and self._names_a_thing(words):
            return None
        names = sorted(preferred or usable, key=self._order)
        terms = {name.iri for name in names if name.system == names[0].system}
        return names[0] if len(terms) == 1 else None

    def _names_a_thing(self, words: tuple[str, ...]) -> bool:
        """Whether words name a part of the body or a device.

        Where they are a synonym of what befalls it or is done with it, too, as *cervix* may be of
        its cancer, they are a loose one.
        """
        others = [kind for kind in _THINGS if kind not in self._wanted.kinds]
        return bool(self._published.named(words, others))

    def swapped(self, words: tuple[str, ...], text: str) -> tuple[Name, float] | None:
        """Return the one term that has a name of words that mean the same as these."""
        found: dict[str, tuple[Name, float]] = {}
        # A word alone has too many meanings.
        for other, count in variants(words) if len(words) > 1 else ():
            if name := self.choose(other, text):
                found.setdefault(name.iri, (name, round(SWAPPED**count, 4)))
        order = self._wanted.systems.index
        ranked = sorted(found.values(), key=lambda pair: (-pair[1], order(pair[0].system)))
        first = [one for one in ranked if one[0].system == ranked[0][0].system]
        return first[0] if len(first) == 1 else None

    def inside(self, phrase: NounPhrase) -> Found | None:
        """Return the longest name in a phrase that holds its head."""
        for start, end in _runs(phrase):
            run = phrase.words[start:end]
            if len(run) == 1 and not self._is_enough(phrase):
                continue
            words = tuple(sorted(word.stem for word in run))
            matched = self._text[run[0].start : run[-1].end]
            if name := self.choose(words, matched):
                return Found(name, matched, "span", CONFIDENCE["span"])
            if swapped := self.swapped(words, matched):
                return Found(swapped[0], matched, "span", round(CONFIDENCE["span"] * swapped[1], 4))
        return None

    def _is_enough(self, phrase: NounPhrase) -> bool:
        """Whether the head alone is a name.

        What stands before it says only how bad it is, and so does what follows; or it is a rare
        word for a disease, and what follows says where that is.
        """
        before, after = phrase.words[: phrase.head], phrase.words[phrase.head + 1 :]
        if any(word.stem not in MODIFIERS for word in before):
            return False
        if all(word.stem in MODIFIERS for word in after):
            return True
        rare = not self._published.common(phrase.words[phrase.head].stem, _COMMON)
        return rare and "condition" in self._wanted.kinds

    def near(self) -> list[tuple[float, Name]]:
        """Return names like the whole phrase, one for each term, the nearest first."""
        phrase = spelled(self._text)
        if not 0 < len(phrase) <= _MOST_WORDS:
            return []
        like = self._published.like(self._text, self._wanted.kinds, _NEIGHBOURS)
        names = [(spelled(name.text), name) for name in like if self._is_usable(name, self._text)]
        known = {stem for words, _ in names for stem, _ in words}
        best: dict[str, tuple[float, Name]] = {}
        for words, name in names:
            score = similarity(phrase, words, known)
            if score > best.get(name.iri, (0.0, name))[0]:
                best[name.iri] = score, name
        return sorted(best.values(), key=lambda pair: (-pair[0], *self._order(pair[1])))

    def _is_usable(self, name: Name, text: str) -> bool:
        """Whether a name is of a system wanted, and not rejected for these words or the phrase."""
        said = (self._key, key(text), key(name.text))
        rejected = any(self._vocabulary.rejects(words, name.iri) for words in said)
        return name.system in self._wanted.systems and not rejected

    def _order(self, name: Name) -> tuple[int, bool, str, str]:
        return self._wanted.systems.index(name.system), not name.preferred, name.iri, name.text


def _runs(phrase: NounPhrase) -> Iterator[tuple[int, int]]:
    """Yield where the runs of words begin and end that may name a phrase, the longest first.

    They hold the head, which is no modifier.
    """
    if phrase.words[phrase.head].stem in MODIFIERS:
        return
    count = len(phrase.words)
    for length in range(min(count, _MOST_WORDS), 0, -1):
        first, last = max(0, phrase.head - length + 1), min(phrase.head, count - length)
        yield from ((start, start + length) for start in range(first, last + 1))
