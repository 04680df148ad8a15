"""``/.well-known/void``: what the data set holds, in VoID."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response

from procedura import namespaces as ns
from procedura.export.rdf import FORMATS
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.asking import Queries
from procedura.web.sparql.counting import Counter, Counts
from procedura.web.sparql.formats import accepted
from procedura.web.sparql.statements import described, leading

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
_WHOLE = """
<void> a void:DatasetDescription ; foaf:primaryTopic <void#dataset> .
<void#dataset> a void:Dataset ; dcterms:title "Procedura"@en ;
  dcterms:description "A knowledge graph of medical procedures"@en ; {licences}
  foaf:homepage <> ; void:sparqlEndpoint <sparql> ; void:dataDump {dumps} ;
  void:uriSpace "{space}" ; {examples} {vocabularies}
  void:triples {counts.triples} ; void:entities {counts.subjects} ;
  void:distinctSubjects {counts.subjects} ; void:classes {classes} ; void:properties {properties} .
"""
_PARTITION = """
<void#dataset> void:{kind}Partition _:{kind}{number} .
_:{kind}{number} {what} void:{counted} {many} .
"""
_SUBSET = """
<void#dataset> void:subset <void#dataset-{kind}> .
<void#dataset-{kind}> a void:Dataset ; dcterms:title "{title}"@en ; {licences}
  void:triples {triples} ; void:uriSpace "{space}" .
"""


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
    parts = (
        _whole(graph, counts),
        *_partitions(counts.classes, "class", "entities"),
        *_partitions(counts.properties, "property", "triples"),
        *_subsets(graph, counts.graphs),
    )
    return described("".join(parts), base, accept)


def _whole(graph: ProcedureGraph, counts: Counts) -> str:
    procedures = graph.facts.subjects("rdf:type", ns.term("Procedure"))
    ours = [one for one in procedures if one.startswith(ns.BASE)]
    used = {_vocabulary(iri) for iri in (*counts.properties, *counts.classes)}
    return _WHOLE.format(
        counts=counts,
        classes=len(counts.classes),
        properties=len(counts.properties),
        dumps=", ".join(f"<download/procedura.{one.file_extension}>" for one in FORMATS.values()),
        examples=leading("void:exampleResource", ours[:_EXAMPLES]),
        licences=_licences(graph, counts.graphs),
        space=ns.BASE,
        vocabularies=leading("void:vocabulary", used),
    )


def _partitions(found: Mapping[str, int], kind: str, counted: str) -> Iterator[str]:
    """Yield how many things are of each class, or how many triples have each property."""
    for number, (iri, many) in enumerate(found.items()):
        what = leading(f"void:{kind}", [iri])
        yield _PARTITION.format(kind=kind, number=number, what=what, counted=counted, many=many)


def _subsets(graph: ProcedureGraph, graphs: Mapping[str, int]) -> Iterator[str]:
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for iri in graphs:
        kinds[iri.removeprefix(ns.BASE).partition("/")[0]].append(iri)
    for kind, title in _SUBSETS.items():
        if own := kinds[kind]:
            yield _SUBSET.format(
                kind=kind,
                title=title,
                licences=_licences(graph, own),
                triples=sum(graphs[iri] for iri in own),
                space=f"{ns.BASE}{kind}",
            )


def _licences(graph: ProcedureGraph, graphs: Iterable[str]) -> str:
    """Return, as Turtle, the licences that named graphs state."""
    licence = ox.NamedNode(ns.expand("dcterms:license"))
    quads = (
        quad
        for iri in graphs
        for quad in graph.quads.quads_for_pattern(None, licence, None, ox.NamedNode(iri))
    )
    stated = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
    return leading("dcterms:license", stated)


def _vocabulary(iri: str) -> str:
    """Return the namespace of a term.

    >>> _vocabulary("http://www.w3.org/2004/02/skos/core#prefLabel")
    'http://www.w3.org/2004/02/skos/core#'
    """
    return iri.removesuffix(ns.local_name(iri))
