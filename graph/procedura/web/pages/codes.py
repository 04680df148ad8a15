"""The pages of codes and their systems."""

from collections.abc import Iterator
from dataclasses import dataclass

from procedura import namespaces as ns
from procedura.analysis.codes import Coded
from procedura.analysis.evidence import Evidence, EvidenceReader
from procedura.analysis.facts import FactReader, Term
from procedura.analysis.similar_codes import SimilarCode
from procedura.errors import StoreError
from procedura.library import ProcedureGraph
from procedura.releases import releases
from procedura.views import code_rows
from procedura.web.answers import Answer
from procedura.web.pages.rendering import page
from procedura.web.pages.uses import uses

_MEANS = {
    "exactCode": "Means just",
    "narrowerCode": "Means a part of",
    "broaderCode": "Means more than",
}
# Codes that a page shows of a system: those that pages list, as far as a reader can take them in.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Listed:
    """A code that pages list, with the procedures that it is listed for."""

    curie: str
    iri: str
    procedures: tuple[Term, ...]


def code_page(graph: ProcedureGraph, iri: str) -> Answer:
    """Return the page of a code, or of a pattern of codes.

    Args:
        graph: The graph.
        iri: Its IRI.
    """
    reader = FactReader(graph.quads)
    system, notation = ns.split_code(iri)
    curie = f"{system}:{notation}"
    coded = graph.code(curie)
    return page(
        "code.html",
        title=curie,
        iri=iri,
        curie=curie,
        system=Term(ns.code(system), reader.one(ns.code(system), "skos:prefLabel") or system),
        rights=reader.one(ns.code(system), "dcterms:rights"),
        coded=coded,
        rows=[row for row in code_rows(coded) if row[0] not in _SHOWN_APART] if coded else [],
        similar=_similar(graph, coded),
        means=[*_means(reader, iri)],
        patterns=reader.targets(iri, "proc:matchesPattern"),
        matching=reader.subjects("proc:matchesPattern", iri),
        named=_named(graph, reader, iri),
        uses=[*uses(graph, reader, iri)],
    )


# What the page of a code shows in places of its own.
_SHOWN_APART = frozenset({"Code", "Name", "System", "Broader", "Procedure"})


def _similar(graph: ProcedureGraph, coded: Coded | None) -> list[SimilarCode]:
    if coded is None:
        return []
    try:
        return [*graph.similar_codes(coded.curie)]
    except StoreError:  # imported before similar codes were kept: the code has a page all the same
        return []


def _means(reader: FactReader, iri: str) -> Iterator[tuple[str, list[Term]]]:
    for name, words in _MEANS.items():
        if found := reader.subjects(f"proc:{name}", iri):
            yield words, [*map(reader.term, found)]


def _named(
    graph: ProcedureGraph, reader: FactReader, iri: str
) -> list[tuple[Term, Evidence]]:  # fmt: skip
    """Return the lines of pages that name a code, each with the procedure that it is about."""
    evidence = EvidenceReader(graph.quads, reader)
    found = []
    for link in reader.subjects("proc:target", iri):
        for statement in reader.subjects("proc:hasLink", link):
            line = evidence.line(statement)
            found += [(reader.term(one), line) for one in reader.targets(line.page, "proc:describes")]
    return found


def system_page(graph: ProcedureGraph, iri: str) -> Answer:
    """Return the page of a code system.

    Args:
        graph: The graph.
        iri: Its IRI.
    """
    reader = FactReader(graph.quads)
    prefix = ns.local_name(iri)
    listed = _listed(graph, reader, prefix)
    return page(
        "system.html",
        title=reader.one(iri, "skos:prefLabel") or prefix,
        iri=iri,
        prefix=prefix,
        publisher=reader.one(iri, "dcterms:publisher"),
        rights=reader.one(iri, "dcterms:rights"),
        redistributable=reader.one(iri, "proc:redistributable") != "false",
        releases=releases(graph.quads, prefix),
        listed=listed[:_MOST],
        count=len(listed),
    )


def _listed(graph: ProcedureGraph, reader: FactReader, prefix: str) -> list[Listed]:
    """Return the codes of a system that pages of procedures list, sorted."""
    start = ns.code(prefix) + "/"
    found: dict[str, set[Term]] = {}
    for procedure, code in _pairs(graph):
        if code.startswith(start):
            found.setdefault(code, set()).add(reader.term(procedure))
    return [
        Listed(":".join(ns.split_code(code)), code, tuple(sorted(having, key=lambda one: one.label)))
        for code, having in sorted(found.items())
    ]


def _pairs(graph: ProcedureGraph) -> Iterator[tuple[str, str]]:
    from typing import cast

    from pyoxigraph import NamedNode

    for quad in graph.quads.quads_for_pattern(None, NamedNode(ns.term("code")), None):
        if cast("NamedNode", quad.graph_name).value.startswith(ns.page("")):
            yield cast("NamedNode", quad.subject).value, cast("NamedNode", quad.object).value
