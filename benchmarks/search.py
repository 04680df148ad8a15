"""Measure search: is the right code first, and how long does it take against bare FTS5?

    .venv/bin/python benchmarks/search.py GRAPH

Queries are drawn by rule, with a fixed seed, from the names of codes in the graph: the label with
one typing error, a synonym, the label's words in another order, and the first letters of the label.
Only names are drawn whose words, in any order, no other thing has: there is one right answer to
each. The floor is a plain FTS5 table of the same names, asked for all the words of the query.
Nothing here is a test.
"""

import os
import platform
import random
import re
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from procedura import ProcedureGraph, store

SEED = 20261123
EACH = 250
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Drawn(NamedTuple):
    """A query, and the IRI of what it should find."""

    text: str
    iri: str


def main() -> None:
    folder = Path(sys.argv[1])
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    names = sqlite3.connect(store.open_read_only(folder).search_index)
    count, things = names.execute("SELECT COUNT(*), COUNT(DISTINCT iri) FROM name").fetchone()
    print(f"{things} entries with {count} names\n")
    graph, floor = ProcedureGraph(folder), bare(names)
    print("| drawn | queries | first | among ten | ours ms: median | 99 % | bare FTS5 ms: median "
          "| 99 % | ratio of medians |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|")
    drawing = random.Random(SEED)  # noqa: S311
    for kind, drawn in queries(names, drawing).items():
        print(f"| {kind} | {len(drawn)} | {' | '.join(measured(graph, floor, drawn))} |")


def measured(
    graph: ProcedureGraph, floor: Callable[[str], object], drawn: Sequence[Drawn]
) -> Iterator[str]:
    """Yield the cells of one row: both ways are asked in turn."""
    ours, theirs, places = [], [], []
    for text, iri in drawn:
        seconds, found = timed(lambda text=text: graph.search(text, 20))
        ours.append(seconds)
        theirs.append(timed(lambda text=text: floor(text))[0])
        places.append(
            [hit.iri for hit in found].index(iri) if iri in [h.iri for h in found] else 99
        )
    yield f"{sum(place == 0 for place in places) / len(drawn):.1%}"
    yield f"{sum(place < 10 for place in places) / len(drawn):.1%}"
    for times in (ours, theirs):
        yield f"{1000 * statistics.median(times):.2f}"
        yield f"{1000 * statistics.quantiles(times, n=100)[98]:.1f}"
    yield f"{statistics.median(ours) / statistics.median(theirs):.2f}"


def timed(work: Callable[[], Sequence[object]]) -> tuple[float, Sequence[object]]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def bare(names: sqlite3.Connection) -> Callable[[str], list[object]]:
    """Return a search of a plain FTS5 table for all the words of a text."""
    plain = sqlite3.connect(":memory:")
    plain.execute("CREATE VIRTUAL TABLE plain USING fts5(text, iri UNINDEXED)")
    plain.executemany(
        "INSERT INTO plain VALUES (?, ?)", names.execute("SELECT text, iri FROM name")
    )

    def search(text: str) -> list[object]:
        words = " AND ".join(f'"{word}"' for word in re.findall(r"[^\W_]+", text))
        statement = "SELECT iri, text FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 20"
        return plain.execute(statement, (words,)).fetchall()

    return search


def queries(names: sqlite3.Connection, drawing: random.Random) -> dict[str, list[Drawn]]:
    """Return kind of query → as many as are drawn of it."""
    statement = """
        SELECT text, iri FROM name WHERE node = 'code' AND rank = ? AND key IN (
            SELECT key FROM name WHERE key NOT LIKE '=%'
            GROUP BY key HAVING COUNT(DISTINCT iri) = 1)
        ORDER BY iri, text"""
    labels = [one for one in names.execute(statement, (0,)) if len(one[0].split()) > 1]
    synonyms = list(names.execute(statement, (1,)))
    return {
        "label with one typing error": [
            Drawn(mistyped(text, drawing), iri) for text, iri in drawing.sample(labels, EACH)
        ],
        "synonym": [Drawn(*one) for one in drawing.sample(synonyms, EACH)],
        "label in another order": [
            Drawn(shuffled(text, drawing), iri) for text, iri in drawing.sample(labels, EACH)
        ],
        "first six tenths of a label": [
            Drawn(text[: round(0.6 * len(text))], iri) for text, iri in drawing.sample(labels, EACH)
        ],
    }


def mistyped(text: str, drawing: random.Random) -> str:
    """Return a text with one letter left out, doubled by another, another, or out of its place."""
    words = [match.span() for match in re.finditer(r"[^\W\d_]{4,}", text)]
    if not words:
        return text
    start, end = drawing.choice(words)
    at = drawing.randrange(start, end - 1)
    letter = drawing.choice(LETTERS)
    return drawing.choice([
        text[:at] + text[at + 1 :],
        text[:at] + letter + text[at:],
        text[:at] + letter + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    ])  # fmt: skip


def shuffled(text: str, drawing: random.Random) -> str:
    words = text.split()
    return " ".join(drawing.sample(words, len(words)))


if __name__ == "__main__":
    main()
