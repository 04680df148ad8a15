"""The map of all procedures: communities as discs, the closest side by side."""

from collections import defaultdict
from math import sqrt

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from procedura.analysis.maps.discs import Disc, closest, lay_out
from procedura.analysis.structure import Structure
from procedura.export.pictures.style import GREY, LABEL, PALETTE, TITLE, wrapped

_LETTERS = 20
# So that no line strikes a label through.
_BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}


def overview(structure: Structure) -> Figure:
    """Return the map of all procedures.

    It is laid out by `analysis.maps.discs`; in the middle of a disc is its most central procedure.

    Args:
        structure: What was found of a graph.
    """
    ties = _ties(structure)
    discs = [
        Disc(len(one.members), wrapped(f"{one.name} ({len(one.members)})", _LETTERS, 4))
        for one in structure.communities.communities
    ]
    lay_out(discs, ties)
    left, right = (f(d.x + s * d.wide / 2 for d in discs) for f, s in ((min, -1), (max, 1)))
    low, high = (f(d.y + s * d.tall / 2 for d in discs) for f, s in ((min, -1), (max, 1)))
    wide, tall = max(right - left + 0.6, 9.0), high - low + 1.7
    for disc in discs:
        disc.x += (wide - right - left) / 2
        disc.y += 0.8 - low
    figure = Figure(figsize=(wide, tall))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, wide), ylim=(0, tall))
    axes.set_axis_off()
    _draw_ties(axes, discs, ties)
    _draw_discs(axes, structure, discs)
    count = len(structure.network)
    axes.text(wide / 2, tall - 0.35, f"{count} procedures in {len(discs)} communities "
              f"(modularity {structure.communities.modularity:.2f})",
              ha="center", va="center", fontsize=TITLE, weight="bold")  # fmt: skip
    _legend(axes)
    return figure


def _ties(structure: Structure) -> "nx.Graph[int]":
    """Return the communities by their number, as a tree of what has most in common."""
    number = {
        member.iri: n
        for n, one in enumerate(structure.communities.communities)
        for member in one.members
    }
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for one, other, tie in structure.network.edges(data=True):
        first, second = sorted((number[one], number[other]))
        if first != second:
            weights[first, second] += tie["weight"]
    sizes = [len(one.members) for one in structure.communities.communities]
    return closest(weights, sizes)


def _draw_ties(axes: Axes, discs: list[Disc], ties: "nx.Graph[int]") -> None:
    most = max((tie["weight"] for *_, tie in ties.edges(data=True)), default=1.0)
    for one, other, tie in ties.edges(data=True):
        (x, y), (end_x, end_y) = discs[one].middle, discs[other].middle
        axes.plot((x, end_x), (y, end_y), color="#BBBBBB", lw=0.8 + 5 * sqrt(tie["weight"] / most),
                  solid_capstyle="round", zorder=1)  # fmt: skip


def _draw_discs(axes: Axes, structure: Structure, discs: list[Disc]) -> None:
    rank = {one.node.iri: one.page_rank for one in structure.central}
    top = max(rank.values(), default=1.0)
    for number, (disc, community) in enumerate(
        zip(discs, structure.communities.communities, strict=True)
    ):
        colour = PALETTE[number % len(PALETTE)]
        x, y = disc.middle
        axes.add_patch(Circle((x, y), disc.radius, facecolor="white", edgecolor=colour, lw=1.2,
                              zorder=2))  # fmt: skip
        members = sorted(community.members, key=lambda one: (-rank[one.iri], one.iri))
        dots = disc.dots
        axes.scatter(
            [x for x, _ in dots],
            [y for _, y in dots],
            s=[8 + 40 * rank[one.iri] / top for one in members],
            color=colour, edgecolors="white", linewidths=0.3, zorder=3,
        )  # fmt: skip
        axes.text(x, y - disc.radius - 0.05, disc.label, ha="center", va="top", fontsize=LABEL,
                  linespacing=1.15, zorder=4,
                  bbox=_BEHIND)  # fmt: skip


def _legend(axes: Axes) -> None:
    marks = {
        "a procedure; larger: more central (PageRank)": Line2D(
            [], [], color=GREY, marker="o", ls="", markersize=6
        ),
        "a community, named by its most telling body site and condition": Line2D(
            [], [], color=GREY, marker="o", ls="", markersize=12, fillstyle="none"
        ),
        "have most in common; thicker: more": Line2D([], [], color="#BBBBBB", lw=4),
    }
    axes.legend(marks.values(), marks, loc="lower center", ncols=3, fontsize=LABEL, frameon=False)
