"""Texts in: phrases to link, texts to check, pages to read and validate; nothing is kept."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from procedura.analysis.checking.checker import Check
from procedura.errors import PageError
from procedura.export.page_json import pages_as_json
from procedura.library import ProcedureGraph
from procedura.linking import KINDS, Meaning, OpenPhrase
from procedura.model import Finding
from procedura.web.headers import content_type
from procedura.web.pages.searching import LONGEST
from procedura.web.rest.answers import Items, whole
from procedura.web.rest.described import Described
from procedura.web.rest.parameters import choice
from procedura.web.rest.routing import post

router = APIRouter(tags=["Texts"])

# Media type of a page → name that tells its reader the format.
_PAGES = {"text/markdown": "page.md", "text/plain": "page.txt", "text/html": "page.html"}
_TURTLE = {"text/turtle": "data.ttl"}
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
    code: Annotated[str, Field(max_length=LONGEST)]
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


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was sent: its content, and the name of a file that tells its format."""

    content: str | bytes
    source: str


async def _document(request: Request) -> Document:
    """Return a page as text where its charset is told; the reader finds out what is not."""
    media, charset = content_type(request.headers["content-type"])
    content = await request.body()
    if media in _TURTLE or not charset:
        return Document(content, (_PAGES | _TURTLE)[media])
    try:
        return Document(content.decode(charset), _PAGES[media])
    except (LookupError, ValueError) as error:
        raise PageError(f"the body cannot be read as {charset!r}",
                        cure="send it as UTF-8") from error  # fmt: skip


_Sent = Annotated[Document, Depends(_document)]


@post(router, "/link")
def link(graph: ProcedureGraph, phrases: Phrases) -> Items[Meaning]:
    """Say what phrases mean: concepts of ours, or terms of imported vocabularies."""
    return whole(graph.meanings(phrases.texts, phrases.kind, phrases.candidates))


@post(router, "/check", HTTPStatus.NOT_FOUND)
def check(graph: ProcedureGraph, coded: CodedText) -> Check:
    """Say whether a text fits a code, or a neighbour better, with the words that decide."""
    return graph.check(coded.code, coded.text)


@post(router, "/read", documents=_PAGES)
def read(graph: ProcedureGraph, sent: _Sent, code: _Code = None) -> ReadPage:
    """Read and link a page; return what was seen in it and what stayed open."""
    linked = graph.read_text(sent.content, source=sent.source, code=code)
    page = Described.model_validate(pages_as_json([linked.page]))
    return ReadPage(page=page, open=[*map(_open_line, linked.open)])


def _open_line(phrase: OpenPhrase) -> OpenLine:
    line = phrase.statement
    like = tuple(Like(one.label, one.score) for one in phrase.candidates)
    return OpenLine(line.line, line.text, line.kind, phrase.ambiguous, like)


@post(router, "/validate", documents=[*_PAGES, *_TURTLE])
def validate(graph: ProcedureGraph, sent: _Sent, code: _Code = None) -> Items[Finding]:
    """Check a page, or Turtle, against the SHACL shapes; no findings: it conforms."""
    if isinstance(sent.content, bytes) and sent.source in _TURTLE.values():
        return whole(graph.validate_turtle(sent.content, source=sent.source))
    return whole(graph.validate_text(sent.content, source=sent.source, code=code))
