"""The first page: the search field, and ways in."""

from collections import Counter
from typing import cast

from pyoxigraph import NamedNode, Store

from procedura import namespaces as ns
from procedura.library import ProcedureGraph
from procedura.releases import releases
from procedura.web.answers import Answer
from procedura.web.pages.rendering import page

_STONE = "procedure/percutaneous-nephrolithotomy"
# What people may ask, with the addresses that answer; each of a thing that a graph may not hold.
_QUESTIONS = (
    (_STONE, "?for=kidney+stone&less_invasive=1#alternatives",
     "What is less invasive than percutaneous nephrolithotomy for a kidney stone?"),
    ("procedure/laparoscopic-cholecystectomy", "#alternatives",
     "What else could be done instead of taking the gallbladder out?"),
    (_STONE, "?max_stay=same+day#alternatives",
     "Which alternatives to it let the patient go home the same day?"),
    ("concept/complication/hemorrhage-requiring-transfusion", "#mayCause",
     "Of which procedures do pages state that bleeding may need a transfusion?"),
    ("concept/condition/kidney-stone", "#indicatedFor", "What is done for a kidney stone?"),
)  # fmt: skip


def home_page(graph: ProcedureGraph) -> Answer:
    """Return the first page.

    Args:
        graph: The graph.
    """
    reader = graph.facts
    return page(
        "home.html",
        title="Search all medical codes",
        specialties=[(reader.term(iri), count) for iri, count in _specialties(graph.quads)],
        questions=[
            (f"/{where}{rest}", words)
            for where, rest, words in _QUESTIONS
            if reader.one(ns.BASE + where, "skos:prefLabel")
        ],
        counts=counts(graph),
        schemes=sorted(map(reader.term, _schemes(graph.quads)), key=lambda one: one.label),
        systems=reader.subjects("rdf:type", ns.term("CodeSystem")),
    )


def counts(graph: ProcedureGraph) -> dict[str, int]:
    """Return what the graph holds, as counts by what they are of.

    Args:
        graph: The graph.
    """
    reader = graph.facts
    of_type = {
        "procedures": "Procedure",
        "pages": "Page",
        "alternatives with reasons": "AlternativeFinding",
    }
    found = {
        words: len(reader.subjects("rdf:type", ns.term(name))) for words, name in of_type.items()
    }
    found["concepts"] = sum(
        len(reader.subjects("skos:inScheme", scheme)) for scheme in _schemes(graph.quads)
    )
    found["codes that pages list"] = len(_targets(graph.quads, "code"))
    imported = sum(one.codes for one in releases(graph.quads) if not one.former)
    return found | ({"codes imported": imported} if imported else {})


def _schemes(store: Store) -> list[str]:
    """Return the schemes of our own concepts; those of axes of codes stand in releases."""
    pattern = None, NamedNode(ns.expand("rdf:type")), NamedNode(ns.expand("skos:ConceptScheme"))
    return [
        cast("NamedNode", quad.subject).value
        for quad in store.quads_for_pattern(*pattern)
        if quad.subject == quad.graph_name and str(quad.subject).startswith(f"<{ns.concept('')}/")
    ]


def _specialties(store: Store) -> list[tuple[str, int]]:
    return sorted(_targets(store, "specialty").items(), key=lambda pair: (-pair[1], pair[0]))


def _targets(store: Store, name: str) -> Counter[str]:
    """Return what pages say a property leads to → from how many procedures."""
    pairs = {
        (quad.subject, cast("NamedNode", quad.object).value)
        for quad in store.quads_for_pattern(None, NamedNode(ns.term(name)), None)
        if str(quad.graph_name).startswith(f"<{ns.page('')}")
    }
    return Counter(target for _, target in pairs)
