"""What those who run the server ask it: is it well, how busy is it."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from procedura import store
from procedura.library import ProcedureGraph
from procedura.version import __version__
from procedura.web.watching import REGISTRY

router = APIRouter()


@router.get("/health", include_in_schema=False)
async def health(request: Request) -> Response:
    """Whether the graph can be read: 200, or 503 with the reason."""
    quads = await request.app.state.questions.ask(_quads)
    state = store.state(request.app.state.settings.folder)
    return JSONResponse(
        {"status": "ok", "version": __version__, "generation": state, "quads": quads},
        headers={"Cache-Control": "no-store"},
    )


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """The metrics, as Prometheus reads them."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)


def _quads(graph: ProcedureGraph) -> int:
    return len(graph.quads)
