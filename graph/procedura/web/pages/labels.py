"""What nodes and properties are called where people read them."""

from procedura import namespaces as ns
from procedura.analysis.stated.facts import FactReader

# What vocabularies of others mean here, where their local names are no words.
_CALLED = {
    ns.expand("dcterms:isVersionOf"): "edition of",
    ns.expand("dcterms:license"): "licence",
    ns.expand("dcterms:publisher"): "publisher",
    ns.expand("dcterms:source"): "source",
    ns.expand("dcterms:title"): "title",
    ns.expand("owl:annotatedProperty"): "relation",
    ns.expand("owl:annotatedSource"): "our concept",
    ns.expand("owl:annotatedTarget"): "their term",
    ns.expand("owl:versionInfo"): "version",
    ns.expand("prov:wasAssociatedWith"): "made by",
    ns.expand("prov:wasAttributedTo"): "made by",
    ns.expand("prov:wasDerivedFrom"): "rests on",
    ns.expand("prov:wasGeneratedBy"): "found by",
    ns.expand("rdf:type"): "kind",
    ns.expand("schema:sha256"): "SHA-256",
    ns.expand("sssom:confidence"): "confidence",
    ns.expand("sssom:mapping_justification"): "how it was found",
    ns.expand("skos:altLabel"): "other name",
    ns.expand("skos:prefLabel"): "name",
    ns.expand("skos:exactMatch"): "exact match",
    ns.expand("skos:closeMatch"): "close match",
    ns.expand("skos:broadMatch"): "broader there",
    ns.expand("skos:narrowMatch"): "narrower there",
    ns.expand("skos:relatedMatch"): "related",
}


def predicate_label(reader: FactReader, iri: str) -> str:
    """Return what a property is called: by the ontology, or else its prefixed name.

    Args:
        reader: The graph.
        iri: IRI of the property.
    """
    return _CALLED.get(iri) or reader.one(iri, "rdfs:label") or prefixed(iri)


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
    if iri.startswith(ns.code("")) and iri.count("/") == ns.code("X", "Y").count("/"):
        return ns.curie(iri)
    return iri.removeprefix(ns.BASE) if iri.startswith(ns.BASE) else prefixed(iri)
