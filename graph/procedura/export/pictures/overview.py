"""The map of all procedures: communities as discs, the closest side by side."""

from collections import defaultdict
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

import networkx as nx
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from procedura.analysis.structure import Community, Structure
from procedura.export.pictures.style import GREY, LABEL, PALETTE, TITLE, wrapped

_DOT = 0.088  # inches from the middle of a disc to its first dot; the n-th is sqrt(n) as far
_GOLDEN = pi * (3 - sqrt(5))
_LETTERS, _LETTER, _LINE, _GAP = 20, 0.082, 0.16, 0.16
# Inches between tied discs, and how much wider than high the map is.
_APART, _STRETCH = 0.4, 1.3
# So that no line strikes a label through.
_BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}


@dataclass(slots=True)
class _Disc:
    """A community on the map, in inches; x and y are the middle of disc and label together."""

    community: Community
    label: str
    x: float
    y: float

    @property
    def radius(self) -> float:
        return _DOT * (sqrt(len(self.community.members)) + 0.7)

    @property
    def wide(self) -> float:
        letters = max(map(len, self.label.splitlines()))
        return max(2 * self.radius, letters * _LETTER) + _GAP

    @property
    def tall(self) -> float:
        return 2 * self.radius + self.below + _GAP

    @property
    def below(self) -> float:
        return _LINE * (self.label.count("\n") + 1) + 0.06

    @property
    def middle(self) -> tuple[float, float]:
        return self.x, self.y + self.below / 2


def overview(structure: Structure) -> Figure:
    """Return the map of all procedures.

    Of the ties between communities the maximum spanning tree is drawn (Kruskal 1956): what each
    has most in common with, over the root of both sizes. Communities are placed by the lengths of
    the ways in it (Kamada and Kawai 1989) and moved apart until no disc or label covers another. In
    a disc, procedures lie on a spiral (Vogel 1979), the most central in the middle.

    Args:
        structure: What was found of a graph.
    """
    ties = _ties(structure)
    discs = _discs(structure, ties)
    _part(discs)
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
    weights: dict[tuple[int, int], int] = defaultdict(int)
    for one, other, tie in structure.network.edges(data=True):
        first, second = sorted((number[one], number[other]))
        if first != second:
            weights[first, second] += tie["weight"]
    ties: nx.Graph[int] = nx.Graph()
    sizes = [len(one.members) for one in structure.communities.communities]
    ties.add_nodes_from(range(len(sizes)))
    for (a, b), weight in sorted(weights.items()):
        ties.add_edge(a, b, weight=weight / sqrt(sizes[a] * sizes[b]))
    return nx.maximum_spanning_tree(ties)


def _discs(structure: Structure, ties: "nx.Graph[int]") -> list[_Disc]:
    discs = [
        _Disc(one, wrapped(f"{one.name} ({len(one.members)})", _LETTERS, 4), 0.0, 0.0)
        for one in structure.communities.communities
    ]
    for one, other, tie in ties.edges(data=True):
        tie["length"] = discs[one].radius + discs[other].radius + _APART
    ways = dict(nx.all_pairs_dijkstra_path_length(ties, weight="length"))
    longest = max((far for own in ways.values() for far in own.values()), default=0.0) or _APART
    far = {one: {other: ways[one].get(other, longest / 3) for other in ties} for one in ties}
    for n, (x, y) in nx.kamada_kawai_layout(ties, dist=far, scale=longest / 3).items():
        discs[n].x, discs[n].y = _STRETCH * float(x), float(y)
    return discs


def _part(discs: list[_Disc]) -> None:
    """Move discs apart, each pair along the axis on which it overlaps least, until none does."""
    for _ in range(2000):
        moved = False
        for n, one in enumerate(discs):
            for other in discs[n + 1 :]:
                over_x = (one.wide + other.wide) / 2 - abs(one.x - other.x)
                over_y = (one.tall + other.tall) / 2 - abs(one.y - other.y)
                if over_x > 1e-6 and over_y > 1e-6:
                    moved = True
                    if over_x < over_y:
                        step = over_x / 2 * (1 if one.x >= other.x else -1)
                        one.x, other.x = one.x + step, other.x - step
                    else:
                        step = over_y / 2 * (1 if one.y >= other.y else -1)
                        one.y, other.y = one.y + step, other.y - step
        if not moved:
            return


def _draw_ties(axes: Axes, discs: list[_Disc], ties: "nx.Graph[int]") -> None:
    most = max((tie["weight"] for *_, tie in ties.edges(data=True)), default=1.0)
    for one, other, tie in ties.edges(data=True):
        (x, y), (end_x, end_y) = discs[one].middle, discs[other].middle
        axes.plot((x, end_x), (y, end_y), color="#BBBBBB", lw=0.8 + 5 * sqrt(tie["weight"] / most),
                  solid_capstyle="round", zorder=1)  # fmt: skip


def _draw_discs(axes: Axes, structure: Structure, discs: list[_Disc]) -> None:
    rank = {one.node.iri: one.page_rank for one in structure.central}
    top = max(rank.values(), default=1.0)
    for number, disc in enumerate(discs):
        colour = PALETTE[number % len(PALETTE)]
        x, y = disc.middle
        axes.add_patch(Circle((x, y), disc.radius, facecolor="white", edgecolor=colour, lw=1.2,
                              zorder=2))  # fmt: skip
        members = sorted(disc.community.members, key=lambda one: (-rank[one.iri], one.iri))
        spots = [(_DOT * sqrt(n + 0.3), n * _GOLDEN) for n in range(len(members))]
        axes.scatter(
            [x + far * cos(turn) for far, turn in spots],
            [y + far * sin(turn) for far, turn in spots],
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
