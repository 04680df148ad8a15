"""A release of a code system as N-Triples.

A release has a million statements; written as text and parsed by the store they take a third of the
time that as many objects take. The shape is `docs/explanation/graph.md`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import quote

from pyoxigraph import Quad

from procedura import namespaces as ns
from procedura.systems import BY_PREFIX
from procedura.terminology import AxisConcept, Listed, Release, System, Term
from procedura.triples.codes import licence_quads, system_quads
from procedura.triples.subject import SOFTWARE, Subject

_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_TO_ESCAPE = re.compile(r'[\\"\n\r]')
_TYPE, _SCHEME, _NOTATION, _LABEL, _SYNONYM, _FORMER = (
    f"<{ns.expand(name)}>"
    for name in (
        "rdf:type",
        "skos:inScheme",
        "skos:notation",
        "skos:prefLabel",
        "skos:altLabel",
        "proc:formerLabel",
    )
)
_DEFINITION, _NOTE, _BROADER, _KIND, _ASSIGNABLE, _DEPRECATED, _XREF, _EXACT, _COUNT = (
    f"<{ns.expand(name)}>"
    for name in (
        "skos:definition",
        "skos:note",
        "skos:broader",
        "proc:kind",
        "proc:assignable",
        "owl:deprecated",
        "oboInOwl:hasDbXref",
        "skos:exactMatch",
        "proc:codeCount",
    )
)
_CODE, _AXIS_VALUE, _CONCEPT = (
    f"<{ns.expand(name)}>" for name in ("proc:Code", "proc:AxisValue", "skos:Concept")
)
_INTEGER = f"<{ns.expand('xsd:integer')}>"
_TRUE, _FALSE = (f'"{value}"^^<{ns.expand("xsd:boolean")}>' for value in ("true", "false"))


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
    broader = {
        f"{one.scheme}/{one.slug}": [f"{one.scheme}/{up}" for up in one.broader]
        for one in release.concepts
    }
    above: dict[str, set[str]] = {}

    def closure(path: str) -> set[str]:
        if path not in above:
            above[path] = {path}.union(*map(closure, broader.get(path, ())))
        return above[path]

    counts: Counter[str] = Counter()
    for term in release.terms:
        if term.assignable:
            counts.update(set().union(*(closure(path) for _, path in term.axes)))
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
        subject, label = f"<{ns.code(system.prefix, code)}>", _text(said.label, system.language)
        lines = [f"{_FORMER} {label}"]
        if not said.assignable:
            lines.append(f"{_ASSIGNABLE} {_FALSE}")
        if code in gone:
            lines += [*_identity(code, system), f"{_LABEL} {label}", f"{_DEPRECATED} {_TRUE}"]
        yield _lines(subject, lines)


def term_text(term: Term, system: System) -> str:
    """Return what a release says of one of its codes, as N-Triples."""
    subject, language = f"<{ns.code(system.prefix, term.code)}>", system.language
    said = [
        *_identity(term.code, system),
        f"{_LABEL} {_text(term.label, language)}",
        f"{_KIND} {_text(term.kind or system.kind)}",
    ]
    said += [f"{_SYNONYM} {_text(name, language)}" for name in term.synonyms if name != term.label]
    said += [f"{_SYNONYM} {_text(name, tag)}" for tag, name in term.translations]
    said += [f"{_NOTE} {_text(note, language)}" for note in term.notes]
    said += [f"{_BROADER} <{ns.code(system.prefix, broader)}>" for broader in term.broader]
    said += [f"<{ns.term(axis)}> <{ns.BASE}concept/{path}>" for axis, path in term.axes]
    said += [f"<{ns.term(name)}> {_text(value)}" for name, value in term.values]
    if term.definition:
        said.append(f"{_DEFINITION} {_text(term.definition, language)}")
    if not term.assignable:
        said.append(f"{_ASSIGNABLE} {_FALSE}")
    if term.deprecated:
        said.append(f"{_DEPRECATED} {_TRUE}")
    if system.namespace:
        said.append(f"{_EXACT} <{system.namespace}{quote(term.code, safe='')}>")
    for relation, other, code in term.matches:
        if other in BY_PREFIX:
            said.append(f"<{ns.expand(f'skos:{relation}Match')}> <{ns.code(other, code)}>")
        else:
            said.append(f"{_XREF} {_text(f'{other}:{code}')}")
    return _lines(subject, said)


def _identity(code: str, system: System) -> tuple[str, ...]:
    return (
        f"{_TYPE} {_CODE}",
        f"{_TYPE} {_CONCEPT}",
        f"{_SCHEME} <{ns.code(system.prefix)}>",
        f"{_NOTATION} {_text(code)}",
    )


def _lines(subject: str, said: Iterable[str]) -> str:
    return "".join(f"{subject} {one} .\n" for one in said)


def _axis_concept(concept: AxisConcept, system: System, counts: Counter[str]) -> str:
    scheme = ns.concept(concept.scheme)
    subject = f"<{scheme}/{concept.slug}>"
    said = [
        f"{_TYPE} {_AXIS_VALUE}",
        f"{_TYPE} {_CONCEPT}",
        f"{_SCHEME} <{scheme}>",
        f"{_LABEL} {_text(concept.label, system.language)}",
    ]
    said += [f"{_SYNONYM} {_text(name, system.language)}" for name in concept.synonyms]
    said += [f"{_NOTE} {_text(note, system.language)}" for note in concept.notes]
    said += [f"{_BROADER} <{scheme}/{broader}>" for broader in concept.broader]
    if concept.definition:
        said.append(f"{_DEFINITION} {_text(concept.definition, system.language)}")
    if count := counts[f"{concept.scheme}/{concept.slug}"]:
        said.append(f'{_COUNT} "{count}"^^{_INTEGER}')
    return _lines(subject, said)


def _text(value: str, language: str = "") -> str:
    escaped = _TO_ESCAPE.sub(lambda match: _ESCAPED[match[0]], value)
    return f'"{escaped}"@{language}' if language else f'"{escaped}"'
