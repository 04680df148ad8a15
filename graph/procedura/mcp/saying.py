"""What the library answers, in the shapes that the tools declare."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict

from procedura import namespaces as ns
from procedura.analysis.alternatives.answers import Alternative
from procedura.analysis.codes.reader import Coded
from procedura.analysis.similar.codes import SimilarCode
from procedura.analysis.similar.procedures import Similar
from procedura.analysis.stated.facts import AXES, Facts
from procedura.analysis.stated.reasons import Reason
from procedura.library import ProcedureGraph
from procedura.mcp import answers
from procedura.mcp.sources import Sources
from procedura.model import SECTIONS, Page
from procedura.pages.marks import with_marks
from procedura.results import NOT_ADVICE, NOTICE
from procedura.triples import statement_names
from procedura.views import Hit, Procedure

# What is read from the words or the front matter of pages, beside what stands there in sections.
_FACTS = ("purpose", *AXES, "duration", "stay")
RESOURCE = "procedura://procedure/"


def notice(*reviews: str) -> str:
    """Return what has to be said with an answer that rests on pages of such review status."""
    return NOT_ADVICE if "unreviewed" in reviews else NOTICE


def thing(facts: Facts) -> answers.Thing:
    """Return what a procedure is called."""
    return answers.Thing(label=facts.label, iri=facts.procedure, codes=[*facts.codes])


def reviewed(facts: Facts) -> answers.Reviewed:
    """Return what a procedure is called, and whether what is said of it was reviewed."""
    return answers.Reviewed(**dict(thing(facts)), review=facts.review)


def hit(found: Hit, sources: list[int]) -> answers.Hit:
    """Return something that a search found."""
    return answers.Hit(**asdict(found) | {"codes": [*found.codes]}, sources=sources)


def facts(graph: ProcedureGraph, iri: str, sources: Sources) -> Iterator[answers.Fact]:
    """Yield what is stated of a procedure beside its sections."""
    for aspect in _FACTS:
        if stated := graph.stated(iri, aspect):
            yield answers.Fact(aspect=aspect, values=[*map(sources.claim, stated)])


def described(
    procedure: Procedure,
    stated: list[answers.Fact],
    sections: Collection[answers.Section],
    sources: Sources,
) -> answers.Described:
    """Return what the graph holds about a procedure.

    Args:
        procedure: The procedure.
        stated: What is stated of it beside its sections.
        sections: Keys of the sections that are wanted; none: all.
        sources: What the facts rest on.
    """
    said = procedure.to_dict()
    slug = ns.local_name(procedure.facts.procedure)
    return answers.Described(
        notice=notice(procedure.facts.review),
        procedure=reviewed(procedure.facts),
        codes=[
            answers.Code(code=one["curie"], iri=one["iri"], relation=one["relation"])
            for one in said["codes"]
        ],
        facts=stated,
        sections=[*_sections(procedure.pages, sections)],
        not_stated=said["not_stated"],
        stated_empty=said["stated_empty"],
        stated_none=said["stated_none"],
        references=[
            answers.Reference(page=page.source, number=number, **asdict(one))
            for page in procedure.pages
            for number, one in enumerate(page.header.references, start=1)
        ],
        pages=[
            answers.PageOf(iri=ns.page(one.slug), file=one.source, review=one.header.review)
            for one in procedure.pages
        ],
        resource=RESOURCE + slug,
        sources=sources.listed(),
    )


def _sections(
    pages: Collection[Page], wanted: Collection[answers.Section]
) -> Iterator[answers.Part]:
    lines: dict[str, list[answers.Line]] = {}
    for page in pages:
        for one, iri in zip(page.statements, statement_names(page), strict=True):
            place = f"{page.source}:{one.line}"
            line = answers.Line(text=with_marks(one), place=place, iri=iri)
            lines.setdefault(one.kind, []).append(line)
    for kind, section in SECTIONS.items():
        if section.heading and kind in lines and (not wanted or section.key in wanted):
            yield answers.Part.model_validate({"section": section.key, "lines": lines[kind]})


def alternative(one: Alternative, sources: Sources) -> answers.Alternative:
    """Return an alternative with its reasons."""
    return answers.Alternative(
        label=one.label,
        iri=one.procedure,
        codes=[*one.codes],
        review=one.review,
        kind=one.kind,
        basis=one.basis,
        score=one.score,
        shared_indications=[
            answers.Concept(label=term.label, iri=term.iri) for term in one.shared_indications
        ],
        reasons=[sources.claim(reason) for reason in one.reasons],
    )


def axes(graph: ProcedureGraph, *procedures: Facts) -> tuple[Reason, ...]:
    """Return what is stated of the axes of procedures."""
    return tuple(
        stated
        for one in procedures
        for axis in AXES
        for stated in graph.stated(one.procedure, axis)
    )


def similar(
    one: Similar, review: str, stated: Iterable[Reason], sources: Sources
) -> answers.SimilarThing:
    """Return a procedure that could be confused with another.

    Args:
        one: The procedure.
        review: Whether what is said of it was reviewed.
        stated: What is stated of the axes of both.
        sources: What the answer rests on.
    """
    evidence = dict.fromkeys(line for reason in stated for line in reason.evidence)
    return answers.SimilarThing(
        label=one.label,
        iri=one.procedure,
        codes=[*one.codes],
        score=one.score,
        review=review,
        difference=sources.claim(Reason("axes", one.reason, tuple(evidence))),
    )


def similar_code(asked: Coded, one: SimilarCode, sources: Sources) -> answers.SimilarThing:
    """Return a code that could be confused with another."""
    return answers.SimilarThing(
        label=one.label,
        iri=one.code,
        codes=[*one.codes],
        score=one.score,
        review=None,
        difference=sources.codes(asked, one),
    )
