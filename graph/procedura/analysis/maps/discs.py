"""Where groups lie on a map: discs of dots, the closest side by side, none over another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import cos, pi, sin, sqrt

import networkx as nx

DOT = 0.088  # inches from the middle of a disc to its first dot; the n-th is sqrt(n) as far
_GOLDEN = pi * (3 - sqrt(5))
_LETTER, _LINE, _GAP = 0.082, 0.16, 0.16
_APART = 0.4  # inches between tied discs
_STRETCH = 0.6  # times wider than high before discs are moved apart; fills a screen best


@dataclass(slots=True)
class Disc:
    """A group on the map, in inches; x and y are the middle of disc and label together.

    Attributes:
        size: How many dots are in it.
        label: What stands below it, in lines.
        x: To the right.
        y: Upwards.
    """

    size: int
    label: str
    x: float = 0.0
    y: float = 0.0

    @property
    def radius(self) -> float:
        """Half of how wide the disc is."""
        return DOT * (sqrt(self.size) + 0.7)

    @property
    def wide(self) -> float:
        """How wide disc and label are."""
        letters = max(map(len, self.label.splitlines()))
        return max(2 * self.radius, letters * _LETTER) + _GAP

    @property
    def tall(self) -> float:
        """How high disc and label are."""
        return 2 * self.radius + self.below + _GAP

    @property
    def below(self) -> float:
        """How high the label is."""
        return _LINE * (self.label.count("\n") + 1) + 0.06

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the disc alone."""
        return self.x, self.y + self.below / 2

    @property
    def dots(self) -> list[tuple[float, float]]:
        """Where its dots lie, on a spiral (Vogel 1979), the first in the middle."""
        x, y = self.middle
        spots = [(DOT * sqrt(n + 0.3), n * _GOLDEN) for n in range(self.size)]
        return [(x + far * cos(turn), y + far * sin(turn)) for far, turn in spots]


def closest(weights: Mapping[tuple[int, int], float], count: int) -> "nx.Graph[int]":
    """Return groups by their number, as a tree of what has most in common.

    That is the maximum spanning tree (Kruskal 1956).

    Args:
        weights: Pairs of groups → how much they have in common.
        count: How many groups there are.
    """
    ties: nx.Graph[int] = nx.Graph()
    ties.add_nodes_from(range(count))
    ties.add_weighted_edges_from((*pair, weight) for pair, weight in sorted(weights.items()))
    return nx.maximum_spanning_tree(ties)


def lay_out(discs: Sequence[Disc], ties: "nx.Graph[int]") -> None:
    """Give discs their places.

    They are placed by the lengths of the ways in the tree (Kamada and Kawai 1989) and moved apart
    until no disc or label covers another. The longest way is as wide as the map: in less room they
    were moved so far that lines ran through discs.

    Args:
        discs: The discs.
        ties: Which are tied, by their numbers (see `closest`).
    """
    for one, other, tie in ties.edges(data=True):
        tie["length"] = discs[one].radius + discs[other].radius + _APART
    ways = dict(nx.all_pairs_dijkstra_path_length(ties, weight="length"))
    longest = max((far for own in ways.values() for far in own.values()), default=0.0) or _APART
    far = {one: {other: ways[one].get(other, longest / 2) for other in ties} for one in ties}
    for n, (x, y) in nx.kamada_kawai_layout(ties, dist=far, scale=longest / 2).items():
        discs[n].x, discs[n].y = _STRETCH * float(x), float(y)
    _part(discs)


def _part(discs: Sequence[Disc]) -> None:
    """Move discs apart, each pair along the axis on which it overlaps least, until none does."""
    sizes = [(one.wide, one.tall) for one in discs]
    pairs = [(*one, *other) for one, other in combinations(zip(discs, sizes, strict=True), 2)]
    for _ in range(2000):
        moved = False
        for one, (wide, tall), other, (other_wide, other_tall) in pairs:
            over_x = (wide + other_wide) / 2 - abs(one.x - other.x)
            over_y = (tall + other_tall) / 2 - abs(one.y - other.y)
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
