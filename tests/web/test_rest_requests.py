"""How endpoints take requests: parts of lists, what goes wrong, ETag, and too much at once."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import uvicorn
from hypothesis import given, settings
from hypothesis import strategies as st

from applications import full, get
from procedura import ProcedureGraph
from procedura.settings import Settings
from procedura.web.serving import serve

API = "/api/v1"
PROBLEM = "application/problem+json"


def parts(client: httpx.Client, address: str, direction: str = "next") -> Iterator[Any]:
    """Yield a part of a list and those that follow, as its links lead on."""
    following: str | None = address
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        links = {link["rel"]: link["url"] for link in answer.links.values()}
        told = {"next": body["next"], "prev": body["previous"]}
        assert links == {name: where for name, where in told.items() if where}
        yield body
        following = body[direction]


@pytest.mark.parametrize("limit", [7, 100])
def test_parts_make_the_whole_list_each_thing_once(
    client: httpx.Client, graph: ProcedureGraph, limit: int
) -> None:
    address = f"{API}/procedures?specialty=urology&limit={limit}"
    found = [*parts(client, address)]
    items = [one["procedure"] for body in found for one in body["items"]]
    assert items == [one.procedure for one in graph.procedures("urology")]
    assert {body["total"] for body in found} == {len(items)}


def test_parts_lead_back(client: httpx.Client) -> None:
    ahead = [*parts(client, f"{API}/procedures?specialty=urology&limit=40")]
    last = f"{API}/procedures?specialty=urology&limit=40&offset={40 * (len(ahead) - 1)}"
    back = [*parts(client, last, "previous")]
    assert [one["items"] for one in back] == [one["items"] for one in reversed(ahead)]


@pytest.mark.parametrize("text", ["kidney", "blee", "percutaneous"])
def test_parts_of_a_search_do_not_depend_on_their_length(client: httpx.Client, text: str) -> None:
    def found(limit: int) -> list[str]:
        address = f"{API}/search?q={quote(text)}&limit={limit}"
        return [one["iri"] for body in parts(client, address) for one in body["items"]]

    whole = found(100)
    assert found(23) == whole
    assert len(set(whole)) == len(whole) > 23


def test_a_part_after_the_end_is_empty(client: httpx.Client) -> None:
    for address in ("/procedures?offset=100000", "/search?q=kidney&offset=1000000000"):
        found = client.get(API + address).json()
        assert (found["items"], found["next"]) == ([], None)


def test_links_keep_what_was_asked(client: httpx.Client, graph: ProcedureGraph) -> None:
    iri = graph.resolve("CPT:52353")
    address = f"{API}/procedures/{quote(iri, safe='')}/alternatives?avoid=sepsis&avoid=hematuria"
    found = [one["procedure"] for body in parts(client, f"{address}&limit=2")
             for one in body["items"]]  # fmt: skip
    expected = graph.alternatives("CPT:52353", avoid=["sepsis", "hematuria"])
    assert found == [one.procedure for one in expected]
    assert len(found) > 2


JSON = {"Content-Type": "application/json"}
MARKDOWN = {"Content-Type": "text/markdown"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "says"),
    [
        ("GET", "/nowhere", {}, "", 404, ""),
        ("GET", "/procedures/nowhere", {}, "", 404, "'nowhere'"),
        ("GET", "/procedures//similar", {}, "", 404, "''"),
        ("GET", "/procedures/nowhere/neighbourhood", {}, "", 404, "'nowhere'"),
        ("GET", "/codes/CPT:99999", {}, "", 404, "no code"),
        ("GET", "/codes/nonsense", {}, "", 404, "no code"),
        ("GET", "/codes/CPT:50436/similar", {}, "", 404, "imported"),
        ("GET", "/procedures/CPT:50436/alternatives?for=x", {}, "", 404, "condition"),
        ("GET", "/compare?id=CPT:50436", {}, "", 422, "query.id"),
        ("GET", "/compare?id=CPT:50436&id=x", {}, "", 404, "'x'"),
        ("GET", "/search", {}, "", 422, "query.q"),
        ("GET", "/search?q=", {}, "", 422, "query.q"),
        ("GET", "/search?q=a&limit=0", {}, "", 422, "query.limit"),
        ("GET", "/search?q=a&limit=101", {}, "", 422, "query.limit"),
        ("GET", "/search?q=a&offset=-1", {}, "", 422, "query.offset"),
        ("GET", "/search?q=a&lmit=1", {}, "", 422, "no such parameter; choose kind, limit"),
        ("GET", "/procedures/CPT:50436/alternatives?max_stay=long", {}, "", 422, "'long'"),
        ("GET", f"/procedures/CPT:50436/alternatives?max_duration=PT{'9' * 5000}H", {}, "", 422,
         "no length of time"),
        ("GET", "/queries/lookup/treating?condition=x", {}, "", 404, "'x'"),
        ("GET", "/queries/lookup/treating?condition=a:// b", {}, "", 400, "no iri"),
        ("GET", "/queries/lookup/within-stay?limit=x", {}, "", 422, "query.limit"),
        ("GET", "/queries/lookup/treating", {"Accept": "image/png"}, "", 406, "text/csv"),
        ("POST", "/search", {}, "", 405, ""),
        ("POST", "/link", {}, "{}", 415, "application/json"),
        ("POST", "/link", MARKDOWN, "{}", 415, "text/markdown"),
        ("POST", "/link", JSON, "{", 422, "JSON"),
        ("POST", "/link", JSON, '{"texts": []}', 422, "body.texts"),
        ("POST", "/link", JSON, '{"texts": ["a"], "kind": "x"}', 422, "choose one of condition"),
        ("POST", "/link", JSON, '{"texts": ["a"], "more": 1}', 422, "body.more"),
        ("POST", "/link", JSON, '{"texts": ["\\ud800"]}', 422, "body.texts"),
        ("POST", "/check", JSON, '{"code": "x", "text": "a"}', 404, "'x'"),
        ("POST", "/validate", MARKDOWN, "nothing", 422, "page.md:1"),
        ("POST", "/validate", MARKDOWN, "\0", 422, "binary"),
        ("POST", "/validate?code=x", MARKDOWN, "# A\n## Risks\n- B", 422, "x"),
        ("POST", "/validate", {"Content-Type": "text/turtle"}, "<a", 422, "data.ttl:1"),
        ("POST", "/validate", {"Content-Type": "text/plain; charset=x"}, "a", 422, "'x'"),
        ("POST", "/validate", {"Content-Type": "image/png"}, "a", 415, "text/turtle"),
        ("POST", "/read", {"Content-Type": "text/turtle"}, "a", 415, "text/html"),
        ("POST", "/read", MARKDOWN, "a" * 1_000_001, 413, "1000000"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told(
    client: httpx.Client,
    method: str,
    path: str,
    headers: dict[str, str],
    body: str,
    status: int,
    says: str,
) -> None:
    answer = client.request(method, API + path, headers=headers, content=body)
    assert answer.headers["content-type"] == PROBLEM
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status)
    assert says in told["detail"]
    assert "Traceback" not in answer.text


def test_what_may_have_been_meant_is_told(client: httpx.Client) -> None:
    told = client.get(f"{API}/procedures/shock wave lithotripsi").json()
    assert "Shock wave lithotripsy" in told["candidates"]


@given(text=st.text(min_size=1, max_size=40))
@settings(max_examples=10)
def test_whatever_stands_in_an_address_is_no_error_of_ours(client: httpx.Client, text: str) -> None:
    id = quote(text.encode("utf-8", "replace"), safe="")
    for address in (f"procedures/{id}", f"procedures/{id}/similar", f"codes/{id}",
                    f"search?q={id}", f"queries/lookup/by-name?text={id}",
                    f"queries/lookup/treating?condition={id}"):  # fmt: skip
        answer = client.get(f"{API}/{address}")
        assert answer.status_code in (200, 400, 404), answer.text


@given(text=st.text(max_size=80), html=st.booleans())
@settings(max_examples=4)
def test_whatever_stands_in_a_body_is_no_error_of_ours(
    client: httpx.Client, text: str, html: bool
) -> None:
    page = f"Name\n{text}\nRisks\n- {text}\n".encode("utf-8", "replace")
    media = {"Content-Type": "text/html" if html else "text/plain"}
    read = client.post(f"{API}/read", content=page, headers=media)
    assert read.status_code in (200, 422), read.text
    linked = client.post(f"{API}/link", content=json.dumps({"texts": [text]}), headers=JSON)
    assert linked.status_code in (200, 422), linked.text


# Nagle's algorithm and a delayed acknowledgement would make each wait for 40 ms.
def test_a_connection_that_is_kept_does_not_make_answers_wait(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    undelayed: list[int] = []

    def run(_: uvicorn.Server, sockets: list[socket.socket]) -> None:
        [listening] = sockets
        with listening, socket.create_connection(listening.getsockname()):
            accepted, _address = listening.accept()
            with accepted:
                undelayed.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr("uvicorn.Server.run", run)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    serve(Settings(folder), "127.0.0.1", 0, lambda _: None)
    assert undelayed == [1]


def test_too_much_at_once_is_refused_and_may_be_asked_again(folder: Path) -> None:
    with full(folder) as web:
        refused = get(web, f"{API}/search?q=kidney")
    assert refused.status_code == 503
    assert refused.headers["content-type"] == PROBLEM
    assert int(refused.headers["retry-after"]) >= 1
