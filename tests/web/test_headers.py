"""What HTTP asks of every answer, whichever part of the server gives it."""

import httpx
import pytest

ANSWERS = (
    "/about",
    "/concept/condition/kidney-stone",
    "/concept/condition/kidney-stone.ttl",
    "/api/v1/procedures/CPT:50436",
    "/api/v1/procedures/CPT:50436/similar",
    "/api/v1/procedures/CPT:50436/similar?limit=1",
    "/api/v1/search?q=kidney",
    "/api/v1/queries/lookup/treating",
    "/sparql?query=SELECT+*+{}",
)


@pytest.mark.parametrize("path", ANSWERS)
def test_what_is_known_is_not_sent_again(path: str, client: httpx.Client) -> None:
    tag = client.get(path).headers["ETag"]
    for known in (tag, tag.removeprefix("W/"), f'"another", {tag}'):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    other = client.get(path, headers={"If-None-Match": tag, "Accept": "text/*"})
    assert other.status_code == 200
    assert "Accept" in other.headers["Vary"]


@pytest.mark.parametrize("path", ANSWERS)
def test_head_says_what_get_would(path: str, client: httpx.Client) -> None:
    told, asked = client.get(path), client.head(path)
    assert (asked.status_code, asked.content) == (200, b"")
    for name in ("content-length", "content-type", "etag", "link", "content-location"):
        assert asked.headers.get(name) == told.headers.get(name)


def test_a_tag_is_that_of_one_address_and_of_no_answer_to_post(client: httpx.Client) -> None:
    tags = {client.head(path).headers["ETag"] for path in ANSWERS}
    assert len(tags) == len(ANSWERS)
    assert "ETag" not in client.post("/api/v1/link", json={"texts": ["a"]}).headers


def test_a_page_is_packed(client: httpx.Client) -> None:
    packed = client.get("/about", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/about", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == plain.content
    assert "Accept-Encoding" in plain.headers["Vary"]
