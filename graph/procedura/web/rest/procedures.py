"""Questions about procedures: what is known, what else could be done, how they connect."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import TypeAdapter
from pydantic_core import to_json

from procedura.analysis.alternatives.answers import Alternative, LeftOut
from procedura.analysis.paths import Path
from procedura.analysis.similar.procedures import Similar
from procedura.analysis.stated.facts import Facts
from procedura.library import ProcedureGraph
from procedura.web.answers import JSON, Answer
from procedura.web.asking import Questions
from procedura.web.rest.answers import Items, one, some, whole
from procedura.web.rest.described import Described
from procedura.web.rest.parameters import Identifier, Paged, Paging, Span, concept
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


_SIDE_BY_SIDE = TypeAdapter(SideBySide)


@get(router, "/procedures/{id:path}/alternatives", Items[Alternative], HTTPStatus.NOT_FOUND)
async def alternatives(
    questions: Questions,
    paging: Paged,
    id: Identifier,
    indication: Annotated[
        str | None,
        Query(alias="for", max_length=500, examples=["kidney stone"],
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
) -> Response:  # fmt: skip
    """List what else could be done for the same problem, the best founded first, with reasons.

    Each reason carries the lines of pages that it rests on. What does not state a fact that a
    filter asks for is left out.
    """
    filters = {
        "indication": indication,
        "less_invasive": less_invasive,
        "avoid": avoid,
        "setting": setting,
        "maximum_duration": max_duration,
        "maximum_stay": max_stay,
        "system": system,
    }
    return await questions.answer(_alternatives, id, filters, paging)


@get(router, "/procedures/{id:path}/left-out", Items[LeftOut], HTTPStatus.NOT_FOUND)
async def left_out(questions: Questions, paging: Paged, id: Identifier) -> Response:
    """List what is no alternative though it shares an indication, each with the reason."""
    return await questions.answer(_left_out, id, paging)


@get(router, "/procedures/{id:path}/similar", Items[Similar], HTTPStatus.NOT_FOUND)
async def similar(questions: Questions, paging: Paged, id: Identifier) -> Response:
    """List the procedures that a coder could confuse with one, with the axes that differ.

    A claim about coding, not about care: a similar procedure is no alternative.
    """
    return await questions.answer(_similar, id, paging)


@get(router, "/procedures/{id:path}", Described, HTTPStatus.NOT_FOUND)
async def procedure(questions: Questions, id: Identifier) -> Response:
    """Return what pages say about a procedure: every line word for word, with what it means."""
    return await questions.answer(_procedure, id)


@get(router, "/compare", SideBySide, HTTPStatus.NOT_FOUND)
async def compare(
    questions: Questions,
    id: Annotated[
        list[Annotated[str, Query(max_length=500)]],
        Query(min_length=2, max_length=_MOST_COMPARED, examples=[["CPT:50436", "CPT:52353"]],
              description="A procedure, as in `/procedures/{id}`; two or more."),
    ],
) -> Response:  # fmt: skip
    """Set procedures side by side."""
    return await questions.answer(_compare, id)


@get(router, "/path", Items[Path], HTTPStatus.NOT_FOUND)
async def path(
    questions: Questions,
    start: Annotated[
        str, Query(alias="from", max_length=500, examples=["CPT:50436"],
                   description="A procedure, as in `/procedures/{id}`.")
    ],
    end: Annotated[
        str, Query(alias="to", max_length=500, examples=["CPT:52601"], description="Another.")
    ],
    limit: Annotated[int, Query(ge=1, le=_MOST_PATHS, description="How many at the most.")] = 3,
) -> Response:  # fmt: skip
    """List the shortest ways that connect two procedures, through what few others share."""
    return await questions.answer(_path, start, end, limit)


def _alternatives(
    graph: ProcedureGraph, identifier: str, filters: dict[str, Any], paging: Paging
) -> Answer:
    found = graph.alternatives(identifier, **filters)
    return some(Items[Alternative], found, paging, found.note)


def _left_out(graph: ProcedureGraph, identifier: str, paging: Paging) -> Answer:
    found = graph.left_out(identifier)
    return some(Items[LeftOut], found, paging, found.note)


def _similar(graph: ProcedureGraph, identifier: str, paging: Paging) -> Answer:
    found = graph.similar(identifier)
    return some(Items[Similar], found, paging, found.note)


def _procedure(graph: ProcedureGraph, identifier: str) -> Answer:
    return Answer(to_json(graph.procedure(identifier).to_dict()), JSON)


def _compare(graph: ProcedureGraph, identifiers: list[str]) -> Answer:
    found = graph.compare(*identifiers)
    rows = tuple(Aspect(aspect, values) for aspect, values in found.rows)
    return one(_SIDE_BY_SIDE, SideBySide(found.procedures, rows))


def _path(graph: ProcedureGraph, start: str, end: str, limit: int) -> Answer:
    return whole(Items[Path], graph.path(start, end, limit=limit))
