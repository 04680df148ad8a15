"""Questions about codes."""

from http import HTTPStatus

from fastapi import APIRouter, Response
from pydantic import TypeAdapter

from procedura.analysis.codes.reader import Coded
from procedura.analysis.similar.codes import SimilarCode
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.asking import Questions
from procedura.web.rest.answers import Items, one, some
from procedura.web.rest.parameters import Curie, Paged, Paging
from procedura.web.rest.routing import get

router = APIRouter(tags=["Codes"])

_CODED = TypeAdapter(Coded)


@get(router, "/codes/{curie:path}/similar", Items[SimilarCode], HTTPStatus.NOT_FOUND)
async def similar_codes(questions: Questions, paging: Paged, curie: Curie) -> Response:
    """List the codes of its system that are most like an imported code, and what differs."""
    return await questions.answer(_similar, curie, paging)


@get(router, "/codes/{curie:path}", Coded, HTTPStatus.NOT_FOUND)
async def code(questions: Questions, curie: Curie) -> Response:
    """Return what the graph holds about a code: of an imported system, or that pages name.

    What is not known is empty: CPT has no labels here unless its owner's file was imported.
    """
    return await questions.answer(_code, curie)


def _similar(graph: ProcedureGraph, curie: str, paging: Paging) -> Answer:
    return some(Items[SimilarCode], graph.similar_codes(curie), paging)


def _code(graph: ProcedureGraph, curie: str) -> Answer:
    return one(_CODED, graph.known_code(curie))
