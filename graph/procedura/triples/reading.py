"""Quads as a page: what `writing` wrote, read back."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import cast, get_args

from pyoxigraph import Literal, NamedNode, Quad

from procedura import namespaces as ns
from procedura.model import (
    AXES,
    CODE_RELATIONS,
    SECTIONS,
    Code,
    Duration,
    Frequency,
    Header,
    Link,
    Method,
    Page,
    Reference,
    Statement,
)
from procedura.triples.writing import (
    AXIS_TERMS,
    LICENCES,
    RELATIONS,
)

_METHODS: dict[str, Method] = {
    ns.term(f"{method.capitalize()}Match"): method for method in get_args(Method)
}


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
    return Page(
        source=nodes.one(page, "dcterms:source"),
        sha256=nodes.one(page, "schema:sha256"),
        label=nodes.one(page, "dcterms:title"),
        header=_header(nodes, page, procedure),
        codes=_codes(nodes, procedure),
        statements=tuple(_statements(nodes, procedure, label)),
        duration=Duration(*_bounds(nodes, procedure, "Duration")),
        stay=Duration(*_bounds(nodes, procedure, "Stay")),
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

    def number(self, subject: str, predicate: str) -> int:
        return int(self.one(subject, predicate))

    def names(self, subject: str, predicate: str) -> tuple[str, ...]:
        return tuple(map(ns.local_name, self.all(subject, predicate)))


def _bounds(nodes: _Nodes, node: str, name: str) -> list[str | None]:
    return [nodes.one(node, f"proc:{bound}{name}") or None for bound in ("minimum", "maximum")]


def _statements(nodes: _Nodes, procedure: str, label: Callable[[str], str]) -> list[Statement]:
    iris = [
        (kind, iri)
        for kind, section in SECTIONS.items()
        for iri in nodes.all(procedure, f"proc:has{section.term}")
    ]
    positions = {iri: nodes.number(iri, "proc:position") for _, iri in iris}
    statements = [
        Statement(
            kind=kind,
            text=nodes.one(iri, "proc:text"),
            line=nodes.number(iri, "proc:line"),
            position=positions[iri],
            group=nodes.one(iri, "proc:groupLabel"),
            parent=positions.get(nodes.one(iri, "proc:partOf"), 0),
            links=tuple(_links(nodes, iri, label)),
            serious=nodes.one(iri, "proc:serious") == "true",
            frequency=_frequency(nodes, iri),
            references=tuple(
                sorted(
                    nodes.number(reference, "proc:position")
                    for reference in nodes.all(iri, "dcterms:references")
                )
            ),
        )
        for kind, iri in iris
    ]
    order = list(SECTIONS)
    return sorted(statements, key=lambda one: (one.line, order.index(one.kind), one.position))


def _frequency(nodes: _Nodes, statement: str) -> Frequency | None:
    bounds = _bounds(nodes, statement, "Frequency")
    return Frequency(*(float(one) if one else None for one in bounds)) if any(bounds) else None


def _links(nodes: _Nodes, statement: str, label: Callable[[str], str]) -> list[Link]:
    text = nodes.one(statement, "proc:text")
    links = []
    for iri in nodes.all(statement, "proc:hasLink"):
        target = nodes.one(iri, "proc:target")
        scheme = iri.removesuffix("-" + ns.local_name(target)).rsplit("--", 1)[1]
        if ns.is_code(target):
            scheme = scheme.removesuffix("-" + ns.split_code(target)[0])
        links.append(
            Link(
                iri=target,
                label=ns.curie(target) if scheme == "code" else label(target),
                scheme=scheme,
                method=_METHODS[nodes.one(iri, "proc:linkMethod")],
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
        specialties=nodes.names(procedure, "proc:specialty"),
        purposes=nodes.names(procedure, "proc:purpose"),
        codes=_codes(nodes, procedure),
        axes=tuple(
            (axis, slugs)
            for axis in AXES
            if (slugs := nodes.names(procedure, f"proc:{AXIS_TERMS[axis]}"))
        ),
        relations=tuple(
            (relation, slugs)
            for relation, term in RELATIONS.items()
            if (slugs := nodes.names(procedure, f"proc:{term}"))
        ),
        one_sided=tuple(
            (ns.local_name(nodes.one(iri, "proc:object")), nodes.one(iri, "proc:reason"))
            for iri in nodes.of_type("proc:OneSidedAlternative")
        ),
        review=ns.local_name(nodes.one(page, "proc:reviewStatus")).lower(),
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
        for iri in sorted(iris, key=lambda iri: nodes.number(iri, "proc:position"))
    )


def _codes(nodes: _Nodes, procedure: str) -> tuple[Code, ...]:
    return tuple(
        Code(*ns.split_code(iri), relation)
        for relation in CODE_RELATIONS
        for iri in nodes.all(procedure, f"proc:{relation}Code")
    )


def _kinds(nodes: _Nodes, procedure: str, predicate: str) -> tuple[str, ...]:
    said = nodes.all(procedure, predicate)
    return tuple(kind for kind, one in SECTIONS.items() if ns.term(f"has{one.term}") in said)
