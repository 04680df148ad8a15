"""What stands around a procedure, for those who draw it."""

from http import HTTPStatus

from fastapi import APIRouter, Response
from pydantic import TypeAdapter

from procedura.analysis.maps.neighbourhood import Neighbourhood
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.asking import Questions
from procedura.web.rest.answers import one
from procedura.web.rest.parameters import Identifier
from procedura.web.rest.routing import get

router = APIRouter(tags=["Procedures"])

_NEIGHBOURHOOD = TypeAdapter(Neighbourhood)


@get(router, "/procedures/{id:path}/neighbourhood", Neighbourhood, HTTPStatus.NOT_FOUND)
async def neighbourhood(questions: Questions, id: Identifier) -> Response:
    """Return a procedure amid its complications, its conditions and the alternatives sharing these.

    At most eight of each, each list in the order in which it stands on a picture, from top to
    bottom, so that few of the lines between conditions and alternatives cross.
    """
    return await questions.answer(_neighbourhood, id)


def _neighbourhood(graph: ProcedureGraph, identifier: str) -> Answer:
    return one(_NEIGHBOURHOOD, graph.neighbourhood(identifier))
