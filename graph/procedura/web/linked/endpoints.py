"""Every IRI of ours, at the same path of the server, in every form."""

from dataclasses import replace
from urllib.parse import quote

from fastapi import APIRouter, Response
from pydantic_core import to_json

from procedura.errors import IdentifierError
from procedura.export.rdf import triples_as
from procedura.library import ProcedureGraph
from procedura.web import pages
from procedura.web.answers import Answer
from procedura.web.asking import Questions
from procedura.web.headers import choose
from procedura.web.linked.describing import describe, known, too_large
from procedura.web.linked.forms import MARKDOWN, RECORD, Form, address, forms, read

# What the IRIs of ours begin with (`docs/explanation/graph.md`), and those that are a document of
# their own.
KINDS = (
    *("analysis", "code", "concept", "mapping-set", "mappings", "ontology", "page"),
    *("procedure", "release", "software"),
)
DOCUMENTS = ("curation", "graph", "ontology")

_DATASET = '</void#dataset>; rel="http://www.w3.org/ns/void#inDataset"'
_ENDPOINT = '</sparql>; rel="http://www.w3.org/ns/sparql-service-description#endpoint"'
_WHOLE = "http://www.w3.org/ns/void#dataDump"

router = APIRouter()


async def thing(questions: Questions) -> Response:
    """Tell of a thing in the form that its address asks for, or else that the client accepts."""
    request = questions.request
    iri, form = read(request.scope["raw_path"].decode("utf-8", "replace"))
    if form is None:
        offered = {one.media: one for one in forms(iri)}
        form = offered[choose(request.headers.get("accept", ""), [*offered])]
    return await questions.answer(tell, iri, form, request.url.query)


def tell(graph: ProcedureGraph, iri: str, form: Form, query: str = "") -> Answer:
    """Return a thing in a form.

    Args:
        graph: The graph.
        iri: The thing.
        form: One of its forms.
        query: Query of the address, for a page.

    Raises:
        IdentifierError: The graph says nothing of it.
    """
    if not known(graph.quads, iri):
        raise IdentifierError(f"the graph says nothing of {iri}")
    if form.rdf:
        told = Answer(triples_as(form.rdf, describe(graph.quads, iri)), form.media)
    elif form == RECORD:
        told = Answer(to_json(graph.procedure(iri).to_dict()), form.media)
    elif form == MARKDOWN:
        told = Answer(graph.procedure(iri).markdown().encode(), form.media)
    else:
        told = pages.thing(graph, iri, query)
    return replace(told, headers={**told.headers, **_headers(graph, iri, form)})


def _headers(graph: ProcedureGraph, iri: str, form: Form) -> dict[str, str]:
    links = [
        f'<{address(iri, one)}>; rel="alternate"; type="{one.media}"'
        for one in forms(iri)
        if one != form
    ]
    links += [f'<{iri}>; rel="canonical"', _DATASET, _ENDPOINT]
    if too_large(graph.quads, iri):
        links.append(f'</store?graph={quote(iri, safe="")}>; rel="{_WHOLE}"')
    return {"Content-Location": address(iri, form), "Link": ", ".join(links)}


for _path in (
    *(f"/{kind}/{{rest:path}}" for kind in KINDS),
    *(f"/{name}{ending}" for name in DOCUMENTS for ending in ("", ".{suffix}")),
):
    router.add_api_route(_path, thing, methods=["GET", "HEAD"], include_in_schema=False)
