"""What the graph states about one procedure, ready to be set beside another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import cast

from pyoxigraph import Literal, NamedNode, Store

from procedura import model
from procedura import namespaces as ns
from procedura.analysis.stated.durations import in_words, seconds
from procedura.contents import label
from procedura.model import Duration


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A concept, procedure or code with its label."""

    iri: str
    label: str


# Aspect, as people read it → property of the procedure.
ASPECTS = {
    "purpose": "purpose",
    "indications": "indicatedFor",
    "operation": "operation",
    "body site": "bodySite",
    "approach": "approach",
    "device": "device",
    "guidance": "guidance",
    "setting": "setting",
    "personnel": "performer",
    "risks": "mayCause",
    "contraindications": "contraindicatedBy",
}
# The aspects that say what is done, where and how.
AXES = tuple(scheme.replace("-", " ") for scheme in model.AXES)
AXIS_EDGES = tuple(ASPECTS[axis] for axis in AXES)
KEPT = 1 << 14  # things of a kind that a reader remembers


@dataclass(frozen=True, slots=True)
class Facts:
    """What the graph states about one procedure.

    Attributes:
        procedure: Its IRI.
        label: Its preferred label.
        codes: CURIEs of the codes that mean just this procedure.
        conservative: Whether it is conservative care.
        review: ``reviewed`` if every page about it is, else ``unreviewed``.
        terms: Aspect (a key of `ASPECTS`) → what is stated, by label; a missing aspect is
            not stated.
        duration: How long it takes; None where no bound is stated.
        stay: How long the stay in hospital is, likewise.
        recovery: The lines on recovery, word for word.
    """

    procedure: str
    label: str
    codes: tuple[str, ...]
    conservative: bool
    review: str
    terms: dict[str, tuple[Term, ...]]
    duration: Duration
    stay: Duration
    recovery: tuple[str, ...]

    def stated(self, aspect: str) -> tuple[str, ...] | None:
        """Return what is stated on an aspect in words, None where nothing is."""
        if aspect in ("duration", "stay"):
            span: Duration = getattr(self, aspect)
            words = in_words(span.minimum, span.maximum)
            return (words,) if words else None
        if aspect == "recovery":
            return self.recovery or None
        terms = self.terms.get(aspect)
        return tuple(term.label for term in terms) if terms else None


class FactReader:
    """Reads facts from a graph, through its indexes rather than through SPARQL.

    Args:
        store: The graph. What was read is remembered, so it must not change meanwhile.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        # Of the store, not of this reader: a cycle would keep the store open.
        self._node = lru_cache(KEPT)(partial(_node, store))
        self._above = lru_cache(KEPT)(partial(_above, store))
        self._label = lru_cache(KEPT)(partial(label, store))
        self._facts: dict[str, Facts] = {}

    def facts(self, procedure: str) -> Facts:
        """Return what the graph states about a procedure."""
        if procedure not in self._facts:
            self._facts[procedure] = self._read_facts(procedure)
        return self._facts[procedure]

    def _read_facts(self, procedure: str) -> Facts:
        said = partial(self.targets, procedure)
        terms = {
            aspect: tuple(sorted((self.term(iri) for iri in found), key=lambda term: term.label))
            for aspect, edge in ASPECTS.items()
            if (found := said(f"proc:{edge}"))
        }
        return Facts(
            procedure=procedure,
            label=self.label(procedure),
            codes=self.codes(procedure),
            conservative=ns.term("ConservativeCare") in said("rdf:type"),
            review=self.review(procedure),
            terms=terms,
            duration=self._span(procedure, "Duration"),
            stay=self._span(procedure, "Stay"),
            recovery=tuple(self._lines(procedure, "proc:hasRecovery")),
        )

    def codes(self, procedure: str) -> tuple[str, ...]:
        """Return the CURIEs of the codes that mean just a procedure."""
        return tuple(map(ns.curie, self.targets(procedure, "proc:exactCode")))

    def linked(self, line: str) -> set[str]:
        """Return what a line of a page was linked to."""
        return {self.one(link, "proc:target") for link in self.targets(line, "proc:hasLink")}

    def review(self, procedure: str) -> str:
        """Return ``reviewed`` if every page about a procedure is, else ``unreviewed``."""
        pages = self.subjects("proc:describes", procedure)
        statuses = [self.targets(page, "proc:reviewStatus") for page in pages]
        reviewed = statuses and all(one == [ns.term("Reviewed")] for one in statuses)
        return "reviewed" if reviewed else "unreviewed"

    def licence(self, iri: str) -> str:
        """Return the licence that a thing states: its address, or else words; "" if none."""
        return self.one(iri, "dcterms:license") or self.one(iri, "dcterms:rights")

    def said(self, node: str, predicate: str) -> list[str]:
        """Return what a property of a node leads to, as `targets`; the node is read whole, once."""
        return self._node(node).get(ns.expand(predicate), [])

    def targets(self, subject: str, predicate: str) -> list[str]:
        """Return what a property of a node leads to, as sorted text."""
        return _targets(self.store, subject, predicate)

    def subjects(self, predicate: str, target: str) -> list[str]:
        """Return the nodes whose property leads to a node, sorted."""
        pattern = None, NamedNode(ns.expand(predicate)), NamedNode(target)
        quads = self.store.quads_for_pattern(*pattern)
        return sorted({_value(quad.subject) for quad in quads})

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Yield each node that has a property, and what it leads to; of releases nothing."""
        for quad in self.store.quads_for_pattern(None, NamedNode(ns.expand(predicate)), None):
            if not cast("NamedNode", quad.graph_name).value.startswith(ns.RELEASES):
                yield _value(quad.subject), _value(quad.object)

    def one(self, subject: str, predicate: str) -> str:
        """Return the one target of a property, "" where there is none."""
        return next(iter(self.targets(subject, predicate)), "")

    def label(self, iri: str) -> str:
        """Return the preferred label of a node; of a code its CURIE."""
        return self._label(iri)

    def term(self, iri: str) -> Term:
        """Return a node with its label."""
        return Term(iri, self.label(iri))

    def broader(self, iri: str) -> frozenset[str]:
        """Return a concept and all that is broader."""
        return self._above(iri)

    def narrower(self, iri: str) -> set[str]:
        """Return a concept and all that is narrower."""
        return closure(iri, lambda one: self.subjects("skos:broader", one))

    def invasiveness(self, facts: Facts) -> int | None:
        """Return the rank of the most invasive of a procedure's approaches, None if unknown."""
        ranks = (self._invasiveness.get(term.iri) for term in facts.terms.get("approach", ()))
        return max((rank for rank in ranks if rank is not None), default=None)

    @cached_property
    def _invasiveness(self) -> dict[str, int]:
        return {iri: int(rank) for iri, rank in self.pairs("proc:invasiveness")}

    def _span(self, procedure: str, what: str) -> Duration:
        return Duration(
            min(self.targets(procedure, f"proc:minimum{what}"), key=seconds, default=None),
            max(self.targets(procedure, f"proc:maximum{what}"), key=seconds, default=None),
        )

    def _lines(self, procedure: str, predicate: str) -> Iterator[str]:
        found = self.targets(procedure, predicate)
        for iri in sorted(found, key=lambda iri: (iri.split("#")[0], self._place(iri))):
            yield self.one(iri, "proc:text")

    def _place(self, statement: str) -> int:
        return int(self.one(statement, "proc:position") or 0)


def _node(store: Store, iri: str) -> dict[str, list[str]]:
    """Return property → what it leads to from a node, as sorted text."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(NamedNode(iri), None, None):
        found[quad.predicate.value].add(_value(quad.object))
    return {predicate: sorted(targets) for predicate, targets in found.items()}


def _targets(store: Store, subject: str, predicate: str) -> list[str]:
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(ns.expand(predicate)), None)
    return sorted({_value(quad.object) for quad in quads})


def _value(node: object) -> str:
    """Return an IRI, or a text; no node of a graph is without a name."""
    return cast("NamedNode | Literal", node).value


def _above(store: Store, iri: str) -> frozenset[str]:
    return frozenset(closure(iri, lambda one: _targets(store, one, "skos:broader")))


def closure(iri: str, step: Callable[[str], Iterable[str]]) -> set[str]:
    """Return a thing and all that steps lead to from it.

    Args:
        iri: The thing.
        step: Thing → what is one step away.
    """
    seen, ahead = {iri}, [iri]
    while ahead:
        new = set(step(ahead.pop())) - seen
        seen |= new
        ahead += new
    return seen
