"""Writing the index: every name in the graph, by the named graph that says it.

| table | what |
|---|---|
| name | a name or code of something, with what it names; `key` is what its other spellings share |
| stems, letters | full text (FTS5) over the keys, and over the names as they are written |
| word | every word of a name, with in how many names it is |
| near | a word with one letter left out → the word |

An index starts as a copy of the one before it, and only the names of named graphs that may have
changed are written anew: a release of a hundred thousand codes is not indexed again for a page.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

from pyoxigraph import Literal, NamedNode, Store

from procedura import namespaces as ns
from procedura.linking.words import key

# What our own procedures and concepts are of, where others are of a code system.
OURS = "PROCEDURA"

_SCHEMA = """
PRAGMA user_version = {version};
CREATE TABLE name(
    id INTEGER PRIMARY KEY, serial INTEGER, graph TEXT, iri TEXT, node TEXT, kind TEXT,
    system TEXT, text TEXT, key TEXT, language TEXT, rank INTEGER);
CREATE VIRTUAL TABLE stems USING fts5(
    key, content = 'name', content_rowid = 'id', detail = 'none');
CREATE VIRTUAL TABLE letters USING fts5(
    text, content = 'name', content_rowid = 'id', detail = 'none',
    tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3 4');
CREATE VIRTUAL TABLE occurrence USING fts5vocab(letters, 'row');
CREATE TABLE word(word TEXT PRIMARY KEY, names INTEGER) WITHOUT ROWID;
CREATE TABLE near(form TEXT, word TEXT, PRIMARY KEY (form, word)) WITHOUT ROWID;
"""
_FULL_TEXT = {"stems": "key", "letters": "text"}
_INDEXES = (
    "CREATE INDEX IF NOT EXISTS name_by_serial ON name(serial)",
    "CREATE INDEX IF NOT EXISTS name_by_key ON name(key)",
    "CREATE INDEX IF NOT EXISTS name_by_graph ON name(graph)",
)
# Of the tables above; an index of another is written anew.
_VERSION = 2
# How good a name is: the lower, the better.
PREFERRED, SYNONYM, FORMER = 0, 1, 2
_NAMES = {
    "skos:prefLabel": PREFERRED,
    "skos:altLabel": SYNONYM,
    "skos:hiddenLabel": SYNONYM,
    "proc:formerLabel": FORMER,
}
_NOTATION, _KIND, _GONE = _ABOUT_NAMES = ("skos:notation", "proc:kind", "owl:deprecated")
_SAME = "skos:exactMatch"
# Names are numbered so that FTS5, which yields them by their numbers, yields the best first: those
# of few words before longer ones, and ours before others. Nothing has to be ranked after that.
_BY_WORDS, _BY_OWNER = 40, 39
_MOST_WORDS = 1023
LEAST = 4  # letters of a word that may be misspelled
_NUMBER = re.compile(r"\d")

Row = tuple[str, str, str, str, str, str, str, str, int]


def write_index(
    store: Store, file: Path, changed: Callable[[str], bool] = lambda graph: True
) -> None:
    """Write the index of a graph's names and codes.

    Args:
        store: The graph.
        file: Where to: a copy of the index of the graph before the change, or nothing yet.
        changed: Whether a named graph, given by its IRI, may have changed since then.
    """
    fresh = not is_readable(file)
    if fresh:
        file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        if fresh:
            database.executescript(_SCHEMA.format(version=_VERSION))
        database.execute("BEGIN")
        graphs = [cast("NamedNode", graph).value for graph in store.named_graphs()]
        written = [graph for graph in graphs if fresh or changed(graph)]
        if not fresh:
            _forget(database, {*written, *(_indexed(database) - set(graphs))})
        _add(database, store, written)
        for statement in _INDEXES:
            database.execute(statement)
        _count_words(database)
        for table in _FULL_TEXT:  # in one piece, the lists of common words are skipped through
            database.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608
        database.execute("COMMIT")


def renamed(
    before: Store, after: Store, among: Callable[[str], bool] = lambda graph: True
) -> set[str]:
    """Return the named graphs that give other names than before, for `write_index`.

    Args:
        before: The graph before a change.
        after: The graph after it.
        among: Which named graphs, given by their IRIs, to compare.
    """
    graphs = {graph for store in (before, after) for graph in store.named_graphs()}
    names = {graph.value for graph in graphs if isinstance(graph, NamedNode)}
    return {
        graph
        for graph in filter(among, names)
        if any(
            set(_said(before, graph, predicate)) != set(_said(after, graph, predicate))
            for predicate in (*_NAMES, *_ABOUT_NAMES)
        )
        or set(_coded(before, graph)) != set(_coded(after, graph))
    }


def is_readable(file: Path) -> bool:
    """Whether there is an index, written by this version of the program."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(file)) as database:
        [(version,)] = database.execute("PRAGMA user_version")
    return bool(version == _VERSION)


def _indexed(database: sqlite3.Connection) -> set[str]:
    return {graph for (graph,) in database.execute("SELECT DISTINCT graph FROM name")}


def _forget(database: sqlite3.Connection, graphs: set[str]) -> None:
    for graph in graphs:
        for table, column in _FULL_TEXT.items():
            database.execute(
                f"INSERT INTO {table}({table}, rowid, {column}) "  # noqa: S608
                f"SELECT 'delete', id, {column} FROM name WHERE graph = ?", (graph,)
            )  # fmt: skip
        database.execute("DELETE FROM name WHERE graph = ?", (graph,))


def _add(database: sqlite3.Connection, store: Store, graphs: Iterable[str]) -> None:
    """Add the names that named graphs give."""
    (last,) = database.execute("SELECT COALESCE(MAX(serial), 0) FROM name").fetchone()
    rows = (row for graph in graphs for row in _names(store, graph))
    database.executemany(
        "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ((_number(row, serial), serial, *row) for serial, row in enumerate(rows, start=last + 1)),
    )
    for table, column in _FULL_TEXT.items():
        database.execute(
            f"INSERT INTO {table}(rowid, {column}) "  # noqa: S608
            f"SELECT id, {column} FROM name WHERE serial > ? ORDER BY id", (last,)
        )  # fmt: skip


def _number(row: Row, serial: int) -> int:
    words = min(row[6].count(" ") + 1, _MOST_WORDS)
    return words << _BY_WORDS | (row[4] != OURS) << _BY_OWNER | serial


def _names(store: Store, graph: str) -> Iterator[Row]:
    """Yield the names that a named graph gives to procedures, concepts and codes."""
    kinds = {iri: kind for iri, kind, _ in _said(store, graph, _KIND)}
    gone = {iri for iri, value, _ in _said(store, graph, _GONE) if value == "true"}
    release = graph.removeprefix(ns.RELEASES).partition("/")[0] if ns.RELEASES in graph else ""

    for iri, text, key_, language, rank in _called(store, graph):
        if named := node(iri):
            what, kind, system = named
            worse = FORMER if iri in gone else PREFERRED
            yield (graph, iri, what, kinds.get(iri, kind), release or system, text, key_, language,
                   max(rank, worse))  # fmt: skip


def _called(store: Store, graph: str) -> Iterator[tuple[str, str, str, str, int]]:
    """Yield what a named graph calls things: IRI, text, key, language and rank."""
    for predicate, rank in _NAMES.items():
        for iri, text, language in _said(store, graph, predicate):
            yield iri, text, " ".join(key(text)), language, rank
    for iri, notation, _ in _said(store, graph, _NOTATION):
        if ns.is_code(iri):
            system, _ = ns.split_code(iri)
            yield iri, f"{system}:{notation}", notation_key(notation), "", PREFERRED
    for iri, code in _coded(store, graph):
        system, notation = ns.split_code(code)
        yield iri, f"{system}:{notation}", notation_key(notation), "", SYNONYM


def node(iri: str) -> tuple[str, str, str] | None:
    """Return what node an IRI is, what it names, and of which system, None if it has no name.

    >>> node(ns.concept("condition", "kidney-stone"))
    ('concept', 'condition', 'PROCEDURA')
    >>> node(ns.code("CPT", "50436"))
    ('code', 'code', 'CPT')
    >>> node(ns.code("CPT"))
    """
    folder, _, rest = iri.removeprefix(ns.BASE).partition("/")
    first, _, slug = rest.partition("/")
    if folder == "procedure":
        return "procedure", "procedure", OURS
    if folder == "code" and slug:
        return "code", "code", first
    if folder == "concept" and slug:
        return "concept", first, OURS
    return None


def _said(store: Store, graph: str, predicate: str) -> Iterator[tuple[str, str, str]]:
    """Yield subject, text and language of what a named graph says with a property."""
    pattern = None, NamedNode(ns.expand(predicate)), None, NamedNode(graph)
    for quad in store.quads_for_pattern(*pattern):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject.value, quad.object.value, quad.object.language or ""


def _coded(store: Store, graph: str) -> Iterator[tuple[str, str]]:
    """Yield what a named graph says to mean just what a code means, and the code."""
    pattern = None, NamedNode(ns.expand(_SAME)), None, NamedNode(graph)
    for quad in store.quads_for_pattern(*pattern):
        code = cast("NamedNode", quad.object).value
        if ns.is_code(code):
            yield cast("NamedNode", quad.subject).value, code


def notation_key(notation: str) -> str:
    """Return the key of a code, without what people leave out or write otherwise.

    No key of words begins like it (see `linking.words.key`).

    >>> notation_key("n20.0")
    '=N200'
    """
    return "=" + notation.strip().replace(".", "").upper()


def _count_words(database: sqlite3.Connection) -> None:
    """Keep the list of words, and of what is near to them, in step with the names."""
    counted = dict(database.execute("SELECT term, doc FROM occurrence"))
    counted = {word: names for word, names in counted.items() if not _NUMBER.search(word)}
    known = dict(database.execute("SELECT word, names FROM word"))
    gone = [(word,) for word in known.keys() - counted.keys()]
    new = sorted(counted.keys() - known.keys())
    database.executemany("DELETE FROM word WHERE word = ?", gone)
    database.executemany("DELETE FROM near WHERE word = ?", gone)
    changed = ((word, names) for word, names in counted.items() if known.get(word) != names)
    database.executemany("INSERT OR REPLACE INTO word VALUES (?, ?)", changed)
    forms = ((form, word) for word in new if len(word) >= LEAST for form in shortened(word))
    database.executemany("INSERT OR IGNORE INTO near VALUES (?, ?)", sorted(forms))


def shortened(word: str) -> set[str]:
    """Return a word with each of its letters left out once (Garbe 2012, SymSpell).

    >>> sorted(shortened("stone"))
    ['sone', 'stne', 'stoe', 'ston', 'tone']
    """
    return {word[:place] + word[place + 1 :] for place in range(len(word))}
