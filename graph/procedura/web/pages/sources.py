"""The page of a source: every line of it at its number, and what its front matter says."""

from dataclasses import dataclass

from procedura import contents
from procedura import namespaces as ns
from procedura.analysis.stated.facts import FactReader, Term
from procedura.library import ProcedureGraph
from procedura.model import CODE_RELATIONS, SECTIONS, Page, Statement
from procedura.triples import link_name, reference_names, statement_names
from procedura.web.answers import Answer
from procedura.web.pages.lines import pieces
from procedura.web.pages.rendering import page


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page, or a heading above one.

    Attributes:
        heading: The heading of the section that begins here, or "".
        group: The sub-heading that begins here, or "".
        said: The line.
        anchor: Name of the line within the page.
        first: Whether it is the first that stands at its number.
        pieces: Its words, each with what they were linked to.
        links: Names of its links within the page.
    """

    heading: str
    group: str
    said: Statement
    anchor: str
    first: bool
    pieces: tuple[object, ...]
    more: tuple[object, ...]
    links: tuple[str, ...]


def source_page(graph: ProcedureGraph, iri: str) -> Answer:
    """Return the page of a source."""
    reader = graph.facts
    shown = contents.page(graph.quads, iri)
    return page(
        "source.html",
        title=shown.source,
        iri=iri,
        page=shown,
        procedure=reader.term(shown.procedure),
        front=_front_matter(reader, shown),
        one_sided=[(slug, reader.label(ns.procedure(slug)), why)
                   for slug, why in shown.header.one_sided],
        references=[*zip(map(_anchor, reference_names(shown)), shown.header.references,
                         strict=True)],
        rows=_rows(shown),
        silent=[(kind, state) for state, kinds in (("no such section", shown.not_stated),
                ("nothing under it", shown.empty), ("stated: none", shown.none)) for kind in kinds],
        sections=SECTIONS,
    )  # fmt: skip


def _rows(shown: Page) -> list[Row]:
    rows: list[Row] = []
    names = zip(shown.statements, statement_names(shown), strict=True)
    kind, group, line = "", "", 0
    for said, iri in sorted(names, key=lambda pair: (pair[0].line, pair[0].position)):
        found, more = pieces(said.text, said.links)
        new = said.kind != kind
        rows.append(
            Row(
                heading=SECTIONS[said.kind].heading if new else "",
                group=said.group if new or said.group != group else "",
                said=said,
                anchor=_anchor(iri),
                first=said.line != line,
                pieces=found,
                more=more,
                links=tuple(dict.fromkeys(_anchor(link_name(iri, link)) for link in said.links)),
            )
        )
        kind, group, line = said.kind, said.group, said.line
    return rows


def _anchor(iri: str) -> str:
    return iri.partition("#")[2]


def _front_matter(reader: FactReader, shown: Page) -> list[tuple[str, list[Term]]]:
    """Return what front matter says, as it is written in a page, with what it names."""
    header = shown.header
    said = [
        ("specialty", [ns.concept("specialty", slug) for slug in header.specialties]),
        ("purpose", [ns.concept("purpose", slug) for slug in header.purposes]),
        *((axis, [ns.concept(axis, slug) for slug in slugs]) for axis, slugs in header.axes),
        *((name, [*map(ns.procedure, slugs)]) for name, slugs in header.relations),
    ]
    codes = [
        (f"codes, {relation}", [ns.code(one.system, one.code) for one in shown.codes
                                if one.relation == relation])
        for relation in CODE_RELATIONS
    ]  # fmt: skip
    return [(name, [*map(reader.term, iris)]) for name, iris in (*codes, *said) if iris]
