"""The application: every part of the server in its place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

from procedura.settings import Settings
from procedura.web import downloads, linked, operations, pages, rest, sparql
from procedura.web.middleware import Packing, Protection, RequestLimit
from procedura.web.problems import add_problems
from procedura.web.sparql.counting import Counter
from procedura.workers import Lane

_GZIP = 4  # of 9: a page of 300 kB takes some milliseconds


def application(settings: Settings) -> FastAPI:
    """Return the ASGI application that serves a graph.

    Args:
        settings: How it was started.
    """
    web = FastAPI(lifespan=_running, openapi_url=None)
    web.state.settings = settings
    add_problems(web)
    for part in (operations, linked, downloads, rest, sparql, pages):
        web.include_router(part.router)
    web.mount("/static", StaticFiles(packages=[("procedura.web.pages", "static")]))
    web.add_middleware(RequestLimit, most=settings.largest_request)
    web.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST"],
        allow_headers=["Accept", "Content-Type", "If-None-Match"],
        expose_headers=["ETag", "Link", "Retry-After"],
    )
    web.add_middleware(Packing, compresslevel=_GZIP)
    web.add_middleware(Protection)
    web.add_middleware(operations.Watch)
    return web


@asynccontextmanager
async def _running(web: FastAPI) -> AsyncIterator[None]:
    """Begin and end the workers with the server."""
    settings: Settings = web.state.settings
    web.state.writing = asyncio.Lock()  # one after the other: the graph has one writer at a time
    web.state.counter = Counter()
    served = settings.folder, settings.workers, settings.time_limit
    with (
        Lane(*served) as web.state.questions,
        Lane(*served, settings.memory) as web.state.queries,
        closing(downloads.Downloads(settings.folder)) as web.state.downloads,
    ):
        yield
