"""How well the graph answers, against tables that others have published.

A table is a TSV file with a header. What it holds is told by its columns:

- ``procedure_a``, ``procedure_b``, ``condition``: two procedures that a study compared, for what.
  Several procedures in one cell are parted by ``|``.
- ``procedure``, ``complication``: a complication of a procedure.
- ``procedure``, ``indication``: what a procedure is for.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from procedura import namespaces as ns
from procedura.analysis.information import ancestors
from procedura.errors import SourceError
from procedura.library import ProcedureGraph
from procedura.linking.words import words
from procedura.search import OURS
from procedura.views import Hit

# Names that share fewer of their words than this are not taken for the same procedure.
SAME = 0.5
FIRST = 10
_KINDS = {"complication": ("risk", "mayCause"), "indication": ("indication", "indicatedFor")}


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of an evaluation.

    Attributes:
        name: What is measured.
        right: How many are right.
        of: Of how many.
        missed: Those that are not right, in words.
    """

    name: str
    right: int
    of: int
    missed: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Right ones as a share of all, 0 to 1; 0 where there are none at all."""
        return self.right / self.of if self.of else 0.0


def evaluate(graph: ProcedureGraph, file: Path) -> list[Measure]:
    """Return how well a graph agrees with a table.

    A name of a procedure is *found* if the first hit of `search` is a procedure, and the name that
    matched has at least half of the words of both names together in common with it (Jaccard index
    of the words' stems). A pair is *mutual* if each is among the other's first ten alternatives,
    *named* if one is. A complication or indication is *present* if its phrase links to a concept
    that the procedure found first has, or has something narrower of.

    Args:
        graph: The graph.
        file: The table.

    Raises:
        SourceError: The file cannot be read, or its columns are none of those above.
    """
    rows = _read(file)
    if "procedure_a" in rows[0]:
        return _comparisons(_Finder(graph), rows)
    kind = next((kind for kind in _KINDS if kind in rows[0]), "")
    if not kind or "procedure" not in rows[0]:
        raise SourceError("unknown columns", where=f"{file}:1",
                          cure="name them procedure and complication, procedure and indication, "
                          "or procedure_a, procedure_b and condition")  # fmt: skip
    return _facts(_Finder(graph), rows, kind)


def _read(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t", restval=""))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"cannot be read ({error})", where=str(file), cure="check it") from error
    if not rows:
        raise SourceError("no rows", where=f"{file}:2", cure="add what is to be evaluated")
    return rows


class _Finder:
    """Finds procedures by the names that others give them, each name once."""

    def __init__(self, graph: ProcedureGraph) -> None:
        self.graph = graph
        self._found: dict[str, Hit | None] = {}
        self._alternatives: dict[str, set[str]] = {}

    def find(self, name: str) -> Hit | None:
        if name not in self._found:
            first = self.graph.search(name, limit=1, systems=[OURS])[:1]
            good = [hit for hit in first if hit.kind == "procedure" and _alike(name, hit) >= SAME]
            self._found[name] = next(iter(good), None)
        return self._found[name]

    def alternatives(self, procedure: str) -> set[str]:
        if procedure not in self._alternatives:
            found = self.graph.alternatives(procedure, limit=FIRST)
            self._alternatives[procedure] = {one.procedure for one in found}
        return self._alternatives[procedure]

    def measure(self) -> Measure:
        """Return how many of the names asked for so far were found."""
        missed = sorted(name for name, hit in self._found.items() if not hit)
        found = len(self._found) - len(missed)
        return Measure("procedures found at rank 1", found, len(self._found), tuple(missed))


def _alike(name: str, hit: Hit) -> float:
    ours, theirs = ({word.stem for word in words(text)} for text in (hit.matched, name))
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def _comparisons(finder: _Finder, rows: Iterable[dict[str, str]]) -> list[Measure]:
    mutual, named, apart = 0, 0, []
    pairs = [
        (first, second, row["condition"])
        for row in rows
        for first, second in product(_names(row["procedure_a"]), _names(row["procedure_b"]))
    ]
    for first, second, condition in pairs:
        one, other = finder.find(first), finder.find(second)
        if one and other and one.iri != other.iri:
            ways = [
                other.iri in finder.alternatives(one.iri),
                one.iri in finder.alternatives(other.iri),
            ]
            mutual += all(ways)
            named += any(ways)
            if all(ways):
                continue
        apart.append(f"{first} / {second} ({condition})")
    return [
        finder.measure(),
        Measure(f"pairs mutually among the first {FIRST} alternatives", mutual, len(pairs),
                tuple(apart)),
        Measure(f"pairs of which one is among the other's first {FIRST}", named, len(pairs)),
    ]  # fmt: skip


def _names(cell: str) -> list[str]:
    return [name.strip() for name in cell.split("|") if name.strip()]


def _facts(finder: _Finder, rows: Sequence[dict[str, str]], kind: str) -> list[Measure]:
    statement, edge = _KINDS[kind]
    network = finder.graph.to_networkx()
    above = ancestors(network)
    linked = finder.graph.link([row[kind] for row in rows], statement)
    missed = []
    for row, links in zip(rows, linked, strict=True):
        hit = finder.find(row["procedure"])
        wanted = {link.iri for link in links}
        having = {
            up
            for _, target, key in network.out_edges([hit.iri] if hit else [], keys=True)
            if key == edge
            for up in above[target]
        }
        if not wanted & having:
            names = ", ".join(ns.local_name(iri) for iri in sorted(wanted)) or "not linked"
            missed.append(f"{row['procedure']}: {row[kind]} ({names})")
    return [
        finder.measure(),
        Measure(f"{kind}s present", len(rows) - len(missed), len(rows), tuple(missed)),
    ]


def lines(measures: Iterable[Measure]) -> Iterator[tuple[str, str, str]]:
    """Yield measures as cells of a table: name, share, and the numbers that it comes from."""
    for one in measures:
        yield one.name, f"{one.share:.0%}", f"{one.right} of {one.of}"
