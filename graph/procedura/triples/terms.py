"""A release of a code system as N-Triples.

A release has a million statements; written as text and parsed by the store they take a third of the
time that as many objects take. The shape is `docs/explanation/graph.md`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from urllib.parse import quote

from pyoxigraph import Literal, Quad

from procedura import namespaces as ns
from procedura.systems import BY_PREFIX
from procedura.terminology import AxisConcept, Listed, Release, System, Term, values_above
from procedura.triples.codes import licence_quads, system_quads
from procedura.triples.subject import SOFTWARE, Subject

_TRUE, _FALSE = str(Literal(True)), str(Literal(False))


@cache
def _iri(name: str) -> str:
    """Return a prefixed name as N-Triples write it."""
    return f"<{ns.expand(name)}>"


def release_quads(release: Release, files: Iterable[tuple[str, str]]) -> Iterator[Quad]:
    """Yield the description of a release, its system, and the schemes of its axes.

    Args:
        release: The release.
        files: Pairs of a file's name and its SHA-256 checksum in hexadecimal.
    """
    system = release.system
    graph = ns.release(system.prefix, release.name)
    about = Subject(graph, graph)
    yield from about.to("rdf:type", ns.term("Release"), ns.expand("prov:Entity"))
    yield from about.say("dcterms:title", f"{system.title}, release {release.name}", language="en")
    yield from about.to("dcterms:isVersionOf", ns.code(system.prefix))
    yield from about.say("owl:versionInfo", release.name)
    assignable = sum(term.assignable for term in release.terms)
    yield from about.value("proc:codeCount", assignable, "integer")
    yield from about.to("prov:wasAttributedTo", SOFTWARE)
    for file, checksum in files:
        source = Subject(f"{graph}#{quote(file, safe='')}", graph)
        yield from about.to("prov:wasDerivedFrom", source.iri)
        yield from source.to("rdf:type", ns.expand("prov:Entity"))
        yield from source.say("dcterms:source", file)
        yield from source.say("schema:sha256", checksum)
    yield from system_quads(system, graph)
    for slug, title in release.schemes:
        scheme = Subject(ns.concept(slug), graph)
        yield from scheme.to("rdf:type", ns.expand("skos:ConceptScheme"))
        yield from scheme.say("skos:prefLabel", title, language="en")
        yield from scheme.say(
            "skos:definition",
            f"The values that the codes of {system.title} take on the axis {title!r}.",
            language="en",
        )
        yield from licence_quads(scheme, system)


def concept_text(release: Release) -> Iterator[str]:
    """Yield what a release says of the values of its axes, as N-Triples."""
    counts = _counts(release)
    for concept in release.concepts:
        yield _axis_concept(concept, release.system, counts)


def _counts(release: Release) -> Counter[str]:
    """Return value of an axis, as ``scheme/slug`` → how many codes have it or a narrower one."""
    above = values_above(release)
    counts: Counter[str] = Counter()
    for term in release.terms:
        if term.assignable:
            counts.update({up for _, value in term.axes for up in above(value)})
    return counts


def former_text(
    codes: Mapping[str, Listed], system: System, gone: Collection[str]
) -> Iterator[str]:
    """Yield what is kept of a release that a newer one has taken the place of, as N-Triples.

    Args:
        codes: Its codes, each with what it says of it.
        system: Its system.
        gone: Those of the codes that the newer release no longer has.
    """
    for code, said in codes.items():
        label = _text(said.label, system.language)
        lines = [f"{_iri('proc:formerLabel')} {label}"]
        if not said.assignable:
            lines.append(f"{_iri('proc:assignable')} {_FALSE}")
        if code in gone:
            lines += [*_identity(code, system), f"{_iri('skos:prefLabel')} {label}"]
            lines.append(f"{_iri('owl:deprecated')} {_TRUE}")
        yield _lines(ns.code(system.prefix, code), lines)


def term_text(term: Term, system: System) -> str:
    """Return what a release says of one of its codes, as N-Triples."""
    said = [
        *_identity(term.code, system),
        *_description(term, system.language),
        f"{_iri('proc:kind')} {_text(term.kind or system.kind)}",
    ]
    said += [f"{_iri('skos:altLabel')} {_text(name, tag)}" for tag, name in term.translations]
    said += [f"{_iri('skos:broader')} <{ns.code(system.prefix, up)}>" for up in term.broader]
    said += [f"<{ns.term(axis)}> <{ns.BASE}concept/{path}>" for axis, path in term.axes]
    said += [f"<{ns.term(name)}> {_text(value)}" for name, value in term.values]
    if not term.assignable:
        said.append(f"{_iri('proc:assignable')} {_FALSE}")
    if term.deprecated:
        said.append(f"{_iri('owl:deprecated')} {_TRUE}")
    if system.namespace:
        same = f"{system.namespace}{quote(term.code, safe='')}"
        said.append(f"{_iri('skos:exactMatch')} <{same}>")
    for relation, other, code in term.matches:
        if other in BY_PREFIX:
            said.append(f"{_iri(f'skos:{relation}Match')} <{ns.code(other, code)}>")
        else:
            said.append(f"{_iri('oboInOwl:hasDbXref')} {_text(f'{other}:{code}')}")
    return _lines(ns.code(system.prefix, term.code), said)


def _axis_concept(concept: AxisConcept, system: System, counts: Counter[str]) -> str:
    scheme = ns.concept(concept.scheme)
    said = [
        f"{_iri('rdf:type')} {_iri('proc:AxisValue')}",
        f"{_iri('rdf:type')} {_iri('skos:Concept')}",
        f"{_iri('skos:inScheme')} <{scheme}>",
        *_description(concept, system.language),
    ]
    said += [f"{_iri('skos:broader')} <{scheme}/{up}>" for up in concept.broader]
    if count := counts[f"{concept.scheme}/{concept.slug}"]:
        said.append(f"{_iri('proc:codeCount')} {Literal(count)}")
    return _lines(f"{scheme}/{concept.slug}", said)


def _identity(code: str, system: System) -> tuple[str, ...]:
    return (
        f"{_iri('rdf:type')} {_iri('proc:Code')}",
        f"{_iri('rdf:type')} {_iri('skos:Concept')}",
        f"{_iri('skos:inScheme')} <{ns.code(system.prefix)}>",
        f"{_iri('skos:notation')} {_text(code)}",
    )


def _description(one: Term | AxisConcept, language: str) -> Iterator[str]:
    """Yield what a code or a value of an axis is called, what it means, and notes on it."""
    yield f"{_iri('skos:prefLabel')} {_text(one.label, language)}"
    for name in one.synonyms:
        if name != one.label:
            yield f"{_iri('skos:altLabel')} {_text(name, language)}"
    for note in one.notes:
        yield f"{_iri('skos:note')} {_text(note, language)}"
    if one.definition:
        yield f"{_iri('skos:definition')} {_text(one.definition, language)}"


def _lines(iri: str, said: Iterable[str]) -> str:
    return "".join(f"<{iri}> {one} .\n" for one in said)


def _text(value: str, language: str = "") -> str:
    return str(Literal(value, language=language or None))
