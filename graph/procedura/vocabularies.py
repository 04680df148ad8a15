"""What the phrases of pages can be linked to in a stored graph."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import partial
from typing import cast

from pyoxigraph import Literal, NamedNode, Store

from procedura import contents
from procedura import namespaces as ns
from procedura.linking import Label, Published, Vocabulary
from procedura.sources import curated_phrases
from procedura.store import select

# Where the decisions of this graph's curators stand.
CURATION = ns.BASE + "curation"

_LABELS = {True: "skos:prefLabel", False: "skos:altLabel"}
_CODES = """
SELECT DISTINCT ?procedure ?code ?source WHERE {
  GRAPH ?source { ?procedure proc:exactCode ?code }
} ORDER BY ?code ?procedure"""
_DECISIONS = """
SELECT DISTINCT ?phrase ?target ?modifier WHERE {
  ?mapping sssom:subject_type "rdfs literal" ; sssom:subject_label ?phrase ;
           owl:annotatedTarget ?target .
  OPTIONAL { ?mapping sssom:predicate_modifier ?modifier }
} ORDER BY ?phrase ?target"""


def vocabulary(
    store: Store, without: Collection[str] = (), published: Published | None = None
) -> Vocabulary:
    """Return what phrases can be linked to.

    The terms of imported releases are not among its labels: there are too many, and they are
    looked up one by one (see `linking.published`).

    Args:
        store: The graph.
        without: IRIs of named graphs to leave out: those of pages that are read again.
        published: The names of the imported releases, if they may be meant, too.
    """
    labels = [
        label
        for graph in contents.named_graphs(store)
        if not graph.startswith(ns.RELEASES) and graph not in without
        for label in _labels(store, NamedNode(graph))
    ]
    codes: dict[str, str] = {}
    for row in select(store, _CODES):
        if row["source"].value not in without:
            codes.setdefault(ns.curie(row["code"].value), row["procedure"].value)
    decided = select(store, _DECISIONS)
    verdicts = [
        *(one[:3] for one in curated_phrases()),
        *((phrase.value, iri.value, modifier is None) for phrase, iri, modifier in decided),
    ]
    return Vocabulary(labels, codes, verdicts, partial(contents.title, store), published)


def _labels(store: Store, graph: NamedNode) -> Iterator[Label]:
    schemes: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, NamedNode(ns.expand("skos:inScheme")), None, graph):
        scheme = cast("NamedNode", quad.object).value
        schemes[cast("NamedNode", quad.subject).value].add(ns.local_name(scheme))
    kind, procedure = NamedNode(ns.expand("rdf:type")), NamedNode(ns.term("Procedure"))
    for quad in store.quads_for_pattern(None, kind, procedure, graph):
        schemes[cast("NamedNode", quad.subject).value] = {"procedure"}
    for preferred, name in _LABELS.items():
        for quad in store.quads_for_pattern(None, NamedNode(ns.expand(name)), None, graph):
            iri = cast("NamedNode", quad.subject).value
            for scheme in schemes.get(iri, ()):
                yield Label(iri, cast("Literal", quad.object).value, scheme, preferred)
