"""What a request asks of the endpoint, read as the SPARQL 1.1 Protocol says (section 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.exceptions import HTTPException

from procedura.web.headers import content_type

_FORM = "application/x-www-form-urlencoded"
_DIRECT = {"application/sparql-query": "query", "application/sparql-update": "update"}
# Of which operation the parameters are that name graphs: those of the default graph, then others.
_GRAPHS = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Attributes:
        kind: ``query`` or ``update``; "" where it asks for nothing.
        text: The query or update.
        base: The endpoint, which relative IRIs are relative to.
        default_graphs: IRIs of graphs that are the default graph.
        named_graphs: IRIs of graphs that are found with GRAPH.
        format: In which format the answer is wanted; "": as ``Accept`` says.
    """

    kind: str
    text: str
    base: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str


async def read(request: Request) -> Asked:
    """Return what a request asks.

    Raises:
        HTTPException: It does not keep to the protocol.
    """
    given = fields(request.scope["query_string"], "the address")
    if request.method == "POST":
        media, body = media_type(request), await request.body()
        if media == _FORM:
            given += fields(body, "the form")
        elif media in _DIRECT:
            given.append((_DIRECT[media], decoded(body, "the body")))
        else:
            takes = ", ".join((_FORM, *_DIRECT))
            raise HTTPException(415, f"POST one of {takes}", {"Accept-Post": takes})
    return _asked(str(request.url.replace(query="")), given, request.method)


def media_type(request: Request) -> str:
    """Return the media type of a request's body.

    Raises:
        HTTPException: 415, its encoding is not UTF-8.
    """
    media, charset = content_type(request.headers.get("content-type"))
    if charset not in ("", "utf-8", "utf8"):
        raise HTTPException(415, "encode the request as UTF-8")
    return media


def decoded(body: bytes, where: str) -> str:
    """Return a text of a request.

    Raises:
        HTTPException: 400, it is not UTF-8.
    """
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"{where} is not UTF-8 (byte {error.start})") from error


def fields(content: bytes, where: str) -> list[tuple[str, str]]:
    """Return names and values of a form, or of what follows ``?`` in an address.

    Raises:
        HTTPException: 400, it is not UTF-8.
    """
    try:
        return parse_qsl(decoded(content, where), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"{where} is not UTF-8 where it is decoded") from error


def _asked(base: str, given: Sequence[tuple[str, str]], method: str) -> Asked:
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    kinds = [kind for kind in _GRAPHS if kind in values]
    if len(kinds) > 1 or any(len(values[kind]) > 1 for kind in kinds):
        raise HTTPException(400, "ask one query, or one update")
    if kinds == ["update"] and method != "POST":
        raise HTTPException(400, "an update comes with POST")
    kind = kinds[0] if kinds else ""
    for other in _GRAPHS.keys() - {kind}:
        if kind and (strange := [name for name in _GRAPHS[other] if name in values]):
            raise HTTPException(400, f"{strange[0]} is for {other}s, and this is a {kind}")
    [text] = values.get(kind, [""])
    default, named = (tuple(values.get(name, ())) for name in _GRAPHS.get(kind, ("", "")))
    return Asked(kind, text, base, default, named, values.get("format", [""])[-1])
