"""Imported names in memory: what an index over a graph must answer, as plainly as can be."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import cast

from pyoxigraph import Literal, NamedNode, Store

from procedura import namespaces as ns
from procedura.linking import Name
from procedura.linking.words import key

_KIND = NamedNode(ns.term("kind"))
_LABELS = [NamedNode(ns.expand(name)) for name in ("skos:prefLabel", "skos:altLabel")]


class NamesInMemory:
    """Names by their words, and by the letters that they share with a phrase."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = list(names)
        self._by_key: dict[tuple[str, ...], list[Name]] = defaultdict(list)
        self._by_gram: dict[str, list[int]] = defaultdict(list)
        for index, name in enumerate(self._names):
            words = key(name.text)
            self._by_key[words].append(name)
            for gram in _grams(words):
                self._by_gram[gram].append(index)

    def named(self, words: tuple[str, ...], kinds: Collection[str]) -> list[Name]:
        return [name for name in self._by_key.get(words, ()) if words and name.kind in kinds]

    def common(self, word: str, enough: int) -> bool:
        return sum(word in words for words in self._by_key for _ in self._by_key[words]) >= enough

    def like(self, phrase: str, kinds: Collection[str], limit: int) -> list[Name]:
        grams = _grams(key(phrase))
        shared = Counter(index for gram in grams for index in self._by_gram.get(gram, ()))
        ranked = sorted(
            (-2 * count / (len(grams) + len(_grams(key(self._names[index].text)))), index)
            for index, count in shared.items()
            if self._names[index].kind in kinds
        )
        return [self._names[index] for _, index in ranked[:limit]]


def _grams(words: Collection[str]) -> set[str]:
    return {f" {word} "[start : start + 3] for word in words for start in range(len(word))}


def names_in(rdf: Store) -> NamesInMemory:
    """Return the names of all terms that stand in releases."""
    kinds = {
        quad.subject: cast("Literal", quad.object).value
        for quad in rdf.quads_for_pattern(None, _KIND, None)
    }
    names = []
    for label in _LABELS:
        for quad in rdf.quads_for_pattern(None, label, None):
            if quad.subject in kinds:
                iri, text = cast("NamedNode", quad.subject).value, cast("Literal", quad.object)
                system = ns.split_code(iri)[0]
                preferred = label == _LABELS[0]
                kind, language = kinds[quad.subject], text.language or ""
                names.append(Name(iri, text.value, kind, system, preferred, language))
    return NamesInMemory(names)
