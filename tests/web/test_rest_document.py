"""The OpenAPI document: whole, true, and kept to by the server; the pages that show it."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from procedura import queries
from procedura.web.rest.openapi import examples

API = "/api/v1"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> Any:
    return client.get(f"{API}/openapi.json").json()


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def test_the_document_tells_of_every_endpoint(document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    told = {path.removeprefix(API) for path in document["paths"]}
    assert told == {f"/queries/{name}" for name in queries.library()} | {
        *("/search", "/procedures", "/procedures/{id}", "/procedures/{id}/alternatives"),
        *("/procedures/{id}/left-out", "/procedures/{id}/similar", "/compare", "/path"),
        "/procedures/{id}/neighbourhood",
        *("/codes/{curie}", "/codes/{curie}/similar", "/queries"),
        *("/link", "/check", "/read", "/validate"),
    }


def test_everything_in_the_document_is_described(document: Any) -> None:
    for path, _, operation in operations(document):
        assert operation["description"], path
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])
        for status in ("422", "503", "504"):
            content = operation["responses"][status]["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
    for name, schema in document["components"]["schemas"].items():
        assert "Attributes:" not in schema.get("description", ""), name
    references = {*re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document))}
    assert references <= set(document["components"]["schemas"])


def test_columns_of_queries_are_described_as_in_their_headers(document: Any) -> None:
    schemas = document["components"]["schemas"]
    row = schemas["LookupTreatingRow"]["properties"]
    columns = queries.find("lookup/treating").columns
    assert {name: column["description"] for name, column in row.items()} == columns


@pytest.mark.parametrize("operation", sorted(examples()))
def test_the_examples_are_what_the_bundled_graph_answers(
    client: httpx.Client, document: Any, operation: str
) -> None:
    example = examples()[operation]
    body = example.get("body")
    answer = client.request(
        example["method"],
        example["address"],
        content=body if isinstance(body, str) else json.dumps(body) if body else None,
        headers={"Content-Type": example["media"]} if body else {},
    )
    assert answer.json() == example["answer"], "run tools/examples.py"
    [told] = [one for _, _, one in operations(document) if one["operationId"] == operation]
    shown = told["responses"]["200"]["content"]["application/json"]["examples"]
    assert shown["bundled"]["value"] == example["answer"]


def test_what_can_be_answered_has_an_example(document: Any) -> None:
    without = {one["operationId"] for _, _, one in operations(document)
               if one["tags"] != ["Queries"]} - set(examples())  # fmt: skip
    assert without == {"similar_codes"}  # the bundled graph has no imported system


def test_the_page_of_the_document_asks_nobody_else(client: httpx.Client) -> None:
    page = client.get(f"{API}/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'self'" in page.headers["content-security-policy"]
    loaded = re.findall(r'<link[^>]* href="([^"]+)"|\b(?:src|data-document)="([^"]+)"', page.text)
    needed = ["".join(one) for one in loaded]
    assert f"{API}/openapi.json" in needed
    assert all(one.startswith("/") and not one.startswith("//") for one in needed)
    for one in needed:
        assert client.get(one).status_code == 200, one
    assert not re.findall(r"<script(?![^>]*src=)", page.text)


def test_the_server_keeps_to_the_document(address: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", f"{address}{API}/openapi.json",
         "--phases", "fuzzing", "--max-examples", "2", "--seed", "1", "--no-shrink",
         "--request-timeout", "150",
         "--exclude-path-regex", "/queries/(?!lookup)",  # made like the others, and slower
         "--checks", ",".join(CHECKS), "--no-color"],
        cwd=tmp_path, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"(\d+) generated, \1 passed", run.stdout), run.stdout
