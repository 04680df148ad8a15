"""`Page` → Markdown, in the form that CONTRIBUTING.md describes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from procedura.model import SECTIONS, Page, Statement
from procedura.pages import headings, names
from procedura.pages.blocks import split_marker
from procedura.pages.front_matter import write_header
from procedura.pages.inline import escape
from procedura.pages.sections import is_item_label

_PARAGRAPHS = {"preamble", "name", "summary", "purpose", "duration", "setting"}
_ORDER = list(SECTIONS)
_LARGEST_NUMBER = 999


def write_markdown(page: Page) -> str:
    """Return a page in our form: front matter, then its sections.

    Reading it gives the same statements in the same order, the same duration, the same empty
    sections and the same codes; only the lines on which they stand differ. The front matter holds
    all codes of the page, wherever they came from. A kind that has no statement because its only
    line said so ("N/A") is written as ``None``.

    Args:
        page: A page as `read_text` gives it.

    >>> from procedura.pages import read_text
    >>> print(write_markdown(read_text("Risks\\n• Pain", source="a.txt")), end="")
    ## Risks and Complications
    <BLANKLINE>
    - Pain
    """
    lines = [*write_header(replace(page.header, codes=page.codes)), *_body(page)]
    return "\n".join(lines).strip("\n") + "\n"


def _body(page: Page) -> Iterator[str]:
    """Yield the lines of a page; a section without statements stands in its usual place."""
    silent = sorted({*page.empty, *page.none}, key=_ORDER.index)
    for kind, run in groupby(page.statements, key=lambda statement: _section(statement)):
        while silent and _ORDER.index(silent[0]) < _ORDER.index(kind):
            yield from _silent(silent.pop(0), page)
        yield from _run(kind, list(run), page)
    for kind in silent:
        yield from _silent(kind, page)


def _silent(kind: str, page: Page) -> Iterator[str]:
    yield from ("", _heading(kind))
    if kind in page.none:
        yield from ("", "None")


def _heading(kind: str) -> str:
    return f"## {SECTIONS[kind].heading}".rstrip()
