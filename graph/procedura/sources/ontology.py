"""Ontologies of the OBO Foundry, in any of the forms that they are published in."""

import re
from collections import defaultdict
from collections.abc import Sequence

from procedura.sources import obo
from procedura.sources.files import SourceFile
from procedura.sources.flat_json import is_flat_json, read_flat_json
from procedura.sources.foundry import BASE, curie, ontology_term
from procedura.sources.obograph import is_obograph, read_obograph
from procedura.sources.rdf import Described
from procedura.sources.unlisted import unlisted_system
from procedura.terminology import Release, System, Term

_DEFINITION = f"{BASE}IAO_0000115"
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
        file.name,
        title=said.get("title") or header.one("ontology"),
        publisher=said.get("creator", ""),
        licence=said.get("license", ""),
        namespace=f"{BASE}{prefix}_",
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
    versions = (said.one(one, "owl:versionInfo") for one in said.of_type("owl:Ontology"))
    terms = [
        _owl_term(file, said, one)
        for one in said.of_type("owl:Class")
        if one.startswith(f"{BASE}{prefix}_")
        and said.one(one, "owl:deprecated") != "true"
        and said.one(one, "rdfs:label")
    ]
    return next(filter(None, versions), ""), terms


def _owl_term(file: SourceFile, said: Described, iri: str) -> Term:
    def texts(name: str) -> list[str]:
        return [text.value for text in said.texts(iri, name)]

    return ontology_term(
        curie(iri),
        said.one(iri, "rdfs:label"),
        f"{file.name}, {iri}",
        definition=said.one(iri, _DEFINITION),
        comments=texts("rdfs:comment"),
        synonyms=[(scope, name) for scope in ("Exact", "Related", "Broad", "Narrow")
                  for name in texts(f"oboInOwl:has{scope}Synonym")],
        above=map(curie, said.iris(iri, "rdfs:subClassOf")),
        references=texts("oboInOwl:hasDbXref"),
    )  # fmt: skip
