"""Similar codes, and communities of them, against categories that others sorted the codes into."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from procedura import namespaces as ns
from procedura.analysis.structure.communities import of_neighbours
from procedura.errors import SourceError
from procedura.evaluation.figures import SEED, Figure, Sheet, estimate
from procedura.evaluation.tables import Table
from procedura.evaluation.ways import FIRST, INSTALL
from procedura.library import ProcedureGraph

# Codes, each with the codes like it, the most like first.
Neighbours = Iterable[tuple[str, Sequence[str]]]

_DRAWN = 1000
_TITLES = """
SELECT DISTINCT ?code ?title WHERE {
  ?code proc:kind ?kind ; skos:prefLabel ?title .
  FILTER NOT EXISTS { ?code proc:assignable false }
} ORDER BY ?code"""


@dataclass(frozen=True, slots=True)
class Judged:
    """How many of the first ten neighbours of a code are in its category, and how many in none."""

    right: int
    uncategorised: int


def categories(graph: ProcedureGraph, table: Table) -> list[Sheet]:
    """Return how well similar codes agree with the categories of a table.

    Judged are all codes of the table; a thousand of them, drawn with a fixed seed, beside TF-IDF;
    and the communities that the similar codes make of all.

    Args:
        graph: The graph.
        table: Codes, each with its category.

    Raises:
        SourceError: A code stands twice, or the graph has none of them.
        StoreError: The codes were imported before similar codes were kept.
    """
    category = _category(table)
    titles = {str(row["code"]): str(row["title"]) for row in graph.query(_TITLES)}
    known = sorted(category.keys() & titles.keys())
    if len(known) < 2:
        raise SourceError("the graph has none of the codes, or only one", where=table.name,
                          cure="import their system first")  # fmt: skip
    near = list(_nearest(graph, known))
    everything = judged(known, ((code, [*others]) for code, others in near), category)
    draw = random.Random(SEED)  # noqa: S311  (nothing secret)
    drawn = sorted(draw.sample(known, min(_DRAWN, len(known))))
    ours = {code: everything[code] for code in drawn}
    whole = fmean(one.right / FIRST for one in everything.values())
    rows: dict[str, dict[str, Figure]] = {
        "Procedura, of all codes": {f"precision@{FIRST}": whole},
        "Procedura": precision(ours),
    }
    notes = [f"{len(known)} of {len(category)} codes are in the graph; {len(drawn)} were drawn."]
    try:
        theirs = judged(drawn, _by_title(titles, drawn), category)
    except ImportError:
        notes.append(INSTALL)
    else:
        better = {"Procedura is better by": margin(ours, theirs)}
        rows["TF-IDF of the title"] = precision(theirs) | better
    rows |= _bounds(drawn, category, known)
    title = f"Similar codes: the first {FIRST} within the category of the code"
    found = of_neighbours((code, one, alike) for code, others in near
                          for one, alike in others.items())  # fmt: skip
    return [
        Sheet(table.name, title, "Way", rows, tuple(notes)),
        communities(table, found, category),
    ]


def _nearest(graph: ProcedureGraph, codes: Iterable[str]) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield all codes of the systems of some codes, each with the first ten that are like it."""
    for system in sorted({ns.split_code(code)[0] for code in codes}):
        for code, others in graph.nearest_codes(system):
            first = {ns.code(system, other): alike for other, alike in others[:FIRST]}
            yield ns.code(system, code), first


def judged(
    codes: Iterable[str], neighbours: Neighbours, category: Mapping[str, str]
) -> dict[str, Judged]:
    """Judge the first ten neighbours of codes.

    Args:
        codes: What to judge; all have a category.
        neighbours: Codes with those like them: of these codes or of more. A code that is left out
            has none.
        category: Code → category.

    >>> category = {"a": "1", "b": "1", "c": "2"}
    >>> judged(["a", "b"], [("a", ["b", "c", "d"])], category)
    {'a': Judged(right=1, uncategorised=1), 'b': Judged(right=0, uncategorised=0)}
    """
    found = dict.fromkeys(codes, Judged(0, 0))
    for code, others in neighbours:
        if code in found:
            theirs = [category.get(other) for other in others[:FIRST]]
            found[code] = Judged(theirs.count(category[code]), theirs.count(None))
    return found


def precision(found: Mapping[str, Judged]) -> dict[str, Figure]:
    """Return the share of the first ten that are in the category of the code.

    Always of ten: a place that stays empty is wrong, and so is a code that has no category.
    """
    return {
        f"precision@{FIRST}": estimate([one.right / FIRST for one in found.values()]),
        "in no category": estimate([one.uncategorised / FIRST for one in found.values()]),
    }


def margin(ours: Mapping[str, Judged], theirs: Mapping[str, Judged]) -> Figure:
    """Return by how much one precision is greater than another, code by code."""
    return estimate([(ours[code].right - theirs[code].right) / FIRST for code in ours])


def communities(table: Table, community: Mapping[str, int], category: Mapping[str, str]) -> Sheet:
    """Return the normalised mutual information of communities and categories.

    Mutual information over the arithmetic mean of both entropies: 0 (independent) to 1 (the same).
    Strehl and Ghosh, "Cluster ensembles", 2002. Many small communities have some by chance; what
    remains when the codes change places at random says how much.

    Args:
        table: The table of categories.
        community: Code → the number of its community.
        category: Code → category.
    """
    title = "Communities of similar codes against categories"
    common = sorted(community.keys() & category.keys())
    try:
        from sklearn.metrics import normalized_mutual_info_score
    except ImportError:
        return Sheet(table.name, title, "Way", {}, (INSTALL,))
    theirs, ours = [category[code] for code in common], [community[code] for code in common]
    draw = random.Random(SEED)  # noqa: S311  (nothing secret)
    shuffled = draw.sample(ours, len(ours))
    values = {"Procedura": ours, "the same, shuffled": shuffled}
    rows: dict[str, dict[str, Figure]] = {
        name: {
            "codes": len(common),
            "communities": len(set(labels)),
            "categories": len(set(theirs)),
            "NMI": float(normalized_mutual_info_score(theirs, labels)),
        }
        for name, labels in values.items()
    }
    return Sheet(table.name, title, "Way", rows)


def _category(table: Table) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in table.rows:
        curie = ns.parse_curie(row["code"]) or tuple(row["code"].split(":", 1))
        if len(curie) != 2:
            raise SourceError(f"{row['code']!r} is no code", where=table.name,
                              cure="write it with its system: ICD10PCS:0T733ZZ")  # fmt: skip
        if found.setdefault(ns.code(*curie), row["category"]) != row["category"]:
            raise SourceError(f"{row['code']} is in two categories", where=table.name,
                              cure="leave one of them")  # fmt: skip
    return found


def _by_title(titles: Mapping[str, str], codes: Sequence[str]) -> Neighbours:
    """Return the codes of the same systems whose titles are most like those of some codes."""
    from procedura.evaluation.similarity import tfidf

    systems = {ns.split_code(code)[0] for code in codes}
    own = {code: title for code, title in titles.items() if ns.split_code(code)[0] in systems}
    nearest = tfidf(own, FIRST)
    return [(code, nearest(code)) for code in codes]


def _bounds(
    drawn: Sequence[str], category: Mapping[str, str], known: Sequence[str]
) -> dict[str, dict[str, Figure]]:
    """Return what drawing codes of the table would give, and the most that can be reached."""
    sizes = Counter(category[code] for code in known)
    mates = [sizes[category[code]] - 1 for code in drawn]
    return {
        "random": {f"precision@{FIRST}": fmean(one / (len(known) - 1) for one in mates)},
        "at most": {f"precision@{FIRST}": fmean(min(one, FIRST) / FIRST for one in mates)},
    }
