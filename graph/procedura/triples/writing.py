"""A page as quads.

The shape is `docs/explanation/graph.md`; the terms are `ontology/procedura.ttl`. Nothing here reads
a file or asks a store: the same page always gives the same quads, and every node has a name.
"""

from collections.abc import Iterator

from pyoxigraph import Quad

from procedura import namespaces as ns
from procedura.model import (
    SECTIONS,
    Code,
    Header,
    Link,
    Page,
    ProcedureRelation,
    Reference,
    Statement,
)
from procedura.systems import BY_PREFIX
from procedura.triples.codes import code_quads
from procedura.triples.subject import SOFTWARE, Subject, decimal
from procedura.version import __version__

LICENCES = "https://spdx.org/licenses/"

RELATIONS: dict[ProcedureRelation, str] = {
    "prepares-for": "preparesFor",
    "follows": "follows",
    "adjunct-to": "adjunctTo",
    "stages-for": "stagesFor",
    "variant-of": "variantOf",
}
AXIS_TERMS = SECTIONS["name"].edges
_FRONT_MATTER_EDGES = {"purpose", *AXIS_TERMS.values()}


def page_quads(page: Page) -> Iterator[Quad]:
    """Yield what an identified and linked page says.

    Quads stand in the page's graph, except the descriptions of codes, which stand in their
    system's graph, so that two pages that share a code don't describe it twice.
    """
    graph = ns.page(page.slug)
    yield from _page(page, graph)
    yield from _procedure(page, graph)
    named = list(zip(page.statements, statement_names(page), strict=True))
    places = {(one.kind, one.position): iri for one, iri in named}
    cited = reference_names(page)
    for one, iri in named:
        about = Subject(iri, graph)
        yield from Subject(page.procedure, graph).to(f"proc:has{SECTIONS[one.kind].term}", iri)
        yield from _statement(one, about)
        yield from about.to("dcterms:references", *(cited[number - 1] for number in one.references))
        if one.parent:
            yield from about.to("proc:partOf", places[one.kind, one.parent])
    yield from code_quads(_codes(page))


def software_quads() -> Iterator[Quad]:
    """Yield the description of this version of Procedura and of the graph as a whole."""
    graph = ns.BASE + "graph"
    whole, software = Subject(graph, graph), Subject(SOFTWARE, graph)
    yield from whole.to("rdf:type", ns.expand("prov:Collection"))
    yield from whole.say("dcterms:title", "Procedura, a knowledge graph of medical procedures",
                         language="en")  # fmt: skip
    yield from whole.to("prov:wasAttributedTo", SOFTWARE)
    yield from software.to("rdf:type", ns.expand("prov:SoftwareAgent"))
    yield from software.say("schema:softwareVersion", __version__)


def _page(page: Page, graph: str) -> Iterator[Quad]:
    about, header = Subject(graph, graph), page.header
    yield from about.to("rdf:type", ns.term("Page"), ns.expand("prov:Entity"))
    yield from about.to("proc:describes", page.procedure)
    if header.slug:
        yield from about.to("proc:defines", page.procedure)
    yield from about.say("dcterms:title", page.label, language="en")
    yield from about.say("dcterms:source", page.source)
    yield from about.say("schema:sha256", page.sha256)
    yield from about.to("dcterms:license", *([LICENCES + header.licence] if header.licence else []))
    yield from about.value("dcterms:modified", header.modified, "date")
    yield from about.to("proc:reviewStatus", ns.term(header.review.capitalize()))
    yield from about.to("prov:wasAttributedTo", SOFTWARE)
    for number, iri in enumerate(reference_names(page), start=1):
        yield from about.to("dcterms:references", iri)
        yield from _reference(header.references[number - 1], number, Subject(iri, graph))
    for slug, reason in header.one_sided:
        exception = Subject(f"{graph}#one-sided-{slug}", graph)
        yield from exception.to("rdf:type", ns.term("OneSidedAlternative"))
        yield from exception.to("proc:subject", page.procedure)
        yield from exception.to("proc:object", ns.procedure(slug))
        yield from exception.say("proc:reason", reason, language="en")


def reference_names(page: Page) -> list[str]:
    """Return the IRI of each of a page's references."""
    return [
        f"{ns.page(page.slug)}#reference-{number}-{ns.slug(reference.title)}"
        for number, reference in enumerate(page.header.references, start=1)
    ]


def _reference(reference: Reference, number: int, about: Subject) -> Iterator[Quad]:
    yield from about.to(
        "rdf:type", ns.term("Reference"), ns.expand("dcterms:BibliographicResource")
    )
    yield from about.value("proc:position", number, "integer")
    yield from about.say("dcterms:title", reference.title)
    yield from about.say("dcterms:publisher", reference.publisher)
    yield from about.value("dcterms:issued", reference.year, "gYear")
    yield from about.to("schema:url", *filter(None, [reference.url]))
    yield from about.say("dcterms:identifier", f"doi:{reference.doi}" if reference.doi else "")


def _procedure(page: Page, graph: str) -> Iterator[Quad]:
    about, header = Subject(page.procedure, graph), page.header
    yield from about.to("rdf:type", *_types(page))
    yield from about.say("skos:prefLabel", page.procedure_label, language="en")
    terms = {term.text for term in page.of_kind("common-term")} | {page.label}
    yield from about.say("skos:altLabel", *sorted(terms - {page.procedure_label}), language="en")
    for code in page.codes:
        iri = ns.code(code.system, code.code)
        yield from about.to("proc:code", iri)
        yield from about.to(f"proc:{code.relation}Code", iri)
    for relation, others in header.relations:
        yield from about.to("proc:" + RELATIONS[relation], *map(ns.procedure, others))
    for edge, targets in _edges(page).items():
        yield from about.to("proc:" + edge, *targets)
    for name, time in (("Duration", page.duration), ("Stay", page.stay)):
        yield from about.value(f"proc:minimum{name}", time.minimum, "duration")
        yield from about.value(f"proc:maximum{name}", time.maximum, "duration")
    for predicate, kinds in (
        ("proc:notStated", page.not_stated),
        ("proc:statedEmpty", page.empty),
        ("proc:statedNone", page.none),
    ):
        yield from about.to(predicate, *(ns.term("has" + SECTIONS[kind].term) for kind in kinds))


def _types(page: Page) -> Iterator[str]:
    yield ns.term("Procedure")
    yield ns.expand("schema:MedicalProcedure")
    if not page.header.purposes or set(page.header.purposes) - {"diagnose", "screen"}:
        yield ns.expand("schema:MedicalTherapy")
    if page.header.conservative:
        yield ns.term("ConservativeCare")


def _edges(page: Page) -> dict[str, list[str]]:
    """Return the direct edges of a page's procedure: property → targets, sorted.

    The front matter of a page that defines its procedure says its axes and its purpose; on
    other pages they are what the name says, or else the common terms, or else the summary.
    """
    edges = _stated_edges(page.header)
    for kind, section in SECTIONS.items():
        found: dict[str, set[str]] = {}
        for link in (link for statement in page.of_kind(kind) for link in statement.links):
            found.setdefault(section.edges.get(link.scheme, ""), set()).add(link.iri)
        for edge, targets in found.items():
            if edge and edge not in _FRONT_MATTER_EDGES:
                edges.setdefault(edge, set()).update(targets)
            elif edge and not page.header.slug:
                edges.setdefault(edge, targets)
    return {edge: sorted(targets) for edge, targets in edges.items()}


def _stated_edges(header: Header) -> dict[str, set[str]]:
    edges = {
        "specialty": {ns.concept("specialty", slug) for slug in header.specialties},
        "purpose": {ns.concept("purpose", slug) for slug in header.purposes},
    }
    for axis, slugs in header.axes:
        edges[AXIS_TERMS[axis]] = {ns.concept(axis, slug) for slug in slugs}
    return {edge: targets for edge, targets in edges.items() if targets}


def statement_names(page: Page) -> list[str]:
    """Return the IRI of each statement of a page: stable when lines are added above it."""
    names, seen = [], dict[str, int]()
    for statement in page.statements:
        name = f"{statement.kind}-{ns.slug(statement.text)}"
        seen[name] = seen.get(name, 0) + 1
        copy = f"-{seen[name]}" if seen[name] > 1 else ""
        names.append(f"{ns.page(page.slug)}#{name}{copy}")
    return names


def _statement(statement: Statement, about: Subject) -> Iterator[Quad]:
    yield from about.to("rdf:type", ns.term(SECTIONS[statement.kind].term))
    yield from about.say("proc:text", statement.text, language="en")
    yield from about.say("proc:groupLabel", statement.group, language="en")
    yield from about.value("proc:position", statement.position, "integer")
    yield from about.value("proc:line", statement.line, "integer")
    yield from about.to("prov:wasDerivedFrom", about.graph)
    if statement.serious:
        yield from about.value("proc:serious", "true", "boolean")
    if statement.frequency:
        for bound in ("minimum", "maximum"):
            share = getattr(statement.frequency, bound)
            if share is not None:
                yield from about.value(f"proc:{bound}Frequency", decimal(share), "decimal")
    for link in statement.links:
        name = link_name(about.iri, link)
        if link.scheme not in ("procedure", "code"):
            yield from about.to("proc:concept", link.iri)
        yield from about.to("proc:hasLink", name)
        yield from _link(link, Subject(name, about.graph))


def link_name(statement: str, link: Link) -> str:
    """Return the IRI of a link; terms of two vocabularies may have the same number.

    Args:
        statement: IRI of the statement.
        link: What the statement was linked to.
    """
    name = ns.local_name(link.iri)
    if link.scheme != "code" and ns.is_code(link.iri):
        name = f"{ns.split_code(link.iri)[0]}-{name}"
    return f"{statement}--{link.scheme}-{name}"


def _link(link: Link, about: Subject) -> Iterator[Quad]:
    yield from about.to("rdf:type", ns.term("Link"))
    yield from about.to("proc:target", link.iri)
    yield from about.to("proc:linkMethod", ns.term(f"{link.method.capitalize()}Match"))
    yield from about.value("proc:linkConfidence", link.confidence, "decimal")
    yield from about.say("proc:matchedText", link.matched, language="en")


def _codes(page: Page) -> list[Code]:
    """Return the codes that a page gives, lists, or was linked to."""
    named = (
        ns.split_code(link.iri)
        for statement in page.statements
        for link in statement.links
        if ns.is_code(link.iri)
    )
    # A system that only its release knows is described there.
    return [*page.codes, *(Code(*code) for code in named if code[0] in BY_PREFIX)]
