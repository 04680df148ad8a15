"""What an identifier means in a graph: a CURIE, a slug, an IRI, or a name."""

import re
from collections.abc import Iterator

from pyoxigraph import NamedNode, Store

from procedura import namespaces as ns
from procedura.analysis.codes.reader import CodeReader
from procedura.analysis.stated.facts import FactReader
from procedura.contents import label
from procedura.errors import IdentifierError
from procedura.search import OURS, Found, SearchIndex

_NEAREST = 5


def resolve(store: Store, index: SearchIndex, text: str, kind: str = "procedure") -> str:
    """Return the IRI of the one thing that an identifier means.

    Args:
        store: The graph.
        index: Its search index.
        text: A CURIE (``CPT:50436``), a slug, an IRI, or a name that only one thing has.
        kind: ``procedure``, ``code``, or the scheme of the concept wanted.

    Raises:
        IdentifierError: It means nothing here, or several things; it carries the nearest.
    """
    iri = _written_out(store, text, kind)
    if kind == "procedure" and ns.is_code(iri):
        meant = _coded(store, iri)
    elif _known(store, iri):
        return iri
    else:
        named = {hit.iri for hit in _nearest(index, text, kind) if _same(hit.text, text)}
        meant = {found for found in named if _same(label(store, found), text)} or named
    if len(meant) == 1:
        return meant.pop()
    if meant:
        what, near = f"{text!r} means several {kind}s", sorted(meant)
    else:
        what = f"no {kind} is called or coded {text!r}"
        near = [hit.iri for hit in _nearest(index, text, kind)]
    raise IdentifierError(what, candidates=[label(store, one) for one in near[:_NEAREST]])


def code(store: Store, text: str) -> str | None:
    """Return the IRI of the code that a text means, None if it is that of no known system.

    Args:
        store: The graph; the systems that it holds are known, too.
        text: ``CPT:50436``, ``icd10cm:N200``, or an IRI.
    """
    if ns.is_code(text):
        return text
    if curie := ns.parse_curie(text):
        return ns.code(*curie)
    prefix, colon, notation = text.strip().partition(":")
    system = prefix.upper()
    if colon and notation and system.isalnum() and _known(store, ns.code(system)):
        return ns.code(system, notation)
    return None


def checked(store: Store, index: SearchIndex, text: str) -> str:
    """Return the IRI of what a text is held against: a code with axes, a procedure, or a code.

    Args:
        store: The graph.
        index: Its search index.
        text: A CURIE, a slug, an IRI, or a name.

    Raises:
        IdentifierError: It means nothing here, or several things.
    """
    iri = code(store, text)
    reader = FactReader(store)
    codes = CodeReader(reader)
    if iri and codes.is_imported(iri):
        described = reader.subjects("proc:exactCode", iri)
        if codes.axes(iri) or not described:
            return iri
    return resolve(store, index, text)


def through(store: Store, text: str, procedure: str) -> str:
    """Return by which code an identifier was taken for a procedure, in one sentence.

    Args:
        store: The graph.
        text: An identifier.
        procedure: IRI of the procedure that it was resolved to.

    Returns:
        The sentence; "" where the identifier is a name, or a code of just that procedure.
    """
    reader = FactReader(store)
    iri = code(store, text)
    if iri in (None, procedure) or procedure in reader.subjects("proc:exactCode", iri):
        return ""
    patterns = [
        one
        for one in (*reader.targets(procedure, "proc:code"), iri)
        if one == iri or _stands_for(one, iri)
    ]
    by = reader.label(min(patterns, key=lambda one: (one == iri, one)))
    broader = any(one in reader.targets(procedure, "proc:broaderCode") for one in patterns)
    what = "more than" if broader else "a part of"
    return f"{reader.label(iri)} means {what} {reader.label(procedure)}, whose page lists {by}."


def _coded(store: Store, iri: str) -> set[str]:
    """Return the procedures that a code stands for: the most exactly, if at all."""
    reader = FactReader(store)
    for relation in ("proc:exactCode", "proc:narrowerCode", "proc:broaderCode"):
        if having := reader.subjects(relation, iri) or [*_matching(reader, relation, iri)]:
            return set(having)
    codes = CodeReader(reader)
    if codes.is_imported(iri):
        raise IdentifierError(
            f"no page describes {reader.label(iri)}, {codes.coded(iri).label}",
            candidates=codes.procedures_near(iri, _NEAREST),
        )
    return set()


def _matching(reader: FactReader, relation: str, code: str) -> Iterator[str]:
    """Yield the procedures that have a pattern which a code fits."""
    for pattern in reader.subjects("rdf:type", ns.term("CodePattern")):
        if _stands_for(pattern, code):
            yield from reader.subjects(relation, pattern)


def _stands_for(pattern: str, code: str) -> bool:
    """Whether a code fits a pattern, both given by their IRIs."""
    (system, expression), (own, notation) = ns.split_code(pattern), ns.split_code(code)
    return system == own and "[" in expression and bool(re.fullmatch(expression, notation))


def _written_out(store: Store, text: str, kind: str) -> str:
    if iri := code(store, text):
        return iri
    if text.startswith(("http://", "https://")):
        return text
    return ns.procedure(ns.slug(text)) if kind == "procedure" else ns.concept(kind, ns.slug(text))


def _known(store: Store, iri: str) -> bool:
    try:
        node = NamedNode(iri)
    except ValueError:  # what only looks like an IRI names nothing
        return False
    return next(store.quads_for_pattern(node, None, None), None) is not None


def _nearest(index: SearchIndex, text: str, kind: str) -> list[Found]:
    """Return what of ours a text may mean; a code is never meant by its name."""
    return index.search(text, 10 * _NEAREST, systems=[OURS], kinds=[kind])


def _same(name: str, text: str) -> bool:
    return name.casefold() == text.strip().casefold()
