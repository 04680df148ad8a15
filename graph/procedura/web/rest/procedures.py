"""Questions about procedures: what is known, what else could be done, how they connect."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic_core import to_json

from procedura.analysis.alternatives.answers import Alternative, LeftOut
from procedura.analysis.maps.neighbourhood import Neighbourhood
from procedura.analysis.paths import Path
from procedura.analysis.similar.procedures import Similar
from procedura.analysis.stated.facts import Facts
from procedura.library import ProcedureGraph
from procedura.web.answers import JSON, Answer
from procedura.web.pages.searching import LONGEST
from procedura.web.rest.answers import Items, some, whole
from procedura.web.rest.described import Described
from procedura.web.rest.parameters import Identifier, Paged, Span, concept
from procedura.web.rest.routing import get

router = APIRouter(tags=["Procedures"])

_MOST_COMPARED = 10
_MOST_PATHS = 10


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of procedures side by side.

    Attributes:
        aspect: ``indications``, ``approach``, ``duration`` …
        values: What is stated of each procedure, in their order; null where nothing is.
    """

    aspect: str
    values: tuple[tuple[str, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Procedures side by side.

    Attributes:
        procedures: What the graph states about each.
        rows: The same by aspect, in words.
    """

    procedures: tuple[Facts, ...]
    rows: tuple[Aspect, ...]


@get(router, "/procedures/{id:path}/alternatives", HTTPStatus.NOT_FOUND)
def alternatives(
    graph: ProcedureGraph,
    paging: Paged,
    id: Identifier,
    indication: Annotated[
        str | None,
        Query(alias="for", max_length=LONGEST, examples=["kidney stone"],
              description="Only alternatives for this condition, or a narrower or broader one."),
    ] = None,
    less_invasive: Annotated[
        bool, Query(description="Only those with a less invasive approach.")
    ] = False,
    avoid: Annotated[
        list[str],
        Query(max_length=20, examples=[["hemorrhage"]],
              description="Only those whose pages do not state this complication."),
    ] = [],  # noqa: B006
    setting: Annotated[
        str | None, concept("setting", "Only those that can be done there.", "operating room")
    ] = None,
    max_duration: Annotated[
        Span | None,
        Query(description="Only those stated to take no longer.", examples=["90 minutes"]),
    ] = None,
    max_stay: Annotated[
        Span | None,
        Query(description="Only those stated to keep the patient no longer.", examples=["1 day"]),
    ] = None,
    system: Annotated[
        str | None,
        Query(description="Only those with a code in this system.", examples=["CPT"],
              max_length=50),
    ] = None,
) -> Items[Alternative]:  # fmt: skip
    """List what else could be done for the same problem, the best founded first, with reasons.

    Each reason carries the lines of pages that it rests on. What does not state a fact that a
    filter asks for is left out.
    """
    found = graph.alternatives(
        id,
        indication=indication,
        less_invasive=less_invasive,
        avoid=avoid,
        setting=setting,
        maximum_duration=max_duration,
        maximum_stay=max_stay,
        system=system,
    )
    return some(found, paging, found.note)


@get(router, "/procedures/{id:path}/left-out", HTTPStatus.NOT_FOUND)
def left_out(graph: ProcedureGraph, paging: Paged, id: Identifier) -> Items[LeftOut]:
    """List what is no alternative though it shares an indication, each with the reason."""
    found = graph.left_out(id)
    return some(found, paging, found.note)


@get(router, "/procedures/{id:path}/similar", HTTPStatus.NOT_FOUND)
def similar(graph: ProcedureGraph, paging: Paged, id: Identifier) -> Items[Similar]:
    """List the procedures that a coder could confuse with one, with the axes that differ.

    A claim about coding, not about care: a similar procedure is no alternative.
    """
    found = graph.similar(id)
    return some(found, paging, found.note)


@get(router, "/procedures/{id:path}/neighbourhood", HTTPStatus.NOT_FOUND)
def neighbourhood(graph: ProcedureGraph, id: Identifier) -> Neighbourhood:
    """Return a procedure amid its complications, its conditions and the alternatives sharing these.

    At most eight of each, each list in the order in which it stands on a picture, from top to
    bottom, so that few of the lines between conditions and alternatives cross.
    """
    return graph.neighbourhood(id)


@get(router, "/procedures/{id:path}", HTTPStatus.NOT_FOUND, answers=Described)
def procedure(graph: ProcedureGraph, id: Identifier) -> Answer:
    """Return what pages say about a procedure: every line word for word, with what it means."""
    return Answer(to_json(graph.procedure(id).to_dict()), JSON)


@get(router, "/compare", HTTPStatus.NOT_FOUND)
def compare(
    graph: ProcedureGraph,
    id: Annotated[
        list[Annotated[str, Query(max_length=LONGEST)]],
        Query(min_length=2, max_length=_MOST_COMPARED, examples=[["CPT:50436", "CPT:52353"]],
              description="A procedure, as in `/procedures/{id}`; two or more."),
    ],
) -> SideBySide:  # fmt: skip
    """Set procedures side by side."""
    found = graph.compare(*id)
    rows = tuple(Aspect(aspect, values) for aspect, values in found.rows)
    return SideBySide(found.procedures, rows)


@get(router, "/path", HTTPStatus.NOT_FOUND)
def path(
    graph: ProcedureGraph,
    start: Annotated[
        str, Query(alias="from", max_length=LONGEST, examples=["CPT:50436"],
                   description="A procedure, as in `/procedures/{id}`.")
    ],
    end: Annotated[
        str, Query(alias="to", max_length=LONGEST, examples=["CPT:52601"], description="Another.")
    ],
    limit: Annotated[int, Query(ge=1, le=_MOST_PATHS, description="How many at the most.")] = 3,
) -> Items[Path]:  # fmt: skip
    """List the shortest ways that connect two procedures, through what few others share."""
    return whole(graph.path(start, end, limit=limit))
