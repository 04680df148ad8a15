"""Applications that run in the process of a test."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from fastapi import FastAPI

from procedura.settings import Settings
from procedura.web import application
from procedura.workers import Lane


@contextmanager
def full(folder: Path) -> Iterator[FastAPI]:
    """An application of a graph that takes no more questions of the library."""
    web = application(Settings(folder, workers=1))
    with Lane(folder, 1, 20) as lane:
        web.state.questions = lane
        lane.taken = 2  # as many as a lane of one worker takes
        yield web


def get(web: FastAPI, path: str) -> httpx.Response:
    """Return what an application answers, also where it fails."""

    async def ask() -> httpx.Response:
        over = httpx.ASGITransport(web, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=over, base_url="http://here") as client:
            return await client.get(path)

    return asyncio.run(ask())
