"""How the server describes itself in RDF, and how triples are written for a client."""

from collections.abc import Iterable
from typing import cast

import pyoxigraph as ox

from procedura import namespaces as ns
from procedura.web.answers import Answer
from procedura.web.sparql.formats import GRAPHS, chosen

_PREFIXES = {
    **ns.PREFIXES,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "formats": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
}
_DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in _PREFIXES.items())


def leading(predicate: str, iris: Iterable[str]) -> str:
    """Return, as Turtle, that a property leads to some IRIs, if there are any."""
    nodes = ", ".join(str(ox.NamedNode(iri)) for iri in sorted(iris))
    return f"{predicate} {nodes} ;" if nodes else ""


def described(turtle: str, base: str, accept: str) -> Answer:
    """Return what Turtle says, in the format that a client likes best.

    Args:
        turtle: Statements, with the prefixes of above and names for their blank nodes.
        base: What relative IRIs are relative to.
        accept: What the client accepts.

    Raises:
        HTTPException: 406, it takes no format that graphs have.
    """
    quads = ox.parse(_DECLARED + turtle, ox.RdfFormat.TURTLE, base_iri=base)
    return told((quad.triple for quad in quads), accept)


def told(triples: Iterable[ox.Triple], accept: str) -> Answer:
    """Return triples in the format that a client likes best.

    Raises:
        HTTPException: 406, it takes none that graphs have.
    """
    syntax, media = chosen(accept, GRAPHS)
    return Answer(serialized(triples, syntax), media)


def serialized(triples: Iterable[ox.Triple], syntax: ox.RdfFormat) -> bytes:
    """Return triples as text."""
    # A JSON-LD context with our prefixes would shadow keywords.
    prefixes = None if syntax == ox.RdfFormat.JSON_LD else _PREFIXES
    return cast("bytes", ox.serialize(triples, format=syntax, prefixes=prefixes))
