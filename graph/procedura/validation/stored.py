"""A named graph of the store as pySHACL sees it, read from the store when it is asked for.

A release of a code system has a million statements; as an rdflib graph in memory they take
gigabytes. Here only what was read last is kept.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any, cast
from zlib import crc32

import pyoxigraph as ox
from rdflib import RDFS, BNode, Literal, URIRef
from rdflib.term import Node

from procedura.validation.memory import CheckedGraph, node

# Schemes, broader codes and codes around the one that is checked are asked about again and again.
_KEPT = 16384


class StoredGraph(CheckedGraph):
    """One named graph, and what others say of the nodes that it names.

    It holds the same triples as a graph in memory of `procedura.contents.with_descriptions`.

    Args:
        store: The quads.
        name: IRI of the named graph.
        described: IRIs of the properties by which other graphs describe a node.
        classes: Which class is a kind of which, beside what the graph says of that.
    """

    def __init__(
        self,
        store: ox.Store,
        name: str,
        described: Collection[str],
        classes: Collection[ox.Quad | ox.Triple],
    ) -> None:
        super().__init__()
        self._rdf, self._name = store, ox.NamedNode(name)
        self._described = [ox.NamedNode(iri) for iri in described]
        self._classes: dict[Node, list[Node]] = {}
        for one in classes:
            self._classes.setdefault(node(one.subject), []).append(node(one.object))
        self._about = lru_cache(_KEPT)(self._read)

    def own_subjects(self, share: tuple[int, int]) -> Iterator[Node]:
        """Yield a share of the nodes that the named graph says something of, each once.

        Args:
            share: Which share, from 0, and of how many. It does not depend on the order in which
                the store gives the nodes.
        """
        number, shares = share
        query = f"SELECT DISTINCT ?s WHERE {{ GRAPH {self._name} {{ ?s ?p ?o }} }}"
        for row in cast("ox.QuerySolutions", self._rdf.query(query)):
            subject = cast("ox.NamedNode | ox.BlankNode", row[0])
            if crc32(subject.value.encode()) % shares == number:
                yield node(subject)

    def about(self, subject: Node) -> Mapping[Node, Collection[Node]]:
        """Return what is said of a node, by property."""
        return self._about(subject)

    def leading(self, predicate: Node, value: Node) -> Collection[Node]:
        """Return the nodes that have a value for a property."""
        wanted, target = _stored(predicate), _stored(value)
        quads = list(self._rdf.quads_for_pattern(None, wanted, target, self._name))
        if wanted in self._described:
            others = self._rdf.quads_for_pattern(None, wanted, target, None)
            quads += [quad for quad in others if self._is_described(quad.subject)]
        found = {node(quad.subject) for quad in quads}
        if predicate == RDFS.subClassOf:
            found |= {kind for kind, wider in self._classes.items() if value in wider}
        return found

    def _read(self, subject: Node) -> Mapping[Node, Collection[Node]]:
        if isinstance(subject, Literal):
            return {}
        one = _stored(subject)
        quads = list(self._rdf.quads_for_pattern(one, None, None, self._name))
        if not quads and self._is_described(one):
            for described in self._described:
                quads += self._rdf.quads_for_pattern(one, described, None, None)
        triples = dict.fromkeys((node(quad.predicate), node(quad.object)) for quad in quads)
        triples |= dict.fromkeys(
            (RDFS.subClassOf, wider) for wider in self._classes.get(subject, ())
        )
        about: dict[Node, list[Node]] = {}
        for predicate, value in triples:
            about.setdefault(predicate, []).append(value)
        return about

    def _is_described(self, subject: Any) -> bool:
        """Whether the graph names a node and says nothing of it."""
        return (
            isinstance(subject, ox.NamedNode)
            and not self._has(subject, None)
            and self._has(None, subject)
        )

    def _has(self, subject: ox.NamedNode | None, value: ox.NamedNode | None) -> bool:
        found = self._rdf.quads_for_pattern(subject, None, value, self._name)
        return next(found, None) is not None


def _stored(one: Node) -> Any:
    """Return the pyoxigraph node of an rdflib one."""
    match one:
        case Literal(language=str() as language):
            return ox.Literal(str(one), language=language)
        case Literal(datatype=URIRef() as datatype):
            return ox.Literal(str(one), datatype=ox.NamedNode(str(datatype)))
        case Literal():
            return ox.Literal(str(one))
        case BNode():
            return ox.BlankNode(str(one))
        case _:
            return ox.NamedNode(str(one))
