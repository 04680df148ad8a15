"""From a request to a worker and back: what every endpoint goes through."""

from collections.abc import Callable
from hashlib import sha256
from typing import Annotated, Concatenate, ParamSpec

from fastapi import Depends, Request, Response

from procedura import store
from procedura.library import ProcedureGraph
from procedura.version import __version__
from procedura.web.answers import Answer
from procedura.web.settings import Settings
from procedura.workers import Lane

Asked = ParamSpec("Asked")


class Asking:
    """One request, and the workers that can answer it.

    Args:
        request: The request.
        lane: The workers.
    """

    def __init__(self, request: Request, lane: Lane) -> None:
        self.request = request
        self._lane = lane

    async def answer(
        self,
        function: Callable[Concatenate[ProcedureGraph, Asked], Answer],
        *arguments: Asked.args,
        **named: Asked.kwargs,
    ) -> Response:
        """Return the response that a function of the graph makes, or 304 where it is known.

        An answer to GET depends on the address, on what the client accepts, and on the state of the
        graph: that is its ETag, which is known before anything is asked.

        Args:
            function: Takes the graph and what follows, in a worker.
            arguments: What it takes after the graph.
            named: What it takes by name.
        """
        headers = {"Vary": "Accept"}
        if self.request.method in ("GET", "HEAD"):
            headers |= {"ETag": self._etag(), "Cache-Control": "no-cache"}
            known = self.request.headers.get("if-none-match", "")
            if headers["ETag"] in (tag.strip() for tag in known.split(",")):
                return Response(status_code=304, headers=headers)
        told = await self._lane.ask(function, *arguments, **named)
        return Response(told.body, told.status, {**headers, **told.headers}, media_type=told.media)

    def _etag(self) -> str:
        settings: Settings = self.request.app.state.settings
        parts = (
            __version__,
            store.state(settings.folder),
            str(self.request.url),
            self.request.headers.get("accept", ""),
        )
        return f'"{sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def _of_pages(request: Request) -> Asking:
    return Asking(request, request.app.state.questions)


def _of_queries(request: Request) -> Asking:
    return Asking(request, request.app.state.queries)


# What an endpoint declares: questions of the library and pages, or queries that anybody writes.
Questions = Annotated[Asking, Depends(_of_pages)]
Queries = Annotated[Asking, Depends(_of_queries)]
