"""The page of a scheme of concepts: what is at its top, and all of it from A to Z."""

from itertools import groupby

from procedura.analysis.stated.facts import Term
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.rendering import page


def scheme_page(graph: ProcedureGraph, iri: str) -> Answer:
    """Return the page of a scheme.

    Args:
        graph: The graph.
        iri: Its IRI.
    """
    reader = graph.facts
    concepts = sorted(
        map(reader.term, reader.subjects("skos:inScheme", iri)),
        key=lambda one: (one.label.casefold(), one.iri),
    )
    tops = [one for one in concepts if not reader.targets(one.iri, "skos:broader")]
    return page(
        "scheme.html",
        title=reader.label(iri),
        iri=iri,
        definition=reader.one(iri, "skos:definition"),
        licence=reader.one(iri, "dcterms:license"),
        tops=[(one, len(reader.narrower(one.iri)) - 1) for one in tops],
        letters=[(letter, [*found]) for letter, found in groupby(concepts, _letter)],
        count=len(concepts),
    )


def _letter(concept: Term) -> str:
    first = concept.label[:1].upper()
    return first if first.isalpha() else "0-9"
