"""The page of a procedure: what its pages say, what else could be done, what is like it."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from procedura import namespaces as ns
from procedura.analysis.alternatives.answers import Alternative
from procedura.analysis.findings import ranked
from procedura.analysis.stated.durations import in_words
from procedura.analysis.stated.facts import AXES, FactReader, Term
from procedura.analysis.stated.reasons import Reason
from procedura.export.schema_org import schema_org
from procedura.library import ProcedureGraph
from procedura.model import Page, Reference
from procedura.triples import RELATIONS
from procedura.views import Procedure
from procedura.web.answers import Answer
from procedura.web.pages.lines import sections
from procedura.web.pages.rendering import page
from procedura.web.pages.wanted import Wanted

# How one procedure goes together with another: from either side.
_TOGETHER = {
    "preparesFor": ("Prepares for", "Prepared by"),
    "follows": ("Follows", "Followed by"),
    "adjunctTo": ("Supports", "Supported by"),
    "stagesFor": ("Stages for", "Staged by"),
    "variantOf": ("Coding variant of", "Has the coding variant"),
}
_CODED = {
    "exact": "just this",
    "narrower": "a part of it",
    "broader": "more than it",
}
# Alternatives that are told at once; and what of them, besides why they are listed.
_FOREMOST = 3
_AT_ONCE = frozenset({"approach", "duration", "stay"})


def procedure_page(graph: ProcedureGraph, iri: str, query: str) -> Answer:
    """Return the page of a procedure.

    Args:
        graph: The graph.
        iri: Its IRI.
        query: Query of the address: what is wanted of alternatives.
    """
    procedure = graph.procedure(iri)
    return page(
        "procedure.html",
        title=procedure.facts.label,
        iri=iri,
        facts=procedure.facts,
        pages=procedure.pages,
        sections=[*sections(procedure.pages)],
        **_at_a_glance(graph.facts, procedure),
        **_instead(graph, iri, Wanted.read(query)),
        similar=graph.similar(iri),
        schema=schema_org(graph.facts, iri, procedure.pages),
    )


def _at_a_glance(reader: FactReader, procedure: Procedure) -> dict[str, Any]:
    facts = procedure.facts
    iri = facts.procedure
    return {
        "names": _names(procedure),
        "codes": [*_codes(reader, iri)],
        "axes": AXES,
        "specialties": [*map(reader.term, reader.targets(iri, "proc:specialty"))],
        "lasts": in_words(facts.duration.minimum, facts.duration.maximum),
        "stay": in_words(facts.stay.minimum, facts.stay.maximum),
        "together": [*_together(reader, iri)],
        "references": [*_references(procedure.pages)],
    }


def _instead(graph: ProcedureGraph, iri: str, wanted: Wanted) -> dict[str, Any]:
    """Return what could be done instead; all of it where what is wanted is not understood."""
    reader = graph.facts
    problems = wanted.problems(graph)
    found = (Wanted() if problems else wanted).alternatives(graph, iri)
    understood = wanted.setting and "setting" not in problems
    return {
        "wanted": wanted,
        "problems": problems,
        "alternatives": found,
        "foremost": [*map(partial(_at_once, reader, iri), found[:_FOREMOST])],
        "of_all": len(ranked(reader, iri, "AlternativeFinding")),
        "left_out": graph.left_out(iri),
        "setting": graph.resolve(wanted.setting, "setting") if understood else "",
        "settings": _choices(reader, ns.concept("setting")),
        "systems": [*map(ns.local_name, reader.subjects("rdf:type", ns.term("CodeSystem")))],
    }


def _at_once(
    reader: FactReader, iri: str, one: Alternative
) -> tuple[Alternative, Reason, list[Reason]]:
    """Return an alternative, why it is listed, and how it differs, in a few words.

    Of those who say why, the page of the procedure itself is told before others.
    """
    own = set(reader.subjects("proc:describes", iri))
    why = min(
        one.reasons,
        key=lambda reason: (reason.about != "statement", reason.evidence[0].page not in own),
    )
    return one, why, [reason for reason in one.reasons if reason.about in _AT_ONCE]


def _names(procedure: Procedure) -> list[str]:
    """Return what a procedure is called besides, each name once."""
    said = [one.text for page in procedure.pages for one in page.of_kind("common-term")]
    return [*dict.fromkeys(one for one in said if one != procedure.facts.label)]


def _codes(reader: FactReader, iri: str) -> Iterator[tuple[str, list[str]]]:
    """Yield what codes mean of a procedure, and the IRIs of those that do.

    A pattern of codes stands for those that fit it.
    """
    for relation, meaning in _CODED.items():
        given = reader.targets(iri, f"proc:{relation}Code")
        if found := [
            one for one in given if not {*reader.targets(one, "proc:matchesPattern")} & {*given}
        ]:
            yield meaning, found


def _together(reader: FactReader, iri: str) -> Iterator[tuple[str, list[Term]]]:
    for name in RELATIONS.values():
        there, back = _TOGETHER[name]
        for words, found in (
            (there, reader.targets(iri, f"proc:{name}")),
            (back, reader.subjects(f"proc:{name}", iri)),
        ):
            if found:
                yield words, [*map(reader.term, found)]


def _references(pages: tuple[Page, ...]) -> Iterator[tuple[Page, int, Reference]]:
    for one in pages:
        for number, reference in enumerate(one.header.references, start=1):
            yield one, number, reference


def _choices(reader: FactReader, scheme: str) -> list[Term]:
    found = map(reader.term, reader.subjects("skos:inScheme", scheme))
    return sorted(found, key=lambda term: term.label)
