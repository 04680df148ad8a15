"""What the pictures have in common: colours, letters, wrapped labels."""

import textwrap
from typing import Any

# Colours that the colour-blind can tell apart (Okabe and Ito 2008).
BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
PURPLE, SKY, BLACK, GREY, LIGHT = "#CC79A7", "#56B4E9", "#000000", "#777777", "#BBBBBB"
PALETTE = (BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY, BLACK, GREY)

# Text stays text in SVG, and names in it depend on nothing but the picture. Who reads an SVG where
# there is no DejaVu Sans sees Verdana, which is as wide, or any other without serifs.
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "procedura",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],
    "text.parse_math": False,
}
TITLE, LABEL, SMALL = 13, 9, 7.5


def wrapped(text: str, width: int, lines: int = 3) -> str:
    r"""Return a text over several lines, cut with an ellipsis where they are not enough.

    >>> wrapped("Percutaneous dilation of an existing nephrostomy tract", 21, 2)
    'Percutaneous dilation\nof an existing ...'
    """
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder=" ..."))
