"""Every word that the graph uses is defined, every defined word is used, and what it is aligned
with exists."""

from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DefinedNamespace
from rdflib.term import Node

from procedura import contents, store
from procedura import namespaces as ns
from procedura.model import SECTIONS
from procedura.resources import folder as resource
from procedura.resources import read_turtle, walk
from procedura.validation import rdflib_graph

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)
CLOSED: dict[str, type[DefinedNamespace]] = {
    ns.PREFIXES["dcterms"]: DCTERMS,
    ns.PREFIXES["prov"]: PROV,
    ns.PREFIXES["schema"]: SDO,
    ns.PREFIXES["skos"]: SKOS,
}
OBO = "http://purl.obolibrary.org/obo/"

# Terms that the graph does not write, with the reason why they are defined.
UNWRITTEN = {
    "hasStatement": "stands for all has-properties in a query",
    "Statement": "stands for all kinds of statement in a query",
    "Finding": "stands for all kinds of finding in a query",
    "Basis": "is what proc:Stated and proc:Inferred are",
    "AlternativeKind": "is what proc:VariantByApproach and the like are",
    "ExclusionReason": "is what proc:CodingVariant and the like are",
    **dict.fromkeys(
        ("ReleaseDifference", "older", "newer", "added", "removed", "renamed", "reclassified"),
        "stands in what `procedura diff` prints",
    ),
    "LinkMethod": "is what the ways of matching are",
    "ReviewStatus": "is what proc:Reviewed and proc:Unreviewed are",
}


def read(*names: str) -> Graph:
    files = (resource("ontology") / name for name in names)
    return rdflib_graph(quad for file in files for quad in read_turtle(file))


@cache
def ontology() -> Graph:
    return read("procedura.ttl")


@cache
def alignments() -> Graph:
    return read("alignments.ttl")


def terms_defined() -> list[URIRef]:
    graph = ontology()
    return sorted({URIRef(str(one)) for kind in KINDS for one in graph.subjects(RDF.type, kind)})


def terms_in(graph: Graph) -> set[str]:
    """Return the local names of our terms in a graph, as a predicate or anywhere else."""
    nodes = {node for triple in graph for node in triple}
    return {
        ns.local_name(str(node))
        for node in nodes
        if isinstance(node, URIRef) and node.startswith(ns.PREFIXES["proc"])
    }


def terms_of_sections() -> set[str]:
    edges = {edge for section in SECTIONS.values() for edge in section.edges.values()}
    terms = {section.term for section in SECTIONS.values()}
    return (terms | {"has" + term for term in terms} | edges) - {""}


def terms_of_shapes() -> set[str]:
    files = walk(resource("ontology") / "shapes", ".ttl")
    return terms_in(read(*(f"shapes/{file.name}" for file in files)))


def terms_written() -> set[str]:
    """Return the terms of a graph that has everything in it: that of a complete page."""
    complete = Path(__file__).parent / "shapes" / "complete.ttl"
    return terms_in(rdflib_graph(ox.parse(path=complete)))


def test_every_term_that_is_used_is_defined() -> None:
    defined = {ns.local_name(one) for one in terms_defined()}
    used = terms_of_sections() | terms_of_shapes() | terms_written()
    assert used - defined == set()


def test_every_term_that_the_builder_writes_is_defined(folder: Path) -> None:
    rdf = store.open_read_only(folder).rdf
    graphs = [name for name in contents.named_graphs(rdf) if name != ns.ONTOLOGY]
    written = {
        ns.local_name(node.value)
        for graph in graphs
        for quad in contents.graph_quads(rdf, graph)
        for node in (quad.predicate, quad.object)
        if isinstance(node, ox.NamedNode) and node.value.startswith(ns.PREFIXES["proc"])
    }
    defined = {ns.local_name(one) for one in terms_defined()}
    assert written - defined == set()
    # The bundled pages say nearly everything that can be said, but of imported releases nothing.
    assert len(written) > 0.7 * len(defined)


def test_every_term_that_is_defined_is_used() -> None:
    defined = {ns.local_name(one) for one in terms_defined()}
    used = terms_of_sections() | terms_of_shapes() | terms_written() | set(UNWRITTEN)
    assert defined - used == set()


@pytest.mark.parametrize("term", terms_defined(), ids=ns.local_name)
def test_every_term_has_a_label_a_definition_and_a_source(term: URIRef) -> None:
    graph = ontology()
    for said in (RDFS.label, SKOS.definition):
        (text,) = graph.objects(term, said)
        assert isinstance(text, Literal)
        assert text.language == "en"
    assert str(graph.value(term, SKOS.definition)).endswith(".")
    assert isinstance(graph.value(term, DCTERMS.source), URIRef)
    assert graph.value(term, RDFS.isDefinedBy) == URIRef(ns.ONTOLOGY)


def test_no_two_terms_of_a_kind_share_a_label() -> None:
    graph = ontology()
    labels = [
        (kind, str(graph.value(term, RDFS.label)))
        for kind in KINDS
        for term in graph.subjects(RDF.type, kind)
    ]
    assert len(labels) == len(set(labels))


def test_the_ontology_has_a_title_a_licence_and_a_version() -> None:
    for said in (DCTERMS.title, DCTERMS.description, DCTERMS.license, OWL.versionInfo):
        assert ontology().value(URIRef(ns.ONTOLOGY), said)


def test_prefixes_are_those_of_the_package() -> None:
    graph = read("prefixes.ttl")
    declared = {
        str(graph.value(one, SH.prefix)): str(graph.value(one, SH.namespace))
        for one in graph.objects(URIRef(ns.ONTOLOGY), SH.declare)
    }
    assert declared == ns.PREFIXES


def test_only_terms_that_are_defined_are_aligned() -> None:
    assert set(alignments().subjects()) <= set(terms_defined())


def foreign_terms() -> set[Node]:
    ours = ns.PREFIXES["proc"]
    graphs = (ontology(), alignments())
    nodes = {node for graph in graphs for _, p, o in graph for node in (p, o)}
    return {node for node in nodes if isinstance(node, URIRef) and not node.startswith(ours)}


@pytest.mark.parametrize("namespace", CLOSED, ids=lambda one: CLOSED[one].__name__)
def test_terms_of_closed_vocabularies_exist(namespace: str) -> None:
    names = {
        str(term).removeprefix(namespace)
        for term in foreign_terms()
        if str(term).startswith(namespace)
    }
    assert names
    assert {name for name in names if name not in CLOSED[namespace]} == set()


def test_obo_terms_exist(shared: Path) -> None:
    maxo = shared / "sources" / "maxo"
    declared = (maxo / "maxo-base.owl").read_text(encoding="utf-8")
    cited = (maxo / "maxo-base.obo").read_text(encoding="utf-8")
    names = {str(term).removeprefix(OBO) for term in foreign_terms() if str(term).startswith(OBO)}
    for name in names:
        curie = name.replace("_", ":")
        assert f'rdf:about="{OBO}{name}"' in declared or curie in cited, curie
    assert len(names) > 5
