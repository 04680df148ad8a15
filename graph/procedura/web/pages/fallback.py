"""The page of what has no page of its own kind: what the graph says of it, by property."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast
from urllib.parse import parse_qs

from pyoxigraph import Literal, NamedNode, Store

from procedura import namespaces as ns
from procedura.analysis.stated.facts import FactReader
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.labels import node_label, predicate_label
from procedura.web.pages.paging import turn_to
from procedura.web.pages.rendering import page

# Values of a property, and parts of a document, that a page shows.
_VALUES, _PARTS = 200, 100


@dataclass(frozen=True, slots=True)
class Value:
    """What a property leads to: a node with its IRI, or a text."""

    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a node, with what it leads to.

    Attributes:
        iri: Its IRI.
        label: What it is called.
        values: What it leads to.
        more: How many more values there are.
    """

    iri: str
    label: str
    values: tuple[Value, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A node within a document: ``analysis/similar#…``."""

    anchor: str
    label: str
    properties: tuple[Property, ...]


def fallback_page(graph: ProcedureGraph, iri: str, query: str) -> Answer:
    """Return the page of any node.

    Args:
        graph: The graph.
        iri: Its IRI.
        query: Query of the address: which page of its parts.
    """
    store, reader = graph.quads, graph.facts
    [asked, *_] = parse_qs(query).get("page", ["1"])
    parts = _parts(store, reader, iri)
    shown, number, pages = turn_to(int(asked) if asked.isdecimal() else 1, parts, _PARTS)
    return page(
        "fallback.html",
        title=node_label(reader, iri),
        iri=iri,
        kind=_kind(reader, iri),
        properties=[*_properties(store, reader, iri)],
        leading=[*_leading(store, reader, iri)],
        parts=[
            Part(one.partition("#")[2],
                 node_label(reader, one).removeprefix(f"{iri.removeprefix(ns.BASE)}#"),
                 tuple(_properties(store, reader, one)))
            for one in shown
        ],
        count=len(parts),
        number=number,
        pages=pages,
    )  # fmt: skip


def _parts(store: Store, reader: FactReader, iri: str) -> list[str]:
    """Return the nodes of a document that have an IRI within it, sorted."""
    if iri.startswith(ns.RELEASES):  # a hundred thousand codes, and the files that hold them
        found = set(reader.targets(iri, "prov:wasDerivedFrom"))
    else:
        pattern = None, NamedNode(ns.expand("rdf:type")), None, NamedNode(iri)
        quads = store.quads_for_pattern(*pattern)
        found = {cast("NamedNode", quad.subject).value for quad in quads}
    return sorted(one for one in found if one.startswith(f"{iri}#"))


def _properties(store: Store, reader: FactReader, iri: str) -> Iterator[Property]:
    found: dict[str, set[Value]] = {}
    for quad in store.quads_for_pattern(NamedNode(iri), None, None):
        found.setdefault(quad.predicate.value, set()).add(_value(reader, quad.object))
    for predicate in sorted(found):
        values = sorted(found[predicate], key=lambda one: (one.text.casefold(), one.iri))
        label = predicate_label(reader, predicate)
        yield Property(predicate, label, tuple(values[:_VALUES]), max(0, len(values) - _VALUES))


def _leading(store: Store, reader: FactReader, iri: str) -> Iterator[Property]:
    """Yield what leads to a node from outside of it, by the property that does."""
    found: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, None, NamedNode(iri)):
        subject = cast("NamedNode", quad.subject).value
        if not subject.startswith(f"{iri}#"):
            found.setdefault(quad.predicate.value, set()).add(subject)
    for predicate in sorted(found):
        leading = sorted(found[predicate])
        more = max(0, len(leading) - _VALUES)
        label = predicate_label(reader, predicate)
        yield Property(predicate, label, tuple(_labelled(reader, leading[:_VALUES])), more)


def _kind(reader: FactReader, iri: str) -> str:
    """Return what a node is, by the ontology where it says so."""
    kinds = reader.targets(iri, "rdf:type")
    ours = [one for one in kinds if one.startswith(ns.term(""))]
    return ", ".join(node_label(reader, one) for one in ours or kinds) or "Part of the graph"


def _labelled(reader: FactReader, iris: Iterable[str]) -> list[Value]:
    made = (Value(node_label(reader, one), one) for one in iris)
    return sorted(made, key=lambda one: (one.text.casefold(), one.iri))


def _value(reader: FactReader, node: object) -> Value:
    if isinstance(node, NamedNode):
        return Value(node_label(reader, node.value), node.value)
    return Value(cast("Literal", node).value)
