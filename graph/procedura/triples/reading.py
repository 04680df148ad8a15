"""Quads as a page: what `writing` wrote, read back."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import cast

from pyoxigraph import Literal, NamedNode, Quad

from procedura import namespaces as ns
from procedura.model import (
    AXES,
    SECTIONS,
    Code,
    Duration,
    Frequency,
    Header,
    Link,
    Page,
    Reference,
    Statement,
)
from procedura.triples.writing import (
    AXIS_TERMS,
    CODE_RELATIONS,
    LICENCES,
    METHODS,
    RELATIONS,
    REVIEWS,
)

_KIND_OF_TERM = {ns.term(section.term): kind for kind, section in SECTIONS.items()}
_KIND_OF_PROPERTY = {ns.term("has" + section.term): kind for kind, section in SECTIONS.items()}
_METHOD_OF_TERM = {ns.term(term): method for method, term in METHODS.items()}
_REVIEW_OF_TERM = {ns.term(term): review for review, term in REVIEWS.items()}


def page_from_quads(slug: str, quads: Iterable[Quad], label: Callable[[str], str]) -> Page:
    """Return the page that these quads were made from.

    Args:
        slug: The page's slug.
        quads: All quads of the page's graph.
        label: Gives the preferred label of a concept, procedure or imported term.
    """
    nodes = _Nodes(quads)
    page = ns.page(slug)
    procedure = nodes.one(page, "proc:describes")
    statements = _statements(nodes, procedure, label)
    return Page(
        source=nodes.one(page, "dcterms:source"),
        sha256=nodes.one(page, "schema:sha256"),
        label=nodes.one(page, "dcterms:title"),
        header=_header(nodes, page, procedure),
        codes=_codes(nodes, procedure),
        statements=statements,
        duration=Duration(
            nodes.one(procedure, "proc:minimumDuration") or None,
            nodes.one(procedure, "proc:maximumDuration") or None,
        ),
        stay=Duration(
            nodes.one(procedure, "proc:minimumStay") or None,
            nodes.one(procedure, "proc:maximumStay") or None,
        ),
        empty=_kinds(nodes, procedure, "proc:statedEmpty"),
        none=_kinds(nodes, procedure, "proc:statedNone"),
        slug=slug,
        procedure=procedure,
        procedure_label=nodes.one(procedure, "skos:prefLabel"),
    )


class _Nodes:
    """Quads of one graph by subject and property, targets as text."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._targets: dict[tuple[str, str], list[str]] = defaultdict(list)
        for quad in quads:
            subject = cast("NamedNode", quad.subject)
            target = cast("NamedNode | Literal", quad.object)
            self._targets[subject.value, quad.predicate.value].append(target.value)

    def of_type(self, name: str) -> list[str]:
        kind = ns.expand(name)
        return sorted(
            subject
            for (subject, predicate), targets in self._targets.items()
            if predicate == ns.expand("rdf:type") and kind in targets
        )

    def all(self, subject: str, predicate: str) -> list[str]:
        return sorted(self._targets.get((subject, ns.expand(predicate)), ()))

    def one(self, subject: str, predicate: str) -> str:
        return next(iter(self.all(subject, predicate)), "")


def _statements(
    nodes: _Nodes, procedure: str, label: Callable[[str], str]
) -> tuple[Statement, ...]:
    iris = [
        iri
        for section in SECTIONS.values()
        for iri in nodes.all(procedure, f"proc:has{section.term}")
    ]
    positions = {iri: int(nodes.one(iri, "proc:position")) for iri in iris}
    statements = [
        Statement(
            kind=_KIND_OF_TERM[nodes.one(iri, "rdf:type")],
            text=nodes.one(iri, "proc:text"),
            line=int(nodes.one(iri, "proc:line")),
            position=positions[iri],
            group=nodes.one(iri, "proc:groupLabel"),
            parent=positions.get(nodes.one(iri, "proc:partOf"), 0),
            links=tuple(_links(nodes, iri, label)),
            serious=nodes.one(iri, "proc:serious") == "true",
            frequency=_frequency(nodes, iri),
            references=tuple(
                sorted(
                    int(nodes.one(reference, "proc:position"))
                    for reference in nodes.all(iri, "dcterms:references")
                )
            ),
        )
        for iri in iris
    ]
    order = list(SECTIONS)
    return tuple(
        sorted(statements, key=lambda one: (one.line, order.index(one.kind), one.position))
    )


def _frequency(nodes: _Nodes, statement: str) -> Frequency | None:
    bounds = [nodes.one(statement, f"proc:{bound}Frequency") for bound in ("minimum", "maximum")]
    return Frequency(*(float(one) if one else None for one in bounds)) if any(bounds) else None


def _links(nodes: _Nodes, statement: str, label: Callable[[str], str]) -> list[Link]:
    text = nodes.one(statement, "proc:text")
    links = []
    for iri in nodes.all(statement, "proc:hasLink"):
        target = nodes.one(iri, "proc:target")
        scheme = iri.removesuffix("-" + ns.local_name(target)).rsplit("--", 1)[1]
        if target.startswith(ns.code("")):
            scheme = scheme.removesuffix("-" + ns.split_code(target)[0])
        links.append(
            Link(
                iri=target,
                label=ns.curie(target) if scheme == "code" else label(target),
                scheme=scheme,
                method=_METHOD_OF_TERM[nodes.one(iri, "proc:linkMethod")],
                confidence=float(nodes.one(iri, "proc:linkConfidence")),
                matched=nodes.one(iri, "proc:matchedText"),
            )
        )
    return sorted(links, key=lambda link: (text.find(link.matched), link.iri))


def _header(nodes: _Nodes, page: str, procedure: str) -> Header:
    if not nodes.all(page, "proc:defines"):
        return Header()
    kinds = nodes.all(procedure, "rdf:type")
    return Header(
        slug=ns.local_name(procedure),
        conservative=ns.term("ConservativeCare") in kinds,
        specialties=tuple(map(ns.local_name, nodes.all(procedure, "proc:specialty"))),
        purposes=tuple(map(ns.local_name, nodes.all(procedure, "proc:purpose"))),
        codes=_codes(nodes, procedure),
        axes=tuple(
            (axis, tuple(map(ns.local_name, targets)))
            for axis in AXES
            if (targets := nodes.all(procedure, f"proc:{AXIS_TERMS[axis]}"))
        ),
        relations=tuple(
            (relation, tuple(map(ns.local_name, targets)))
            for relation, term in RELATIONS.items()
            if (targets := nodes.all(procedure, f"proc:{term}"))
        ),
        one_sided=tuple(
            (ns.local_name(nodes.one(iri, "proc:object")), nodes.one(iri, "proc:reason"))
            for iri in nodes.of_type("proc:OneSidedAlternative")
        ),
        review=_REVIEW_OF_TERM[nodes.one(page, "proc:reviewStatus")],
        licence=nodes.one(page, "dcterms:license").removeprefix(LICENCES),
        modified=nodes.one(page, "dcterms:modified"),
        references=_references(nodes, page),
    )


def _references(nodes: _Nodes, page: str) -> tuple[Reference, ...]:
    iris = nodes.all(page, "dcterms:references")
    return tuple(
        Reference(
            title=nodes.one(iri, "dcterms:title"),
            publisher=nodes.one(iri, "dcterms:publisher"),
            year=int(year) if (year := nodes.one(iri, "dcterms:issued")) else None,
            url=nodes.one(iri, "schema:url"),
            doi=nodes.one(iri, "dcterms:identifier").removeprefix("doi:"),
        )
        for iri in sorted(iris, key=lambda iri: int(nodes.one(iri, "proc:position")))
    )


def _codes(nodes: _Nodes, procedure: str) -> tuple[Code, ...]:
    return tuple(
        Code(*ns.split_code(iri), relation)
        for relation, term in CODE_RELATIONS.items()
        for iri in nodes.all(procedure, f"proc:{term}")
    )


def _kinds(nodes: _Nodes, procedure: str, predicate: str) -> tuple[str, ...]:
    said = {_KIND_OF_PROPERTY[iri] for iri in nodes.all(procedure, predicate)}
    return tuple(kind for kind in SECTIONS if kind in said)
