"""What nodes and properties are called where people read them."""

from procedura import namespaces as ns
from procedura.analysis.stated.facts import FactReader

# What vocabularies of others mean here, where their local names are no words.
_CALLED = {
    "dcterms:isVersionOf": "edition of",
    "dcterms:license": "licence",
    "dcterms:publisher": "publisher",
    "dcterms:source": "source",
    "dcterms:title": "title",
    "owl:annotatedProperty": "relation",
    "owl:annotatedSource": "our concept",
    "owl:annotatedTarget": "their term",
    "owl:versionInfo": "version",
    "prov:wasAssociatedWith": "made by",
    "prov:wasAttributedTo": "made by",
    "prov:wasDerivedFrom": "rests on",
    "prov:wasGeneratedBy": "found by",
    "rdf:type": "kind",
    "schema:sha256": "SHA-256",
    "sssom:confidence": "confidence",
    "sssom:mapping_justification": "how it was found",
    "skos:altLabel": "other name",
    "skos:prefLabel": "name",
    "skos:exactMatch": "exact match",
    "skos:closeMatch": "close match",
    "skos:broadMatch": "broader there",
    "skos:narrowMatch": "narrower there",
    "skos:relatedMatch": "related",
}


def predicate_label(reader: FactReader, iri: str) -> str:
    """Return what a property is called: by the ontology, or else its prefixed name.

    Args:
        reader: The graph.
        iri: IRI of the property.
    """
    return _CALLED.get(prefixed(iri)) or reader.one(iri, "rdfs:label") or prefixed(iri)


def prefixed(iri: str) -> str:
    """Return an IRI with its prefix, whole where it has none.

    >>> prefixed("http://www.w3.org/2004/02/skos/core#notation")
    'skos:notation'
    >>> prefixed("http://purl.obolibrary.org/obo/HP_0000787")
    'HP:0000787'
    """
    fitting = [(prefix, start) for prefix, start in ns.PREFIXES.items() if iri.startswith(start)]
    if not fitting:
        return iri
    prefix, start = max(fitting, key=lambda one: len(one[1]))
    return f"{prefix}:{iri.removeprefix(start)}"


def node_label(reader: FactReader, iri: str) -> str:
    """Return what a node is called: a name, a title, a code, or its prefixed name.

    Args:
        reader: The graph.
        iri: IRI of the node.
    """
    for name in ("skos:prefLabel", "rdfs:label", "dcterms:title"):
        if said := reader.one(iri, name):
            return said
    if ns.is_code(iri):
        return ns.curie(iri)
    return iri.removeprefix(ns.BASE) if iri.startswith(ns.BASE) else prefixed(iri)
