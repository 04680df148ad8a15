"""How much words and concepts say: how few of the procedures, or codes, have them."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property

from procedura import namespaces as ns
from procedura.analysis.stated.facts import AXIS_EDGES, FactReader
from procedura.linking.words import STOP_WORDS, WORD, stem
from procedura.model import SECTIONS

# Lines of these kinds are about other procedures, or about nothing that can be named.
_OF_OTHERS = ("alternative", "similar-code", "preamble", "unplaced")
# As in most uses of BM25.
_SATURATION, _LENGTH = 1.2, 0.75


class Rarity:
    """Counts what the pages of a graph say, once, when it is first asked for.

    Args:
        reader: Reads the graph.
    """

    def __init__(self, reader: FactReader) -> None:
        self._reader = reader

    def of_word(self, word: str) -> float:
        """Return how much a word says: how few of the procedures have it on their pages."""
        return inverse_frequency(len(self._places.get(word, ())), len(self.lines))

    def of_concept(self, concept: str) -> float:
        """Return how much a concept says: how few procedures, or codes, have it."""
        if count := self._reader.one(concept, "proc:codeCount"):
            return inverse_frequency(int(count), self._of_release)
        return inverse_frequency(self._having[concept], len(self.lines))

    def scores(self, emphases: Mapping[str, float]) -> dict[str, float]:
        """Return procedure → what words say for its pages, denials and concepts aside.

        Args:
            emphases: Stem → how much a text says it.
        """
        found: dict[str, float] = defaultdict(float)
        for word, emphasis in emphases.items():
            for procedure, count in self._places.get(word, ()):
                length = self._stems[procedure].total() / self.average
                found[procedure] += emphasis * self.of_word(word) * saturated(count, length)
        return dict(found)

    def shared(self, one: str, other: str) -> str:
        """Return what two concepts share: the broader of both; "" where neither is broader."""
        if other in self._reader.broader(one):
            return other
        return one if one in self._reader.broader(other) else ""

    @cached_property
    def lines(self) -> dict[str, list[tuple[str, str]]]:
        """Procedure → the lines of its pages that are about it, with their kinds."""
        about = dict(self._reader.pairs("proc:describes"))
        order = {kind: place for place, kind in enumerate(SECTIONS)}
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for statement, text in self._reader.pairs("proc:text"):
            page, _, name = statement.partition("#")
            kind = next((kind for kind in order if name.startswith(f"{kind}-")), "unplaced")
            if kind not in _OF_OTHERS and page in about:
                found[about[page]].append((kind, text))
        return {iri: sorted(lines, key=lambda line: (order[line[0]], line[1]))
                for iri, lines in found.items()}  # fmt: skip

    @cached_property
    def _stems(self) -> dict[str, Counter[str]]:
        """Procedure → the stems of its pages, and how often they have each."""
        stems: dict[str, Counter[str]] = defaultdict(Counter)
        for iri, lines in self.lines.items():
            tokens = Counter(WORD.findall(" ".join(text for _, text in lines).casefold()))
            for token in tokens.keys() - STOP_WORDS:
                stems[iri][stem(token)] += tokens[token]
        return dict(stems)

    @cached_property
    def _places(self) -> dict[str, list[tuple[str, int]]]:
        """Stem → the procedures whose pages have it, and how often."""
        places: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for iri, counts in self._stems.items():
            for word, count in counts.items():
                places[word].append((iri, count))
        return dict(places)

    @cached_property
    def average(self) -> float:
        """How many words the pages of a procedure have."""
        return sum(map(Counter.total, self._stems.values())) / (len(self._stems) or 1)

    @cached_property
    def _having(self) -> Counter[str]:
        """Concept → how many procedures have it, or something narrower, on an axis."""
        return Counter(
            concept
            for procedure in self.lines
            for concept in {
                up
                for edge in AXIS_EDGES
                for value in self._reader.targets(procedure, f"proc:{edge}")
                for up in self._reader.broader(value)
            }
        )

    @cached_property
    def _of_release(self) -> int:
        counts = [int(count) for release in self._reader.subjects("rdf:type", ns.term("Release"))
                  for count in self._reader.targets(release, "proc:codeCount")]  # fmt: skip
        return max(counts, default=1)


def inverse_frequency(count: int, total: int) -> float:
    r"""Return how much it says of a thing that it has a word.

    .. math:: idf = \ln\left(1 + \frac{N - n + 0.5}{n + 0.5}\right)

    Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond".

    >>> round(inverse_frequency(1, 100), 2), round(inverse_frequency(99, 100), 2)
    (4.21, 0.01)
    """
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def saturated(count: int, length: float) -> float:
    r"""Return how much it says that something says a word so often.

    .. math:: \frac{f (k_1 + 1)}{f + k_1 (1 - b + b \cdot l / \bar{l})}

    with :math:`k_1 = 1.2, b = 0.75` (Robertson and Zaragoza 2009).

    Args:
        count: How often.
        length: How many words it says, over the average.

    >>> saturated(1, 1.0), round(saturated(100, 1.0), 2)
    (1.0, 2.17)
    """
    return count * (_SATURATION + 1) / (count + _SATURATION * (1 - _LENGTH + _LENGTH * length))
