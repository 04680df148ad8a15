"""Names of codes, damaged by rule: how long until they are found, and are they found first?"""

import random
import re
import sqlite3
from collections.abc import Callable
from functools import partial

from rapidfuzz import fuzz, process

from benchmarks.inputs import SEED, Inputs
from benchmarks.measure import OURS, Times, grid, one_by_one, table
from procedura import ProcedureGraph, store

_HITS = 20
_MATCH = """SELECT name.iri FROM letters JOIN name ON name.id = letters.rowid
WHERE letters MATCH ? ORDER BY letters.rowid LIMIT 20"""
# Only names whose words no other thing has: there is one right answer to each.
_CLEAR = """SELECT text, iri FROM name WHERE node = 'code' AND rank = 0 AND instr(text, ' ')
AND key IN (SELECT key FROM name GROUP BY key HAVING COUNT(DISTINCT iri) = 1)
AND key NOT LIKE '=%' ORDER BY iri, text"""

# The text that is asked, and the IRI of what it should find.
Query = tuple[str, str]
Search = Callable[[Query], list[str]]


def measure(inputs: Inputs) -> str:
    rows: dict[str, Times] = {}
    for size in inputs.scale.codes:
        folder = inputs.graph(codes=size)
        names = sqlite3.connect(store.open_read_only(folder).search_index)
        ways = {
            OURS: partial(_ours, ProcedureGraph(folder)),
            "bare FTS5": partial(_fts5, names),
            "rapidfuzz": _rapidfuzz(names),
        }
        first = []
        times = rows[f"{size:,} codes"] = {way: [] for way in ways}
        for kind, queries in _drawn(names, inputs.scale.samples).items():
            first.append([f"{kind}: {len(queries)}"])
            for way, runs in one_by_one(queries, ways).items():
                times[way] += runs
                answers = zip(queries, runs, strict=True)
                first[-1].append(sum(iri in run.answer[:1] for (_, iri), run in answers))
    found_first = grid(["the right one is first", *ways], first)
    return f"{table('a query', rows, inputs.scale.codes)}\n{found_first}"


def _ours(graph: ProcedureGraph, query: Query) -> list[str]:
    return [hit.iri for hit in graph.search(query[0], _HITS)]


def _fts5(names: sqlite3.Connection, query: Query) -> list[str]:
    words = " AND ".join(f'"{word}"' for word in re.findall(r"[^\W_]+", query[0]))
    return [iri for (iri,) in names.execute(_MATCH, (words,))]


def _rapidfuzz(names: sqlite3.Connection) -> Search:
    known = names.execute("SELECT text, iri FROM name").fetchall()
    texts = [text.casefold() for text, _ in known]

    def search(query: Query) -> list[str]:
        alike = process.extract(
            query[0].casefold(), texts, scorer=fuzz.token_sort_ratio, limit=_HITS
        )
        return [known[place][1] for _, _, place in alike]

    return search


def _drawn(names: sqlite3.Connection, count: int) -> dict[str, list[Query]]:
    """Return kind of query → so many."""
    drawing = random.Random(SEED)  # noqa: S311
    clear = names.execute(_CLEAR).fetchall()
    rules: dict[str, Callable[[str], str]] = {
        "label": str,
        "label with one typing error": partial(_mistyped, drawing),
        "label in another order": lambda text: " ".join(sorted(text.split(), key=str.casefold)),
        "first six tenths of a label": lambda text: text[: round(0.6 * len(text))],
    }
    return {kind: [(rule(text), iri) for text, iri in drawing.sample(clear, count)]
            for kind, rule in rules.items()}  # fmt: skip


def _mistyped(drawing: random.Random, text: str) -> str:
    """Return a text with one letter left out, or changed with the next."""
    at = drawing.choice([match.start() for match in re.finditer(r"[^\W\d_]{2}", text)])
    return text[:at] + drawing.choice([text[at + 1], text[at + 1] + text[at]]) + text[at + 2 :]
