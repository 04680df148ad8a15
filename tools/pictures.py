"""Write the pictures of README and manual anew, of the graph that a running server serves.

    procedura serve &
    python tools/pictures.py http://127.0.0.1:8000

Pages are photographed by Chromium, from their top to the end of what makes the point.
"""

import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from procedura import ProcedureGraph

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
CHROMIUM = os.environ.get("PROCEDURA_CHROMIUM", "/usr/bin/chromium")
DILATION = "percutaneous-nephrostomy-tract-dilation"
# Name → address of the page, and the last thing on it that is shown.
PAGES = {
    "procedure": (f"/procedure/{DILATION}", ".head"),
    "comparison": (
        f"/compare?id={DILATION}&id=ureteroscopic-stone-extraction&id=shock-wave-lithotripsy",
        "tr:has(th:text('Guidance'))",
    ),
}
WIDE, MARGIN, COLOURS = 1280, 6, 64


def photograph(address: str) -> None:
    """Write the pictures of pages, in so few colours that they stay small."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        size = {"width": WIDE, "height": 900}
        page = browser.new_page(base_url=address, viewport=size, color_scheme="light")
        for name, (path, last) in PAGES.items():
            page.goto(path)
            place = page.locator(last).bounding_box()
            height = place["y"] + place["height"] + MARGIN
            clip = {"x": 0, "y": 0, "width": WIDE, "height": height}
            image = Image.open(io.BytesIO(page.screenshot(clip=clip, full_page=True)))
            image.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    graph = ProcedureGraph.open()
    graph.picture(FOLDER / "communities.svg")
    graph.picture(FOLDER / "neighbourhood.svg", DILATION)
    photograph(sys.argv[1])
