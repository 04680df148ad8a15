"""SKOS schemes (https://www.w3.org/TR/skos-reference/) in any form of RDF."""

import re
from collections.abc import Iterator, Sequence

from procedura import namespaces as ns
from procedura.sources.files import SourceFile
from procedura.sources.rdf import Described
from procedura.sources.unlisted import unlisted_system
from procedura.systems import own_iri
from procedura.terminology import Match, Relation, Release, System, Term

_MATCHES: dict[str, Relation] = {
    "skos:exactMatch": "exact",
    "skos:closeMatch": "close",
    "skos:broadMatch": "broad",
    "skos:narrowMatch": "narrow",
}
_PREFIX = "http://purl.org/vocab/vann/preferredNamespacePrefix"


def read(files: Sequence[SourceFile]) -> Release:
    """Return the scheme that files hold, as a release of a system that the scheme describes.

    Raises:
        SourceError: A file is no RDF, or none of them holds one SKOS scheme.
    """
    schemes = [(file, said, one) for file in files for said in [Described(file)]
               for one in said.of_type("skos:ConceptScheme")]  # fmt: skip
    if len(schemes) != 1:
        raise files[0].error(
            f"there are {len(schemes)} schemes, not one", cure="import one at a time"
        )
    file, said, scheme = schemes[0]
    system = _system(file, said, scheme)
    name = said.one(scheme, "owl:versionInfo", "dcterms:issued", "dcterms:modified")
    return Release(system, name, _terms(file, said, system))


def _system(file: SourceFile, said: Described, scheme: str) -> System:
    last = re.split(r"[/#]", scheme.rstrip("/#"))[-1]
    return unlisted_system(
        said.one(scheme, _PREFIX) or last,
        file.name,
        title=said.one(scheme, "dcterms:title", "skos:prefLabel", "rdfs:label"),
        publisher=said.one(scheme, "dcterms:publisher", "dcterms:creator"),
        licence=said.one(scheme, "dcterms:license", "dcterms:rights"),
        language=said.language("skos:prefLabel"),
    )


def _terms(file: SourceFile, said: Described, system: System) -> Iterator[Term]:
    known = set(said.of_type("skos:Concept"))
    for concept in sorted(known):
        labels = said.texts(concept, "skos:prefLabel")
        names = [*labels, *said.texts(concept, "skos:altLabel", "skos:hiddenLabel")]
        foreign = [one for one in names if one.language not in (system.language, "")]
        above = {*said.iris(concept, "skos:broader"), *said.leading("skos:narrower", concept)}
        yield Term(
            code=_code(said, concept),
            label=next((one.value for one in sorted(labels, key=foreign.__contains__)), ""),
            where=f"{file.name}, {concept}",
            synonyms=tuple(one.value for one in names if one not in foreign),
            translations=tuple((one.language, one.value) for one in foreign),
            definition=said.one(concept, "skos:definition"),
            notes=tuple(text.value for text in said.texts(concept, "skos:scopeNote", "skos:note")),
            broader=tuple(_code(said, one) for one in sorted(above & known)),
            deprecated=said.one(concept, "owl:deprecated") == "true",
            matches=tuple(_matches(said, concept)),
        )


def _code(said: Described, concept: str) -> str:
    return said.one(concept, "skos:notation") or re.split(r"[/#]", concept)[-1]


def _matches(said: Described, concept: str) -> Iterator[Match]:
    for name, relation in _MATCHES.items():
        for iri in said.iris(concept, name):
            yield _match(relation, iri)


def _match(relation: Relation, iri: str) -> Match:
    """Return a match to a term of a system that is known by its IRIs, or else to an IRI."""
    own = own_iri(iri)
    if ns.is_code(own):
        return Match(relation, *ns.split_code(own))
    scheme, _, rest = iri.partition(":")
    return Match(relation, scheme, rest)
