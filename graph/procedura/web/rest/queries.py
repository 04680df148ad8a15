"""The query library: what it holds, and each query as an endpoint of its own.

The endpoints are made from the headers of the `.rq` files: whoever adds a file adds an endpoint.
"""

from collections.abc import Callable, Coroutine
from http import HTTPStatus
from inspect import Parameter as Argument
from inspect import Signature
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, WithJsonSchema, create_model

from procedura import queries as library
from procedura.library import ProcedureGraph
from procedura.queries import Parameter, json_value
from procedura.queries import Query as LibraryQuery
from procedura.web.answers import JSON, Answer
from procedura.web.asking import Questions
from procedura.web.negotiation import choose
from procedura.web.rest.answers import Items, whole
from procedura.web.rest.routing import get

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
_Ask = Callable[..., Coroutine[Any, Any, Response]]


@get(router, "/queries", Items[LibraryQuery])
async def queries(questions: Questions) -> Response:
    """List the query library: what each query asks, what can be set, and its SPARQL."""
    return await questions.answer(_queries)


def _queries(graph: ProcedureGraph) -> Answer:
    return whole(Items[LibraryQuery], [query for _, query in sorted(library.library().items())])


def _add(query: LibraryQuery) -> None:
    """Register the endpoint of a query."""
    problems = (HTTPStatus.NOT_FOUND,) if query.parameters else ()
    register = get(router, f"/queries/{query.name}", Items[_row(query)],  # type: ignore[misc]
                   HTTPStatus.NOT_ACCEPTABLE, *problems, media=_MEDIA,
                   operation=query.name.replace("/", "_").replace("-", "_"))  # fmt: skip
    register(_endpoint(query))


def _endpoint(query: LibraryQuery) -> _Ask:
    async def ask(questions: Questions, **values: object) -> Response:
        media = choose(questions.request.headers.get("accept", ""), [JSON, *_FORMATS])
        return await questions.answer(_ask, query.name, values, media)

    ask.__name__ = query.title
    ask.__doc__ = query.question
    own = Argument("questions", Argument.KEYWORD_ONLY, annotation=Questions)
    ask.__signature__ = Signature([own, *map(_argument, query.parameters)])  # type: ignore[attr-defined]
    return ask


def _argument(parameter: Parameter) -> Argument:
    described = parameter.description
    if parameter.type == "iri":
        described = f"{described.removesuffix('.')}: an IRI, a slug, or a name."
    kind = _TYPES[parameter.type]
    declared = Query(description=described, max_length=500 if kind is str else None)
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


def _ask(graph: ProcedureGraph, name: str, values: dict[str, object], media: str) -> Answer:
    rows = graph.query(library.find(name), **values)
    if media != JSON:
        return Answer(rows.serialize(_FORMATS[media]), media)
    return whole(
        Items[dict[str, Cell]],
        [{column: json_value(value) for column, value in row.items()} for row in rows],
    )


for _query in library.library().values():
    _add(_query)
