"""What the phrases of pages can be linked to in a stored graph."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import cast

from pyoxigraph import Literal, NamedNode, Store

from procedura import namespaces as ns
from procedura.linking import Label, Vocabulary
from procedura.linking.words import key
from procedura.sources import Decision, curated_phrases
from procedura.store import select

# Where the decisions of this graph's curators stand.
CURATION = ns.BASE + "curation"

_LABELS = {True: "skos:prefLabel", False: "skos:altLabel"}
_CODES = """
SELECT DISTINCT ?procedure ?code ?source WHERE {
  GRAPH ?source { ?procedure proc:exactCode ?code }
} ORDER BY ?code ?procedure"""
_DECISIONS = """
SELECT DISTINCT ?phrase ?target ?modifier ?mapping WHERE {
  ?mapping sssom:subject_type "rdfs literal" ; sssom:subject_label ?phrase ;
           owl:annotatedTarget ?target .
  OPTIONAL { ?mapping sssom:predicate_modifier ?modifier }
} ORDER BY ?phrase ?target"""


def vocabulary(store: Store, without: Collection[str] = ()) -> Vocabulary:
    """Return the labels and codes of our own that phrases can be linked to.

    The terms of imported releases are not among them: there are too many, and they are looked up
    one by one (see `linking.published`).

    Args:
        store: The graph.
        without: IRIs of named graphs to leave out: those of pages that are read again.
    """
    graphs = [name for name in _own_graphs(store) if name.value not in without]
    labels = [label for graph in graphs for label in _labels(store, graph)]
    codes: dict[str, str] = {}
    for row in select(store, _CODES):
        if row["source"].value not in without:
            codes.setdefault(ns.curie(row["code"].value), row["procedure"].value)
    accepted, rejected = _by_verdict([*curated_phrases(), *decisions(store)])
    return Vocabulary(labels, codes, accepted, rejected, partial(title, store))


def decisions(store: Store) -> Iterator[Decision]:
    """Yield what the curators of this graph have decided about phrases."""
    for phrase, target, modifier, mapping in select(store, _DECISIONS):
        yield Decision(phrase.value, target.value, modifier is None, mapping.value)


def title(store: Store, iri: str) -> str:
    """Return what an imported vocabulary calls a term; "" where the graph does not hold it."""
    found = store.quads_for_pattern(NamedNode(iri), NamedNode(ns.expand("skos:prefLabel")), None)
    return min((cast("Literal", quad.object).value for quad in found), default="")


def _own_graphs(store: Store) -> Iterator[NamedNode]:
    """Yield the graphs of schemes and pages, and no release of a code system."""
    for name in store.named_graphs():
        if isinstance(name, NamedNode) and not name.value.startswith(ns.BASE + "release/"):
            yield name


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


def _by_verdict(said: Iterable[Decision]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return phrase → what it means, and phrase → what it doesn't; what is said later holds."""
    last = {(key(one.phrase), one.iri): one for one in said}
    accepted: dict[str, list[str]] = {}
    rejected: dict[str, list[str]] = {}
    first: dict[tuple[str, ...], str] = {}
    for (words, iri), one in last.items():
        phrase = first.setdefault(words, one.phrase)
        (accepted if one.accepted else rejected).setdefault(phrase, []).append(iri)
    return accepted, rejected
