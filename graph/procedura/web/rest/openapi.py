"""The OpenAPI document, and the page that shows it."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Response
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from procedura.results import NOT_ADVICE
from procedura.version import __version__
from procedura.web.answers import JSON
from procedura.web.pages.rendering import page
from procedura.web.rest.routing import PREFIX

DOCS = f"{PREFIX}/docs"
_ADDRESS = f"{PREFIX}/openapi.json"
_COMPONENTS = "#/components/schemas/"
_ABOUT = f"""\
Questions to a knowledge graph of medical procedures, each an address that answers in JSON.

{NOT_ADVICE}

Lists come in an envelope, a part at a time: `next` and `previous` lead to the other parts. What
goes wrong is told as `application/problem+json` (RFC 9457). Answers to GET carry an `ETag`: sent
back as `If-None-Match`, it gives 304 until the graph changes.
"""
_TAGS = {
    "Find": "Where to begin.",
    "Procedures": "What is known, what else could be done, how procedures connect.",
    "Codes": "Codes of imported systems, and those that pages name.",
    "Texts": "Phrases, notes and pages to be understood; nothing is kept.",
    "Queries": "The query library: each query is an address. Besides JSON, `Accept` gives the "
    "formats of the SPARQL recommendations.",
}
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.+(?:\n {8,}.+)*)", re.MULTILINE)


class Wrong(BaseModel):
    """Something that is wrong with a request.

    Attributes:
        where: The parameter, or the place in the body.
        what: What is wrong.
    """

    where: str
    what: str


class Problem(BaseModel):
    """What went wrong (RFC 9457).

    Attributes:
        type: Always ``about:blank``: the status says it all.
        title: What the status means.
        status: The status of HTTP.
        detail: What is wrong and what to do.
        instance: Path of the request.
        candidates: What may have been meant by an identifier.
        errors: What is wrong with each parameter.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    candidates: list[str] = []
    errors: list[Wrong] = []


def add_document(router: APIRouter) -> None:
    """Register the document about all endpoints of a router, and the page that shows it."""

    @cache
    def written() -> bytes:
        return json.dumps(openapi(router), ensure_ascii=False).encode()

    async def document() -> Response:
        return Response(written(), media_type=JSON)

    async def shown() -> Response:
        return page("api.html", title="API", here=DOCS, document=_ADDRESS).response()

    methods = ["GET", "HEAD"]
    router.add_api_route(_ADDRESS, document, methods=methods, include_in_schema=False)
    router.add_api_route(DOCS, shown, methods=methods, include_in_schema=False)


def openapi(router: APIRouter) -> dict[str, Any]:
    """Return the OpenAPI document about the endpoints of a router.

    Args:
        router: The router.
    """
    made = get_openapi(
        title="Procedura",
        version=__version__,
        description=_ABOUT,
        routes=router.routes,
        tags=[{"name": name, "description": text} for name, text in _TAGS.items()],
        license_info={"name": "Apache-2.0"},
    )
    schemas = made["components"]["schemas"]
    _, problems = models_json_schema([(Problem, "serialization")],
                                     ref_template=_COMPONENTS + "{model}")  # fmt: skip
    schemas |= problems["$defs"]
    for schema in schemas.values():
        _describe(schema)
    _illustrate(made)
    return made


def examples() -> dict[str, dict[str, Any]]:
    """Return operation → a request, and the answer of the bundled graph to it."""
    file = files("procedura.web.rest") / "examples.json"
    read: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return read


def _describe(schema: dict[str, Any]) -> None:
    """Give properties what the docstring of their class says of them."""
    text, _, attributes = schema.get("description", "").partition("\n\nAttributes:\n")
    if attributes:
        schema["description"] = text
    for name, meaning in _ATTRIBUTE.findall(attributes):
        said = " ".join(meaning.split()).replace("``", "`")
        schema["properties"][name].setdefault("description", said)


def _illustrate(document: dict[str, Any]) -> None:
    known = examples()
    for operation in _operations(document):
        if example := known.get(operation["operationId"]):
            summary = f"{example['method']} {example['address']}"
            answer = {"summary": summary, "value": example["answer"]}
            content = operation["responses"]["200"]["content"]
            content[JSON]["examples"] = {"bundled": answer}
            for media, body in operation.get("requestBody", {}).get("content", {}).items():
                if media == example["media"]:
                    body["examples"] = {"bundled": {"value": example["body"]}}


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()
