"""Which pages say the same in other words' place: texts that differ by little more than a name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import Quad, Store

from procedura import namespaces as ns
from procedura.analysis.findings import about_pair, activity, pair_quads
from procedura.store import select

GRAPH = ns.analysis("duplicates")
# Four words in a row are seldom the same by chance; pages about rivals share about one in fifty.
SHINGLE = 4
MINIMUM = 0.25  # Jaccard index of a pair


@dataclass(frozen=True, slots=True)
class DuplicateFinding:
    """Two procedures whose texts are nearly the same.

    Attributes:
        subject: IRI of one procedure.
        other: IRI of the other, which comes later in the order of IRIs.
        score: Jaccard index of their shingles, 0 to 1, to four places.
    """

    subject: str
    other: str
    score: float


def find(
    texts: Mapping[str, list[str]], names: Mapping[str, list[str]]
) -> Iterator[DuplicateFinding]:
    """Yield the pairs of procedures with nearly the same text.

    Each text is taken as its set of shingles, runs of four words within a line, after the words of
    the procedure's own names have been taken out: pages made from one another by replacing a name
    are alike then. Two sets are compared by their Jaccard index (Broder 1997, On the resemblance
    and containment of documents).

    Args:
        texts: IRI of a procedure → the lines about it.
        names: IRI of a procedure → its names.
    """
    shingles = {
        node: set(_shingles(lines, {word for name in names.get(node, ()) for word in _words(name)}))
        for node, lines in texts.items()
    }
    having: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for node in sorted(shingles):
        for shingle in shingles[node]:
            having[shingle].append(node)
    shared = Counter(pair for nodes in having.values() for pair in combinations(nodes, 2))
    for (one, other), count in sorted(shared.items()):
        score = round(count / (len(shingles[one]) + len(shingles[other]) - count), 4)
        if score >= MINIMUM:
            yield DuplicateFinding(one, other, score)


def quads(store: Store) -> Iterator[Quad]:
    """Yield the named graph of procedures with nearly the same text.

    Args:
        store: The graph, with all its pages.
    """
    yield from activity(GRAPH, {"shingle": SHINGLE, "minimum": MINIMUM})
    for one in find(*_texts(store)):
        about = about_pair(GRAPH, one.subject, one.other)
        yield from pair_quads(about, "DuplicateFinding", one.subject, one.other, one.score)


def _texts(store: Store) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the lines about each procedure, without those that name it, and its names."""
    texts: dict[str, list[str]] = defaultdict(list)
    names: dict[str, list[str]] = defaultdict(list)
    rows = select(
        store,
        """SELECT DISTINCT ?procedure ?text ?name WHERE {
             { ?page proc:describes ?procedure . ?line prov:wasDerivedFrom ?page ; proc:text ?text
               FILTER NOT EXISTS { ?line a proc:Name }
               FILTER NOT EXISTS { ?line a proc:CommonTerm } }
             UNION { ?procedure a proc:Procedure ; skos:prefLabel|skos:altLabel ?name }
           }""",
    )
    for procedure, text, name in rows:
        if text is not None:
            texts[procedure.value].append(text.value)
        else:
            names[procedure.value].append(name.value)
    return texts, names


def _shingles(lines: list[str], own: set[str]) -> Iterator[tuple[str, ...]]:
    for line in lines:
        words = [word for word in _words(line) if word not in own]
        yield from zip(*(words[start:] for start in range(SHINGLE)), strict=False)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
