"""The page of the communities: a list, and a map drawn of it."""

from typing import TYPE_CHECKING, Any

from procedura import namespaces as ns
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.links import path
from procedura.web.pages.rendering import page

if TYPE_CHECKING:  # every worker would pay for NumPy
    from procedura.analysis.maps.communities import CommunityMap

_INCH = 100  # in pixels of the map as it is drawn in its own size


def communities_page(graph: ProcedureGraph) -> Answer:
    """Return the page of the communities."""
    found = graph.communities()
    listed = [
        (ns.local_name(one.community.iri), one, sorted(one.members, key=lambda term: term.label))
        for one in found.communities
    ]
    return page(
        "communities.html",
        title="Map of procedures",
        here="/communities",
        communities=listed,
        procedures=sum(len(one.members) for one in found.communities),
        modularity=found.modularity,
        drawn=_drawn(found),
    )


def _drawn(found: "CommunityMap") -> dict[str, Any]:
    """Return what the map is drawn from; y is downwards, as in a browser."""
    discs, dots = [], []
    for one in found.communities:
        name = ns.local_name(one.community.iri)
        x, y = one.disc.middle
        discs.append(
            {"id": name, "label": one.disc.label, "x": round(x * _INCH), "y": round(-y * _INCH),
             "radius": round(one.disc.radius * _INCH)}
        )  # fmt: skip
        dots += [
            {"of": name, "label": member.label, "path": path(member.iri),
             "x": round(x * _INCH, 1), "y": round(-y * _INCH, 1)}
            for member, (x, y) in zip(one.members, one.disc.dots, strict=True)
        ]  # fmt: skip
    ties = [[discs[a]["id"], discs[b]["id"], round(tie, 3)] for (a, b), tie in found.ties.items()]
    return {"discs": discs, "dots": dots, "ties": ties}
