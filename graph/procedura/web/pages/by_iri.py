"""The page of whatever an IRI of ours names."""

from procedura import namespaces as ns
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.codes import code_page, system_page
from procedura.web.pages.concepts import concept_page, scheme_page
from procedura.web.pages.fallback import fallback_page
from procedura.web.pages.ontology import ontology_page
from procedura.web.pages.procedures import procedure_page
from procedura.web.pages.sources import source_page


def thing(graph: ProcedureGraph, iri: str, query: str = "") -> Answer:
    """Return the page about a thing.

    Args:
        graph: The graph.
        iri: Its IRI, which the graph says something about.
        query: Query of the address.
    """
    whole = iri.partition("#")[0]
    kind, _, name = whole.removeprefix(ns.BASE).partition("/")
    if kind == "procedure":
        return procedure_page(graph, whole, query)
    if kind == "page":
        return source_page(graph, whole)
    if kind == "code":
        return code_page(graph, whole) if "/" in name else system_page(graph, whole)
    if kind == "concept":
        return concept_page(graph, whole) if "/" in name else scheme_page(graph, whole)
    if whole == ns.ONTOLOGY:
        return ontology_page(graph, whole)
    return fallback_page(graph, whole, query)
