"""The endpoint as a reader meets it: queries, formats, statuses, what it says of itself."""

import json
from collections.abc import Mapping

import httpx
import pyoxigraph as ox
import pytest

from procedura import ProcedureGraph
from procedura import namespaces as ns

PAGE, OTHER = ns.page("laparoscopic-appendectomy"), ns.page("open-appendectomy")
SELECT = (
    "SELECT ?page ?label { ?page proc:describes/skos:prefLabel ?label } ORDER BY ?label LIMIT 5"
)
CONSTRUCT = f"CONSTRUCT {{ ?s a ?c }} WHERE {{ GRAPH <{PAGE}> {{ ?s a ?c }} }}"
COUNT = "SELECT (COUNT(*) AS ?n) { ?page proc:describes ?procedure }"
VOID, SD = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/sparql-service-description#"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
TABLES = {
    "json": ("application/sparql-results+json", ox.QueryResultsFormat.JSON),
    "xml": ("application/sparql-results+xml", ox.QueryResultsFormat.XML),
    "tsv": ("text/tab-separated-values; charset=utf-8", ox.QueryResultsFormat.TSV),
}
GRAPHS = {
    "ttl": ("text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
    "trig": ("application/trig", ox.RdfFormat.TRIG),
}


def ask(
    client: httpx.Client, query: str, accept: str = "", **more: str | list[str]
) -> httpx.Response:
    headers = {"Accept": accept}
    return client.get("/sparql", params={"query": query, **more}, headers=headers)


def count(client: httpx.Client, query: str, **more: str | list[str]) -> int:
    [row] = ask(client, query, "", **more).json()["results"]["bindings"]
    [cell] = row.values()
    return int(cell["value"])


def triples(answer: httpx.Response, syntax: ox.RdfFormat) -> set[ox.Triple]:
    assert answer.status_code == 200, answer.text
    return {quad.triple for quad in ox.parse(answer.content, syntax)}


@pytest.mark.parametrize("format", TABLES)
def test_a_table_is_the_same_in_every_format(
    format: str, client: httpx.Client, graph: ProcedureGraph
) -> None:
    media, syntax = TABLES[format]
    for answer in (ask(client, SELECT, media), ask(client, SELECT, "*/*", format=format)):
        assert answer.headers["Content-Type"] == media
        rows = ox.parse_query_results(answer.content, syntax)
        assert [tuple(row) for row in rows] == graph.query(SELECT).terms  # type: ignore[union-attr]
    assert ask(client, "ASK { }", media).headers["Content-Type"] == media


def test_a_table_as_csv_has_plain_values(client: httpx.Client) -> None:
    header, *rows = ask(client, SELECT, "text/csv").text.splitlines()
    assert header == "page,label"
    assert len(rows) == 5
    assert all(row.startswith(ns.page("")) for row in rows)


@pytest.mark.parametrize("format", GRAPHS)
def test_a_graph_is_the_same_in_every_format(
    format: str, client: httpx.Client, graph: ProcedureGraph
) -> None:
    media, syntax = GRAPHS[format]
    expected = {ox.Triple(*row) for row in graph.query(CONSTRUCT).terms}  # type: ignore[arg-type]
    for answer in (ask(client, CONSTRUCT, media), ask(client, CONSTRUCT, "*/*", format=format)):
        assert answer.headers["Content-Type"] == media
        assert triples(answer, syntax) == expected
    stored = {
        quad.triple for quad in graph.quads.quads_for_pattern(None, None, None, ox.NamedNode(PAGE))
    }
    for accept in (media, BROWSER):
        fetched = client.get(
            "/store", params={"graph": PAGE, "format": format}, headers={"Accept": accept}
        )
        assert triples(fetched, syntax) == stored


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (SELECT, "", "application/sparql-results+json"),
        (SELECT, "application/json", "application/json"),
        (SELECT, "text/csv;q=0.1, application/sparql-results+xml;q=0.2, text/turtle",
         "application/sparql-results+xml"),
        (CONSTRUCT, "", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/sparql-results+json, application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <" + PAGE + ">", "application/ld+json, */*;q=0.1", "application/ld+json"),
    ],
)  # fmt: skip
def test_the_client_chooses(query: str, accept: str, media: str, client: httpx.Client) -> None:
    assert ask(client, query, accept).headers["Content-Type"] == media


@pytest.mark.parametrize(("query", "accept"), [(SELECT, "text/turtle"), (CONSTRUCT, "text/csv")])
def test_a_format_that_an_answer_does_not_have(
    query: str, accept: str, client: httpx.Client
) -> None:
    answer = ask(client, query, accept)
    assert answer.status_code == 406
    assert "choose one of" in answer.json()["detail"]


def test_the_default_graph_is_the_union_unless_somebody_says_otherwise(
    client: httpx.Client, graph: ProcedureGraph
) -> None:
    [row] = graph.query(COUNT)
    assert count(client, COUNT) == row["n"]
    limited = COUNT.replace("{", f"FROM <{PAGE}> {{", 1)
    assert count(client, limited) == 1
    assert count(client, COUNT, **{"default-graph-uri": PAGE}) == 1
    assert count(client, COUNT, **{"default-graph-uri": [PAGE, OTHER]}) == 2
    assert count(client, limited, **{"default-graph-uri": [OTHER, PAGE]}) == 2
    assert count(client, COUNT, **{"named-graph-uri": PAGE}) == 0
    inside = COUNT.replace("{", "{ GRAPH ?g {") + "}"
    assert count(client, inside, **{"default-graph-uri": PAGE}) == 0
    assert count(client, inside, **{"named-graph-uri": [PAGE, OTHER]}) == 2
    form = {"query": COUNT, "default-graph-uri": PAGE}
    [told] = client.post("/sparql", data=form).json()["results"]["bindings"]
    assert told["n"]["value"] == "1"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"query": "SELECT * {"}, "query:1:11: not SPARQL"),
        ({"query": "SELECT * { ?s nope:p ?o }"}, "a prefix is not declared"),
        ({"query": "INSERT DATA { <a:a> <a:b> <a:c> }"}, "INSERT is an update"),
        ({"query": "ASK { FILTER(<a:f>(1)) }"}, "not supported"),
        ({"query": COUNT, "default-graph-uri": "no IRI"}, "cannot be answered"),
        ({"query": COUNT, "using-graph-uri": PAGE}, "using-graph-uri is for updates"),
        ({"query": ["ASK {}", "ASK {}"]}, "ask one query"),
        ({"query": "ASK {}", "update": "CLEAR ALL"}, "ask one query"),
        ({"update": "CLEAR ALL"}, "POST"),
    ],
)
def test_a_mistake_is_told(
    given: Mapping[str, str | list[str]], said: str, client: httpx.Client
) -> None:
    answer = client.get("/sparql", params=given)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert said in answer.json()["detail"]


def test_other_methods_and_bodies_are_refused(client: httpx.Client) -> None:
    put = client.put("/sparql", params={"query": "ASK {}"})
    assert put.status_code == 405
    assert "GET" in put.headers["Allow"]
    for headers in ({}, {"Content-Type": "text/plain"}):
        assert client.post("/sparql", content="ASK {}", headers=headers).status_code == 415
    utf_16 = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    assert client.post("/sparql", content="ASK {}", headers=utf_16).status_code == 415
    assert client.post("/sparql", data={"nothing": "here"}).status_code == 400
    assert client.get("/sparql?query=ASK%20%7B%7D%FF").status_code == 400
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_the_endpoint_describes_itself(client: httpx.Client, graph: ProcedureGraph) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    said = triples(answer, ox.RdfFormat.TURTLE)
    endpoint = ox.NamedNode(f"{client.base_url}/sparql".replace("//sparql", "/sparql"))
    assert ox.Triple(endpoint, ox.NamedNode(SD + "endpoint"), endpoint) in said
    union = ox.NamedNode(SD + "UnionDefaultGraph")
    assert ox.Triple(endpoint, ox.NamedNode(SD + "feature"), union) in said
    named = {triple.object for triple in said if triple.predicate.value == SD + "name"}
    assert named == set(graph.quads.named_graphs())
    assert ox.NamedNode(SD + "SPARQL11Update") not in {triple.object for triple in said}
    page = client.get("/sparql", headers={"Accept": BROWSER})
    assert page.headers["Content-Type"].startswith("text/html")


def test_the_data_set_is_counted_as_sparql_counts(
    client: httpx.Client, graph: ProcedureGraph
) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    void = ox.Store()
    void.extend(ox.Quad(*t) for t in triples(answer, ox.RdfFormat.N_TRIPLES))
    prefixes = {"void": VOID, "dcterms": ns.PREFIXES["dcterms"]}

    def told(query: str) -> dict[str, int]:
        rows = void.query(query, prefixes=prefixes)
        return {row[0].value: int(row[1].value) for row in rows}  # type: ignore[union-attr]

    def counted(query: str) -> dict[str, int]:
        return {str(row["what"]): int(str(row["n"])) for row in graph.query(query)}

    assert told("SELECT ?what ?n { [] void:property ?what ; void:triples ?n }") == counted(
        "SELECT ?what (COUNT(*) AS ?n) { ?s ?what ?o } GROUP BY ?what"
    )
    assert told("SELECT ?what ?n { [] void:class ?what ; void:entities ?n }") == counted(
        "SELECT ?what (COUNT(DISTINCT ?s) AS ?n) { ?s a ?what } GROUP BY ?what"
    )
    whole = "SELECT ?d ?n { ?d void:sparqlEndpoint ?e ; void:%s ?n }"
    [triples_] = told(whole % "triples").values()
    [entities] = told(whole % "entities").values()
    assert triples_ == count(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert entities == count(client, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }")
    pages = told(
        "SELECT ?d ?n { ?d dcterms:title ?t ; void:triples ?n FILTER STRSTARTS(?t, 'Pages') }"
    )
    [in_pages] = pages.values()
    inside = f"GRAPH ?g {{ ?s ?p ?o }} FILTER STRSTARTS(STR(?g), '{ns.page('')}')"
    assert in_pages == count(client, f"SELECT (COUNT(*) AS ?n) {{ {inside} }}")
    assert client.get("/void", headers={"Accept": "application/n-triples"}).text == answer.text


def test_a_graph_is_named_once_and_is_there(client: httpx.Client) -> None:
    for path in ("/store", "/store?graph=", f"/store?default&graph={PAGE}", "/store?graph=no"):
        assert client.get(path).status_code == 400, path
    for path in ("/store?graph=https://example.org/none", "/store/none"):
        assert client.get(path).status_code == 404, path
    assert client.head("/store", params={"graph": PAGE}).status_code == 200
    everything = client.get("/store?default")
    assert everything.status_code == 400
    assert "more than 100000 triples" in everything.json()["detail"]
    for method in ("PUT", "POST", "DELETE"):
        refused = client.request(method, "/store", params={"graph": PAGE}, content=b"")
        assert refused.status_code == 403
    assert client.patch("/store", params={"graph": PAGE}).status_code == 405


def test_the_rows_of_an_odd_answer_keep_their_values(client: httpx.Client) -> None:
    values = '"a\\tb\\nc\\"" "\\u0001" "x"@en-GB 1.50 -7 1e3 "INF"^^xsd:double "é😀" <a:b> UNDEF'
    query = f"SELECT ?x ?y {{ VALUES ?x {{ {values} }} }}"
    rows = json.loads(ask(client, query).text)["results"]["bindings"]
    expected = ox.Store().query(query, prefixes=ns.PREFIXES)
    again = ox.parse_query_results(ask(client, query, "text/tab-separated-values").content,
                                   ox.QueryResultsFormat.TSV)  # fmt: skip
    assert [tuple(row) for row in again] == [tuple(row) for row in expected]  # type: ignore[union-attr]
    assert len(rows) == 10
    assert [
        ask(client, q).json()["results"]["bindings"] for q in ("SELECT * {}", "SELECT ?x {}")
    ] == [[{}], [{}]]
