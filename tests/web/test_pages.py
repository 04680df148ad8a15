"""The web pages, as a browser without scripts reads them."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import html5lib
import httpx
import pytest
from fastapi import Request
from lxml import html

from filters import FILTERS, left, query
from procedura import ProcedureGraph, store
from procedura import namespaces as ns
from procedura.linking import identify, link
from procedura.model import SECTIONS, Code, Link, Page, Statement
from procedura.pages import read_text
from procedura.search import write_index
from procedura.systems import BY_PREFIX
from procedura.terminology import Release, Term
from procedura.triples import code_quads, page_quads, statement_names
from procedura.vocabularies import vocabulary
from procedura.web.pages import thing
from procedura.web.pages.about import about_page
from procedura.web.problems import problem
from release_files import store_release

STONE = "percutaneous-nephrolithotomy"
COMPARED = f"/compare?id={STONE}&id=CPT:50436&id=Observation+of+kidney+stones&id=nothing+at+all"
PAGES = (
    "/",
    "/search?q=kidney+stone",
    "/search?q=kidney&kind=condition&page=2",
    "/search?q=qwxyzzy",
    f"/procedure/{STONE}",
    f"/procedure/{STONE}?for=kidny&avoid=fever",
    "/procedure/observation-of-kidney-stones",
    f"/page/{STONE}",
    COMPARED,
    "/compare",
    "/concept/condition/kidney-stone",
    "/concept/complication/hemorrhage-requiring-transfusion",
    "/concept/setting/operating-room",
    "/concept/approach",
    "/code/CPT/50436",
    "/code/ICD10PCS/0TC%5B0134%5D%5B34%5DZZ",
    "/code/ICD10CM/N20.0",
    "/code/HCPCS",
    "/ontology",
    "/mappings/approach",
    "/analysis/communities",
    "/graph",
    "/about",
)
# Addresses that other parts of the server answer, and their tests ask.
OF_OTHERS = ("/api/", "/communities", "/sparql", "/.well-known/", "/static/")
FOLLOWED = 40
TERMS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?term ?said { ?term skos:definition ?said ; rdfs:isDefinedBy ?ontology } ORDER BY ?term
"""


def read(answer: httpx.Response, status: int = 200) -> html.HtmlElement:
    assert answer.status_code == status, answer.text[:500]
    return html.document_fromstring(answer.content)


def at(iri: str) -> str:
    """Return where a thing of ours is on the server."""
    return iri.removeprefix(ns.BASE.rstrip("/"))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def pages(client: httpx.Client) -> dict[str, html.HtmlElement]:
    """Some pages of every kind, by their addresses."""
    return {path: read(client.get(path)) for path in PAGES}


@pytest.mark.parametrize("path", [*PAGES, "/procedure/there-is-none"])
def test_pages_are_valid_html(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "text/html"})
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(answer.text)
    assert parser.errors == []


def test_pages_have_a_structure(pages: dict[str, html.HtmlElement]) -> None:
    for path, page in pages.items():
        ids = Counter(page.xpath("//@id"))
        assert [one for one, count in ids.items() if count > 1] == [], path
        levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert page.get("lang") == "en"
        assert len(page.xpath("//main")) == len(page.xpath("//header[@class='top']")) == 1
        assert page.xpath("string(//title)").endswith("· Procedura")
        for table in page.iter("table"):
            assert table.find("caption") is not None, path
            assert table.xpath(".//th[not(@scope)]") == [], path
        for reference in page.xpath("//@aria-labelledby | //@aria-describedby | //@for"):
            assert reference in ids, (path, reference)


def test_every_field_has_a_label(pages: dict[str, html.HtmlElement]) -> None:
    for path, page in pages.items():
        for field in page.xpath("//input[@type!='hidden'] | //select | //textarea"):
            told = page.xpath("//label[@for=$id]", id=field.get("id")) or field.xpath(
                "ancestor::label"
            )
            assert any(map(words, told)), (path, html.tostring(field))
        for landmark in page.iter("nav", "form"):
            if landmark.tag == "nav" or landmark.get("role") == "search":
                assert landmark.get("aria-label"), path


def test_pages_ask_this_server_alone(pages: dict[str, html.HtmlElement]) -> None:
    for path, page in pages.items():
        fetched = page.xpath("//script/@src | //img/@src | //link[@rel='stylesheet']/@href")
        assert all(one.startswith("/static/") for one in fetched), path
        assert len(fetched) >= 2, path
        scripts = page.xpath("//script[not(@src)]/@type")
        assert set(scripts) <= {"application/ld+json"}, path
        assert page.xpath("//@*[starts-with(name(), 'on')]") == [], path
        away = page.xpath("//a[starts-with(@href, 'http')]")
        assert all("noreferrer" in one.get("rel", "") for one in away), path


def test_every_link_leads_somewhere(
    client: httpx.Client, pages: dict[str, html.HtmlElement]
) -> None:
    links = {
        link for page in pages.values() for link in page.xpath("//main//a/@href | //link/@href")
    }
    inner = sorted(one for one in links if one.startswith("/") and not one.startswith(OF_OTHERS))
    documents = {one.partition("#")[0] for one in inner}
    assert len(documents) > FOLLOWED
    followed = sorted(documents, key=lambda one: (hash_of(one), one))[:FOLLOWED]
    assert {one: client.get(one).status_code for one in followed} == dict.fromkeys(followed, 200)


def hash_of(address: str) -> int:
    """Return what orders addresses by chance, and always in the same way."""
    return sum(place * ord(letter) for place, letter in enumerate(address, 1)) % 9973


def test_every_fragment_is_there(pages: dict[str, html.HtmlElement]) -> None:
    ids = {path: set(page.xpath("//@id")) for path, page in pages.items()}
    found = 0
    for path, page in pages.items():
        for address in page.xpath("//a[contains(@href, '#')]/@href"):
            document, _, fragment = address.partition("#")
            if (document or path) in ids:
                found += 1
                assert unquote(fragment) in ids[document or path], (path, address)
    assert found > 200


def test_every_line_is_shown_with_its_place_and_what_it_names(
    graph: ProcedureGraph, pages: dict[str, html.HtmlElement]
) -> None:
    [source] = graph.procedure(STONE).pages
    shown = pages[f"/procedure/{STONE}"]
    [title] = source.of_kind("preamble")
    assert title.text == shown.find(".//h1").text_content()  # which need not be said twice
    assert "preamble" not in shown.xpath("//section/@aria-labelledby")
    for kind in {one.kind for one in source.statements} - {"preamble"}:
        section = shown.xpath("//section[@aria-labelledby=$kind]", kind=kind)[0]
        lines = {words(one) for one in section.xpath(".//ul/li | .//ol/li")}
        targets = set(section.xpath(".//li//a[@class='named']/@href"))
        for one in source.of_kind(kind):
            place = f"/page/{STONE}#L{one.line}"
            assert section.xpath(".//li//a[@href=$place]", place=place), one
            assert any(" ".join(one.text.split()) in line for line in lines), one
            assert {at(link.iri) for link in one.links} <= targets, one
            assert all("Serious" in line for line in lines if one.serious and one.text in line)


def test_a_source_has_every_line_at_its_number(
    graph: ProcedureGraph, pages: dict[str, html.HtmlElement]
) -> None:
    [source] = graph.procedure(STONE).pages
    shown = pages[f"/page/{STONE}"]
    for one, iri in zip(source.statements, statement_names(source), strict=True):
        row = shown.get_element_by_id(iri.partition("#")[2])
        assert " ".join(one.text.split()) in words(row)
        assert shown.get_element_by_id(f"L{one.line}").text_content() == str(one.line)
    named = {iri.partition("#")[2] for iri in fragments(graph, ns.page(STONE))}
    assert named <= set(shown.xpath("//@id"))


def fragments(graph: ProcedureGraph, page: str) -> Iterator[str]:
    """Yield every IRI within a page that the graph says something about."""
    rows = graph.query(
        f"SELECT DISTINCT ?one WHERE {{ GRAPH <{page}> {{ ?one ?property ?value }} }}"
    )
    yield from (str(row["one"]) for row in rows if str(row["one"]).startswith(f"{page}#"))


def test_a_page_of_parts_after_the_last_is_the_last(client: httpx.Client) -> None:
    page = read(client.get("/analysis/alternatives", params={"page": "9" * 5000}))
    told = re.search(r"page (\d+) of (\d+)", words(page.find(".//main")))
    assert told
    assert told[1] == told[2] != "1"


def test_links_say_how_they_were_found(
    graph: ProcedureGraph, pages: dict[str, html.HtmlElement]
) -> None:
    [source] = graph.procedure(STONE).pages
    [section] = pages[f"/procedure/{STONE}"].xpath("//section[@aria-labelledby='risk']")
    rows = [tuple(map(words, row)) for row in section.xpath(".//details//tbody/tr")]
    assert rows == [
        (
            str(line.line),
            link.matched,
            link.label,
            link.scheme,
            link.method,
            f"{link.confidence:.2f}",
        )
        for line in source.of_kind("risk")
        for link in line.links
    ]


@pytest.mark.parametrize("filters", FILTERS)
def test_alternatives_are_those_of_the_library(
    client: httpx.Client, graph: ProcedureGraph, filters: dict[str, Any]
) -> None:
    page = read(client.get(f"/procedure/{STONE}", params=query(filters)))
    wanted = left(graph, STONE, filters)
    cards = page.xpath("//li[@class='card']")
    assert [one.get("id") for one in cards] == [
        f"alternative-{ns.local_name(one.procedure)}" for one in wanted
    ]
    for card, one in zip(cards, wanted, strict=True):
        told = words(card)
        assert one.basis in told
        assert one.kind in told
        assert f"{one.score:.2f}" in told
        for reason in one.reasons:
            assert " ".join(reason.text.split()) in told
            lines = {
                f"{at(line.page)}#{f'L{line.line}' if line.line else 'front-matter'}"
                for line in reason.evidence
            }
            assert lines <= set(card.xpath(".//a/@href"))
    if filters:
        whole = len(graph.alternatives(STONE))
        assert f"{len(wanted)} of {whole}" in words(page.find(".//main"))


def test_the_first_alternatives_are_told_at_once(
    graph: ProcedureGraph, pages: dict[str, html.HtmlElement]
) -> None:
    page = pages[f"/procedure/{STONE}"]
    told = page.xpath("//section[@class='foremost']/ol/li")
    for shown, one in zip(told, graph.alternatives(STONE)[:3], strict=True):
        assert shown.xpath("./a/@href") == [at(one.procedure)]
        assert any(" ".join(reason.text.split()) in words(shown) for reason in one.reasons)
        assert shown.xpath(".//a[starts-with(@href, $page)]/@href", page=f"/page/{STONE}#L")
    assert "foremost" not in pages[f"/procedure/{STONE}?for=kidny&avoid=fever"].xpath("//@class")


def test_what_is_left_out_says_why(
    graph: ProcedureGraph, pages: dict[str, html.HtmlElement]
) -> None:
    page = pages[f"/procedure/{STONE}"]
    told = words(page.xpath("//details[summary[contains(., 'left out, and why')]]")[0])
    for one in graph.left_out(STONE):
        assert one.label in told
        assert one.because in told
        assert one.reason.text in told


def test_what_is_not_understood_is_told_with_what_may_be_meant(
    pages: dict[str, html.HtmlElement],
) -> None:
    page = pages[f"/procedure/{STONE}?for=kidny&avoid=fever"]
    [problem] = page.xpath("//p[@class='problem']")
    assert "No condition is called or coded 'kidny'" in words(problem)
    assert page.get_element_by_id("wanted-for").get("aria-invalid") == "true"
    corrected = urlsplit(problem.xpath(".//a/@href")[0])
    assert corrected.fragment == "alternatives"
    assert "avoid=fever" in corrected.query


@pytest.mark.parametrize("said", ["Outpatient-Department", "ambulatory care", "DAY HOSPITAL"])
def test_a_setting_by_any_of_its_names_stays_chosen(client: httpx.Client, said: str) -> None:
    page = read(client.get(f"/procedure/{STONE}", params={"setting": said}))
    [select] = page.xpath("//select[@name='setting']")
    assert select.xpath("./option[@selected]/@value") == ["outpatient-department"]
    assert select.get("aria-invalid") is None


def test_a_wrong_setting_and_a_wrong_risk_are_marked_where_they_stand(client: httpx.Client) -> None:
    asked = {"setting": "the moon", "avoid": ["sepsys", "fever", "hemorrage"]}
    page = read(client.get(f"/procedure/{STONE}", params=asked))
    problems = {one.get("id"): one for one in page.xpath("//p[@class='problem']")}
    marked = page.xpath("//form[@action]//*[@aria-invalid='true']")
    said = {one.get("value") or one.get("name"): one.get("aria-describedby") for one in marked}
    assert said.keys() == {"setting", "sepsys", "hemorrage"}
    assert {*said.values()} == problems.keys()
    for wrong, told in said.items():
        assert (wrong if wrong != "setting" else "the moon") in words(problems[told])
    corrected = problems[said["sepsys"]].xpath(".//a[.='sepsis']/@href")[0]
    assert parse_qs(urlsplit(corrected).query)["avoid"] == ["sepsis", "fever", "hemorrage"]


def test_a_length_of_time_of_very_many_digits_is_none(client: httpx.Client) -> None:
    page = read(client.get(f"/procedure/{STONE}", params={"max_stay": f"P{'9' * 5000}D"}))
    assert "is no length of time" in words(page.get_element_by_id("problem-max_stay"))


def test_search_works_as_a_form_and_a_page_at_a_time(
    client: httpx.Client, graph: ProcedureGraph, pages: dict[str, html.HtmlElement]
) -> None:
    [form] = pages["/"].xpath("//form[@role='search']")
    assert (form.get("action"), form.get("method", "get")) == ("/search", "get")
    [field] = form.xpath(".//input[@name]/@name")
    found, path = [], f"{form.get('action')}?{field}=kidney"
    while path:
        page = read(client.get(path))
        found += page.xpath("//ol[@class='hits']//h2/a/@href")
        path = next(iter(page.xpath("//a[@rel='next']/@href")), "")
    hits = graph.search("kidney", 200)
    assert found == [at(one.iri) for one in hits]
    assert len(found) > 40


def test_search_is_narrowed_and_helps_where_it_finds_nothing(
    client: httpx.Client, graph: ProcedureGraph, pages: dict[str, html.HtmlElement]
) -> None:
    page = read(client.get("/search?q=kidney"))
    [narrower] = page.xpath("//nav[@aria-label='Kind']//a[.='body site']/@href")
    hits = graph.search("kidney", 20, kinds=["body-site"])
    assert read(client.get(narrower)).xpath("//ol[@class='hits']//h2/a/text()") == [
        one.label for one in hits
    ]
    empty = pages["/search?q=qwxyzzy"]
    assert "Nothing is called or coded like" in words(empty.find(".//main"))
    assert empty.xpath("//main//form[@role='search']")
    assert empty.xpath("//main//a[starts-with(@href, '/search?q=')]")
    assert not empty.xpath("//nav[@class='facet']")


def test_a_search_is_narrowed_to_a_system_in_any_case(client: httpx.Client) -> None:
    large, small = (
        words(read(client.get(f"/search?q=kidney&system={system}")).find(".//main"))
        for system in ("PROCEDURA", "procedura")
    )
    assert small == large


def test_a_comparison_is_that_of_the_library(
    graph: ProcedureGraph, pages: dict[str, html.HtmlElement]
) -> None:
    page = pages[COMPARED]
    [table] = page.xpath("//table[@class='compare']")
    comparison = graph.compare(STONE, "CPT:50436", "observation-of-kidney-stones")
    rows = table.xpath("./tbody/tr")
    for row, (aspect, values) in zip(rows, comparison.rows, strict=True):
        head, *cells = row
        assert words(head).lower().startswith(aspect)
        for cell, value in zip(cells, values, strict=True):
            parts = [words(one) for one in cell.xpath(".//li")] or [words(cell)]
            assert parts == [" ".join(one.split()) for one in value or ("not stated",)]
        stated = {frozenset(value or ()) for value in values}
        assert (row.get("class") == "same") == (len(stated) == 1)
    assert "not stated" in words(table)
    assert "nothing at all" in words(page.xpath("//p[@class='problem']")[0])
    [first, *_] = table.xpath(".//thead//a[starts-with(., 'Remove')]/@href")
    others = ("percutaneous-nephrostomy-tract-dilation", "observation-of-kidney-stones")
    assert first == "/compare?" + "&".join(f"id={slug}" for slug in others)


def test_a_concept_says_what_uses_it_and_who_says_so(
    graph: ProcedureGraph, pages: dict[str, html.HtmlElement]
) -> None:
    page = pages["/concept/condition/kidney-stone"]
    treating = {
        str(row["procedure"]) for row in graph.query("lookup/treating", condition="kidney stone")
    }
    [section] = page.xpath("//section[@aria-labelledby='indicatedFor']")
    shown = set(section.xpath(".//a[starts-with(@href, '/procedure/')]/@href"))
    assert set(map(at, treating)) <= shown
    assert section.xpath(".//a[starts-with(@href, '/page/') and contains(@href, '#L')]")
    assert page.xpath("//ul[@class='tree']//a[@aria-current='page']/text()") == ["kidney stone"]
    assert page.xpath("//a[@href='http://purl.obolibrary.org/obo/HP_0000787']")


def test_cpt_is_a_number_with_its_procedures(pages: dict[str, html.HtmlElement]) -> None:
    page = pages["/code/CPT/50436"]
    assert words(page.find(".//h1")) == "CPT:50436"
    assert page.xpath("//main//a[@href='/procedure/percutaneous-nephrostomy-tract-dilation']")
    assert "may not be passed on" in words(page.find(".//main"))


def test_the_map_lists_each_procedure_once(client: httpx.Client, graph: ProcedureGraph) -> None:
    shown = client.get("/communities").text.partition('id="list"')[2]
    for community in graph.communities().communities:
        for member in community.members:
            assert shown.count(f'"{at(member.iri)}"') == 1


def test_every_term_of_the_ontology_has_its_anchor(
    graph: ProcedureGraph, pages: dict[str, html.HtmlElement]
) -> None:
    rows = graph.query(TERMS)
    page = pages["/ontology"]
    assert len(rows) > 100
    for row in rows:
        assert (
            str(row["said"])
            in page.get_element_by_id(ns.local_name(str(row["term"]))).text_content()
        )


def test_a_problem_helps_on(client: httpx.Client) -> None:
    answer = client.get("/procedure/there-is-none", headers={"Accept": "text/html"})
    page = read(answer, 404)
    assert words(page.find(".//h1")) == "Not Found"
    assert page.xpath("//main//form[@role='search']//input[@name='q']")
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")


def test_who_comes_while_all_are_busy_may_ask_again() -> None:
    headers = [(b"accept", b"text/html"), (b"host", b"here")]
    asked = {"method": "GET", "path": "//code/X[1]", "query_string": b"a=b"}
    request = Request({"type": "http", "headers": headers, **asked})
    told = problem(request, 503, "all are busy", {"Retry-After": "1"})
    page = html.document_fromstring(bytes(told.body))
    assert page.xpath("//a[.='Try again']/@href") == ["/code/X%5B1%5D?a=b"]
    assert b"Try again" not in problem(request, 503, "the graph is gone").body


HOSTILE = """# <script>alert(1)</script> of the kidney

## Name of the Procedure

<script>alert(1)</script> of the kidney

## Summary

A "quoted" & <img src=x onerror=alert(2)> text, {{ 7 * 7 }}.

## Indications

- Kidney stone </script><script>alert(3)</script>
- A pebble
- Gravel

## Contraindications

None

## Benefits

## Recovery

- See [this](javascript:alert(4)).
"""
# Lines that are linked, and to what.
LINKED = {"A pebble": "javascript:alert(5)", "Gravel": "https://example.org/gravel"}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> ProcedureGraph:
    """A graph of one page alone, whose words would run if they could."""
    folder = tmp_path_factory.mktemp("hostile") / "graph"
    _write(folder, read_text(HOSTILE.encode(), source="hostile.md"))
    return ProcedureGraph(folder)


def _write(folder: Path, page: Page) -> None:
    with store.next_generation(folder) as generation:
        [identified], known = identify([page], vocabulary(generation.rdf))
        linked = link(identified, known).page
        statements = tuple(map(_astray, linked.statements))
        generation.rdf.extend(page_quads(replace(linked, statements=statements)))
        write_index(generation.rdf, generation.search_index)


def _astray(line: Statement) -> Statement:
    if line.text not in LINKED:
        return line
    led = Link(LINKED[line.text], line.text, "condition", "exact", 1.0, line.text)
    return replace(line, links=(led,))


def test_words_of_pages_are_shown_and_never_run(hostile: ProcedureGraph) -> None:
    [iri] = hostile.facts.subjects("rdf:type", ns.term("Procedure"))
    [source] = hostile.facts.subjects("proc:describes", iri)
    for one in (iri, source):
        text = thing(hostile, one).body.decode()
        page = html.document_fromstring(text)
        assert not re.search(r"<script>|<img|href=.javascript", text)
        assert "alert(3)" in words(page)
        assert "{{ 7 * 7 }}" in words(page)


def test_what_a_line_names_is_a_link_where_a_browser_may_go(hostile: ProcedureGraph) -> None:
    [iri] = hostile.facts.subjects("rdf:type", ns.term("Procedure"))
    page: html.HtmlElement = html.document_fromstring(thing(hostile, iri).body)
    assert "A pebble" in words(page)
    named = page.xpath("//a[@class='named']")
    assert [(one.text, one.get("href"), one.get("rel")) for one in named] == [
        ("Gravel", "https://example.org/gravel", "noreferrer")
    ]


def test_what_is_not_stated_is_told_in_three_ways(hostile: ProcedureGraph) -> None:
    [iri] = hostile.facts.subjects("rdf:type", ns.term("Procedure"))
    page: html.HtmlElement = html.document_fromstring(thing(hostile, iri).body)

    def told(kind: str) -> str:
        section = page.get_element_by_id(kind).getparent()
        return words(section).removeprefix(SECTIONS[kind].heading).strip()

    assert told("contraindication") == "Stated: none"
    assert told("benefit") == "The heading is there with nothing under it"
    assert told("risk") == told("setting") == "Not stated"


@pytest.fixture(scope="module")
def licensed(tmp_path_factory: pytest.TempPathFactory) -> ProcedureGraph:
    """A graph of two releases, whose licences are an address and words, and of a code alone."""
    folder = tmp_path_factory.mktemp("licensed") / "graph"
    terms, schemes = [Term("1", "Taking out a pebble", "f:1")], (("pcs-approach", "Approach"),)
    with store.next_generation(folder) as generation:
        for system in ("MESH", "ICD10PCS"):
            made = Release(BY_PREFIX[system], "1", terms, schemes=schemes * (system != "MESH"))
            store_release(generation.rdf, made)
        generation.rdf.extend(code_quads([Code("MESH", "2")]))
        write_index(generation.rdf, generation.search_index)
    return ProcedureGraph(folder)


@pytest.mark.parametrize(
    ("iri", "system"),
    [
        (ns.code("MESH"), "MESH"),
        (ns.code("MESH", "1"), "MESH"),
        (ns.code("MESH", "2"), "MESH"),
        (ns.code("ICD10PCS"), "ICD10PCS"),
        (ns.code("ICD10PCS", "1"), "ICD10PCS"),
        (ns.concept("pcs-approach"), "ICD10PCS"),
        ("", "MESH"),
        ("", "ICD10PCS"),
    ],
)
def test_a_licence_is_shown_whether_address_or_words(
    licensed: ProcedureGraph, iri: str, system: str
) -> None:
    answer = thing(licensed, iri) if iri else about_page(licensed)
    page: html.HtmlElement = html.document_fromstring(answer.body)
    licence = BY_PREFIX[system].licence
    assert licence in words(page.find(".//main"))
    links = page.xpath("//main//a[contains(@rel, 'license')]/@href")
    assert (licence in links) == licence.startswith("https://")
