"""What an identifier means in a graph: a CURIE, a slug, an IRI, or a name."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Store

from procedura import namespaces as ns
from procedura.analysis.facts import FactReader
from procedura.contents import label
from procedura.errors import IdentifierError
from procedura.search import search

_NEAREST = 5


def resolve(store: Store, search_index: Path, text: str, kind: str = "procedure") -> str:
    """Return the IRI of the one thing that an identifier means.

    Args:
        store: The graph.
        search_index: Its search index.
        text: A CURIE (``CPT:50436``), a slug, an IRI, or a name that only one thing has.
        kind: ``procedure``, ``code``, or the scheme of the concept wanted.

    Raises:
        IdentifierError: It means nothing here, or several things; it carries the nearest.
    """
    iri = _written_out(text, kind)
    if kind == "procedure" and iri.startswith(ns.code("")):
        reader = FactReader(store)
        having = reader.subjects("proc:exactCode", iri) or reader.subjects("proc:code", iri)
        having = having or sorted(set(_matching(reader, iri)))
        return _only(store, text, having, search_index, kind)
    if _known(store, iri):
        return iri
    hits = [hit for hit in search(search_index, text, 10 * _NEAREST) if hit[1] == kind]
    named = {found for found, _, name in hits if name.casefold() == text.strip().casefold()}
    preferring = {found for found in named if label(store, found).casefold() == text.casefold()}
    return _only(store, text, preferring or named, search_index, kind)


def _matching(reader: FactReader, code: str) -> Iterator[str]:
    """Yield the procedures that have a pattern which a code fits."""
    system, notation = ns.split_code(code)
    for iri in reader.subjects("rdf:type", ns.term("CodePattern")):
        if ns.split_code(iri)[0] == system and re.fullmatch(ns.split_code(iri)[1], notation):
            yield from reader.subjects("proc:code", iri)


def _written_out(text: str, kind: str) -> str:
    if curie := ns.parse_curie(text):
        return ns.code(*curie)
    if text.startswith(("http://", "https://")):
        return text
    return ns.procedure(ns.slug(text)) if kind == "procedure" else ns.concept(kind, ns.slug(text))


def _known(store: Store, iri: str) -> bool:
    try:
        node = NamedNode(iri)
    except ValueError:  # what only looks like an IRI names nothing
        return False
    return next(store.quads_for_pattern(node, None, None), None) is not None


def _only(store: Store, text: str, found: Iterable[str], index: Path, kind: str) -> str:
    several = sorted(found)
    if len(several) == 1:
        return several[0]
    nearest = several or [hit[0] for hit in search(index, text, 10 * _NEAREST) if hit[1] == kind]
    problem = f"{text!r} means several" if several else f"no {kind} is called or coded"
    what = f"{problem} {kind}s" if several else f"{problem} {text!r}"
    raise IdentifierError(what, candidates=[label(store, iri) for iri in nearest[:_NEAREST]])
