"""What the endpoint says of itself: SPARQL 1.1 Service Description."""

from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, QueryResultsFormat, RdfFormat, Triple

from procedura import contents
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.sparql.formats import GRAPHS, RESULTS
from procedura.web.sparql.statements import name, said, told


def describe(graph: ProcedureGraph, endpoint: str, accept: str, writable: bool) -> Answer:
    """Return the description of the endpoint.

    Args:
        graph: The graph.
        endpoint: The address that it was asked for at.
        accept: What the client accepts.
        writable: Whether there are clients that may write.

    Raises:
        HTTPException: 406, the client takes no format of graphs.
    """
    service = NamedNode(endpoint)
    return told([*_service(service, writable), *_dataset(graph, service)], accept)


def _service(service: NamedNode, writable: bool) -> Iterator[Triple]:
    graphs = sorted({_format(syntax) for syntax in GRAPHS.values()}, key=str)
    results = sorted({_format(syntax) for syntax in RESULTS.values()}, key=str)
    yield from said(
        service,
        rdf_type=name("sd:Service"),
        sd_endpoint=service,
        sd_supportedLanguage=name("sd:SPARQL11Query"),
        sd_feature=[name("sd:UnionDefaultGraph"), name("sd:EmptyGraphs")],
        sd_resultFormat=[*results, *graphs],
        sd_defaultEntailmentRegime=NamedNode("http://www.w3.org/ns/entailment/Simple"),
        sd_defaultDataset=BlankNode("dataset"),
    )
    if writable:
        yield from said(
            service, sd_supportedLanguage=name("sd:SPARQL11Update"), sd_inputFormat=graphs
        )


def _dataset(graph: ProcedureGraph, service: NamedNode) -> Iterator[Triple]:
    dataset, union = BlankNode("dataset"), BlankNode("union")
    described = NamedNode(service.value.rpartition("/")[0] + "/.well-known/void")
    yield from said(
        dataset, rdf_type=name("sd:Dataset"), sd_defaultGraph=union, rdfs_seeAlso=described
    )
    yield from said(union, rdf_type=name("sd:Graph"))
    for count, iri in enumerate(contents.named_graphs(graph.quads)):
        named = BlankNode(f"graph{count}")
        yield from said(dataset, sd_namedGraph=named)
        yield from said(named, rdf_type=name("sd:NamedGraph"), sd_name=NamedNode(iri))


def _format(syntax: QueryResultsFormat | RdfFormat) -> NamedNode:
    if syntax == RdfFormat.JSON_LD:  # Oxigraph's name for it is not the one that the W3C gave
        return name("formats:JSON-LD")
    return NamedNode(syntax.iri)
