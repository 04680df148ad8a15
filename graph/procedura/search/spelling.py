"""Words that are spelled as no name has them, and what was meant."""

import sqlite3
import sys
import unicodedata
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from procedura.search.index import LEAST, shortened

# Letters of a word that may have two mistakes.
_LONG = 8
_MOST = 6


def folded(word: str) -> str:
    """Return a word as the index has it: in small letters, without marks on them.

    >>> folded("Exérèse")
    'exerese'
    """
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class Spelling:
    """The words of an index.

    Args:
        database: The index, opened.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def names(self, word: str) -> int:
        """Return how many names have a word."""
        row = self._database.execute("SELECT names FROM word WHERE word = ?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def beginning(self, letters: str, most: int) -> list[str]:
        """Return words, none with a digit, that begin with letters; not more than ``most``."""
        after = letters + chr(sys.maxunicode)
        rows = self._database.execute(
            "SELECT word FROM word WHERE word BETWEEN ? AND ? LIMIT ?", (letters, after, most)
        )
        return [word for (word,) in rows]

    def meant(self, word: str) -> list[str]:
        """Return the word itself where some name has it, or else what is nearest to it.

        A word that nothing is near to, or that is too short to tell, is returned as it is.
        """
        return [word] if self.names(word) else self.near(word) or [word]

    def near(self, word: str) -> list[str]:
        """Return the words one letter away from a word, or else two from a long one.

        A letter away is one that is left out, added, another, or changes places with the next
        (optimal string alignment distance). Of several, those of more names come first.
        """
        if len(word) < LEAST:
            return []
        return self._once(word) or (self._twice(word) if len(word) >= _LONG else [])

    def _twice(self, word: str) -> list[str]:
        """Return the words two letters away: rare, and so worth reading all words for."""
        close = process.extract(
            word, self._words.keys(), scorer=OSA.distance, score_cutoff=2, limit=_MOST
        )
        return sorted((other for other, _, _ in close), key=lambda one: (-self._words[one], one))

    @cached_property
    def _words(self) -> dict[str, int]:
        return dict(self._database.execute("SELECT word, names FROM word"))

    def _once(self, word: str) -> list[str]:
        forms = {word, *shortened(word)}
        marks = ", ".join("?" * len(forms))
        rows = self._database.execute(
            f"SELECT word, names FROM word WHERE word IN ({marks}) UNION "  # noqa: S608
            f"SELECT word.word, word.names FROM near JOIN word ON word.word = near.word "
            f"WHERE near.form IN ({marks})", (*forms, *forms),
        ).fetchall()  # fmt: skip
        close = [
            (-names, other)
            for other, names in rows
            if OSA.distance(word, other, score_cutoff=1) == 1
        ]
        return [other for _, other in sorted(close)[:_MOST]]
