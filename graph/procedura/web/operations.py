"""What those who run the server ask it: is it well, how busy is it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from procedura import store
from procedura.library import ProcedureGraph
from procedura.version import __version__
from procedura.web.watching import REGISTRY
from procedura.workers import Lane

_TAKEN = Gauge("procedura_questions_under_way", "Questions that workers have, or that wait.",
               ["lane"], registry=REGISTRY)  # fmt: skip
_METHODS = ["GET", "HEAD"]

router = APIRouter()


@router.api_route("/health", methods=_METHODS, include_in_schema=False)
async def health(request: Request) -> Response:
    """Whether the graph can be read: 200, or 503 with the reason.

    A server whose workers are all busy reads it: who asks must not take that for an illness.
    """
    lane: Lane = request.app.state.questions
    if lane.is_free:
        await lane.ask(_read)
    state = store.state(request.app.state.settings.folder)
    return JSONResponse(
        {"status": "ok", "version": __version__, "generation": state},
        headers={"Cache-Control": "no-store"},
    )


@router.api_route("/metrics", methods=_METHODS, include_in_schema=False)
async def metrics(request: Request) -> Response:
    """The metrics, as Prometheus reads them."""
    for name in ("questions", "queries"):
        _TAKEN.labels(name).set(getattr(request.app.state, name).taken)
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def _read(graph: ProcedureGraph) -> None:
    next(iter(graph.quads), None)
