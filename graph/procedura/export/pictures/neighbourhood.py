"""A procedure amid its complications, its conditions, and the alternatives that share these."""

from collections.abc import Sequence
from typing import TypeVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path

from procedura.analysis.maps.neighbourhood import MOST, Neighbourhood
from procedura.export.pictures.style import (
    BLUE,
    GREY,
    LABEL,
    ORANGE,
    SMALL,
    TITLE,
    VERMILION,
    wrapped,
)

# Middle of each column, in inches, and how many letters a line of it has.
_COLUMNS = {"complication": 1.3, "procedure": 4.2, "condition": 7.1, "alternative": 10.2}
_WIDTH, _HEIGHT, _ROW, _LETTERS = 2.3, 0.6, 0.74, 28
_ALL = 11.5
_Thing = TypeVar("_Thing")


def neighbourhood(chosen: Neighbourhood) -> Figure:
    """Return the picture of a procedure's neighbourhood.

    Args:
        chosen: What is drawn.
    """
    rows = chosen.rows
    height = rows * _ROW + 1.9
    figure = Figure(figsize=(_ALL, height))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, _ALL), ylim=(0, height))
    axes.set_axis_off()
    middle = rows * _ROW / 2 + 0.85
    _connect(axes, chosen, middle)
    _heads(axes, middle + rows * _ROW / 2 + 0.12)
    _boxes(axes, chosen, middle)
    label = chosen.procedure.label
    axes.text(_ALL / 2, height - 0.3, f"{label}: conditions, complications and alternatives",
              ha="center", va="center", fontsize=TITLE, weight="bold")  # fmt: skip
    _legend(axes)
    return figure


def _placed(things: Sequence[_Thing], middle: float) -> list[tuple[float, _Thing]]:
    """Return the things of a column with their heights, around the middle."""
    half = (len(things) - 1) / 2
    return [(middle + (half - number) * _ROW, one) for number, one in enumerate(things)]


def _connect(axes: Axes, chosen: Neighbourhood, middle: float) -> None:
    heights = {one.iri: height for height, one in _placed(chosen.conditions, middle)}
    left, right = {}, {}
    for kind, x in _COLUMNS.items():
        left[kind], right[kind] = x - _WIDTH / 2, x + _WIDTH / 2
    for height, _ in _placed(chosen.complications, middle):
        _curve(axes, right["complication"], height, left["procedure"], middle, VERMILION, ":")
    for height in heights.values():
        _curve(axes, right["procedure"], middle, left["condition"], height, BLUE, "-")
    for height, one in _placed(chosen.alternatives, middle):
        for start in (heights[condition] for condition in one.shared if condition in heights):
            _curve(axes, right["condition"], start, left["alternative"], height, BLUE, "-")


def _curve(
    axes: Axes, x: float, y: float, end_x: float, end_y: float, colour: str, style: str
) -> None:
    """Draw a smooth line that leaves and arrives level."""
    half = (x + end_x) / 2
    way = Path([(x, y), (half, y), (half, end_y), (end_x, end_y)], [1, 4, 4, 4])
    axes.add_patch(
        PathPatch(way, facecolor="none", edgecolor=colour, lw=1.2, ls=style, alpha=0.75, zorder=1)
    )


def _heads(axes: Axes, height: float) -> None:
    """Write what each column holds."""
    heads = {
        "complication": "Can cause",
        "condition": "Indicated for",
        "alternative": "Alternatives",
    }
    for kind, text in heads.items():
        axes.text(_COLUMNS[kind], height, text, ha="center",
                  fontsize=LABEL + 1, weight="bold", color="#333333")  # fmt: skip


def _boxes(axes: Axes, chosen: Neighbourhood, middle: float) -> None:
    _box(axes, "procedure", middle, chosen.procedure.label, "black", "-", bold=True)
    for height, one in _placed(chosen.complications, middle):
        also = chosen.stating(one)
        note = f"stated for {also} of these alternatives, too" if also else ""
        _box(axes, "complication", height, one.label, VERMILION, "-", note)
    for height, one in _placed(chosen.conditions, middle):
        _box(axes, "condition", height, one.label, BLUE, "-")
    shown = {one.iri for one in chosen.conditions}
    for height, other in _placed(chosen.alternatives, middle):
        style = "--" if other.basis == "Inferred" else "-"
        note = "" if shown.intersection(other.shared) else "shares none of these conditions"
        _box(axes, "alternative", height, other.procedure.label, ORANGE, style, note)


def _box(
    axes: Axes,
    kind: str,
    height: float,
    text: str,
    colour: str,
    style: str,
    note: str = "",
    *,
    bold: bool = False,
) -> None:
    x = _COLUMNS[kind]
    tall = _HEIGHT * (1.7 if bold else 1)
    axes.add_patch(
        FancyBboxPatch(
            (x - _WIDTH / 2 + 0.08, height - tall / 2 + 0.08), _WIDTH - 0.16, tall - 0.16,
            boxstyle="round,pad=0.08", facecolor="white", edgecolor=colour,
            lw=2.4 if bold else 1.6, ls=style, zorder=2,
        )
    )  # fmt: skip
    lines = wrapped(text, 26 if bold else _LETTERS, 4 if bold else 2)
    axes.text(x, height + (0.09 if note else 0), lines, ha="center", va="center", fontsize=LABEL,
              weight="bold" if bold else "normal", zorder=3, linespacing=1.1)  # fmt: skip
    if note:
        axes.text(x, height - 0.2, note, ha="center", va="center", fontsize=SMALL, color="#555555",
                  zorder=3)  # fmt: skip


def _legend(axes: Axes) -> None:
    kinds = {
        "can cause": (VERMILION, ":"),
        "indicated for": (BLUE, "-"),
        "alternative that a page names": (ORANGE, "-"),
        "alternative inferred from shared conditions": (ORANGE, "--"),
    }
    lines = [Line2D([], [], color=colour, ls=style, lw=2) for colour, style in kinds.values()]
    axes.legend(lines, kinds, loc="lower center", ncols=4, fontsize=LABEL, frameon=False)
    axes.text(0.15, 0.5, f"At most {MOST} of each are shown.", fontsize=SMALL, color=GREY)
