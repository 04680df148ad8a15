"""The page of whatever an IRI of ours names."""

from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.rendering import page


def thing(graph: ProcedureGraph, iri: str, query: str = "") -> Answer:
    """Return the page about a thing.

    Args:
        graph: The graph.
        iri: Its IRI, which the graph says something about.
        query: Query of the address.
    """
    return page("thing.html", title=iri)
