"""Judge the linking by phrases judged by hand, beside baselines; print a table in Markdown.

    python -m benchmarks.linking.run GRAPH

The graph holds the bundled pages and releases of MONDO, HP, MeSH, UBERON and MAxO:

    procedura import mondo mondo.json --release 2025 --graph GRAPH

and so on. All ways answer from the same names: those of our own concepts and procedures and
of the imported terms of the kind that a line is about. The yardstick is `phrases.tsv` beside this
file, whose head says what its columns mean.
"""

import argparse
import csv
import random
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from benchmarks.measure import grid
from sklearn.feature_extraction.text import TfidfVectorizer

from procedura import ProcedureGraph, store
from procedura import namespaces as ns

PHRASES = Path(__file__).with_name("phrases.tsv")
SAMPLES = 2000
SEED = 20261123
# Kind of line → the schemes of our own and the kinds of imported terms that it may name.
NAMED = {
    "indication": (("condition",), ("condition",)),
    "contraindication": (("condition",), ("condition",)),
    "risk": (("complication",), ("condition",)),
    "body-site": (("body-site",), ("body-site",)),
    "alternative": (("procedure", "approach"), ("procedure", "operation")),
    "device": (("device",), ("device",)),
    "preparation": (("preparation",), ("procedure", "operation")),
}
OWN = {scheme for schemes, _ in NAMED.values() for scheme in schemes} | {"operation"}
# Where a name is that of several terms, the baselines answer with one of our own, or the first of
# these; of one system, with the term that has it as its preferred label.
ORDER = ("", "MONDO", "HP", "MESH", "UBERON", "MAXO", "DOID")
NAMES = """
SELECT DISTINCT ?iri ?name ?preferred ?scheme ?kind WHERE {
  GRAPH ?graph {
    { ?iri skos:prefLabel ?name BIND(true AS ?preferred) }
    UNION { ?iri skos:altLabel ?name BIND(false AS ?preferred) }
    OPTIONAL { ?iri skos:inScheme ?in }
    OPTIONAL { ?iri a proc:Procedure BIND("procedure" AS ?own) }
    OPTIONAL { ?iri proc:kind ?kind }
    BIND(COALESCE(?own, REPLACE(STR(?in), "^.*/", "")) AS ?scheme)
  }
  FILTER(LANG(?name) IN ("", "en"))
}"""

# Texts, kind of line → the IRIs that each text is linked to.
Linker = Callable[[Sequence[str], str], list[set[str]]]


class Name(NamedTuple):
    """A name of a term or concept."""

    text: str
    iri: str
    preferred: bool


class Phrase(NamedTuple):
    """A phrase of the yardstick, and what it names: IRIs of which any is right."""

    kind: str
    text: str
    things: tuple[frozenset[str], ...]
    demanded: tuple[frozenset[str], ...]  # those that must be found


class Counts(NamedTuple):
    """Links that are right, and all; things that were found, and that should be."""

    right: int
    links: int
    found: int
    demanded: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linking.run")
    parser.add_argument("graph", type=Path, help="folder of the graph")
    folder = parser.parse_args().graph
    phrases, names = list(read(PHRASES)), names_by_kind(folder)
    graph = ProcedureGraph(folder)
    ways: dict[str, Linker] = {
        "Procedura": lambda texts, kind: [
            {link.iri for link in links} for links in graph.link(texts, kind)
        ],
        "exact match": lambda texts, kind: exact(texts, names[kind]),
        "TF-IDF, trigrams": lambda texts, kind: nearest(texts, names[kind], "char_wb", (3, 3)),
        "TF-IDF, words and pairs": lambda texts, kind: nearest(texts, names[kind], "word", (1, 2)),
    }
    head = ["way", "links", "right", "precision (95 %)", "recall (95 %)", "F1"]
    print(grid(head, ([way, *cells(counts(phrases, linker))] for way, linker in ways.items())))


def read(path: Path) -> Iterator[Phrase]:
    """Yield the phrases of the test; those for development are for looking at."""
    with path.open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["set"] == "test":
                named = [one for one in row["expected"].split(";") if one]
                sure = [one for one in named if not one.startswith("?")]
                yield Phrase(
                    row["kind"], row["phrase"], *(tuple(map(iris, one)) for one in (named, sure))
                )


def iris(thing: str) -> frozenset[str]:
    return frozenset(iri(curie.rstrip("~")) for curie in thing.lstrip("?").split("|"))


def iri(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    if prefix == "procedure":
        return ns.procedure(local)
    return ns.concept(prefix, local) if prefix in OWN else ns.code(prefix, local)


def names_by_kind(folder: Path) -> dict[str, list[Name]]:
    """Return the names that each kind of line may be linked to, in the order of preference."""
    found = defaultdict(set)
    for row in store.select(store.open_read_only(folder).rdf, NAMES):
        name = Name(row["name"].value, row["iri"].value, row["preferred"].value == "true")
        scheme, term_kind = (row[key].value if row[key] else None for key in ("scheme", "kind"))
        for kind, (schemes, kinds) in NAMED.items():
            if scheme in schemes or term_kind in kinds:
                found[kind].add(name)
    return {kind: sorted(names, key=rank) for kind, names in found.items()}


def rank(name: Name) -> tuple[int, bool, str, str]:
    system = ns.split_code(name.iri)[0] if name.iri.startswith(ns.code("")) else ""
    place = ORDER.index(system) if system in ORDER else len(ORDER)
    return (place, not name.preferred, name.iri, name.text)


def exact(texts: Sequence[str], names: Sequence[Name]) -> list[set[str]]:
    """Return what is called just so, but for capitals."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(name.text.casefold(), name.iri)
    return [{known[text.casefold()]} if text.casefold() in known else set() for text in texts]


def nearest(
    texts: Sequence[str], names: Sequence[Name], analyzer: str, lengths: tuple[int, int]
) -> list[set[str]]:
    """Return the one name with the greatest cosine of TF-IDF vectors, whatever the cosine."""
    vectors = TfidfVectorizer(analyzer=analyzer, ngram_range=lengths)
    known = vectors.fit_transform([name.text for name in names])
    best = np.asarray((vectors.transform(texts) @ known.T).todense()).argmax(axis=1)
    return [{names[index].iri} for index in best]


def counts(phrases: Sequence[Phrase], linker: Linker) -> list[Counts]:
    """Return what a way does with each phrase: all phrases of a kind are asked at once."""
    made = {}
    for kind in NAMED:
        own = [phrase for phrase in phrases if phrase.kind == kind]
        for phrase, links in zip(own, linker([one.text for one in own], kind), strict=True):
            right = sum(any(link in thing for thing in phrase.things) for link in links)
            found = sum(not links.isdisjoint(thing) for thing in phrase.demanded)
            made[phrase] = Counts(right, len(links), found, len(phrase.demanded))
    return [made[phrase] for phrase in phrases]


def cells(made: Sequence[Counts]) -> list[object]:
    """Return the links made, the right ones, both measures with intervals, and their mean."""
    right, links, _, _ = map(sum, zip(*made, strict=True))
    mean = statistics.harmonic_mean([precision(made), recall(made)])
    return [links, right, interval(made, precision), interval(made, recall), f"{mean:.3f}"]


def precision(made: Iterable[Counts]) -> float:
    right, links, _, _ = map(sum, zip(*made, strict=True))
    return right / links


def recall(made: Iterable[Counts]) -> float:
    _, _, found, demanded = map(sum, zip(*made, strict=True))
    return found / demanded


def interval(made: Sequence[Counts], measure: Callable[[Iterable[Counts]], float]) -> str:
    """Return a measure with its bootstrap interval: phrases are drawn again, with replacement."""
    draw = random.Random(SEED)  # noqa: S311
    values = sorted(measure(draw.choices(made, k=len(made))) for _ in range(SAMPLES))
    low, high = (values[round(share * (SAMPLES - 1))] for share in (0.025, 0.975))
    return f"{measure(made):.3f} ({low:.3f} to {high:.3f})"


if __name__ == "__main__":
    main()
