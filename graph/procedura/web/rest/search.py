"""Search, and the list of all procedures."""

from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query

from procedura.library import ProcedureGraph
from procedura.views import Hit, Listed
from procedura.web.pages.links import path
from procedura.web.pages.searching import FOUND, LONGEST
from procedura.web.rest.answers import Items, some
from procedura.web.rest.parameters import Paged, concept
from procedura.web.rest.routing import get

router = APIRouter(tags=["Find"])


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedHit(Hit):
    """Something that a search found.

    Attributes:
        iri: What was found.
        label: Its preferred label; of a code that no system describes, its CURIE.
        kind: What it names: ``procedure``, the scheme of a concept, the kind of a code.
        system: ``PROCEDURA``, or the prefix of a code system.
        matched: The label, synonym or code that matched.
        codes: CURIEs of the codes that mean it; of a code its own.
        href: Where its page is on this server.
    """

    href: str


@get(router, "/search")
def search(
    graph: ProcedureGraph,
    paging: Paged,
    q: Annotated[
        str,
        Query(min_length=1, max_length=LONGEST, examples=["kidney stone"],
              description="Words, the beginning of a word, or a code."),
    ],
    system: Annotated[
        list[str],
        Query(description="Only of these: prefixes of code systems, or `PROCEDURA` for what is "
              "our own.", max_length=20, examples=[["PROCEDURA"]]),
    ] = [],  # noqa: B006
    kind: Annotated[
        list[str],
        Query(description="Only what names these: `procedure`, the scheme of a concept, or the "
              "kind of a code.", max_length=20, examples=[["procedure"]]),
    ] = [],  # noqa: B006
) -> Items[LinkedHit]:  # fmt: skip
    """Search procedures, concepts and codes by name, synonym or code, also misspelled.

    The best come first. A search finds 200 things at the most; they are not counted.
    """
    most = min(paging.end + 1, FOUND)
    found = graph.search(q, most, systems=system, kinds=kind)
    hits = [LinkedHit(**asdict(one), href=path(one.iri)) for one in found]
    return some(hits, paging, counted=False)


@get(router, "/procedures", HTTPStatus.NOT_FOUND)
def procedures(
    graph: ProcedureGraph,
    paging: Paged,
    specialty: Annotated[
        str | None, concept("specialty", "Only procedures of this specialty.", "urology")
    ] = None,
) -> Items[Listed]:
    """List all procedures by label."""
    return some(graph.procedures(specialty), paging)
