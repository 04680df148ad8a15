"""Judge the linking against phrases judged by hand, and two baselines; print tables in Markdown.

    .venv/bin/python benchmarks/linking/run.py --graph DIR

The graph holds the bundled pages and releases of MONDO, HP, MeSH, UBERON and MAxO:

    procedura import mondo mondo.json --release 2025 --graph DIR

and so on. All three ways answer from the same names: those of our own concepts and procedures and
of the imported terms of the kind that a line is about. The yardstick is `phrases.tsv` beside this
file, whose head says what its columns mean.
"""

import argparse
import csv
import random
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
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


class Thing(NamedTuple):
    """What a phrase names: the IRIs that are right, whether it must be found, and is our own."""

    right: frozenset[str]
    demanded: bool
    own: bool


class Phrase(NamedTuple):
    """One line of the yardstick."""

    set: str
    kind: str
    text: str
    things: tuple[Thing, ...]

    @property
    def demanded(self) -> tuple[Thing, ...]:
        """What must be found."""
        return tuple(thing for thing in self.things if thing.demanded)


class Counts(NamedTuple):
    """Links that are right and wrong; things that were found and missed."""

    right: int
    wrong: int
    found: int
    missed: int


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the linking of phrases.")
    parser.add_argument("--graph", type=Path, required=True, help="folder of the graph")
    parser.add_argument("--set", choices=("test", "dev", "all"), default="test", dest="part")
    parser.add_argument("--wrong", action="store_true", help="list the errors on the dev set")
    options = parser.parse_args()
    phrases = read(PHRASES)
    graph = ProcedureGraph.open(options.graph)
    names = names_by_kind(options.graph)
    ways: dict[str, Linker] = {
        "Procedura": lambda texts, kind: [
            {link.iri for link in links} for links in graph.link(texts, kind)
        ],
        "exact match": lambda texts, kind: exact(texts, names[kind]),
        "TF-IDF, trigrams": lambda texts, kind: nearest(texts, names[kind], "char_wb", (3, 3)),
        "TF-IDF, words and pairs": lambda texts, kind: nearest(texts, names[kind], "word", (1, 2)),
    }
    answers = {way: answered(phrases, linker) for way, linker in ways.items()}
    chosen = [n for n, phrase in enumerate(phrases) if options.part in (phrase.set, "all")]
    compare(phrases, answers, chosen)
    by_kind(phrases, answers["Procedura"], chosen)
    if options.wrong:
        list_errors(phrases, answers["Procedura"])


def read(path: Path) -> list[Phrase]:
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(
            (line for line in file if not line.startswith("#")),
            delimiter="\t",
            quoting=csv.QUOTE_NONE,
        )
        return [
            Phrase(row["set"], row["kind"], row["phrase"], tuple(things(row["expected"])))
            for row in rows
        ]


def things(expected: str) -> Iterable[Thing]:
    for thing in filter(None, expected.split(";")):
        curies = [one.rstrip("~") for one in thing.lstrip("?").split("|")]
        own = any(curie.partition(":")[0] in OWN for curie in curies)
        yield Thing(frozenset(map(iri, curies)), not thing.startswith("?"), own)


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


def answered(phrases: Sequence[Phrase], linker: Linker) -> list[set[str]]:
    """Return what each phrase is linked to: all phrases of a kind are asked at once."""
    answers: list[set[str]] = [set() for _ in phrases]
    for kind in NAMED:
        asked = [n for n, phrase in enumerate(phrases) if phrase.kind == kind]
        found = linker([phrases[n].text for n in asked], kind)
        for n, links in zip(asked, found, strict=True):
            answers[n] = links
    return answers


def count(phrase: Phrase, links: set[str]) -> Counts:
    right = sum(any(link in thing.right for thing in phrase.things) for link in links)
    found = sum(not links.isdisjoint(thing.right) for thing in phrase.demanded)
    return Counts(right, len(links) - right, found, len(phrase.demanded) - found)


def compare(
    phrases: Sequence[Phrase], answers: Mapping[str, Sequence[set[str]]], chosen: Sequence[int]
) -> None:
    """Print a table of all ways: on all phrases, and on what our own concepts have and lack."""
    parts: dict[str, list[int]] = {"all": list(chosen)}
    for n in chosen:
        demanded = phrases[n].demanded
        own = any(thing.own for thing in demanded)
        part = "own concepts" if own else "imported only" if demanded else "nothing to link"
        parts.setdefault(part, []).append(n)
    print("| phrases | way | links | right | precision (95 %) | recall (95 %) | F1 |")
    print("|---|---|---|---|---|---|---|")
    for part, numbers in parts.items():
        for way, links in answers.items():
            counts = [count(phrases[n], links[n]) for n in numbers]
            print(f"| {part}: {len(numbers)} | {way} | {cells(counts)} |")
    print()


def by_kind(phrases: Sequence[Phrase], links: Sequence[set[str]], chosen: Sequence[int]) -> None:
    print("| kind | phrases | links | right | precision (95 %) | recall (95 %) | F1 |")
    print("|---|---|---|---|---|---|---|")
    for kind in NAMED:
        numbers = [n for n in chosen if phrases[n].kind == kind]
        counts = [count(phrases[n], links[n]) for n in numbers]
        print(f"| {kind} | {len(numbers)} | {cells(counts)} |")
    print()


def cells(counts: Sequence[Counts]) -> str:
    """Return the links made, the right ones, both measures with intervals, and their mean."""
    right, wrong, _, _ = totals(counts)
    measured = f"{interval(counts, precision)} | {interval(counts, recall)}"
    both = [value for value in (precision(counts), recall(counts)) if value]
    mean = f"{statistics.harmonic_mean(both):.3f}" if len(both) == 2 else "none"
    return f"{right + wrong} | {right} | {measured} | {mean}"


def precision(counts: Iterable[Counts]) -> float | None:
    right, wrong, _, _ = totals(counts)
    return right / (right + wrong) if right + wrong else None


def recall(counts: Iterable[Counts]) -> float | None:
    _, _, found, missed = totals(counts)
    return found / (found + missed) if found + missed else None


def totals(counts: Iterable[Counts]) -> Counts:
    return Counts(*map(sum, zip(Counts(0, 0, 0, 0), *counts, strict=True)))


def interval(counts: Sequence[Counts], measure: Callable[[Iterable[Counts]], float | None]) -> str:
    """Return a measure with its bootstrap interval: phrases are drawn again, with replacement."""
    value = measure(counts)
    if value is None:
        return "none"
    draw = random.Random(SEED)  # noqa: S311
    drawn = (measure(draw.choices(counts, k=len(counts))) for _ in range(SAMPLES))
    values = sorted(one for one in drawn if one is not None)
    low, high = (values[round(share * (len(values) - 1))] for share in (0.025, 0.975))
    return f"{value:.3f} ({low:.3f} to {high:.3f})"


def list_errors(phrases: Sequence[Phrase], answers: Sequence[set[str]]) -> None:
    """Print what is wrong and missing on the dev set; the test set is not for looking at."""
    for phrase, links in zip(phrases, answers, strict=True):
        made = count(phrase, links)
        if phrase.set == "dev" and (made.wrong or made.missed):
            known = {target for thing in phrase.things for target in thing.right}
            wrong = ", ".join(sorted(links - known)) or "none wrong"
            print(f"- {phrase.kind}: {phrase.text}: {made.missed} missed; {wrong}")


if __name__ == "__main__":
    main()
