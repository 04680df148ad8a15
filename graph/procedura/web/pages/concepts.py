"""The pages of concepts and their schemes: what one means, where it stands, what uses it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from pyoxigraph import NamedNode, Store

from procedura import namespaces as ns
from procedura.analysis.stated.facts import FactReader, Term
from procedura.export.schema_org import schema_org
from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.labels import predicate_label
from procedura.web.pages.rendering import page
from procedura.web.pages.uses import mentions, uses

_SHOWN = 60  # codes of a value of an axis
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


@dataclass(frozen=True, slots=True)
class Branch:
    """A concept in the tree around another, with what is narrower."""

    concept: Term
    below: tuple["Branch", ...]


def concept_page(graph: ProcedureGraph, iri: str) -> Answer:
    """Return the page of a concept."""
    reader = graph.facts
    of_codes = ns.term("AxisValue") in reader.targets(iri, "rdf:type")
    tree = [*_tree(reader, iri)]
    scheme = reader.one(iri, "skos:inScheme") or iri.rpartition("/")[0]
    return page(
        "concept.html",
        title=reader.label(iri),
        iri=iri,
        schema=schema_org(reader, iri),
        scheme=reader.term(scheme),
        synonyms=reader.targets(iri, "skos:altLabel"),
        definition=reader.one(iri, "skos:definition"),
        tree=tree,
        alone=tree == [Branch(reader.term(iri), ())],
        mappings=[*_mappings(reader, iri)],
        uses=[] if of_codes else [*uses(graph, iri)],
        mentions=mentions(graph, iri),
        codes=_codes(graph.quads, iri) if of_codes else [],
        shown=_SHOWN,
    )


def _codes(store: Store, iri: str) -> list[str]:
    """Return the codes of imported systems that are made of a value of an axis."""
    subjects = (
        cast("NamedNode", quad.subject).value
        for quad in store.quads_for_pattern(None, None, NamedNode(iri))
    )
    return sorted({one for one in subjects if ns.is_code(one)})


def _mappings(reader: FactReader, iri: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield relation, target, confidence and justification."""
    stated = reader.subjects("owl:annotatedSource", iri)
    by_target = {reader.one(one, "owl:annotatedTarget"): one for one in stated}
    for name in _MATCHES:
        for target in reader.targets(iri, f"skos:{name}"):
            mapping = by_target.get(target)
            told = reader.one(mapping, "sssom:confidence") if mapping else ""
            why = reader.one(mapping, "sssom:mapping_justification") if mapping else ""
            relation = predicate_label(reader, ns.expand(f"skos:{name}"))
            yield relation, target, told, why


def _tree(reader: FactReader, iri: str) -> Iterator[Branch]:
    """Yield what is broader, from the top down to the concept and what is narrower by one step."""
    above = reader.broader(iri)

    def branch(one: str) -> Branch:
        below = reader.subjects("skos:broader", one)
        if one == iri:
            leaves = (Branch(reader.term(lower), ()) for lower in below)
            return Branch(reader.term(one), tuple(_by_label(leaves)))
        inner = (branch(lower) for lower in below if lower in above)
        return Branch(reader.term(one), tuple(_by_label(inner)))

    yield from _by_label(branch(one) for one in above if not reader.targets(one, "skos:broader"))


def _by_label(branches: Iterable[Branch]) -> list[Branch]:
    return sorted(branches, key=lambda one: one.concept.label)


def scheme_page(graph: ProcedureGraph, iri: str) -> Answer:
    """Return the page of a scheme."""
    reader = graph.facts
    concepts = sorted(
        map(reader.term, reader.subjects("skos:inScheme", iri)),
        key=lambda one: (one.label.casefold(), one.iri),
    )
    tops = [one for one in concepts if not reader.targets(one.iri, "skos:broader")]
    return page(
        "scheme.html",
        title=reader.label(iri),
        iri=iri,
        definition=reader.one(iri, "skos:definition"),
        licence=reader.licence(iri),
        tops=[(one, len(reader.narrower(one.iri)) - 1) for one in tops],
        letters=[(letter, [*found]) for letter, found in groupby(concepts, _letter)],
        count=len(concepts),
    )


def _letter(concept: Term) -> str:
    first = concept.label[:1].upper()
    return first if first.isalpha() else "0-9"
