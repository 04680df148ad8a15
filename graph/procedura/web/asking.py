"""From a request to a worker and back: what every endpoint goes through."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, Concatenate, TypeAlias

from fastapi import Depends, Request, Response
from starlette.requests import ClientDisconnect

from procedura import store
from procedura.library import ProcedureGraph
from procedura.settings import Settings
from procedura.version import __version__
from procedura.web.answers import Answer
from procedura.web.headers import etag, is_known
from procedura.workers import Asked, Lane

Endpoint: TypeAlias = Callable[..., Coroutine[Any, Any, Response]]

# Seconds until it is looked, and looked again, whether a client still waits.
_PATIENCE = 1.0


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
            if is_known(headers["ETag"], self.request.headers.get("if-none-match", "")):
                return Response(status_code=304, headers=headers)
        asked = asyncio.ensure_future(self._lane.ask(function, *arguments, **named))
        return (await self._unless_left(asked)).response(headers)

    async def _unless_left(self, asked: "asyncio.Future[Answer]") -> Answer:
        """Wait for an answer, and end its worker where nobody waits any more.

        Only after a while: short questions are not worth a worker, such as those that a browser
        asks and takes back while somebody types.
        """
        try:
            while not (await asyncio.wait({asked}, timeout=_PATIENCE))[0]:
                if await self.request.is_disconnected():
                    raise ClientDisconnect("the client left")
            return asked.result()
        finally:
            asked.cancel()

    def _etag(self) -> str:
        settings: Settings = self.request.app.state.settings
        tag = etag(
            __version__,
            store.state(settings.folder),
            str(self.request.url),
            self.request.headers.get("accept", ""),
        )
        return f"W/{tag}"  # the same answer may come in gzip or not, from us or from a proxy


def _of_pages(request: Request) -> Asking:
    return Asking(request, request.app.state.questions)


def _of_queries(request: Request) -> Asking:
    return Asking(request, request.app.state.queries)


# What an endpoint declares: questions of the library and pages, or queries that anybody writes.
Questions = Annotated[Asking, Depends(_of_pages)]
Queries = Annotated[Asking, Depends(_of_queries)]


def endpoint(
    function: Callable[..., Answer], parameters: Iterable[Parameter] | None = None
) -> Endpoint:
    """Return the endpoint that lets a worker call a function of the graph.

    Args:
        function: Takes the graph first; a function of a module, or a partial call of one.
        parameters: What else it takes, annotated for FastAPI; default: as it is annotated itself.
    """
    taken = [*signature(function).parameters.values()][1:] if parameters is None else parameters

    async def ask(questions: Questions, **values: object) -> Response:
        return await questions.answer(function, **values)

    own = Parameter("questions", Parameter.KEYWORD_ONLY, annotation=Questions)
    named = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in taken]
    ask.__signature__ = Signature([own, *named])  # type: ignore[attr-defined]
    return ask
