"""Which releases of code systems a graph holds, and what they call their codes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode, Store

from procedura import namespaces as ns
from procedura.errors import IdentifierError
from procedura.store import select
from procedura.terminology import Listed

_RELEASES = """
SELECT ?release ?codes ?newer WHERE {
  ?release a proc:Release ; proc:codeCount ?codes .
  OPTIONAL { ?release dcterms:isReplacedBy ?newer }
}"""


@dataclass(frozen=True, slots=True)
class ReleaseGraph:
    """A release that a graph holds.

    Attributes:
        system: Prefix of its system.
        name: What it is called.
        graph: IRI of the release and of its named graph.
        former: Whether a newer release has taken its place: only names are kept of it.
        codes: How many codes of it may be assigned.
    """

    system: str
    name: str
    graph: str
    former: bool
    codes: int


def releases(store: Store, system: str | None = None) -> list[ReleaseGraph]:
    """Return the releases that a graph holds, those of a system from the oldest to the newest.

    Args:
        store: The graph.
        system: Prefix of a system; default: of all.
    """
    found = (
        ReleaseGraph(
            *ns.split_release(graph.value), graph.value, newer is not None, int(codes.value)
        )
        for graph, codes, newer in select(store, _RELEASES)
    )
    return sorted(
        (one for one in found if system in (None, one.system)),
        key=lambda one: (one.system, age(one.name)),
    )


def release(store: Store, system: str, name: str) -> ReleaseGraph:
    """Return one release of a system.

    Raises:
        IdentifierError: The graph does not hold it; it carries those that the graph holds.
    """
    held = releases(store, system)
    for one in held:
        if one.name == name:
            return one
    raise IdentifierError(
        f"the graph holds no release {name} of {system}", candidates=[one.name for one in held]
    )


def age(name: str) -> tuple[tuple[int, str], ...]:
    """Return what releases are ordered by: the numbers in their names as numbers.

    >>> age("2025") < age("2026"), age("v9") < age("v10")
    (True, True)
    """
    parts = re.findall(r"\d+|\D+", name)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def listed(store: Store, graph: str) -> Mapping[str, Listed]:
    """Return the codes of a release, each with what the release calls it.

    Args:
        store: The graph.
        graph: IRI of the release.
    """
    here = NamedNode(graph)

    def said(name: str) -> dict[str, str]:
        quads = store.quads_for_pattern(None, NamedNode(ns.expand(name)), None, here)
        return {
            subject: cast("Literal", quad.object).value
            for quad in quads
            if ns.is_code(subject := cast("NamedNode", quad.subject).value)
        }

    names = said("skos:prefLabel") | said("proc:formerLabel")
    assignable = said("proc:assignable")
    system = ns.code(ns.split_release(graph)[0])
    return {
        ns.split_code(iri)[1]: Listed(label, iri not in assignable)
        for iri, label in names.items()
        if iri != system
    }
