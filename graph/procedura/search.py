"""Search over every label, synonym and code, in an SQLite full-text index beside the graph."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from procedura import namespaces as ns
from procedura.store import select

_SCHEMA = """
CREATE VIRTUAL TABLE label USING fts5(
    text, iri UNINDEXED, kind UNINDEXED, preferred UNINDEXED,
    tokenize = "porter unicode61 remove_diacritics 2", prefix = "2 3");
CREATE VIRTUAL TABLE gram USING fts5(text, tokenize = "trigram");
"""
_LABELS = """
SELECT DISTINCT ?iri ?text ?kind ?preferred WHERE {
  { ?iri skos:prefLabel ?text BIND(1 AS ?preferred) }
  UNION { ?iri skos:altLabel ?text BIND(0 AS ?preferred) }
  UNION { ?iri a proc:Code ; skos:notation ?text BIND(1 AS ?preferred) }
  OPTIONAL { ?iri skos:inScheme ?scheme }
  OPTIONAL { ?iri a proc:Procedure BIND("procedure" AS ?procedure) }
  OPTIONAL { ?iri a proc:Code BIND("code" AS ?code) }
  BIND(COALESCE(?procedure, ?code, REPLACE(STR(?scheme), "^.*/", "")) AS ?kind)
  FILTER(BOUND(?kind))
} ORDER BY ?iri ?text ?preferred
"""
# Whole words first, then all words, then any word, then what is spelled alike.
_FIND = """
SELECT iri, kind, text, preferred, bm25(label) AS rank FROM label WHERE label MATCH ?
ORDER BY kind <> 'procedure', rank, preferred DESC, iri LIMIT ?
"""
_FIND_ALIKE = """
SELECT label.iri, label.kind, label.text, label.preferred, bm25(gram) AS rank
FROM gram JOIN label ON label.rowid = gram.rowid WHERE gram MATCH ?
ORDER BY rank, label.iri LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a search found.

    Attributes:
        iri: What was found.
        label: Its preferred label; of a code its CURIE.
        kind: ``procedure``, ``code``, or the scheme of a concept.
        matched: The label, synonym or code that matched.
        codes: CURIEs of the codes that mean it, for a procedure.
    """

    iri: str
    label: str
    kind: str
    matched: str
    codes: tuple[str, ...] = ()


def write_index(store: Store, file: Path) -> None:
    """Write the index of a graph's labels and codes.

    Args:
        store: The graph.
        file: Where to; must not exist.
    """
    labels = [
        (_written(row["iri"].value, row["text"].value, row["kind"].value), row["iri"].value,
         row["kind"].value, int(row["preferred"].value))
        for row in select(store, _LABELS)
    ]  # fmt: skip
    with closing(sqlite3.connect(file)) as database, database:
        database.executescript(_SCHEMA)
        database.executemany("INSERT INTO label VALUES (?, ?, ?, ?)", labels)
        database.execute("INSERT INTO gram(rowid, text) SELECT rowid, text FROM label")


def search(file: Path, text: str, limit: int) -> list[tuple[str, str, str]]:
    """Return what is called or coded like a text, the best first.

    Args:
        file: The index.
        text: Words, the beginning of a word, or a code.
        limit: How many at the most.

    Returns:
        IRI, kind, and the label that matched, one for each thing found.
    """
    found: dict[str, tuple[str, str, str]] = {}
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        for statement, expression in _expressions(text):
            for iri, kind, label, *_ in database.execute(statement, (expression, 5 * limit)):
                found.setdefault(iri, (iri, kind, label))
            if len(found) >= limit:
                break
    same = text.casefold().strip()
    ranked = sorted(found.values(), key=lambda hit: same not in _names(hit[2]))
    return ranked[:limit]


def _expressions(text: str) -> Iterator[tuple[str, str]]:
    """Yield ever wider FTS5 expressions; every word is quoted, so that none is an operator."""
    words = [f'"{word}"' for word in re.findall(r"\w+", text)]
    if not words:
        return
    yield _FIND, " ".join(words)
    yield _FIND, " ".join(f"{word}*" for word in words)
    if len(words) > 1:
        yield _FIND, " OR ".join(f"{word}*" for word in words)
    grams = {word[start : start + 3] for word in re.findall(r"\w{4,}", text.casefold())
             for start in range(len(word) - 2)}  # fmt: skip
    if grams:
        yield _FIND_ALIKE, " OR ".join(f'"{gram}"' for gram in sorted(grams))


def _written(iri: str, text: str, kind: str) -> str:
    return ":".join(ns.split_code(iri)) if kind == "code" else text


def _names(label: str) -> tuple[str, ...]:
    whole = label.casefold()
    return whole, whole.rpartition(":")[2]
