"""The nearest codes of every code, as a table on disk.

They are computed when a release is imported and kept beside the graph, so that to answer is to read
a few rows: neither NumPy nor SciPy is needed for that.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from procedura.errors import StoreError
from procedura.progress import Progress
from procedura.terminology import Kind, Release

# What codes must name to be compared: what is done. Diseases are not the matter here.
COMPARED: tuple[Kind, ...] = ("procedure", "operation")
# How many neighbours of a code are kept.
KEPT = 20
_SCHEMA = """
CREATE TABLE IF NOT EXISTS code(
    id INTEGER PRIMARY KEY, system TEXT, code TEXT, UNIQUE(system, code));
CREATE TABLE IF NOT EXISTS neighbour(
    code INTEGER, rank INTEGER, other INTEGER, score REAL, PRIMARY KEY(code, rank)) WITHOUT ROWID;
"""
_FORGET = (
    "DELETE FROM neighbour WHERE code IN (SELECT id FROM code WHERE system = ?)",
    "DELETE FROM code WHERE system = ?",
)
_READ = """
SELECT one.code, two.code, score FROM code one
JOIN neighbour ON neighbour.code = one.id JOIN code two ON two.id = neighbour.other
WHERE one.system = ?
"""

# Code, and how alike the two are: above 0 and up to 1.
Scored = tuple[str, float]


class NeighbourTable:
    """The nearest codes of every code of the systems that were imported.

    Args:
        file: Where the table lies, or will.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def systems(self) -> list[str]:
        """Return the prefixes of the systems that the table has, sorted."""
        rows = self._rows("SELECT DISTINCT system FROM code ORDER BY system")
        return [system for (system,) in rows]

    def of(self, system: str, code: str) -> list[Scored]:
        """Return the nearest codes of one, the most similar first; none if it is not compared.

        Raises:
            StoreError: The table does not have the system.
        """
        found = dict(self._read(system, "AND one.code = ?", code))
        if not found:
            self._demand(system)
        return found.get(code, [])

    def all(self, system: str) -> Iterator[tuple[str, list[Scored]]]:
        """Return every code of a system, in order, with the nearest codes, the most similar first.

        Raises:
            StoreError: The table does not have the system.
        """
        self._demand(system)
        return self._read(system)

    def _read(
        self, system: str, condition: str = "", *values: str
    ) -> Iterator[tuple[str, list[Scored]]]:
        asked = f"{_READ} {condition} ORDER BY neighbour.code, rank"
        for code, found in groupby(self._rows(asked, system, *values), itemgetter(0)):
            yield code, [(other, score) for _, other, score in found]

    def _rows(self, asked: str, *values: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows that answer a statement; none where there is no table."""
        if self._file.exists():
            with closing(sqlite3.connect(self._file)) as database:
                yield from database.execute(asked, values)

    def write(self, release: Release, progress: Progress) -> None:
        """Compare the codes of a release; forget what is there of its system.

        Args:
            release: The newest release of its system.
            progress: Told how far it is.
        """
        from procedura.analysis.similar.features import features
        from procedura.analysis.similar.neighbours import nearest

        made, system = features(release), release.system.prefix
        with closing(sqlite3.connect(self._file, isolation_level=None)) as database:
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            database.executescript(_SCHEMA)
            database.execute("BEGIN")
            for statement in _FORGET:
                database.execute(statement, (system,))
            (first,) = database.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM code").fetchone()
            numbered = ((first + place, system, code) for place, code in enumerate(made.codes))
            database.executemany("INSERT INTO code VALUES (?, ?, ?)", numbered)
            for block in nearest(made.matrix, made.weights, KEPT):
                columns = block.row + first, block.rank, block.other + first, block.score
                rows = zip(*(column.tolist() for column in columns), strict=True)
                database.executemany("INSERT INTO neighbour VALUES (?, ?, ?, ?)", rows)
                if block.row.size:
                    progress("Comparing", int(block.row[-1]) + 1, len(made.codes))
            database.execute("COMMIT")

    def _demand(self, system: str) -> None:
        if not [*self._rows("SELECT 1 FROM code WHERE system = ? LIMIT 1", system)]:
            raise StoreError(
                f"the graph does not hold which codes of {system} are similar",
                cure=f"import the release of {system} again with 'procedura import'",
            )
