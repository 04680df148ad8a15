"""What stands around a procedure, chosen and put in order for a picture, whoever draws it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from procedura import namespaces as ns
from procedura.analysis.findings import only, ranked
from procedura.analysis.stated.facts import FactReader, Term

MOST = 8  # of each kind


@dataclass(frozen=True, slots=True)
class Around:
    """An alternative as it stands in a neighbourhood.

    Attributes:
        procedure: What it is.
        basis: What it rests on, local name of a `proc:Basis`.
        score: See `alternatives.AlternativeFinding`.
        shared: IRIs of the conditions that both are indicated for.
        risks: IRIs of the complications that its pages state.
    """

    procedure: Term
    basis: str
    score: float
    shared: tuple[str, ...]
    risks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A procedure amid what it is tied to, each list from top to bottom.

    Attributes:
        procedure: What stands in the middle.
        complications: What it can cause, first what most of the alternatives can cause, too.
        conditions: What it is indicated for, beside the alternatives that share it.
        alternatives: The best of its alternatives.
    """

    procedure: Term
    complications: tuple[Term, ...]
    conditions: tuple[Term, ...]
    alternatives: tuple[Around, ...]

    @property
    def rows(self) -> int:
        """How many rows the longest list has, at least one."""
        return max(1, len(self.complications), len(self.conditions), len(self.alternatives))

    def stating(self, complication: Term) -> int:
        """Return how many of the alternatives can cause a complication, too."""
        return sum(complication.iri in one.risks for one in self.alternatives)


def neighbourhood(reader: FactReader, procedure: str) -> Neighbourhood:
    """Return the neighbourhood of a procedure, from what was found when the graph was built.

    Args:
        reader: Reads the graph.
        procedure: IRI of the procedure.
    """
    found = ranked(reader, procedure, "AlternativeFinding")
    best = [_around(reader, one) for one in found[:MOST]]
    shared = Counter(condition for one in best for condition in one.shared)
    candidates = {*reader.targets(procedure, "proc:indicatedFor"), *shared}
    conditions = sorted(candidates, key=lambda one: (-shared[one], one))[:MOST]
    stating = Counter(risk for one in best for risk in one.risks)
    risks = reader.targets(procedure, "proc:mayCause")
    risks.sort(key=lambda one: (-stating[one], one))
    _straighten(conditions, best)
    return Neighbourhood(
        reader.term(procedure),
        tuple(map(reader.term, risks[:MOST])),
        tuple(map(reader.term, conditions)),
        tuple(best),
    )


def _around(reader: FactReader, finding: str) -> Around:
    other = only(reader, finding, "proc:object")
    return Around(
        reader.term(other),
        ns.local_name(only(reader, finding, "proc:basis")),
        float(only(reader, finding, "proc:score")),
        tuple(reader.said(finding, "proc:sharedIndication")),
        tuple(reader.targets(other, "proc:mayCause")),
    )


def _straighten(conditions: list[str], best: list[Around]) -> None:
    """Put each side in the order of the middle of what it is tied to, so that few lines cross."""
    for _ in range(4):
        best.sort(key=lambda one: (_mean(conditions, one.shared), -one.score, one.procedure.iri))
        sharing = {c: [n for n, one in enumerate(best) if c in one.shared] for c in conditions}
        conditions.sort(key=lambda one: (_mean(range(len(best)), sharing[one]), one))


def _mean(order: Sequence[object], own: Iterable[object]) -> float:
    """Return the mean place of some things in an order; what has none goes last."""
    places = [order.index(one) for one in own if one in order]
    return sum(places) / len(places) if places else len(order)
