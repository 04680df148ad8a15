"""Which phrases of a graph's pages stand unlinked, and what they could mean."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

from pyoxigraph import Literal, NamedNode, Store

from procedura import namespaces as ns
from procedura.linking import MUST_LINK, Candidate, Vocabulary, meaning
from procedura.linking.words import key
from procedura.model import SECTIONS


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A phrase that should mean something and is linked to nothing.

    Attributes:
        phrase: Its most frequent spelling.
        count: On how many lines it stands.
        kinds: The kinds of these lines, the most frequent first.
        candidates: What it could mean, the most similar first.
    """

    phrase: str
    count: int
    kinds: tuple[str, ...]
    candidates: tuple[Candidate, ...]


def unlinked(store: Store, vocabulary: Vocabulary, limit: int = 20) -> list[Unlinked]:
    """Return the phrases that stand unlinked most often.

    Spellings that share their words are one phrase. What would be linked if its page were read
    now, since a concept or a decision has come, is left out.

    Args:
        store: The graph.
        vocabulary: What phrases can be linked to.
        limit: How many phrases at the most.
    """
    lines: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for kind, text in _open_lines(store):
        lines[key(text)].append((kind, text))

    def still_open() -> Iterator[Unlinked]:
        for _, said in sorted(lines.items(), key=lambda pair: (-len(pair[1]), pair[0])):
            kinds, spellings = map(_most_frequent, zip(*said, strict=True))
            meant = meaning(spellings[0], kinds[0], vocabulary)
            if not meant.links:
                yield Unlinked(spellings[0], len(said), kinds, meant.candidates)

    return list(islice(still_open(), limit))


def _open_lines(store: Store) -> Iterator[tuple[str, str]]:
    """Yield kind and text of the lines that should be linked and are not."""
    links, text = NamedNode(ns.term("hasLink")), NamedNode(ns.term("text"))
    for kind in MUST_LINK:
        of_kind = NamedNode(ns.expand("rdf:type")), NamedNode(ns.term(SECTIONS[kind].term))
        for line in store.quads_for_pattern(None, *of_kind):
            statement = line.subject
            if next(store.quads_for_pattern(statement, links, None), None) is None:
                for said in store.quads_for_pattern(statement, text, None):
                    yield kind, cast("Literal", said.object).value


def _most_frequent(said: Iterable[str]) -> tuple[str, ...]:
    counted = Counter(said)
    return tuple(sorted(counted, key=lambda one: (-counted[one], one)))
