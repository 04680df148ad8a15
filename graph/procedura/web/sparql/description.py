"""What the endpoint says of itself: SPARQL 1.1 Service Description."""

from collections.abc import Iterable

from pyoxigraph import QueryResultsFormat, RdfFormat

from procedura import contents
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.sparql.formats import GRAPHS, RESULTS
from procedura.web.sparql.statements import described, leading

_SERVICE = """
<> a sd:Service ; sd:endpoint <> ; sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph, sd:EmptyGraphs ; {results} {graphs}
  sd:defaultEntailmentRegime <http://www.w3.org/ns/entailment/Simple> ;
  sd:defaultDataset _:dataset .
_:dataset a sd:Dataset ; sd:defaultGraph _:union ; rdfs:seeAlso <.well-known/void> .
_:union a sd:Graph .
"""
_WRITABLE = "<> sd:supportedLanguage sd:SPARQL11Update ; {inputs} .\n"
_GRAPH = """
_:dataset sd:namedGraph _:graph{number} .
_:graph{number} a sd:NamedGraph ; {name} .
"""


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
    graphs = _iris(GRAPHS.values())
    parts = [
        _SERVICE.format(
            results=leading("sd:resultFormat", _iris(RESULTS.values())),
            graphs=leading("sd:resultFormat", graphs),
        )
    ]
    if writable:
        parts.append(_WRITABLE.format(inputs=leading("sd:inputFormat", graphs)))
    for number, iri in enumerate(contents.named_graphs(graph.quads)):
        parts.append(_GRAPH.format(number=number, name=leading("sd:name", [iri])))
    return described("".join(parts), endpoint, accept)


def _iris(known: Iterable[QueryResultsFormat | RdfFormat]) -> set[str]:
    # Oxigraph's name for JSON-LD is not the one that the W3C gave.
    json_ld = "http://www.w3.org/ns/formats/JSON-LD"
    return {json_ld if one == RdfFormat.JSON_LD else one.iri for one in known}
