"""The page of whatever an IRI of ours names."""

from procedura import namespaces as ns
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.procedures import procedure_page
from procedura.web.pages.rendering import page


def thing(graph: ProcedureGraph, iri: str, query: str = "") -> Answer:
    """Return the page about a thing.

    Args:
        graph: The graph.
        iri: Its IRI, which the graph says something about.
        query: Query of the address.
    """
    if iri.startswith(ns.procedure("")):
        return procedure_page(graph, iri, query)
    return page("thing.html", title=iri)
