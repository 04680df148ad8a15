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
    wanted = int(asked[:9]) if asked.isdecimal() else 1  # int() refuses thousands of digits
    shown, number, pages = turn_to(wanted, parts, _PARTS)
    return page(
        "fallback.html",
        title=node_label(reader, iri),
        iri=iri,
        kind=_kind(reader, iri),
        properties=[*_properties(store, reader, iri)],
        leading=[*_leading(store, reader, iri)],
        parts=[
            (one.partition("#")[2],
             node_label(reader, one).removeprefix(f"{iri.removeprefix(ns.BASE)}#"),
             [*_properties(store, reader, one)])
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
    """Yield what the graph says of a node."""
    quads = store.quads_for_pattern(NamedNode(iri), None, None)
    yield from _by_predicate(reader, ((quad.predicate, quad.object) for quad in quads))


def _leading(store: Store, reader: FactReader, iri: str) -> Iterator[Property]:
    """Yield what leads to a node from outside of it, by the property that does."""
    quads = store.quads_for_pattern(None, None, NamedNode(iri))
    found = ((quad.predicate, quad.subject) for quad in quads)
    within = f"<{iri}#"
    yield from _by_predicate(
        reader, (pair for pair in found if not str(pair[1]).startswith(within))
    )


def _by_predicate(
    reader: FactReader, pairs: Iterable[tuple[NamedNode, object]]
) -> Iterator[Property]:
    found: dict[str, set[object]] = {}
    for predicate, node in pairs:
        found.setdefault(predicate.value, set()).add(node)
    for iri in sorted(found):
        nodes = sorted(found[iri], key=str)
        values = {_value(reader, node) for node in nodes[:_VALUES]}
        ordered = sorted(values, key=lambda one: (one.text.casefold(), one.iri))
        more = max(0, len(nodes) - _VALUES)
        yield Property(iri, predicate_label(reader, iri), tuple(ordered), more)


def _kind(reader: FactReader, iri: str) -> str:
    """Return what a node is, by the ontology where it says so."""
    kinds = reader.targets(iri, "rdf:type")
    ours = [one for one in kinds if one.startswith(ns.term(""))]
    return ", ".join(node_label(reader, one) for one in ours or kinds) or "Part of the graph"


def _value(reader: FactReader, node: object) -> Value:
    if isinstance(node, NamedNode):
        return Value(node_label(reader, node.value), node.value)
    return Value(cast("Literal", node).value)
