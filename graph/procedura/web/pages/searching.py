"""The page of a search: what was found, and what narrows it."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query

from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.paging import turn_to
from procedura.web.pages.rendering import page

LONGEST = 500  # letters of what is searched for, or of an identifier
# How many things a search finds at the most. So far the order of the best, which come first, does
# not depend on how many are asked for.
FOUND = 200
_ON_A_PAGE = 20


def search_page(
    graph: ProcedureGraph,
    text: Annotated[str, Query(alias="q", max_length=LONGEST)] = "",
    system: str = "",
    kind: str = "",
    number: Annotated[int, Query(alias="page", ge=1)] = 1,
) -> Answer:
    """Return the page of a search.

    Args:
        graph: The graph.
        text: What was searched for.
        system: Only what is of this system; "": of any.
        kind: Only what names this; "": anything.
        number: Which page of hits, from 1.
    """
    text, system = text.strip(), system.upper()
    every = graph.search(text, FOUND) if text else ()
    narrow = bool(system or kind)
    found = (
        graph.search(text, FOUND, systems=[system] if system else [], kinds=[kind] if kind else [])
        if text and narrow
        else every
    )
    hits, number, pages = turn_to(number, found, _ON_A_PAGE)
    return page(
        "search.html",
        title=f"Search: {text}" if text else "Search",
        text=text,
        system=system,
        kind=kind,
        hits=hits,
        count=len(found),
        most=FOUND,
        systems=_facets((one.system for one in every), system),
        kinds=_facets((one.kind for one in every), kind),
        number=number,
        pages=pages,
        address=partial(_address, q=text, system=system, kind=kind),
    )


def _facets(values: Iterable[str], chosen: str) -> list[tuple[str, int]]:
    """Return values with how many hits have them, the most frequent first; and the chosen one."""
    counted = Counter(values)
    if chosen and chosen not in counted:
        counted[chosen] = 0
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _address(**parts: object) -> str:
    """Return the address of a search; what is empty is left out of it."""
    return "/search?" + urlencode({name: value for name, value in parts.items() if value})
