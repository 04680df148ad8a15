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
    text, stems, iri UNINDEXED, kind UNINDEXED, preferred UNINDEXED,
    tokenize = "unicode61 remove_diacritics 2", prefix = "2 3");
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
# Whole words first, then beginnings of words, then any word, then what is spelled alike. Of each
# step more is fetched than is wanted, since BM25 alone prefers rare words to the fitting name.
_FETCH = 200
_FIND = """
SELECT iri, kind, text, stems, preferred FROM label WHERE label MATCH ?
ORDER BY bm25(label), iri LIMIT ?
"""
_FIND_ALIKE = """
SELECT label.iri, label.kind, label.text, label.stems, label.preferred
FROM gram JOIN label ON label.rowid = gram.rowid WHERE gram MATCH ?
ORDER BY bm25(gram), label.iri LIMIT ?
"""


# IRI, kind, text, stems, and whether the text is the preferred label.
_Row = tuple[str, str, str, str, int]


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
    labels = []
    for row in select(store, _LABELS):
        iri, text, kind = (row[name].value for name in ("iri", "text", "kind"))
        text = ":".join(ns.split_code(iri)) if kind == "code" else text
        labels.append((text, _stems(text), iri, kind, int(row["preferred"].value)))
    with closing(sqlite3.connect(file)) as database, database:
        database.executescript(_SCHEMA)
        database.executemany("INSERT INTO label VALUES (?, ?, ?, ?, ?)", labels)
        database.execute("INSERT INTO gram(rowid, text) SELECT rowid, text FROM label")


def search(file: Path, text: str, limit: int) -> list[tuple[str, str, str]]:
    """Return what is called or coded like a text, the best first.

    What is called or coded just so comes first, then procedures before all else, then by the share
    of words that the name and the text have in common (Jaccard index of the words' stems).

    Args:
        file: The index.
        text: Words, the beginning of a word, or a code.
        limit: How many at the most.

    Returns:
        IRI, kind, and the label that matched, one for each thing found.
    """
    found: dict[str, _Row] = {}
    wanted = set(_stems(text).split())

    def just_so(row: _Row) -> bool:
        # A synonym of a concept is no name that somebody would look for the concept by.
        named = row[4] or row[1] == "procedure"
        return bool(named) and text.casefold().strip() in _names(row[2])

    def rank(row: _Row) -> tuple[bool, bool, float, bool]:
        own = set(row[3].split())
        common = len(own & wanted) / len(own | wanted) if own | wanted else 0.0
        return not just_so(row), row[1] != "procedure", -common, not row[4]

    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        for statement, expression in _expressions(text):
            rows = database.execute(statement, (expression, max(_FETCH, limit))).fetchall()
            for row in sorted(rows, key=rank):
                found.setdefault(row[0], row)
            if len(found) >= limit:
                break
    ranked = sorted(found.values(), key=lambda row: not just_so(row))
    return [(iri, kind, label) for iri, kind, label, *_ in ranked[:limit]]


def _expressions(text: str) -> Iterator[tuple[str, str]]:
    """Yield ever wider FTS5 expressions; every word is quoted, so that none is an operator."""
    words = [f'"{word}"' for word in re.findall(r"\w+", text)]
    stems = [f'"{stem}"' for stem in _stems(text).split()]
    if not words:
        return
    yield _FIND, f"text : ({' AND '.join(words)})"
    if stems:
        yield _FIND, f"stems : ({' AND '.join(stems)})"
    yield _FIND, f"text : ({' AND '.join(f'{word} *' for word in words)})"
    if len(stems) > 1:
        yield _FIND, f"stems : ({' OR '.join(stems)})"
    grams = {word[start : start + 3] for word in re.findall(r"\w{4,}", text.casefold())
             for start in range(len(word) - 2)}  # fmt: skip
    if grams:
        yield _FIND_ALIKE, " OR ".join(f'"{gram}"' for gram in sorted(grams))


def _stems(text: str) -> str:
    from procedura.linking.words import words  # a search for a code does without

    return " ".join(re.sub(r"\W", "", word.stem) for word in words(text))


def _names(label: str) -> tuple[str, ...]:
    whole = label.casefold()
    return whole, whole.rpartition(":")[2]
