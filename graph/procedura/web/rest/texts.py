"""Texts in: phrases to link, texts to check, pages to read and validate; nothing is kept."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from procedura.analysis.checking.checker import Check
from procedura.errors import PageError
from procedura.export.page_json import pages_as_json
from procedura.library import ProcedureGraph
from procedura.linking import KINDS, Meaning, OpenPhrase
from procedura.model import Finding
from procedura.web.answers import Answer
from procedura.web.asking import Questions
from procedura.web.bodies import content_type
from procedura.web.rest.answers import Items, one, whole
from procedura.web.rest.described import Described
from procedura.web.rest.parameters import choice
from procedura.web.rest.routing import post

router = APIRouter(tags=["Texts"])

# Media type of a body → name that tells the reader of pages its format.
_PAGES = {"text/markdown": "page.md", "text/plain": "page.txt", "text/html": "page.html"}
_TURTLE = "text/turtle"
_MOST_TEXTS = 200
_Kind = Annotated[str, *choice(KINDS)]
_Code = Annotated[
    str | None,
    Query(max_length=50, examples=["CPT:50436"],
          description="CURIE of the page's code, where you know it."),
]  # fmt: skip


class Phrases(BaseModel):
    """Phrases to be linked.

    Attributes:
        texts: The phrases.
        kind: What they name, or which kind of line they are; null: anything, or several things.
        candidates: How many other things to return that a phrase is like.
    """

    model_config = ConfigDict(extra="forbid")
    texts: Annotated[
        list[Annotated[str, Field(max_length=2000)]], Field(min_length=1, max_length=_MOST_TEXTS)
    ]
    kind: _Kind | None = None
    candidates: Annotated[int, Field(ge=0, le=20)] = 3


class CodedText(BaseModel):
    """A text, and the code that was given to it.

    Attributes:
        code: A code or procedure: a CURIE, a slug, an IRI, or a name.
        text: What was done, as a note or a page says it.
    """

    model_config = ConfigDict(extra="forbid")
    code: Annotated[str, Field(max_length=500)]
    text: Annotated[str, Field(min_length=1, max_length=200_000)]


@dataclass(frozen=True, slots=True)
class Like:
    """Something that a phrase is like.

    Attributes:
        label: Its preferred label.
        score: How much its name is like the phrase, 0 to 1.
    """

    label: str
    score: float


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line that should mean something and was linked to nothing.

    Attributes:
        line: Where it stands, from 1.
        text: Its words.
        kind: Kind of line.
        ambiguous: Whether several things fit equally well, rather than none well enough.
        candidates: What comes near, the nearest first.
    """

    line: int
    text: str
    kind: str
    ambiguous: bool
    candidates: tuple[Like, ...]


class ReadPage(BaseModel):
    """What the reader and the linker see in a page.

    Attributes:
        page: What it says, as `/procedures/{id}` does.
        open: Lines that should mean something and were linked to nothing.
    """

    page: Described
    open: list[OpenLine]


_CHECK = TypeAdapter(Check)
_READ = TypeAdapter(ReadPage)


def _body(*types: str) -> dict[str, Any]:
    """Return what OpenAPI says of a body that is a document."""
    return {"required": True, "content": {one: {"schema": {"type": "string"}} for one in types}}


@post(router, "/link", Items[Meaning])
async def link(questions: Questions, phrases: Phrases) -> Response:
    """Say what phrases mean: concepts of ours, or terms of imported vocabularies."""
    return await questions.answer(_link, phrases.texts, phrases.kind, phrases.candidates)


@post(router, "/check", Check, HTTPStatus.NOT_FOUND)
async def check(questions: Questions, coded: CodedText) -> Response:
    """Say whether a text fits a code, or a neighbour better, with the words that decide."""
    return await questions.answer(_check, coded.code, coded.text)


@post(router, "/read", ReadPage, takes=[*_PAGES], body=_body(*_PAGES))
async def read(questions: Questions, request: Request, code: _Code = None) -> Response:
    """Read and link a page; return what was seen in it and what stayed open."""
    kind, charset = content_type(request.headers["content-type"])
    return await questions.answer(_read, await request.body(), kind, charset, code)


@post(router, "/validate", Items[Finding], takes=[*_PAGES, _TURTLE],
      body=_body(*_PAGES, _TURTLE))  # fmt: skip
async def validate(questions: Questions, request: Request, code: _Code = None) -> Response:
    """Check a page, or Turtle, against the SHACL shapes; no findings: it conforms."""
    kind, charset = content_type(request.headers["content-type"])
    return await questions.answer(_validate, await request.body(), kind, charset, code)


def _decoded(content: bytes, charset: str) -> str | bytes:
    """Return a document as text where its charset is told; the reader finds out what is not."""
    if not charset:
        return content
    try:
        return content.decode(charset)
    except (LookupError, ValueError) as error:
        raise PageError(f"the body cannot be read as {charset!r}",
                        cure="send it as UTF-8") from error  # fmt: skip


def _link(graph: ProcedureGraph, texts: list[str], kind: str | None, candidates: int) -> Answer:
    return whole(Items[Meaning], graph.meanings(texts, kind, candidates))


def _check(graph: ProcedureGraph, code: str, text: str) -> Answer:
    return one(_CHECK, graph.check(code, text))


def _read(
    graph: ProcedureGraph, content: bytes, kind: str, charset: str, code: str | None
) -> Answer:
    linked = graph.read_text(_decoded(content, charset), source=_PAGES[kind], code=code)
    page = Described.model_validate(pages_as_json([linked.page]))
    return one(_READ, ReadPage(page=page, open=[*map(_open_line, linked.open)]))


def _open_line(phrase: OpenPhrase) -> OpenLine:
    line = phrase.statement
    like = tuple(Like(one.label, one.score) for one in phrase.candidates)
    return OpenLine(line.line, line.text, line.kind, phrase.ambiguous, like)


def _validate(
    graph: ProcedureGraph, content: bytes, kind: str, charset: str, code: str | None
) -> Answer:
    if kind == _TURTLE:
        return whole(Items[Finding], graph.validate_turtle(content, source="data.ttl"))
    text = _decoded(content, charset)
    return whole(Items[Finding], graph.validate_text(text, source=_PAGES[kind], code=code))
