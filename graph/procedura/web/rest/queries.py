"""The query library: what it holds, and each query as an endpoint of its own.

The endpoints are made from the headers of the `.rq` files: whoever adds a file adds an endpoint.
"""

from functools import partial
from http import HTTPStatus
from inspect import Parameter as Argument
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field, WithJsonSchema, create_model

from procedura import queries as library
from procedura.library import ProcedureGraph
from procedura.queries import Parameter, json_value
from procedura.queries import Query as LibraryQuery
from procedura.web.answers import JSON, Answer
from procedura.web.asking import endpoint
from procedura.web.headers import choose
from procedura.web.pages.searching import LONGEST
from procedura.web.rest.answers import Items, as_json, whole
from procedura.web.rest.routing import add_get, get

router = APIRouter(tags=["Queries"])

# What a row has in a column.
Cell = Annotated[
    str | int | float | bool | None,
    WithJsonSchema({"type": ["string", "number", "boolean", "null"]}),
]
# Media types of the SPARQL recommendations → what `Rows.serialize` calls them.
_FORMATS = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
}
_MEDIA = {
    media: {"schema": {"type": "object" if name == "json" else "string"}}
    for media, name in _FORMATS.items()
}
_TYPES: dict[str, type] = {"iri": str, "string": str, "integer": int, "decimal": float,
                           "boolean": bool}  # fmt: skip


@get(router, "/queries")
def queries(_: ProcedureGraph) -> Items[LibraryQuery]:
    """List the query library: what each query asks, what can be set, and its SPARQL."""
    return whole([query for _, query in sorted(library.library().items())])


def _add(query: LibraryQuery) -> None:
    """Register the endpoint of a query."""
    accepted = Argument("media", Argument.KEYWORD_ONLY, annotation=_Media)
    ask = endpoint(partial(_ask, query.name), [accepted, *map(_argument, query.parameters)])
    ask.__name__, ask.__doc__ = query.title, query.question
    problems = (HTTPStatus.NOT_FOUND,) if query.parameters else ()
    add_get(router, f"/queries/{query.name}", ask, Items[_row(query)],  # type: ignore[misc]
            HTTPStatus.NOT_ACCEPTABLE, *problems, media=_MEDIA,
            operation=query.name.replace("/", "_").replace("-", "_"))  # fmt: skip


def _media(request: Request) -> str:
    """Return the media type that a client is given the rows in."""
    return choose(request.headers.get("accept", ""), [JSON, *_FORMATS])


_Media = Annotated[str, Depends(_media)]


def _argument(parameter: Parameter) -> Argument:
    described = parameter.description
    if parameter.type == "iri":
        described = f"{described.removesuffix('.')}: an IRI, a slug, or a name."
    kind = _TYPES[parameter.type]
    declared = Query(description=described, max_length=LONGEST if kind is str else None)
    return Argument(
        parameter.name, Argument.KEYWORD_ONLY,
        default=kind(parameter.default), annotation=Annotated[kind, declared],
    )  # fmt: skip


def _row(query: LibraryQuery) -> type[BaseModel]:
    """Return the type of a row of the answer to a query."""
    columns: dict[str, Any] = {
        name: (Cell, Field(description=meaning)) for name, meaning in query.columns.items()
    }
    name = f"{query.name.replace('/', ' ').replace('-', ' ').title().replace(' ', '')}Row"
    return cast("type[BaseModel]", create_model(name, __doc__=query.title, **columns))


def _ask(name: str, graph: ProcedureGraph, /, media: str, **values: object) -> Answer:
    rows = graph.query(library.find(name), **values)
    if media != JSON:
        return Answer(rows.serialize(_FORMATS[media]), media)
    found = [{column: json_value(value) for column, value in row.items()} for row in rows]
    return as_json(Items[dict[str, Cell]], whole(found))


for _query in library.library().values():
    _add(_query)
