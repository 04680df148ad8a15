"""Questions about codes."""

from http import HTTPStatus

from fastapi import APIRouter

from procedura.analysis.codes.reader import Coded
from procedura.analysis.similar.codes import SimilarCode
from procedura.library import ProcedureGraph
from procedura.web.rest.answers import Items, some
from procedura.web.rest.parameters import Curie, Paged
from procedura.web.rest.routing import get

router = APIRouter(tags=["Codes"])


@get(router, "/codes/{curie:path}/similar", HTTPStatus.NOT_FOUND)
def similar_codes(graph: ProcedureGraph, paging: Paged, curie: Curie) -> Items[SimilarCode]:
    """List the codes of its system that are most like an imported code, and what differs."""
    return some(graph.similar_codes(curie), paging)


@get(router, "/codes/{curie:path}", HTTPStatus.NOT_FOUND)
def code(graph: ProcedureGraph, curie: Curie) -> Coded:
    """Return what the graph holds about a code: of an imported system, or that pages name.

    What is not known is empty: CPT has no labels here unless its owner's file was imported.
    """
    return graph.known_code(curie)
