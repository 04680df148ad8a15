"""What the analyses found, as quads in named graphs of their own."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import quote

from pyoxigraph import Quad, Store

from procedura import namespaces as ns
from procedura.analysis import duplicates
from procedura.analysis.alternatives import finding as alternatives
from procedura.analysis.codes import coverage
from procedura.analysis.projection import project
from procedura.analysis.provenance import activity
from procedura.analysis.similar import procedures as similar
from procedura.analysis.similar.codes import SimilarCode
from procedura.analysis.similar.table import KEPT
from procedura.analysis.stated.facts import FactReader
from procedura.analysis.structure import Structure
from procedura.analysis.structure.writing import WRITERS, quads
from procedura.releases import releases
from procedura.store import select
from procedura.triples import Subject

ALTERNATIVES = ns.analysis("alternatives")
SIMILAR = ns.analysis("similar")
SIMILAR_CODES = ns.analysis("similar-codes")
DUPLICATES = ns.analysis("duplicates")
COVERAGE = ns.analysis("coverage")

# How a procedure has a pattern → how it has each of the codes that the pattern stands for.
_OF_PATTERN = {
    "exactCode": "narrowerCode",
    "narrowerCode": "narrowerCode",
    "broaderCode": "broaderCode",
}

Finding = (
    alternatives.AlternativeFinding
    | alternatives.Exclusion
    | similar.SimilarityFinding
    | duplicates.DuplicateFinding
)


def analyse(store: Store) -> Iterator[tuple[str, list[Quad]]]:
    """Run every analysis over the graph.

    Args:
        store: The graph, with all its pages.

    Yields:
        Pairs of a named graph and its new content.
    """
    graph = project(store)
    structure = Structure(graph)
    yield ALTERNATIVES, list(_alternatives(structure.compared, store))
    yield SIMILAR, list(_similar(similar.find(graph)))
    yield DUPLICATES, list(_duplicates(duplicates.find(*_texts(store))))
    yield COVERAGE, list(covered_codes(store))
    for name in WRITERS:
        yield ns.analysis(name), list(quads(structure, name))


def covered_codes(store: Store) -> Iterator[Quad]:
    """Yield which imported codes the patterns of the pages stand for.

    A procedure has each of them as its pages have the pattern; of several codes that together
    mean the procedure, each is narrower.

    Args:
        store: The graph, with its pages and its releases.
    """
    reader = FactReader(store)
    imported = {one.system for one in releases(store)}
    patterns: dict[str, list[str]] = defaultdict(list)
    for iri in reader.subjects("rdf:type", ns.term("CodePattern")):
        system, notation = ns.split_code(iri)
        if system in imported:
            patterns[system].append(notation)
    if patterns:
        yield from activity(COVERAGE, {})
    for system, notations in patterns.items():
        for found in coverage.find(notations, partial(_is_current, reader, system)):
            yield from _covered(reader, ns.code(system, found.code), ns.code(system, found.pattern))


def similar_code_quads(
    found: Iterable[tuple[str, list[SimilarCode]]], top: int = KEPT
) -> Iterator[Quad]:
    """Yield which codes are similar, shaped like what is found of procedures.

    Args:
        found: Pairs of the IRI of a code and the codes that are most like it.
        top: How many of each at the most, for the record.
    """
    yield from activity(SIMILAR_CODES, {"top": min(top, KEPT)})
    for code, others in found:
        system, notation = ns.split_code(code)
        for one in others:
            pair = quote(f"{system}-{notation}--{ns.split_code(one.code)[1]}", safe="")
            about = Subject(f"{SIMILAR_CODES}#{pair}", SIMILAR_CODES)
            yield from about.to("rdf:type", ns.term("SimilarityFinding"))
            yield from about.to("proc:subject", code)
            yield from about.to("proc:object", one.code)
            yield from about.value("proc:score", f"{one.score:.6f}", "decimal")
            yield from about.to("prov:wasGeneratedBy", SIMILAR_CODES)
            yield from about.to("proc:sharedAxis", *(term.iri for term in one.shared))
            yield from about.say("rdfs:comment", one.reason, language="en")


def _is_current(reader: FactReader, system: str, notation: str) -> bool:
    """Whether a release has a code, so that it may be assigned."""
    code = ns.code(system, notation)
    return bool(reader.one(code, "proc:kind")) and not reader.one(code, "proc:assignable")


def _covered(reader: FactReader, code: str, pattern: str) -> Iterator[Quad]:
    yield from Subject(code, COVERAGE).to("proc:matchesPattern", pattern)
    for relation, given in _OF_PATTERN.items():
        for procedure in reader.subjects(f"proc:{relation}", pattern):
            yield from Subject(procedure, COVERAGE).to("proc:code", code)
            yield from Subject(procedure, COVERAGE).to(f"proc:{given}", code)


def _alternatives(
    found: Iterable[alternatives.AlternativeFinding | alternatives.Exclusion], store: Store
) -> Iterator[Quad]:
    yield from activity(ALTERNATIVES, alternatives.PARAMETERS)
    evidence = _evidence(store)
    for finding in found:
        about = _subject(ALTERNATIVES, finding)
        yield from _ends(about, finding)
        yield from about.to("proc:sharedIndication", *finding.shared)
        if isinstance(finding, alternatives.Exclusion):
            yield from about.to("rdf:type", ns.term("ExclusionFinding"))
            yield from about.to("proc:exclusionReason", ns.term(finding.reason))
            continue
        yield from about.to("rdf:type", ns.term("AlternativeFinding"))
        yield from about.to("proc:basis", ns.term(finding.basis))
        yield from about.to("proc:alternativeKind", ns.term(finding.kind))
        yield from about.value("proc:prominenceScore", finding.prominence, "decimal")
        yield from about.value("proc:overlapScore", finding.overlap, "decimal")
        yield from about.value("proc:likenessScore", finding.likeness, "decimal")
        pair = finding.subject, finding.other
        statements = {*evidence.get(pair, ()), *evidence.get(pair[::-1], ())}
        yield from about.to("prov:wasDerivedFrom", *sorted(statements))


def _similar(found: Iterable[similar.SimilarityFinding]) -> Iterator[Quad]:
    yield from activity(SIMILAR, similar.PARAMETERS)
    for finding in found:
        about = _subject(SIMILAR, finding)
        yield from about.to("rdf:type", ns.term("SimilarityFinding"))
        yield from _ends(about, finding)
        yield from about.to("proc:sharedAxis", *finding.shared)


def _duplicates(found: Iterable[duplicates.DuplicateFinding]) -> Iterator[Quad]:
    yield from activity(DUPLICATES, duplicates.PARAMETERS)
    for finding in found:
        about = _subject(DUPLICATES, finding)
        yield from about.to("rdf:type", ns.term("DuplicateFinding"))
        yield from _ends(about, finding)


def _texts(store: Store) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the lines about each procedure, without those that name it, and its names."""
    texts: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    rows = select(
        store,
        """SELECT DISTINCT ?procedure ?text ?name WHERE {
             { ?page proc:describes ?procedure . ?line prov:wasDerivedFrom ?page ; proc:text ?text
               FILTER NOT EXISTS { ?line a proc:Name }
               FILTER NOT EXISTS { ?line a proc:CommonTerm } }
             UNION { ?procedure a proc:Procedure ; skos:prefLabel|skos:altLabel ?name }
           } ORDER BY ?procedure ?text ?name""",
    )
    for procedure, text, name in rows:
        if text is not None:
            texts.setdefault(procedure.value, []).append(text.value)
        else:
            names.setdefault(procedure.value, []).append(name.value)
    return texts, names


def _subject(graph: str, finding: Finding) -> Subject:
    pair = ns.local_name(finding.subject), ns.local_name(finding.other)
    return Subject(f"{graph}#{'--'.join(pair)}", graph)


def _ends(about: Subject, finding: Finding) -> Iterator[Quad]:
    yield from about.to("proc:subject", finding.subject)
    yield from about.to("proc:object", finding.other)
    yield from about.value("proc:score", finding.score, "decimal")
    yield from about.to("prov:wasGeneratedBy", about.graph)


def _evidence(store: Store) -> dict[tuple[str, str], list[str]]:
    """Return pairs of procedures → the statements that name the second under the first."""
    rows = select(
        store,
        """SELECT DISTINCT ?subject ?other ?statement WHERE {
             { ?subject proc:hasAlternative ?statement .
               ?statement proc:hasLink/proc:target ?other . ?other a proc:Procedure }
             UNION { ?subject proc:hasAlternative ?statement ; proc:alternativeApproach ?class .
                     ?statement proc:concept ?class .
                     ?other proc:approach/skos:broader* ?class }
           } ORDER BY ?subject ?other ?statement""",
    )
    evidence: dict[tuple[str, str], list[str]] = {}
    for subject, other, statement in rows:
        evidence.setdefault((subject.value, other.value), []).append(statement.value)
    return evidence
