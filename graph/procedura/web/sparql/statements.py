"""How the server describes itself in RDF: few words for many triples."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias, cast

import pyoxigraph as ox

from procedura import namespaces as ns
from procedura.web.answers import Answer
from procedura.web.sparql.formats import GRAPHS, chosen

Node: TypeAlias = ox.NamedNode | ox.BlankNode
Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

_PREFIXES = {
    **ns.PREFIXES,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "formats": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}


def name(curie: str) -> ox.NamedNode:
    """Return the node that a prefixed name stands for."""
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(_PREFIXES[prefix] + local)


def number(value: int) -> ox.Literal:
    """Return a count as a literal."""
    return ox.Literal(value)


def said(subject: Node, **values: Iterable[Term] | Term) -> Iterator[ox.Triple]:
    """Yield what is said of something.

    Args:
        subject: Of what.
        values: One value or several of each property, whose name is prefix, ``_``, local name.
    """
    for property_, given in values.items():
        predicate = ox.NamedNode(_PREFIXES[property_.split("_")[0]] + property_.split("_", 1)[1])
        for value in [given] if isinstance(given, Term) else given:
            yield ox.Triple(subject, predicate, value)


def told(triples: Iterable[ox.Triple], accept: str) -> Answer:
    """Return triples in the format that a client likes best.

    Raises:
        HTTPException: 406, it takes none that graphs have.
    """
    syntax, media = chosen(accept, GRAPHS)
    return Answer(serialized(triples, syntax), media)


def serialized(triples: Iterable[ox.Triple] | Iterable[ox.Quad], syntax: ox.RdfFormat) -> bytes:
    """Return triples as text."""
    # A JSON-LD context with our prefixes would shadow keywords.
    prefixes = None if syntax == ox.RdfFormat.JSON_LD else _PREFIXES
    return cast("bytes", ox.serialize(triples, format=syntax, prefixes=prefixes))
