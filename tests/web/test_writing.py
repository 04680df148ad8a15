"""Writing over HTTP: who may, what changes, what does not."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from procedura import ProcedureGraph
from procedura import namespaces as ns
from servers import TOKEN

MINE = "https://example.org/mine"
TURTLE = {"Content-Type": "text/turtle"}
NAMED = f"""
<{ns.procedure("zorblification")}> a <{ns.term("Procedure")}> ;
  <{ns.expand("skos:prefLabel")}> "Zorblification"@en ."""
ODD = f"""
<{ns.procedure("odd")}> <{ns.expand("skos:prefLabel")}> <a:b> , [ ] ;
  <{ns.expand("skos:notation")}> "17" .
[ ] <{ns.expand("skos:prefLabel")}> "nobody" ."""


def put(writer: httpx.Client, content: str, graph: str = MINE) -> int:
    return writer.put(
        "/store", params={"graph": graph}, content=content, headers=TURTLE
    ).status_code


def update(writer: httpx.Client, text: str, **more: str) -> httpx.Response:
    return writer.post("/sparql", data={"update": text, **more})


def lines(writer: httpx.Client, graph: str = MINE) -> list[str]:
    return writer.get("/store", params={"graph": graph, "format": "nt"}).text.splitlines()


@pytest.mark.parametrize("shown", ["", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_only_who_shows_the_token_writes(shown: str, writer: httpx.Client) -> None:
    headers = httpx.Headers([(b"Authorization", shown.encode("latin-1"))])
    turtle = httpx.Headers([*headers.raw, (b"Content-Type", b"text/turtle")])
    for answer in (
        writer.post("/sparql", data={"update": "CLEAR ALL"}, headers=headers),
        writer.put("/store?default", content="", headers=turtle),
        writer.delete("/store?default", headers=headers),
    ):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert writer.get("/sparql", headers=headers).status_code == 200


def test_a_graph_is_made_replaced_added_to_and_taken_away(writer: httpx.Client) -> None:
    assert put(writer, "<a:a> <a:b> 1 , 2 .") == 201
    assert put(writer, "<a:a> <a:b> 3 .") == 204
    assert len(lines(writer)) == 1
    more = writer.post("/store", params={"graph": MINE}, content="<a:a> <a:b> 4 .", headers=TURTLE)
    assert (more.status_code, len(lines(writer))) == (204, 2)
    files = {"one": ("1.ttl", "<a:a> <a:b> 5 , [] .", "text/turtle"),
             "two": ("2.nt", "<a:a> <a:b> _:x .", "application/n-triples")}  # fmt: skip
    assert writer.post("/store", params={"graph": MINE}, files=files).status_code == 204
    assert len(lines(writer)) == 5
    assert writer.delete("/store", params={"graph": MINE}).status_code == 204
    assert writer.delete("/store", params={"graph": MINE}).status_code == 404
    assert put(writer, "") == 201
    assert writer.get("/store", params={"graph": MINE}).status_code == 200


@pytest.mark.parametrize(("said", "told"), [("", "no:"), ("false", "no:"), ("true", "yes")])
def test_only_what_is_said_to_be_free_may_be_passed_on(
    said: str, told: str, writer: httpx.Client
) -> None:
    free = f" ; <{ns.term('redistributable')}> {said}" if said else ""
    put(writer, f'<{ns.code("ZORB")}> <{ns.expand("skos:prefLabel")}> "Zorb"{free} .')
    page = writer.get("/code/ZORB", headers={"Accept": "text/html"}).text
    assert f"May be passed on</dt><dd>{told}" in page


def test_a_new_graph_tells_its_name(writer: httpx.Client) -> None:
    made = writer.post("/store", content="<> <a:b> 1 .", headers=TURTLE)
    assert made.status_code == 201
    name = made.headers["Location"]
    assert lines(writer, name) == [f'<{name}> <a:b> "1"^^<{ns.expand("xsd:integer")}> .']
    assert writer.get(name, headers={"Accept": "application/n-triples"}).text.splitlines() == lines(
        writer, name
    )


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        ("<a:a> <a:b> .", "text/turtle", 400),
        ("<a:a> <a:b> <a:c> <a:d> .", "application/n-quads", 400),
        ('{"@context": "http://127.0.0.1:1/", "a": 1}', "application/ld+json", 400),
        ("[" * 300_000, "text/turtle", 400),
        ("<a:a> <a:b> <a:c> .", "text/plain", 415),
        ("", "", 415),
    ],
)
def test_what_cannot_be_read_changes_nothing(
    content: str, media: str, status: int, writer: httpx.Client
) -> None:
    assert put(writer, "<a:a> <a:b> 1 .") == 201
    refused = writer.put(
        "/store", params={"graph": MINE}, content=content, headers={"Content-Type": media}
    )
    assert refused.status_code == status, refused.text
    assert len(lines(writer)) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CLEAR XYZ", "update:1:10: not SPARQL Update"),
        ("SELECT * { ?s ?p ?o }", "not SPARQL Update"),
        ("CLEAR GRAPH <https://example.org/none>", "does not exist"),
        (
            "INSERT DATA { <a:a> <a:b> 7 } ; CLEAR GRAPH <https://example.org/none>",
            "does not exist",
        ),
    ],
)
def test_an_update_that_fails_changes_nothing(text: str, said: str, writer: httpx.Client) -> None:
    answer = update(writer, text)
    assert answer.status_code == 400
    assert said in answer.json()["detail"]
    assert writer.get("/store?default&format=nt").text == ""


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("INSERT { GRAPH <a:g> { ?s <a:c> ?o } } WHERE { ?s <a:b> ?o }", 204),
        (
            "INSERT { GRAPH <a:g> { ?s <a:c> ?o } } # where\nwhere { SELECT * WHERE { ?s ?p ?o } }",
            204,
        ),
        ("INSERT { GRAPH <a:g> { ?s <a:c> 'WHERE' } } WHERE { { ?s ?p ?where } }", 204),
        ("INSERT { GRAPH <a:g> { ?s <a:c> ?o } } USING <a:x> WHERE { ?s ?p ?o }", 400),
        ("WITH <a:g> INSERT { ?s <a:c> ?o } WHERE { ?s ?p ?o }", 400),
        ("DELETE WHERE { ?s ?p ?o }", 400),
    ],
)
def test_a_request_says_which_graph_an_update_reads(
    text: str, status: int, writer: httpx.Client
) -> None:
    assert put(writer, "<a:a> <a:b> 1 .") == 201
    assert put(writer, "<a:other> <a:b> 2 .", "https://example.org/other") == 201
    answer = update(writer, text, **{"using-graph-uri": MINE})
    assert answer.status_code == status, answer.text
    made = [line.split()[0] for line in lines(writer, "a:g") if status == 204]
    assert made == ["<a:a>"] * (status == 204)


def test_the_name_of_a_graph_is_no_place_for_an_update(writer: httpx.Client) -> None:
    text = "INSERT { GRAPH <a:g> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    more = "a:a> WHERE { } ; LOAD <file:///etc/hostname> ; DELETE { ?s ?p ?o } USING <a:a"
    answer = update(writer, text, **{"using-graph-uri": more})
    assert answer.status_code == 400
    assert "no IRI" in answer.json()["detail"]


def test_names_are_found_when_they_are_written(writer: httpx.Client, empty: Path) -> None:
    def found() -> list[str]:
        return [one.label for one in ProcedureGraph(empty).search("zorblification")]

    assert put(writer, NAMED) == 201
    assert found() == ["Zorblification"]
    changed = 'DELETE { GRAPH ?g { ?s ?p "Zorblification"@en } } WHERE { GRAPH ?g { ?s ?p ?o } }'
    assert update(writer, changed).status_code == 204
    assert found() == []
    again = f"INSERT DATA {{ GRAPH <{ns.RELEASES}X> {{ {NAMED} }} }}"
    assert update(writer, again).status_code == 204
    assert found() == ["Zorblification"]


def test_data_that_makes_no_sense_is_kept_and_breaks_nothing(writer: httpx.Client) -> None:
    assert put(writer, ODD, f"{ns.RELEASES}odd") == 201
    assert len(lines(writer, f"{ns.RELEASES}odd")) == 4
    assert update(writer, "INSERT DATA { <a:a> skos:prefLabel <a:b> }").status_code == 204


def test_writers_wait_for_one_another(writer: httpx.Client) -> None:
    def insert(number: int) -> int:
        return update(
            writer, f"INSERT DATA {{ GRAPH <{MINE}> {{ <a:a> <a:b> {number} }} }}"
        ).status_code

    with ThreadPoolExecutor(max_workers=6) as at_once:
        assert set(at_once.map(insert, range(6))) == {204}
    assert len(lines(writer)) == 6
