"""The pages as people use them: in a browser, with keys, on a phone, in the dark, without scripts.

Chromium and axe-core (`npm install --prefix tests/web/npm`) must be there; else tests are skipped.
Pictures of all pages are left in the folder `$PROCEDURA_SCREENSHOTS`, where that is set.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

CHROMIUM = Path(os.environ.get("PROCEDURA_CHROMIUM", "/usr/bin/chromium"))
AXE = Path(__file__).parent / "npm" / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = os.environ.get("PROCEDURA_SCREENSHOTS", "")
PATIENCE = 60_000  # milliseconds; the first page of a browser takes long on a busy machine
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]

SEED = "percutaneous-nephrostomy-tract-dilation"
OTHER = "ureteroscopic-stone-extraction"
PAGES = {
    "home": "/",
    "search": "/search?q=kidney+stone",
    "search-nothing": "/search?q=qwxyzzy",
    "procedure": f"/procedure/{SEED}",
    "filtered": f"/procedure/{SEED}?less_invasive=on",
    "compare": f"/compare?id={SEED}&id={OTHER}&id=shock-wave-lithotripsy",
    "concept": "/concept/condition/kidney-stone",
    "scheme": "/concept/approach",
    "code": "/code/CPT/50436",
    "system": "/code/HCPCS",
    "page": f"/page/{SEED}",
    "ontology": "/ontology",
    "communities": "/communities",
    "sparql": "/sparql",
    "about": "/about",
    "api": "/api/v1/docs",
    "problem": "/procedure/there-is-none",
}
# Inside of Yasgui and of Swagger UI nothing is ours: editor, table of results, documentation. The
# last has a main part of its own, within ours.
NOT_OURS = [".yasqe", ".yasr", ".swagger-ui"]
OF_SWAGGER = "landmark-no-duplicate-main"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"viewport": WIDE, "color_scheme": "light"},
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True, "device_scale_factor": 2},
}
# Where scripts make something → what is there then.
MADE = {"#neighbourhood": "canvas", "#map": "canvas", "#api": ".opblock", "#editor": ".CodeMirror"}
NEXT_FRAME = "new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))"
Opening = Callable[..., AbstractContextManager[Page]]
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no browser {CHROMIUM}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def opening(browser: Browser, address: str) -> Opening:
    """Open pages of the server; nobody else may be asked, and no script may fail.

    That an answer was none, as some tests want it, the browser writes down as an error, too.
    """

    @contextmanager
    def opened(path: str, **look: Any) -> Iterator[Page]:
        context = browser.new_context(base_url=address, **(LOOKS["light"] | look))
        asked: set[str] = set()
        wrong: list[str] = []
        context.on("request", lambda request: asked.add(request.url))
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
        page.goto(path)
        yield page
        context.close()
        hosts = {urlsplit(url).netloc for url in asked if url.startswith(("http", "ws"))}
        assert hosts == {urlsplit(address).netloc}
        assert [one for one in wrong if not one.startswith("Failed to load resource")] == []

    return opened


def heading(page: Page) -> str:
    return str(page.locator("h1").inner_text())


def drawn(page: Page, picture: str) -> None:
    """Wait until a picture stands, in sight."""
    page.locator(picture).scroll_into_view_if_needed()
    page.locator(f"{picture} canvas").first.wait_for()
    page.locator(f"{picture} .canvas").scroll_into_view_if_needed()


def click(page: Page, picture: str, node: str) -> str:
    """Click on the first of some nodes of a picture, within its rim, and return where it leads.

    The middle of a disc may be hidden by a dot.
    """
    found = page.evaluate(
        """([picture, node]) => {
            const canvas = document.querySelector(`${picture} .canvas`);
            const found = canvas._cyreg.cy.nodes(node)[0];
            canvas.scrollIntoView({ block: "center" });
            const { x, y: middle } = found.renderedPosition();
            const y = middle - 0.47 * found.renderedHeight();
            const at = canvas.getBoundingClientRect();
            scrollBy(0, at.top + y - innerHeight / 2);
            const now = canvas.getBoundingClientRect();
            return [now.left + x, now.top + y, found.data("path") || found.data("href")];
        }""",
        [picture, node],
    )
    page.mouse.move(found[0], found[1])
    page.mouse.click(found[0], found[1])
    return str(found[2])


def test_typing_suggests_and_keys_choose(opening: Opening) -> None:
    with opening("/") as page:
        with page.expect_response(re.compile(r"[?&]q=nephrostomy\+tract\+dil&")):
            page.locator("#find").press_sequentially("nephrostomy tract dil")
        expect(page.locator("[role=option]").first).to_contain_text("nephrostomy tract")
        page.keyboard.press("ArrowDown")
        chosen = page.locator("[role=option][aria-selected=true]")
        expect(chosen).to_contain_text("nephrostomy tract")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/procedure/"))
        assert "nephrostomy tract" in heading(page)


def test_an_arrow_in_an_empty_field_asks_for_nothing(opening: Opening) -> None:
    with opening("/") as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.locator("#find").press("ArrowDown")
        page.locator("#find").press_sequentially("kidney")
        page.locator("[role=option]").first.wait_for()
        searches = [url for url in asked if "/api/" in url]
        assert searches
        assert all("q=k" in url for url in searches), searches


def test_what_an_arrow_chose_stays_chosen_while_an_answer_is_under_way(opening: Opening) -> None:
    with opening("/") as page:
        field, chosen = page.locator("#find"), page.locator("[role=option][aria-selected=true]")
        field.press_sequentially("kidney")
        page.locator("[role=option]").first.wait_for()
        held: list[Route] = []
        page.route("**/api/v1/search?*", lambda route: held.append(route))
        with page.expect_request("**/api/v1/search?q=kidney+stone*"):
            field.press_sequentially(" stone")
        field.press("ArrowDown")
        text = chosen.inner_text()
        held[-1].fulfill(json={"items": []})
        page.wait_for_timeout(500)
        assert chosen.all_inner_texts() == [text]
        field.press("Enter")
        page.wait_for_url(lambda url: "/search" not in url and urlsplit(url).path != "/")


def test_from_a_code_to_an_alternative_to_three_side_by_side(opening: Opening) -> None:
    with opening("/search?q=CPT:50436") as page:
        page.locator(".hits a").first.click()  # the code
        page.locator("main").get_by_role("link", name="Percutaneous dilation of an").first.click()
        assert heading(page) == "Percutaneous dilation of an existing nephrostomy tract"
        link = page.locator(f"#alternative-{OTHER} h3 a")
        label = link.inner_text()
        page.locator(f"#alternative-{OTHER} input").check()
        page.locator(".cards input:not(:checked)").first.check()
        page.get_by_role("button", name="Compare the chosen").click()
        columns = page.locator("table.compare thead th")
        expect(columns).to_have_count(4)
        assert label in columns.all_inner_texts()[2] + columns.all_inner_texts()[3]
        assert page.locator("table.compare tbody tr").count() > 10
        page.locator("table.compare thead").get_by_role("link", name=label, exact=True).click()
        assert heading(page) == label


def test_a_click_on_the_picture_leads_to_an_alternative_and_a_concept(opening: Opening) -> None:
    for node, path in ((".alternative", "/procedure/"), (".condition", "/concept/condition/")):
        with opening(f"/procedure/{SEED}") as page:
            drawn(page, "#neighbourhood")
            there = click(page, "#neighbourhood", node)
            page.wait_for_url(f"**{there}")
            assert there.startswith(path)
            assert heading(page)


def test_the_picture_is_walked_with_keys(opening: Opening) -> None:
    with opening(f"/procedure/{SEED}") as page:
        drawn(page, "#neighbourhood")
        page.locator("#neighbourhood .picture").focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowRight"):
            page.keyboard.press(key)
        expect(page.locator("#neighbourhood [role=status]")).to_contain_text("alternative")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: SEED not in url)


def test_the_picture_follows_the_reader_into_the_dark(opening: Opening) -> None:
    with opening(f"/procedure/{SEED}") as page:
        drawn(page, "#neighbourhood")
        ink = """document.querySelector('#neighbourhood .canvas')._cyreg.cy
            .nodes('.procedure').style('color')"""
        light = page.evaluate(ink)
        page.emulate_media(color_scheme="dark")
        page.evaluate(NEXT_FRAME)
        assert page.evaluate(ink) != light


def test_the_picture_is_also_a_list(opening: Opening) -> None:
    with opening(f"/procedure/{SEED}") as page:
        drawn(page, "#neighbourhood")
        page.locator("#neighbourhood summary").click()
        links = page.locator("#neighbourhood table a")
        nodes = page.evaluate(
            "document.querySelector('#neighbourhood .canvas')._cyreg.cy.nodes('[path]').length"
        )
        assert links.count() == nodes - 1 > 10
        links.last.focus()
        expect(page.locator("#neighbourhood [role=status]")).to_contain_text("tied to")


def test_a_click_on_the_map_leads_to_a_community_and_a_procedure(opening: Opening) -> None:
    with opening("/communities") as page:
        drawn(page, "#map")
        there = click(page, "#map", ".disc")
        expect(page.locator(f"section{there} details")).to_have_attribute("open", "")
    with opening("/communities") as page:
        drawn(page, "#map")
        there = click(page, "#map", ".dot")
        page.wait_for_url(f"**{there}")
        assert there.startswith("/procedure/")


def test_a_query_of_the_library_is_asked_in_the_editor(opening: Opening) -> None:
    with opening("/sparql") as page:
        page.get_by_role("link", name="Procedures by approach").click()
        expect(page.locator(".CodeMirror-code")).to_contain_text("Procedures by approach")
        page.locator("#run").click()
        rows = page.locator("#results tbody tr")
        rows.first.wait_for()
        expect(page.locator("#said")).to_contain_text(re.compile(r"\d+ rows? in"))
        link = page.locator("#results tbody a[href^='/procedure/']").first
        assert link.inner_text().startswith("procedure:")
        link.click()
        page.wait_for_url("**/procedure/*")


def test_what_is_wrong_with_a_query_is_told(opening: Opening) -> None:
    with opening("/sparql") as page:
        page.locator(".CodeMirror").click()
        page.keyboard.press("Control+a")
        page.keyboard.insert_text("SELECT * { ?s ?p ?o ")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#results .problem")).to_contain_text("not SPARQL")


def test_without_scripts(opening: Opening) -> None:
    with opening("/", java_script_enabled=False) as page:
        page.locator("#find").fill("percutaneous dilation nephrostomy")
        page.locator("main").get_by_role("button", name="Search").click()
        page.locator(".hits a").first.click()
        page.locator(".cards input").first.check()
        page.get_by_role("button", name="Compare the chosen").click()
        assert page.locator("table.compare thead th").count() == 3
        page.get_by_role("link", name="Map").click()
        assert page.locator(".communities section").count() > 10
        page.get_by_role("link", name="SPARQL").click()
        page.locator("#query").fill("ASK { ?s a proc:Procedure }")
        page.get_by_role("button", name="Get").click()
        assert "true" in page.content()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_fits(opening: Opening, name: str) -> None:
    for look in ("light", "phone"):
        with opening(PAGES[name], **LOOKS[look]) as page:
            made(page)
            keep(page, f"{name}-{look}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), look
            if look == "phone":
                continue
            assert violations(page) == []
            page.emulate_media(color_scheme="dark")
            page.evaluate(NEXT_FRAME)
            keep(page, f"{name}-dark")
            assert violations(page, "color-contrast") == []


def made(page: Page) -> None:
    """Wait until scripts have made what they make of a page."""
    for place, part in MADE.items():
        if page.locator(place).count():
            page.locator(place).scroll_into_view_if_needed()
            page.locator(f"{place} {part}").first.wait_for()
            page.evaluate("scrollTo(0, 0)")


def keep(page: Page, name: str) -> None:
    """Leave pictures of a page, where they are wanted: of its beginning, and of what is drawn."""
    if not SCREENSHOTS:
        return
    wide, high = page.evaluate(
        "[innerWidth, Math.min(document.documentElement.scrollHeight, 2400)]"
    )
    page.screenshot(
        path=f"{SCREENSHOTS}/{name}.png",
        full_page=True,
        clip={"x": 0, "y": 0, "width": wide, "height": high},
    )
    for picture in page.locator(".canvas").all():
        picture.screenshot(path=f"{SCREENSHOTS}/{name}-picture.png")


def violations(page: Page, *rules: str) -> list[str]:
    """Return what axe finds, as lines that say which rule and where.

    Args:
        page: The page.
        rules: Only these; default: all.
    """
    if not AXE.exists():
        pytest.skip("axe-core is missing: npm install --prefix tests/web/npm")
    exclude = [one for one in NOT_OURS if page.locator(one).count()]
    options = {
        "resultTypes": ["violations"],
        "rules": {OF_SWAGGER: {"enabled": ".swagger-ui" not in exclude}},
        **({"runOnly": rules} if rules else {}),
    }
    page.evaluate(AXE.read_text("utf-8"))
    run = "async ([exclude, options]) => (await axe.run({ exclude }, options)).violations"
    found = page.evaluate(run, [exclude, options])
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]
