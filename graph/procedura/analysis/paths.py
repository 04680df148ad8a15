"""How two procedures hang together."""

from dataclasses import dataclass
from itertools import pairwise

import networkx as nx

from procedura.analysis.facts import Term

# Nearly everything is done in an operating room by a nurse: such edges connect, but say nothing.
_TELLS_NOTHING = frozenset({"setting", "performer", "purpose", "requires", "similarCode"})


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a path, in the direction in which it is stated."""

    subject: Term
    edge: str
    object: Term

    def __str__(self) -> str:
        """As a sentence without its full stop."""
        return f"{self.subject.label} - {self.edge} - {self.object.label}"


def path(graph: "nx.MultiDiGraph[str]", start: str, end: str) -> list[Step]:
    """Return the shortest chain of statements that connects two procedures.

    Dijkstra (1959) over the edges without their direction; of equally short chains the same one
    is always chosen. Edges that connect nearly everything (setting, personnel, purpose,
    preparation) are left out.

    Args:
        graph: A projection (see `projection.project`).
        start: IRI of a procedure.
        end: IRI of another.

    Returns:
        The steps; none where nothing connects the two, or they are the same.
    """
    plain: nx.Graph[str] = nx.Graph()
    for subject, target, edge in sorted(graph.edges(keys=True)):
        if edge not in _TELLS_NOTHING and not plain.has_edge(subject, target):
            plain.add_edge(subject, target, step=(subject, edge, target))
    if start not in plain or end not in plain or not nx.has_path(plain, start, end):
        return []
    nodes = nx.shortest_path(plain, start, end)
    stated = (plain.edges[pair]["step"] for pair in pairwise(nodes))
    return [Step(_term(graph, one), edge, _term(graph, other)) for one, edge, other in stated]


def _term(graph: "nx.MultiDiGraph[str]", iri: str) -> Term:
    return Term(iri, graph.nodes[iri]["label"])
