"""The manual: it is built, its links lead somewhere, and it tells all that there is and no more.

What it tells is read from the HTML that Sphinx made, and what there is from the program, by other
ways than the pages are made by.
"""

import inspect
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from filelock import FileLock
from lxml import html
from markdown_it import MarkdownIt

import procedura
from procedura import ProceduraError
from procedura.cli import procedura as program
from procedura.cli.statuses import ExitStatus
from procedura.web.problems import STATUS
from procedura.web.rest import router
from procedura.web.rest.openapi import openapi

ROOT = Path(__file__).parents[1]
pytestmark = [
    pytest.mark.skipif(not (ROOT / "ontology").is_dir(), reason="run away from the checkout"),
    pytest.mark.skipif(not find_spec("sphinx"), reason="Sphinx is not installed"),
]


@pytest.fixture(scope="session")
def manual(together: Path) -> Path:
    """The folder of the manual in HTML. One worker builds it while the others wait."""
    built, half = together / "manual", together / "half-a-manual"
    with FileLock(together / "manual.lock"):
        if not built.is_dir():
            command = [sys.executable, "-m", "sphinx", "-W", "-n", "-q", "--keep-going", "docs"]
            subprocess.run([*command, str(half)], check=True, cwd=ROOT)
            half.rename(built)
    return built


@cache
def read(page: Path) -> html.HtmlElement:
    return html.fromstring(page.read_bytes())


@cache
def anchors(page: Path) -> set[str]:
    return {str(one) for one in read(page).xpath("//@id | //a/@name")}


def addresses(page: Path, path: str) -> Iterator[str]:
    return (str(one) for one in read(page).xpath(path))


# --- links ---


def leads_nowhere(page: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme:
        return False
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    wanted = unquote(parts.fragment) if target.suffix == ".html" else ""
    return not target.is_file() or (bool(wanted) and wanted not in anchors(target))


def test_each_link_leads_to_a_page_and_a_place_in_it(manual: Path) -> None:
    links = [
        (page, link)
        for page in manual.rglob("*.html")
        for link in addresses(page, "//a/@href | //link/@href | //@src")
    ]
    assert len(links) > 1000
    assert [f"{page}: {link}" for page, link in links if leads_nowhere(page, link)] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_each_link_of_a_page_beside_the_manual_leads_to_a_file(page: str) -> None:
    text = MarkdownIt("commonmark").enable("table").render((ROOT / page).read_text("utf-8"))
    shown: html.HtmlElement = html.fromstring(text)
    links = [str(one) for one in shown.xpath("//a/@href | //img/@src")]
    inside = [one for one in links if not urlsplit(one).scheme]
    assert [one for one in inside if not (ROOT / unquote(urlsplit(one).path)).exists()] == []


def test_nothing_is_loaded_from_another_host(manual: Path) -> None:
    loaded = "//@src | //@srcset | //@poster | //link[@rel != 'canonical']/@href | //object/@data"
    asked = [one for page in manual.rglob("*.html") for one in addresses(page, loaded)]
    in_style = re.compile(r"(?:@import\s+(?:url\()?|url\()[\"' ]*([^\"')]+)")
    for sheet in [*manual.rglob("*.css"), *manual.rglob("*.html")]:
        asked += in_style.findall(sheet.read_text("utf-8"))
    assert len(asked) > 100
    assert [one for one in asked if re.match(r"(https?:)?//", one)] == []


# --- what there is, and what the manual tells ---


def commands() -> set[str]:
    """Each option of each command, ``search --limit``, and each command: ``search``."""
    options = {
        f"{name} {option}"
        for name, command in program.commands.items()
        for one in command.params
        for option in one.opts
        if option.startswith("-")
    }
    return options | {*program.commands}


def told_commands(page: html.HtmlElement) -> set[str]:
    told = set()
    for section in page.xpath("//section[starts-with(@id, 'procedura-')]"):
        name = section.get("id").removeprefix("procedura-")
        names = section.xpath(".//dl[contains(@class, 'option')]/dt//*[@class='sig-name descname']")
        options = [one.text_content() for one in names if one.text_content().startswith("-")]
        told |= {name} | {f"{name} {one}" for one in options}
    return told


def named(pattern: str, files: str) -> set[str]:
    """What a pattern finds in files of the checkout."""
    texts = [file.read_text("utf-8") for file in ROOT.glob(files)]
    return {one for text in texts for one in re.findall(pattern, text, re.MULTILINE)}


def errors(kind: type[ProceduraError] = ProceduraError) -> set[str]:
    return {kind.__name__}.union(*map(errors, kind.__subclasses__()))


def rest_addresses() -> set[str]:
    """Addresses below that of the API; of the queries, one stands for all."""
    paths = {address.removeprefix("/api/v1") for address in openapi(router)["paths"]}
    return {re.sub(r"^/queries/.+", "/queries/{name}", path) for path in paths}


def at(path: str, prefix: str = "") -> Callable[[html.HtmlElement], set[str]]:
    return lambda page: {
        str(one).removeprefix(prefix) for one in page.xpath(path) if str(one).startswith(prefix)
    }


def found(pattern: str) -> Callable[[html.HtmlElement], set[str]]:
    return lambda page: set(re.findall(pattern, page.text_content()))


HEADINGS = "//section/h3/code/span[@class='pre']/text()"

# What is told → on which page, what there is, what the page tells.
Told = tuple[str, Callable[[], set[str]], Callable[[html.HtmlElement], set[str]]]
CONTRACTS: dict[str, Told] = {
    "commands and options": ("command-line", commands, told_commands),
    "exit statuses": (
        "command-line",
        lambda: {str(one.value) for one in ExitStatus},
        at("//section[@id='exit-status']//tr/td[1]/p/text()"),
    ),
    "environment variables": (
        "command-line",
        lambda: named(r"\"(PROCEDURA_[A-Z]+)\"", "graph/**/*.py"),
        found(r"\b(PROCEDURA_[A-Z]+)\b"),
    ),
    "queries": (
        "queries",
        lambda: {f"{file.parent.name}/{file.stem}" for file in ROOT.glob("queries/*/*.rq")},
        at(HEADINGS),
    ),
    "shapes": (
        "shapes",
        lambda: named(r"^shape:(\S+) a sh:", "ontology/shapes/*.ttl"),
        at(HEADINGS),
    ),
    "terms": (
        "ontology",
        lambda: named(r"^proc:(\S+) a ", "ontology/procedura.ttl"),
        at("//td/p/code/@id"),
    ),
    "public names": (
        "python",
        lambda: {one for one in procedura.__all__ if one not in errors()},
        at("//section[@id='public-names']/dl/dt/span[@class='sig-name descname']//text()"),
    ),
    "methods": (
        "python",
        lambda: {one for one in dir(procedura.ProcedureGraph) if not one.startswith("_")},
        at("//dt/@id", "procedura.ProcedureGraph."),
    ),
    "errors": (
        "errors",
        errors,
        at("//dl[contains(@class, 'exception')]/dt/@id", "procedura.errors."),
    ),
    "addresses of REST": (
        "rest",
        rest_addresses,
        lambda page: {
            re.sub(r"^POST |\?.*", "", one.text_content())
            for one in page.xpath("//section[@id='rest']//tr/td[1]//code")
        },
    ),
    "statuses of problems": (
        "errors",
        lambda: {
            f"{status.value} {status.phrase}"
            for kind, status in STATUS.items()
            if issubclass(kind, ProceduraError)
        },
        found(r"Over HTTP: (\d+ [A-Z][a-zA-Z ]+[a-z])"),
    ),
}


@pytest.mark.parametrize("what", CONTRACTS)
def test_the_manual_tells_all_that_there_is_and_no_more(manual: Path, what: str) -> None:
    page, there_is, told = CONTRACTS[what]
    known = there_is()
    assert known
    assert told(read(manual / "reference" / f"{page}.html")) == known


METHODS = [
    (name, member)
    for name, member in inspect.getmembers(procedura.ProcedureGraph, callable)
    if not name.startswith("_")
]


@pytest.mark.parametrize(("name", "method"), METHODS)
def test_a_docstring_tells_each_parameter(name: str, method: Callable[..., object]) -> None:
    told = re.findall(r"^    (\w+): ", inspect.getdoc(method) or "", re.MULTILINE)
    assert {*inspect.signature(method).parameters} - {"self"} <= {*told}


# --- what pages speak of ---


def code(file: Path) -> Iterator[str]:
    """Yield the code of a page in Markdown: each line of blocks, and what stands in the text."""
    for token in MarkdownIt("commonmark").enable("table").parse(file.read_text("utf-8")):
        if token.type in ("fence", "code_block"):
            yield from token.content.replace("\\\n", " ").splitlines()
        yield from (one.content for one in token.children or () if one.type == "code_inline")


def spoken_of(pattern: str) -> Iterator[tuple[str, re.Match[str]]]:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for line in code(page):
            for one in re.finditer(pattern, line):
                yield str(page.relative_to(ROOT)), one


def no_command(spoken: re.Match[str]) -> bool:
    name, rest = spoken.groups()
    options = re.findall(r"(?<![\w-])-{1,2}[a-z][a-z-]*", rest)
    return not {name, *(f"{name} {one}" for one in options if one != "--help")} <= commands()


def no_option(spoken: re.Match[str]) -> bool:
    return not any(one.endswith(f" {spoken[0]}") for one in commands())


def no_query(spoken: re.Match[str]) -> bool:
    return not (ROOT / "queries" / f"{spoken[1]}.rq").is_file()


def no_name(spoken: re.Match[str]) -> bool:
    module, _, name = spoken[0].rpartition(".")
    return not hasattr(import_module(module), name) and not find_spec(spoken[0])


# What a page can speak of → how it looks, and whether there is no such thing.
QUERIES = r"(?:(?<![\w/.-])|queries/)((?:alternatives|checks|lookup|risks|statistics)/[a-z-]+)"
SPOKEN_OF: dict[str, tuple[str, Callable[[re.Match[str]], bool]]] = {
    "commands": (r"(?<![\w./-])procedura ([a-z]+)([^|;#>]*)", no_command),
    "options": (r"^--[a-z][a-z-]*", no_option),
    "queries": (QUERIES, no_query),
    "names": (r"\bprocedura(?:\.(?!ttl\b)\w+)+", no_name),
}


@pytest.mark.parametrize("what", SPOKEN_OF)
def test_what_a_page_speaks_of_exists(what: str) -> None:
    pattern, is_missing = SPOKEN_OF[what]
    spoken = [*spoken_of(pattern)]
    assert spoken
    assert [f"{page}: {one[0]}" for page, one in spoken if is_missing(one)] == []
