"""``/.well-known/void``: what the data set holds, in VoID."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response

from procedura import namespaces as ns
from procedura.export.rdf import FORMATS
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.asking import Queries
from procedura.web.sparql.counting import Counter, Counts
from procedura.web.sparql.formats import accepted
from procedura.web.sparql.statements import name, number, said, told

router = APIRouter()
_EXAMPLES = 3
# What the named graphs hold whose IRIs begin so.
_SUBSETS = {
    "page": "Pages, each with what it says of its procedure",
    "concept": "Schemes of concepts",
    "mappings": "Mappings of concepts to other vocabularies",
    "code": "Code systems, with the codes that pages name",
    "release": "Imported releases of code systems and vocabularies",
    "analysis": "What analyses found",
    "ontology": "The ontology",
}


@router.api_route("/void", methods=["GET", "HEAD"], include_in_schema=False)
@router.api_route("/.well-known/void", methods=["GET", "HEAD"], include_in_schema=False)
async def void(request: Request, queries: Queries) -> Response:
    """Describe the data set."""
    counter: Counter = request.app.state.counter
    accept = accepted(request.headers.get("accept", ""), request.query_params.get("format", ""))
    base = f"{request.url.scheme}://{request.url.netloc}/"
    return await queries.answer(describe_dataset, await counter.counts(request), base, accept)


def describe_dataset(graph: ProcedureGraph, counts: Counts, base: str, accept: str) -> Answer:
    """Return the description of the data set.

    Args:
        graph: The graph.
        counts: How much is in it.
        base: Address of the server, with a slash at its end.
        accept: What the client accepts.

    Raises:
        HTTPException: 406, the client takes no format of graphs.
    """
    dataset = ox.NamedNode(f"{base}void#dataset")
    parts = (
        _document(dataset, base),
        _whole(graph, dataset, counts, base),
        _partitions(dataset, counts.classes, "class"),
        _partitions(dataset, counts.properties, "property"),
        _subsets(graph, dataset, counts.graphs),
    )
    return told([triple for part in parts for triple in part], accept)


def _document(dataset: ox.NamedNode, base: str) -> Iterator[ox.Triple]:
    yield from said(
        ox.NamedNode(f"{base}void"),
        rdf_type=name("void:DatasetDescription"),
        foaf_primaryTopic=dataset,
    )


def _whole(
    graph: ProcedureGraph, dataset: ox.NamedNode, counts: Counts, base: str
) -> Iterator[ox.Triple]:
    procedures = graph.quads.quads_for_pattern(
        None, name("rdf:type"), ox.NamedNode(ns.term("Procedure"))
    )
    examples = sorted({quad.subject for quad in procedures}, key=str)[:_EXAMPLES]
    used = {_vocabulary(iri) for iri in (*counts.properties, *counts.classes)}
    yield from said(
        dataset,
        rdf_type=name("void:Dataset"),
        dcterms_title=ox.Literal("Procedura", language="en"),
        dcterms_description=ox.Literal("A knowledge graph of medical procedures", language="en"),
        dcterms_license=_licences(graph, counts.graphs),
        foaf_homepage=ox.NamedNode(base),
        void_sparqlEndpoint=ox.NamedNode(f"{base}sparql"),
        void_dataDump=[
            ox.NamedNode(f"{base}download/procedura.{one.file_extension}")
            for one in FORMATS.values()
        ],
        void_uriSpace=ox.Literal(ns.BASE),
        void_exampleResource=[one for one in examples if isinstance(one, ox.NamedNode)],
        void_vocabulary=[ox.NamedNode(iri) for iri in sorted(used)],
        void_triples=number(counts.triples),
        void_entities=number(counts.subjects),
        void_distinctSubjects=number(counts.subjects),
        void_classes=number(len(counts.classes)),
        void_properties=number(len(counts.properties)),
    )


def _partitions(
    dataset: ox.NamedNode, counted: Mapping[str, int], kind: str
) -> Iterator[ox.Triple]:
    """Yield how many things are of each class, or how many triples have each property."""
    for place, (iri, many) in enumerate(counted.items()):
        part, what = ox.BlankNode(f"{kind}{place}"), ox.NamedNode(iri)
        yield from said(dataset, **{f"void_{kind}Partition": part})
        if kind == "class":
            yield from said(part, void_class=what, void_entities=number(many))
        else:
            yield from said(part, void_property=what, void_triples=number(many))


def _subsets(
    graph: ProcedureGraph, dataset: ox.NamedNode, graphs: Mapping[str, int]
) -> Iterator[ox.Triple]:
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for iri in graphs:
        kinds[iri.removeprefix(ns.BASE).partition("/")[0]].append(iri)
    for kind, title in _SUBSETS.items():
        if own := kinds[kind]:
            subset = ox.NamedNode(f"{dataset.value}-{kind}")
            yield from said(dataset, void_subset=subset)
            yield from said(
                subset,
                rdf_type=name("void:Dataset"),
                dcterms_title=ox.Literal(title, language="en"),
                dcterms_license=_licences(graph, own),
                void_triples=number(sum(graphs[iri] for iri in own)),
                void_uriSpace=ox.Literal(f"{ns.BASE}{kind}"),
            )


def _licences(graph: ProcedureGraph, graphs: Mapping[str, int] | list[str]) -> list[ox.NamedNode]:
    """Return the licences that named graphs state."""
    stated = {
        quad.object
        for iri in graphs
        for quad in graph.quads.quads_for_pattern(
            None, name("dcterms:license"), None, ox.NamedNode(iri)
        )
        if isinstance(quad.object, ox.NamedNode)
    }
    return sorted(stated, key=str)


def _vocabulary(iri: str) -> str:
    """Return the namespace of a term.

    >>> _vocabulary("http://www.w3.org/2004/02/skos/core#prefLabel")
    'http://www.w3.org/2004/02/skos/core#'
    """
    return iri.removesuffix(ns.local_name(iri))
