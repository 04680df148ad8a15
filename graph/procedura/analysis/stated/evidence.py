"""Which lines of which pages support what an answer says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast

from pyoxigraph import NamedNode

from procedura import namespaces as ns
from procedura.analysis.stated.facts import ASPECTS, AXIS_EDGES, KEPT, FactReader, Term
from procedura.model import SECTIONS, Duration, Statement

# Aspect → kinds of lines that can say something on it, the most telling first; of axes steps, too.
_TOLD_BY = {
    aspect: tuple(
        section.kind
        for section in SECTIONS.values()
        if edge in section.edges.values() or (section.kind == "step" and edge in AXIS_EDGES)
    )
    for aspect, edge in ASPECTS.items()
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One line of a page that supports what an answer says.

    Attributes:
        statement: IRI of the line; of the page itself where its front matter says so.
        text: The line word for word; of front matter what it says.
        page: IRI of the page.
        source: Name of the page's file.
        line: Where the line stands in the file; None in front matter.
    """

    statement: str
    text: str
    page: str
    source: str
    line: int | None

    def __str__(self) -> str:
        """Where it stands: ``page.md:12``."""
        return f"{self.source}:{self.line or 'front matter'}"


class EvidenceReader:
    """Finds the lines behind facts.

    Args:
        facts: The graph's facts.
    """

    def __init__(self, facts: FactReader) -> None:
        self.facts = facts
        self._line = lru_cache(KEPT)(partial(_line, facts))
        self._stays: dict[str, tuple[Evidence, ...]] = {}

    def line(self, statement: str) -> Evidence:
        """Return a line as evidence."""
        return self._line(statement)

    def cited(self, iri: str) -> tuple[Evidence, ...]:
        """Return where to read what is said of a node: a line, a page, the pages on a procedure.

        A whole page has no line, and its title for a text.
        """
        if self.facts.one(iri, "proc:line"):
            return (self.line(iri),)
        is_page = self.facts.one(iri, "proc:describes")
        pages = [iri] if is_page else self.facts.subjects("proc:describes", iri)
        title = partial(self.facts.one, predicate="dcterms:title")
        return tuple(Evidence(one, title(one), one, self._source(one), None) for one in pages)

    def lines(self, procedure: str, kind: str) -> tuple[Evidence, ...]:
        """Return the lines of one kind on a procedure, in order.

        Args:
            procedure: Its IRI.
            kind: A key of `procedura.model.SECTIONS`.
        """
        said = self.facts.targets(procedure, f"proc:has{SECTIONS[kind].term}")
        return tuple(sorted(map(self.line, said), key=lambda one: (one.page, one.line)))

    def of_time(self, procedure: str, aspect: str) -> tuple[Evidence, ...]:
        """Return the lines that a time was read from.

        Args:
            procedure: IRI of the procedure.
            aspect: ``duration`` or ``stay``.
        """
        if aspect == "duration":
            return self.lines(procedure, "duration")
        if procedure not in self._stays:
            self._stays[procedure] = tuple(self._on_stay(procedure))
        return self._stays[procedure]

    def _on_stay(self, procedure: str) -> Iterator[Evidence]:
        from procedura.pages.stays import KINDS, read_stay  # few answers need it

        for kind in KINDS:
            for line in self.lines(procedure, kind):
                if read_stay([Statement(kind, line.text, 1, 1)]) != Duration():
                    yield line

    def of(self, procedure: str, aspect: str, terms: Iterable[Term]) -> tuple[Evidence, ...]:
        """Return what says that a procedure has some concepts, page by page.

        For each concept the first line of each page that was linked to it; where no line says so,
        the front matter of the pages that do.

        Args:
            procedure: Its IRI.
            aspect: A key of `facts.ASPECTS`.
            terms: Concepts that the procedure has in this aspect.
        """
        pages = self.facts.subjects("proc:describes", procedure)
        found: dict[Evidence, None] = {}
        for term in terms:
            told = [one for page in pages if (one := self._first(page, aspect, term.iri))]
            found.update(dict.fromkeys(told or self.edge(procedure, ASPECTS[aspect], term.iri)))
        return tuple(found)

    def edge(self, subject: str, name: str, target: str) -> tuple[Evidence, ...]:
        """Return the front matter of the pages that state an edge.

        Args:
            subject: IRI of a procedure.
            name: Local name of the property, ``approach`` or ``preparesFor``; or ``type``.
            target: IRI of what it leads to.
        """
        edge = ns.expand("rdf:type") if name == "type" else ns.term(name)
        pattern = NamedNode(subject), NamedNode(edge), NamedNode(target)
        graphs = {
            cast("NamedNode", quad.graph_name).value
            for quad in self.facts.store.quads_for_pattern(*pattern)
        }
        says = f"{name}: {self.facts.label(target)}"
        return tuple(Evidence(one, says, one, self._source(one), None) for one in sorted(graphs))

    def _first(self, page: str, aspect: str, concept: str) -> Evidence | None:
        """Return the first line, of the most telling kind, that a page links to a concept."""
        pattern = None, NamedNode(ns.term("concept")), NamedNode(concept), NamedNode(page)
        linked = [
            cast("NamedNode", quad.subject).value
            for quad in self.facts.store.quads_for_pattern(*pattern)
        ]
        for kind in _TOLD_BY[aspect]:
            # The IRI of a line says of which kind it is (`docs/explanation/graph.md`).
            if telling := [one for one in linked if one.startswith(f"{page}#{kind}-")]:
                return min(map(self.line, telling), key=lambda one: one.line or 0)
        return None

    def _source(self, page: str) -> str:
        return self.facts.one(page, "dcterms:source")


def _line(facts: FactReader, statement: str) -> Evidence:
    page = statement.partition("#")[0]
    text, source = facts.one(statement, "proc:text"), facts.one(page, "dcterms:source")
    return Evidence(statement, text, page, source, int(facts.one(statement, "proc:line")))
