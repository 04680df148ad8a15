"""The pages of codes and their systems."""

from collections.abc import Iterator, Mapping
from typing import cast

from pyoxigraph import NamedNode

from procedura import namespaces as ns
from procedura.analysis.codes.reader import CODE_AXES, Coded
from procedura.analysis.similar.codes import SimilarCode
from procedura.analysis.stated.evidence import Evidence
from procedura.analysis.stated.facts import FactReader, Term
from procedura.errors import StoreError
from procedura.export.redistributable import open_systems
from procedura.export.schema_org import schema_org
from procedura.library import ProcedureGraph
from procedura.releases import releases
from procedura.views import code_rows
from procedura.web.answers import Answer
from procedura.web.pages.rendering import page
from procedura.web.pages.uses import uses

_MEANS = {
    "proc:exactCode": "The same as",
    "proc:narrowerCode": "A part of",
    "proc:broaderCode": "More than",
}
_CORRESPONDS = {
    "skos:exactMatch": "The same as",
    "skos:closeMatch": "Nearly the same as",
    "skos:broadMatch": "More than",
    "skos:narrowMatch": "A part of",
    "skos:relatedMatch": "Related to",
}
# Codes that a page shows of a system: those that pages list, as far as a reader can take them in.
_MOST = 2000
# What the page of a code shows in places of its own.
_SHOWN_APART = frozenset(
    {"Code", "Name", "System", "Broader", "Procedure", *map(str.capitalize, CODE_AXES)}
)


def code_page(graph: ProcedureGraph, iri: str) -> Answer:
    """Return the page of a code, or of a pattern of codes."""
    reader = graph.facts
    system, notation = ns.split_code(iri)
    curie = f"{system}:{notation}"
    coded = graph.code(curie)
    return page(
        "code.html",
        title=curie,
        iri=iri,
        curie=curie,
        schema=schema_org(reader, iri),
        system=Term(ns.code(system), reader.one(ns.code(system), "skos:prefLabel")),
        licence=reader.licence(ns.code(system)),
        coded=coded,
        rows=[row for row in code_rows(coded) if row[0] not in _SHOWN_APART] if coded else [],
        similar=_similar(graph, coded),
        means=[*_related(reader, iri, _MEANS, ns.procedure(""))],
        patterns=reader.targets(iri, "proc:matchesPattern"),
        matching=reader.subjects("proc:matchesPattern", iri),
        concepts=[*_related(reader, iri, _CORRESPONDS, ns.concept(""))],
        named=[*_named(graph, iri)],
        uses=[*uses(graph, iri)],
    )


def _similar(graph: ProcedureGraph, coded: Coded | None) -> list[SimilarCode]:
    if coded is None:
        return []
    try:
        return [*graph.similar_codes(coded.curie)]
    except StoreError:  # imported before similar codes were kept: the code has a page all the same
        return []


def _related(
    reader: FactReader, iri: str, relations: Mapping[str, str], kind: str
) -> Iterator[tuple[str, list[Term]]]:
    """Yield how things of a kind, which their IRIs begin with, relate to a code; and those."""
    for name, words in relations.items():
        if found := [one for one in reader.subjects(name, iri) if one.startswith(kind)]:
            yield words, [*map(reader.term, found)]


def _named(graph: ProcedureGraph, iri: str) -> Iterator[tuple[Term, Evidence]]:
    """Yield the lines of pages that name a code, each with the procedure that it is about."""
    reader = graph.facts
    for link in reader.subjects("proc:target", iri):
        for statement in reader.subjects("proc:hasLink", link):
            line = graph.evidence.line(statement)
            for one in reader.targets(line.page, "proc:describes"):
                yield reader.term(one), line


def system_page(graph: ProcedureGraph, iri: str) -> Answer:
    """Return the page of a code system."""
    reader = graph.facts
    prefix = ns.local_name(iri)
    listed = _listed(graph, prefix)
    return page(
        "system.html",
        title=reader.one(iri, "skos:prefLabel") or prefix,
        iri=iri,
        prefix=prefix,
        publisher=reader.one(iri, "dcterms:publisher"),
        licence=reader.licence(iri),
        redistributable=iri in open_systems(graph.quads),
        releases=releases(graph.quads, prefix),
        listed=listed[:_MOST],
        count=len(listed),
    )


def _listed(graph: ProcedureGraph, prefix: str) -> list[tuple[str, list[Term]]]:
    """Return the codes of a system that pages list, sorted, each with its procedures."""
    found: dict[str, set[Term]] = {}
    for quad in graph.quads.quads_for_pattern(None, NamedNode(ns.term("code")), None):
        procedure, code, page = (
            cast("NamedNode", one).value for one in (quad.subject, quad.object, quad.graph_name)
        )
        if code.startswith(ns.code(prefix) + "/") and page.startswith(ns.page("")):
            found.setdefault(code, set()).add(graph.facts.term(procedure))
    return [(code, sorted(found[code], key=lambda term: term.label)) for code in sorted(found)]
