"""The first page: the search field, and ways in."""

from collections import Counter
from collections.abc import Iterable

from procedura import namespaces as ns
from procedura.analysis.stated.facts import Term
from procedura.library import ProcedureGraph
from procedura.views import Listed, schemes
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
    """Return the first page."""
    reader = graph.facts
    return page(
        "home.html",
        specialties=_specialties(graph.procedures()),
        questions=[
            (f"/{where}{rest}", words)
            for where, rest, words in _QUESTIONS
            if reader.one(ns.BASE + where, "skos:prefLabel")
        ],
        counts=graph.counts(),
        schemes=sorted(map(reader.term, schemes(graph.quads)), key=lambda one: one.label),
        systems=reader.subjects("rdf:type", ns.term("CodeSystem")),
    )


def _specialties(procedures: Iterable[Listed]) -> list[tuple[Term, int]]:
    """Return specialties with how many procedures are of them, the largest first."""
    counted = Counter(specialty for one in procedures for specialty in one.specialties)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].iri))
