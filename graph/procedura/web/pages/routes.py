"""Where the pages are that no thing of ours has."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from procedura.web.asking import Questions
from procedura.web.pages.about import about_page
from procedura.web.pages.communities import communities_page
from procedura.web.pages.comparing import compare_page
from procedura.web.pages.home import home_page
from procedura.web.pages.searching import search_page

router = APIRouter(include_in_schema=False)
_METHODS = ["GET", "HEAD"]


@router.api_route("/", methods=_METHODS)
async def home(questions: Questions) -> Response:
    """The first page."""
    return await questions.answer(home_page)


@router.api_route("/search", methods=_METHODS)
async def search(
    questions: Questions,
    q: Annotated[str, Query(max_length=500)] = "",
    system: str = "",
    kind: str = "",
    page: Annotated[int, Query(ge=1)] = 1,
) -> Response:
    """What is called or coded like a text."""
    return await questions.answer(search_page, q, system, kind, page)


@router.api_route("/compare", methods=_METHODS)
async def compare(
    questions: Questions, identifiers: Annotated[list[str] | None, Query(alias="id")] = None
) -> Response:
    """Procedures side by side."""
    return await questions.answer(compare_page, identifiers or [])


@router.api_route("/communities", methods=_METHODS)
async def communities(questions: Questions) -> Response:
    """The map of all procedures."""
    return await questions.answer(communities_page)


@router.api_route("/about", methods=_METHODS)
async def about(questions: Questions) -> Response:
    """What this is, and what it is not."""
    return await questions.answer(about_page)
