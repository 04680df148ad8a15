"""The page of the ontology: every term with what it means."""

from dataclasses import dataclass

from procedura import namespaces as ns
from procedura.analysis.stated.facts import FactReader
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.rendering import page

_KINDS = {
    "Classes": "owl:Class",
    "Properties that lead to things": "owl:ObjectProperty",
    "Properties that have values": "owl:DatatypeProperty",
    "Values": "owl:NamedIndividual",
}
# What is said of a term besides its definition: what it is called → property.
_SAID = {
    "Narrower than": "rdfs:subClassOf",
    "Property of": "rdfs:domain",
    "Leads to": "rdfs:range",
    "Narrower property than": "rdfs:subPropertyOf",
    "Inverse of": "owl:inverseOf",
    "Same as": "skos:exactMatch",
    "Close to": "skos:closeMatch",
    "Source": "dcterms:source",
}


@dataclass(frozen=True, slots=True)
class OntologyTerm:
    """A term of the ontology.

    Attributes:
        iri: Its IRI.
        label: What it is called.
        definition: What it means.
        said: What else is said of it → IRIs.
    """

    iri: str
    label: str
    definition: str
    said: dict[str, list[str]]


def ontology_page(graph: ProcedureGraph, iri: str) -> Answer:
    """Return the page of the ontology."""
    reader = graph.facts
    return page(
        "ontology.html",
        title=reader.one(iri, "dcterms:title"),
        iri=iri,
        description=reader.one(iri, "dcterms:description"),
        release=reader.one(iri, "owl:versionInfo"),
        kinds={heading: _terms(reader, kind) for heading, kind in _KINDS.items()},
    )


def _terms(reader: FactReader, kind: str) -> list[OntologyTerm]:
    found = (one for one in reader.subjects("rdf:type", ns.expand(kind))
             if one.startswith(ns.term("")))  # fmt: skip
    return [
        OntologyTerm(
            iri=one,
            label=reader.one(one, "rdfs:label"),
            definition=reader.one(one, "skos:definition"),
            said={words: said for words, name in _SAID.items()
                  if (said := [to for to in reader.targets(one, name)
                               if to != ns.ONTOLOGY])},
        )
        for one in found
    ]  # fmt: skip
