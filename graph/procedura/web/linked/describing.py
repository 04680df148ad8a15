"""What is told of a thing whose IRI somebody follows.

- A document that is small enough is told whole: an IRI that names a named graph gives that graph,
  and with it all that has an IRI within the document (``page/x#risk-…``).
- Anything else is told with what it says (it is the subject), what is said of it (it is the
  object), and the labels of all that is named there.

So an answer stays short enough to read. What it leaves out, it leaves out whole: what stands in a
document that is larger, of which it says that it is a data set, or all statements with a property
that leads to the thing from too many others.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from pyoxigraph import NamedNode, Quad, Store, Triple

from procedura import namespaces as ns
from procedura.export.rdf import triples

# Statements of a document that is told whole: a megabyte in the longest of the formats.
WHOLE = 5_000
# How many others may lead to a thing by the same property.
LEADING = 1_000

_TYPE = NamedNode(ns.expand("rdf:type"))
_DATASET = NamedNode("http://rdfs.org/ns/void#Dataset")
_LABEL = NamedNode(ns.expand("skos:prefLabel"))


def known(store: Store, iri: str) -> bool:
    """Whether there is anything to tell of a thing."""
    try:
        node = NamedNode(iri)
    except ValueError:  # what only looks like an IRI names nothing
        return False
    said = store.quads_for_pattern(node, None, None)
    held = store.quads_for_pattern(None, None, None, node)
    return any(True for _ in chain(said, held, _from_outside(store, node)))


def describe(store: Store, iri: str) -> set[Triple]:
    """Return what is told of a thing.

    Args:
        store: The graph.
        iri: Its IRI.
    """
    node = NamedNode(iri)
    said = triples(store.quads_for_pattern(node, None, None))
    size = _size(store, iri)
    if 0 < size <= WHOLE:
        return said | triples(store.quads_for_pattern(None, None, None, node))
    if size:
        said.add(Triple(node, _TYPE, _DATASET))
    said |= set(_leading(store, node))
    return said | triples(_labels(store, said))


def too_large(store: Store, iri: str) -> bool:
    """Whether an IRI names a document that is too large to be told whole."""
    return _size(store, iri) > WHOLE


def _size(store: Store, iri: str) -> int:
    """Return how many statements a document has, counting no more than are needed."""
    quads = store.quads_for_pattern(None, None, None, NamedNode(iri))
    return sum(1 for _ in zip(quads, range(WHOLE + 1), strict=False))


def _leading(store: Store, node: NamedNode) -> Iterator[Triple]:
    """Yield the statements that lead to a thing, but for those of a property that has too many."""
    leading = triples(_from_outside(store, node))
    ordered = sorted(leading, key=lambda triple: str(triple.predicate))
    for _, group in groupby(ordered, key=lambda triple: triple.predicate):
        alike = list(group)
        if len(alike) <= LEADING:
            yield from alike


def _from_outside(store: Store, node: NamedNode) -> Iterator[Quad]:
    """Yield what things say of a thing that are not told within a document, as lines of pages are.

    A line, a finding, a mapping has an IRI within its document.
    """
    quads = store.quads_for_pattern(None, None, node)
    return (quad for quad in quads if "#" not in str(quad.subject))


def _labels(store: Store, said: Iterable[Triple]) -> Iterator[Quad]:
    nodes = {node for triple in said for node in (triple.subject, triple.object)}
    for node in nodes:
        if isinstance(node, NamedNode):
            yield from store.quads_for_pattern(node, _LABEL, None)
