"""Asking the index.

What is called or coded just so comes first; then what has the same words in any order; what has
all the words; what has them while the last is still being typed; and where nothing has them, what
has them when the words that nothing has are spelled right, or at least the rarest of them.
"""

import re
import sqlite3
import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

from procedura.errors import StoreError
from procedura.linking import Name
from procedura.linking.words import key
from procedura.search.index import OURS, PREFERRED, is_readable, notation_key
from procedura.search.spelling import Spelling, folded

# Of each step more is fetched than is wanted, so that the best can be chosen.
_FETCH = 200
# Of names that share a rare word with a phrase.
_FETCH_ALIKE = 1000
# A query of more words is cut: nothing has a name as long.
_MOST_WORDS = 40
# A word that more names have says too little to be worth reading all of them.
_COMMON = 5000
# Words that a beginning may become are asked for one by one, if they are fewer: it is faster.
_MOST_ENDS = 50
# Ways of spelling a query right that are tried as whole names.
_MOST_SPELLINGS = 200
_WORD = re.compile(r"[^\W_]+")
_MATCHING = "{0} JOIN name ON name.id = {0}.rowid WHERE {0} MATCH ?"


_Condition = tuple[str, list[str]]
"""What narrows a statement, and its values."""


class Found(NamedTuple):
    """Something that a search found.

    Attributes:
        iri: What was found.
        node: ``procedure``, ``concept`` or ``code``.
        kind: What it names: ``procedure``, the scheme of a concept, or the kind of a code.
        system: ``PROCEDURA``, or the prefix of a code system.
        text: The label, synonym or code that matched.
    """

    iri: str
    node: str
    kind: str
    system: str
    text: str


class _Row(NamedTuple):
    iri: str
    node: str
    kind: str
    system: str
    text: str
    key: str
    rank: int
    language: str


_SELECT = f"SELECT {', '.join(f'name.{one}' for one in _Row._fields)} FROM"


class SearchIndex:
    """The index of a graph, opened for reading.

    Args:
        file: Where it lies.

    Raises:
        StoreError: Another version of the program wrote it, or nobody did.
    """

    def __init__(self, file: Path) -> None:
        if not is_readable(file):
            raise StoreError(
                "the search index is not of this version of Procedura",
                where=str(file),
                cure="write it anew with 'procedura build'",
            )
        self._database = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        weakref.finalize(self, self._database.close)
        self._spelling = Spelling(self._database)

    def search(
        self,
        text: str,
        limit: int,
        *,
        systems: Collection[str] = (),
        kinds: Collection[str] = (),
    ) -> list[Found]:
        """Return what is called or coded like a text, the best first, each thing once.

        Args:
            text: Words, the beginning of a word, or a code.
            limit: How many at the most.
            systems: Only what is of one of these systems; all if none is given.
            kinds: Only what names one of these kinds of thing.
        """
        asked = _Question(text, _condition(systems=systems, kinds=kinds))
        found: dict[str, _Row] = {}
        for rows in self._steps(asked, limit):
            for row in sorted(rows, key=asked.order):
                found.setdefault(row.iri, row)
            if len(found) >= limit:
                break
        return [Found(*row[:5]) for row in islice(found.values(), limit)]

    def named(self, words: tuple[str, ...], kinds: Collection[str]) -> list[Name]:
        """Return the names in imported releases that have just these words.

        Args:
            words: The key of a phrase (see `linking.words.key`).
            kinds: What they may name.
        """
        return self._names("name WHERE name.key = ?", (" ".join(words),), kinds) if words else []

    def like(self, phrase: str, kinds: Collection[str], limit: int) -> list[Name]:
        """Return names in imported releases that share words with a phrase, the nearest first.

        Near are names by the share of letter triples that they have in common with the phrase
        (Dice coefficient), among those that have one of its rarest words, also misspelled.

        Args:
            phrase: Any text.
            kinds: What they may name.
            limit: How many at the most.
        """
        words = _WORD.findall(folded(phrase))[:_MOST_WORDS]
        meant = {one for word in words for one in self._spelling.meant(word)}
        rarest = self._rarest(sorted(meant))
        if not rarest:
            return []
        source = _MATCHING.format("stems")
        names = self._names(source, (" OR ".join(rarest),), kinds, f"LIMIT {_FETCH_ALIKE}")
        grams = _grams(key(phrase))
        alike = sorted((-_dice(grams, _grams(key(name.text))), name) for name in names)
        return [name for _, name in alike[:limit]]

    def common(self, word: str, enough: int) -> bool:
        """Return whether at least so many names have a word, given by its stem."""
        try:
            names = self._database.execute(
                "SELECT rowid FROM stems WHERE stems MATCH ? LIMIT ?", (_quoted(word), enough)
            )
            return len(names.fetchall()) == enough
        except sqlite3.OperationalError:  # nothing that SQLite takes for a word
            return True

    def _names(
        self, source: str, values: tuple[object, ...], kinds: Collection[str], order: str = ""
    ) -> list[Name]:
        rows = self._rows(source, values, _condition(kinds=kinds, nodes=["code"]), order)
        return [
            Name(row.iri, row.text, row.kind, row.system, row.rank == PREFERRED, row.language)
            for row in rows
        ]

    def _steps(self, asked: "_Question", limit: int) -> Iterator[list[_Row]]:
        """Yield what fits, the best fitting first; look for less only where nothing fits."""
        yield self._coded(asked)
        if not asked.words:
            return
        yield self._named(asked, [asked.key])
        fetched = max(_FETCH, limit)
        some = self._matching("stems", asked, asked.stems, fetched)
        yield some
        typed = self._typed(asked, fetched)
        yield typed
        some += typed
        if not some:
            meant = [self._spelling.meant(word) for word in asked.words]
            whole = self._spelled(asked, meant)
            yield whole
            some = whole + self._matching("letters", asked, [*map(_any, meant)], fetched)
            yield some
            if not some:
                rarest = self._rarest([words[0] for words in meant])
                yield self._matching("stems", asked, [" OR ".join(rarest)], _FETCH_ALIKE)

    def _coded(self, asked: "_Question") -> list[_Row]:
        prefix, colon, notation = asked.text.strip().rpartition(":")
        return self._rows(
            "name WHERE key = ? AND substr(name.text, 1, ?) = ?",
            (notation_key(notation), len(prefix + colon), prefix.upper() + colon), asked.condition,
        )  # fmt: skip

    def _named(self, asked: "_Question", keys: Iterable[str]) -> list[_Row]:
        return [
            row
            for one in keys
            if one
            for row in self._rows("name WHERE key = ?", (one,), asked.condition)
        ]

    def _matching(
        self, table: str, asked: "_Question", parts: Sequence[str], limit: int
    ) -> list[_Row]:
        """Return what fits all parts of an expression of FTS5, the names of few words first."""
        if not any(parts):
            return []
        source, expression = _MATCHING.format(table), " AND ".join(parts)
        try:
            return self._rows(source, (expression,), asked.condition, f"LIMIT {limit}")
        except sqlite3.OperationalError:  # a word of letters that SQLite takes for several words
            return []

    def _typed(self, asked: "_Question", limit: int) -> list[_Row]:
        """Return what fits while the last word is still being typed."""
        *whole, last = asked.words
        ends = self._spelling.beginning(last, _MOST_ENDS)
        if {stem for end in ends for stem in key(end)} == set(key(last)):
            return []  # whatever it may become has been found
        few = 0 < len(ends) < _MOST_ENDS
        typed = _any(ends) if few else f"{_quoted(last)} *"
        return self._matching("letters", asked, [*map(_quoted, whole), typed], limit)

    def _spelled(self, asked: "_Question", meant: Sequence[Sequence[str]]) -> list[_Row]:
        """Return what is called just by words that were meant, where no name has some of them."""
        whole = self._named(asked, _keys(meant))
        if not whole and all(len(words) == 1 for words in meant):
            # Every word is one, but no name has them all: one may be another by mistake.
            whole = self._named(asked, self._slips(asked.words))
        return whole

    def _slips(self, words: Sequence[str]) -> Iterator[str]:
        for place, word in enumerate(words):
            for other in self._spelling.near(word):
                yield " ".join(key(" ".join([*words[:place], other, *words[place + 1 :]])))

    def _rarest(self, words: Sequence[str]) -> list[str]:
        """Return the stems of the words that say most, as far as few enough names have them."""
        known = sorted((names, word) for word in words if (names := self._spelling.names(word)))
        rare = [word for names, word in known if names <= _COMMON][:5]
        return [_quoted(stem) for word in rare for stem in key(word)]

    def _rows(
        self, source: str, values: Iterable[object], condition: _Condition, order: str = ""
    ) -> list[_Row]:
        narrower, wanted = condition
        rows = self._database.execute(f"{_SELECT} {source} {narrower} {order}", (*values, *wanted))
        return [_Row(*row) for row in rows]


class _Question:
    """What was asked."""

    def __init__(self, text: str, condition: _Condition) -> None:
        self.text = text
        self.words = _WORD.findall(folded(text))[:_MOST_WORDS]
        stems = key(" ".join(self.words))
        self.key = " ".join(stems)
        self.stems = [_quoted(one) for stem in stems for one in _WORD.findall(stem)]
        self.condition = condition
        self._plain = text.strip().casefold()
        self._wanted = frozenset(stems)

    def order(self, row: _Row) -> tuple[bool, bool, float, int, bool, str]:
        """Return by what rows of one step are sorted."""
        own = frozenset(row.key.split())
        common = len(own & self._wanted) / (len(own | self._wanted) or 1)
        # A synonym of a concept is no name that somebody would look for the concept by.
        named = row.rank == PREFERRED or row.node != "concept"
        just_so = named and row.text.casefold() == self._plain
        return not just_so, row.node != "procedure", -common, row.rank, row.system != OURS, row.iri


def _condition(**filters: Collection[str]) -> _Condition:
    """Return the condition that columns have one of the values wanted, where any are."""
    parts: list[str] = []
    values: list[str] = []
    for name, wanted in filters.items():
        if wanted:
            parts.append(f"AND name.{name.removesuffix('s')} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    return " ".join(parts), values


def _keys(meant: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the keys of the ways in which a query may have been meant, the likeliest first."""
    for words in islice(product(*meant), _MOST_SPELLINGS):
        yield " ".join(key(" ".join(words)))


def _grams(words: Iterable[str]) -> frozenset[str]:
    return frozenset(f" {word} "[at : at + 3] for word in words for at in range(len(word)))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other) or 1)


def _quoted(word: str) -> str:
    """Return a word so that no part of it is an operator of FTS5."""
    return f'"{word}"'


def _any(words: Iterable[str]) -> str:
    return f"({' OR '.join(map(_quoted, words))})"
