"""Names ranked by how much they are like a phrase."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from procedura.linking.words import key


class Ranking:
    """Names to be ranked.

    Similarity is the cosine of TF-IDF vectors over character trigrams of the words' stems
    (Manning, Raghavan and Schütze 2008, chapter 6): 1 for the same words.

    Args:
        names: All names.

    >>> list(Ranking(["kidney stone"]).like("Stones in the kidney"))
    [(1.0, 0)]
    """

    def __init__(self, names: Sequence[str]) -> None:
        grams = [_trigrams(key(name)) for name in names]
        seen = Counter(gram for one in grams for gram in one)
        self._unseen = 1.0 + math.log(len(names))
        self._rarity = {gram: 1.0 + math.log(len(names) / n) for gram, n in seen.items()}
        self._having: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, one in enumerate(grams):
            for gram, weight in self._vector(one):
                self._having[gram].append((place, weight))

    def like(self, phrase: str) -> Iterator[tuple[float, int]]:
        """Yield the places of names that share a trigram with a phrase, each after its score."""
        scores: dict[int, float] = defaultdict(float)
        for gram, weight in self._vector(_trigrams(key(phrase))):
            for place, other in self._having.get(gram, ()):
                scores[place] += weight * other
        for place, score in scores.items():
            yield round(score, 4), place

    def _vector(self, grams: Counter[str]) -> Iterator[tuple[str, float]]:
        weights = [(gram, n * self._rarity.get(gram, self._unseen)) for gram, n in grams.items()]
        length = math.sqrt(sum(weight * weight for _, weight in sorted(weights)))
        return ((gram, weight / length) for gram, weight in sorted(weights))


def _trigrams(words: Iterable[str]) -> Counter[str]:
    return Counter(f" {word} "[at : at + 3] for word in words for at in range(len(word)))
