"""Where the graph knows of no choice."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

import networkx as nx

from procedura.analysis.projection import ancestors, procedures, targets, term
from procedura.analysis.stated.facts import Term


@dataclass(frozen=True, slots=True)
class Gap:
    """A condition with one procedure only, or a procedure with no alternative.

    It says what the pages hold, not what medicine has to offer.

    Attributes:
        kind: Which of both.
        node: The condition, or the procedure.
        procedure: The one procedure for the condition; None for a procedure.
    """

    kind: Literal["one procedure", "no alternative"]
    node: Term
    procedure: Term | None


def gaps(graph: "nx.MultiDiGraph[str]", answered: Collection[str]) -> Iterator[Gap]:
    """Yield the procedures with no alternative, then the conditions with just one procedure.

    A condition has just one procedure where no other is indicated for it, for something narrower
    or for something broader: the notion of a shared indication in `alternatives.find`. So what is
    for cancer is counted for each cancer.

    Args:
        graph: A projection (see `projection.project`).
        answered: The procedures that have an alternative, stated or inferred.
    """
    for node in sorted(procedures(graph)):
        if node not in answered:
            yield Gap("no alternative", term(graph, node), None)
    above = ancestors(graph)
    direct: dict[str, set[str]] = {}
    within: dict[str, set[str]] = {}
    for node, conditions in targets(graph)["indicatedFor"].items():
        for condition in conditions:
            direct.setdefault(condition, set()).add(node)
            for up in above[condition]:
                within.setdefault(up, set()).add(node)
    for condition in sorted(direct):
        broader = (direct.get(up, set()) for up in above[condition])
        serving = within[condition].union(*broader)
        if len(serving) == 1:
            yield Gap("one procedure", term(graph, condition), term(graph, *serving))
