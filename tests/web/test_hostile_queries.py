"""What must not bring the server down, or let it reach anything but its graph."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from servers import CROSS, asking

# Keeps every row of a product in memory.
HOG = "SELECT DISTINCT ?a ?b ?x ?y { ?a ?p ?x . ?b ?q ?y } ORDER BY ?x"


@pytest.fixture(scope="module")
def short(folder: Path) -> Iterator[httpx.Client]:
    """A client of a server with little time, few rows, and nobody who may write."""
    with asking(folder, "--time-limit", "10", "--max-rows", "10") as opened:
        yield opened


def ask(client: httpx.Client, query: str | bytes) -> httpx.Response:
    return client.post(
        "/sparql", content=query, headers={"Content-Type": "application/sparql-query"}
    )


def is_well(client: httpx.Client) -> bool:
    told = ask(client, "ASK { ?page proc:describes ?procedure }").json()
    return bool(told["boolean"]) and client.get("/health").status_code == 200


@pytest.fixture
def knocked_at() -> Iterator[str]:
    """The address of a server where nobody may knock."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "ASK { service silent <URL> { ?s ?p ?o } }",
        "SELECT * { VALUES ?e { <URL> } SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { BIND('#' AS ?a) SERVICE <URL> { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    ],
)
def test_a_call_of_another_server_is_forbidden(
    query: str, short: httpx.Client, knocked_at: str
) -> None:
    answer = ask(short, query.replace("URL", knocked_at))
    assert answer.status_code == 403
    assert "SERVICE" in answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { } # SERVICE <http://a/> { }",
        "ASK { BIND('SERVICE <http://a/> { }' AS ?service) }",
        "ASK { BIND(<http://a/service> AS ?x) BIND('load'@service AS ?y) }",
        "PREFIX service: <http://a/> ASK { FILTER NOT EXISTS { ?service service:load _:service } }",
    ],
)
def test_a_mention_is_no_call(query: str, short: httpx.Client) -> None:
    assert ask(short, query).json()["boolean"] is True


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <URL>",
        "LOAD SILENT <URL> INTO GRAPH <http://a/>",
        "INSERT DATA { <a:a> <a:b> 'LOAD' } ; LOAD <URL>",
        "LOAD <file:///etc/hostname> INTO GRAPH <http://a/>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    ],
)
def test_an_update_that_fetches_is_forbidden(
    update: str, writer: httpx.Client, knocked_at: str
) -> None:
    answer = writer.post("/sparql", data={"update": update.replace("URL", knocked_at)})
    assert answer.status_code == 403
    assert "another server" in answer.json()["detail"]


def test_an_update_may_mention_what_is_forbidden(writer: httpx.Client) -> None:
    update = "INSERT DATA { <a:load> <a:service> 'LOAD <file:///etc/hostname>' } # SERVICE"
    assert writer.post("/sparql", data={"update": update}).status_code == 204
    assert writer.post("/sparql", data={"query": "ASK { <a:load> ?p ?o }"}).json()["boolean"]


@pytest.mark.parametrize("update", ["CLEAR ALL", "INSERT DATA { <a:a> <a:b> <a:c> }", "nonsense"])
def test_a_server_that_reads_refuses_updates(update: str, short: httpx.Client) -> None:
    for sent in (
        {"data": {"update": update}},
        {"content": update, "headers": {"Content-Type": "application/sparql-update"}},
    ):
        answer = short.post("/sparql", **sent)
        assert answer.status_code == 403
        assert "--writable" in answer.json()["detail"]
    assert ask(short, "INSERT DATA { <a:a> <a:b> <a:c> }").status_code == 400
    assert is_well(short)


def test_a_query_without_end_is_ended(short: httpx.Client) -> None:
    answer = ask(short, CROSS)
    assert answer.status_code == 504
    assert "no answer within 10 seconds" in answer.json()["detail"]
    assert is_well(short)


def test_a_query_that_eats_memory_ends_its_worker_alone(folder: Path) -> None:
    with asking(folder, "--memory", "300") as client:
        answer = ask(client, HOG)
        assert answer.status_code == 400
        assert "memory" in answer.json()["detail"]
        assert is_well(client)


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param("SELECT * " + "{" * 100_000 + "}" * 100_000, 400, id="braces"),
        pytest.param(f"ASK {{ FILTER({'(' * 200_000}1{')' * 200_000}) }}", 400, id="brackets"),
        pytest.param(f"ASK {{ FILTER({'!' * 300_000}true) }}", 400, id="negations"),
        pytest.param(f"ASK {{ ?s {'<a:a>/' * 100_000}<a:a> ?o }}", 400, id="path"),
        pytest.param("ASK { " + "{ ASK { " * 10 + "}" * 20, 400, id="no sub-ASK"),
        pytest.param("ASK { VALUES ?x { " + "1 " * 400_000 + "} }", 200, id="values"),
        pytest.param("ASK { } # " + "x" * 10_000_000, 413, id="ten megabytes"),
        pytest.param(b"ASK { BIND('\xff' AS ?x) }", 400, id="no UTF-8"),
        pytest.param(b"ASK { BIND('\x00' AS ?x) }", 200, id="NUL"),
        pytest.param("", 400, id="nothing"),
    ],
)
def test_a_strange_query_has_its_status(
    query: str | bytes, status: int, short: httpx.Client
) -> None:
    answer = ask(short, query)
    assert (answer.status_code, answer.text[:300]) == (status, answer.text[:300])
    if status >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "Traceback" not in answer.text
    assert is_well(short)


@pytest.mark.parametrize("form", ["SELECT *", "CONSTRUCT"])
def test_an_answer_is_never_cut_in_silence(form: str, short: httpx.Client) -> None:
    query = f"{form} WHERE {{ ?s ?p ?o }} LIMIT "
    assert ask(short, query + "10").status_code == 200
    answer = ask(short, query + "11")
    assert answer.status_code == 400
    assert "add LIMIT" in answer.json()["detail"]


def test_a_text_of_many_lines_is_one_row(short: httpx.Client) -> None:
    query = "SELECT ?x { BIND(REPLACE('xxxxxxxxxxxxxxxxxxxx', 'x', '\\n\\r') AS ?x) }"
    [row] = ask(short, query).json()["results"]["bindings"]
    assert row["x"]["value"].count("\n") == 20
