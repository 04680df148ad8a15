"""Projections small enough to check by hand."""

import random

import networkx as nx

Edge = tuple[str, str, str]
KINDS = {
    "indicatedFor": "condition",
    "bodySite": "body-site",
    "approach": "approach",
    "mayCause": "complication",
    "specialty": "specialty",
    "broader": "condition",
}


def projection(
    *edges: Edge, procedures: str = "", shuffled: int | None = None
) -> "nx.MultiDiGraph[str]":
    """Return a projection; single letters are procedures, all else is named by its edge."""
    kinds = {target: KINDS.get(edge, "concept") for _, edge, target in edges}
    kinds |= {one: "condition" for one, edge, _ in edges if edge == "broader"}
    ends = {end for subject, _, target in edges for end in (subject, target)}
    kinds |= dict.fromkeys((one for one in {*procedures, *ends} if len(one) == 1), "procedure")
    nodes, said = sorted(kinds), list(edges)
    if shuffled is not None:
        random.Random(shuffled).shuffle(nodes)  # noqa: S311
        random.Random(shuffled).shuffle(said)  # noqa: S311
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes:
        made.add_node(node, label=node, names=node, kind=kinds[node], conservative=False)
    for subject, edge, target in said:
        made.add_edge(subject, target, key=edge)
    return made
