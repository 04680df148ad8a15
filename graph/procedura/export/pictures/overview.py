"""The map of all procedures: communities as discs, the closest side by side."""

from math import sqrt

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle

from procedura.analysis.maps.communities import CommunityMap
from procedura.export.pictures.style import GREY, LABEL, LIGHT, PALETTE, TITLE

# So that no line strikes a label through.
_BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}


def overview(found: CommunityMap) -> Figure:
    """Return the map of all procedures, as `analysis.maps.communities` lays it out.

    Args:
        found: The communities and their places.
    """
    discs = [one.disc for one in found.communities]
    left, right = (f(d.x + s * d.wide / 2 for d in discs) for f, s in ((min, -1), (max, 1)))
    low, high = (f(d.y + s * d.tall / 2 for d in discs) for f, s in ((min, -1), (max, 1)))
    wide, tall = max(right - left + 0.6, 9.0), high - low + 1.7
    x, y = (left + right - wide) / 2, low - 0.8
    figure = Figure(figsize=(wide, tall))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(x, x + wide), ylim=(y, y + tall))
    axes.set_axis_off()
    _draw_ties(axes, found)
    _draw_discs(axes, found)
    count = sum(disc.size for disc in discs)
    axes.text(x + wide / 2, y + tall - 0.35, f"{count} procedures in {len(discs)} communities "
              f"(modularity {float(found.modularity or 0):.2f})",
              ha="center", va="center", fontsize=TITLE, weight="bold")  # fmt: skip
    _legend(axes)
    return figure


def _draw_ties(axes: Axes, found: CommunityMap) -> None:
    most = max(found.ties.values(), default=1.0)
    for pair, common in found.ties.items():
        ends = zip(*(found.communities[one].disc.middle for one in pair), strict=True)
        axes.plot(*ends, color=LIGHT, lw=0.8 + 5 * sqrt(common / most), solid_capstyle="round",
                  zorder=1)  # fmt: skip


def _draw_discs(axes: Axes, found: CommunityMap) -> None:
    for number, one in enumerate(found.communities):
        disc, colour = one.disc, PALETTE[number % len(PALETTE)]
        x, y = disc.middle
        axes.add_patch(Circle((x, y), disc.radius, facecolor="white", edgecolor=colour, lw=1.2,
                              zorder=2))  # fmt: skip
        axes.plot(*zip(*disc.dots, strict=True), "o", color=colour, markersize=4, mew=0, zorder=3)
        axes.text(x, y - disc.radius - 0.05, disc.label, ha="center", va="top", fontsize=LABEL,
                  linespacing=1.15, zorder=4, bbox=_BEHIND)  # fmt: skip


def _legend(axes: Axes) -> None:
    marks = {
        "a procedure; nearer to the middle: more central (PageRank)": Line2D(
            [], [], color=GREY, marker="o", ls="", markersize=4
        ),
        "a community, named by its most telling body site and condition": Line2D(
            [], [], color=GREY, marker="o", ls="", markersize=12, fillstyle="none"
        ),
        "have most in common; thicker: more": Line2D([], [], color=LIGHT, lw=4),
    }
    axes.legend(marks.values(), marks, loc="lower center", ncols=3, fontsize=LABEL, frameon=False)
