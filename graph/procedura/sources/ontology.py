"""Ontologies of the OBO Foundry, in any of the forms that they are published in."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from procedura.sources import obo
from procedura.sources.files import SourceFile
from procedura.sources.flat_json import is_flat_json, read_flat_json
from procedura.sources.obograph import is_obograph, read_obograph
from procedura.sources.rdf import Described
from procedura.sources.unlisted import unlisted_system
from procedura.sources.xrefs import cross_reference
from procedura.terminology import Match, Release, System, Term

_BASE = "http://purl.obolibrary.org/obo/"
_DEFINITION = f"{_BASE}IAO_0000115"
_XREF = "oboInOwl:hasDbXref"
# The phenotypes of HP, the diseases and injuries of MONDO; what else they have says how often, how
# bad or since when.
_BRANCHES = {"HP": ("0000118",), "MONDO": ("0000001", "0021178")}
_VALUE = re.compile(r'(\S+) "?([^"]*)"?')


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of a known ontology that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout.
    """
    versions, terms = [], []
    for file in files:
        version, own = _read(file, system.prefix)
        versions.append(version)
        terms += own
    return Release(system, next(filter(None, versions), ""), _of_kind(terms, system))


def _of_kind(terms: Sequence[Term], system: System) -> list[Term]:
    """Return terms, of the kind "other" where they are in no branch that names the kind."""
    roots = _BRANCHES.get(system.prefix)
    if roots is None:
        return list(terms)
    below: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        for above in term.broader:
            below[above].append(term.code)
    inside, ahead = set(roots), list(roots)
    while ahead:
        new = set(below[ahead.pop()]) - inside
        inside |= new
        ahead += new
    return [term if term.code in inside else term._replace(kind="other") for term in terms]


def read_any(files: Sequence[SourceFile]) -> Release:
    """Return the release of an ontology that says in OBO text which one it is.

    Its prefix is the one that most of its terms have; its text may be passed on only where it names
    a Creative Commons licence that allows it.

    Raises:
        SourceError: A file is damaged, or is no OBO text.
    """
    [file, *others] = files
    if others or not obo.is_obo(file):
        raise file.error("an ontology that is not known by name is one file of OBO text")
    header, *stanzas = obo.stanzas(file)
    prefix = obo.prefix([one for one in stanzas if one.kind == "Term"])
    values = [match.groups() for text in header.tags.get("property_value", ())
              if (match := _VALUE.match(text))]  # fmt: skip
    said = {name.rpartition(":")[2]: value for name, value in values}
    system = unlisted_system(
        prefix,
        title=said.get("title") or header.one("ontology"),
        publisher=said.get("creator", ""),
        licence=said.get("license", ""),
        namespace=f"{_BASE}{prefix}_",
    )
    return Release(system, obo.version(header), list(_obo_terms(file, prefix)[1]))


def _read(file: SourceFile, prefix: str) -> tuple[str, list[Term]]:
    """Return the version that a file says it is, and its terms."""
    if obo.is_obo(file):
        return _obo_terms(file, prefix)
    if is_obograph(file):
        version, terms = read_obograph(file, prefix)
        return _date(version), terms
    if is_flat_json(file):
        return "", list(read_flat_json(file, prefix))
    if b"rdf:RDF" in file.head or b"@prefix" in file.head:
        return _owl_terms(file, prefix)
    raise file.error("this is no ontology in OBO, OBO graph, OWL, or a list in JSON")


def _date(version: str) -> str:
    match = re.search(r"\d{4}-\d{2}-\d{2}", version)
    return match[0] if match else ""


def _obo_terms(file: SourceFile, prefix: str) -> tuple[str, list[Term]]:
    header, *stanzas = obo.stanzas(file)
    made = (obo.term(one, prefix, file) for one in stanzas if one.kind == "Term")
    return obo.version(header), [one for one in made if one]


def _owl_terms(file: SourceFile, prefix: str) -> tuple[str, list[Term]]:
    said = Described(file)
    base = f"{_BASE}{prefix}_"
    versions = (said.one(one, "owl:versionInfo") for one in said.of_type("owl:Ontology"))
    classes = [one for one in said.of_type("owl:Class") if one.startswith(base)]
    terms = [
        _owl_term(file, said, one, base)
        for one in classes
        if said.one(one, "owl:deprecated") != "true" and said.one(one, "rdfs:label")
    ]
    return next(filter(None, versions), ""), terms


def _owl_term(file: SourceFile, said: Described, iri: str, base: str) -> Term:
    label = said.one(iri, "rdfs:label")
    above = said.iris(iri, "rdfs:subClassOf")
    exact = [text.value for text in said.texts(iri, "oboInOwl:hasExactSynonym")]
    near = [
        f"{scope}: {text.value}"
        for scope in ("Related", "Broad", "Narrow")
        for text in said.texts(iri, f"oboInOwl:has{scope}Synonym")
    ]
    return Term(
        code=iri.removeprefix(base),
        label=label,
        where=f"{file.name}, {iri}",
        synonyms=tuple(text for text in dict.fromkeys(exact) if text != label),
        definition=said.one(iri, _DEFINITION),
        notes=(*(text.value for text in said.texts(iri, "rdfs:comment")), *near),
        broader=tuple(one.removeprefix(base) for one in above if one.startswith(base)),
        matches=tuple(_owl_matches(said, iri, above, base)),
    )


def _owl_matches(said: Described, iri: str, above: Sequence[str], base: str) -> Iterator[Match]:
    others = (one.removeprefix(_BASE).replace("_", ":", 1) for one in above
              if one.startswith(_BASE) and not one.startswith(base))  # fmt: skip
    found = [cross_reference("broad", one) for one in others]
    found += [cross_reference("close", text.value) for text in said.texts(iri, _XREF)]
    yield from dict.fromkeys(match for match in found if match)
