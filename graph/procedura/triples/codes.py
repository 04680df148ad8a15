"""Codes and their systems as quads."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad

from procedura import namespaces as ns
from procedura.model import Code
from procedura.systems import BY_PREFIX
from procedura.terminology import System
from procedura.triples.subject import Subject


def code_quads(codes: Iterable[Code]) -> Iterator[Quad]:
    """Yield the descriptions of codes that pages name, and of their systems."""
    for code in codes:
        system = ns.code(code.system)
        concept = Subject(ns.code(code.system, code.code), system)
        yield from system_quads(BY_PREFIX[code.system], system)
        yield from concept.to("rdf:type", ns.term("Code"), ns.expand("skos:Concept"))
        if "[" in code.code:
            yield from concept.to("rdf:type", ns.term("CodePattern"))
        yield from concept.say("skos:notation", code.code)
        yield from concept.to("skos:inScheme", system)


def system_quads(system: System, graph: str) -> Iterator[Quad]:
    """Yield the description of a code system."""
    about = Subject(ns.code(system.prefix), graph)
    yield from about.to("rdf:type", ns.term("CodeSystem"), ns.expand("skos:ConceptScheme"))
    yield from about.say("skos:prefLabel", system.title, language="en")
    yield from about.say("dcterms:publisher", system.publisher)
    yield from licence_quads(about, system)


def licence_quads(about: Subject, system: System) -> Iterator[Quad]:
    """Yield under which licence the text of a system stands, and whether it may be passed on."""
    if ns.is_address(system.licence):
        yield from about.to("dcterms:license", system.licence)
    else:
        yield from about.say("dcterms:rights", system.licence)
    may = "true" if system.redistributable else "false"
    yield from about.value("proc:redistributable", may, "boolean")
