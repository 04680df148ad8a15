"""Where the pages are that no thing of ours has."""

from fastapi import APIRouter

from procedura.web.asking import endpoint
from procedura.web.pages.about import about_page
from procedura.web.pages.communities import communities_page
from procedura.web.pages.comparing import compare_page
from procedura.web.pages.home import home_page
from procedura.web.pages.searching import search_page

router = APIRouter(include_in_schema=False)
_PAGES = {
    "/": home_page,
    "/search": search_page,
    "/compare": compare_page,
    "/communities": communities_page,
    "/about": about_page,
}

for _path, _page in _PAGES.items():
    router.add_api_route(_path, endpoint(_page), methods=["GET", "HEAD"])
