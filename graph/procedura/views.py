"""What people see of answers: columns of tables, sections of a procedure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from procedura import namespaces as ns
from procedura.analysis.answers import Alternative, Similar
from procedura.analysis.facts import Facts
from procedura.model import SECTIONS, Page, Reference
from procedura.search import Hit
from procedura.triples import page_quads

if TYPE_CHECKING:  # its module imports NetworkX, which few answers need
    from procedura.analysis.paths import Step
    from procedura.linking import Candidate, Meaning
    from procedura.unlinked import Unlinked

ALTERNATIVES: Mapping[str, Callable[[Alternative], str]] = {
    "Alternative": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Score": lambda one: f"{one.score:.2f}",
    "Basis": lambda one: one.basis,
    "Shared indications": lambda one: ", ".join(term.label for term in one.shared_indications),
    "Reasons": lambda one: " ".join(one.reasons),
    "Review": lambda one: one.review,
}
SIMILAR: Mapping[str, Callable[[Similar], str]] = {
    "Similar procedure": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Score": lambda one: f"{one.score:.2f}",
    "What differs": lambda one: one.reason,
}
HITS: Mapping[str, Callable[[Hit], str]] = {
    "Name": lambda hit: hit.label,
    "Kind": lambda hit: hit.kind,
    "Codes": lambda hit: ", ".join(hit.codes),
    "Matched": lambda hit: hit.matched,
}


STEPS: Mapping[str, Callable[["Step"], str]] = {
    "From": lambda step: step.subject.label,
    "Edge": lambda step: step.edge,
    "To": lambda step: step.object.label,
}
MEANINGS: Mapping[str, Callable[["Meaning"], str]] = {
    "Phrase": lambda one: one.text,
    "Means": lambda one: "; ".join(ns.curie(link.iri) for link in one.links),
    "Label": lambda one: "; ".join(link.label for link in one.links),
    "Method": lambda one: "; ".join(link.method for link in one.links),
    "Score": lambda one: "; ".join(f"{link.confidence:.2f}" for link in one.links),
    "Like": lambda one: _like(one.candidates),
}
UNLINKED: Mapping[str, Callable[["Unlinked"], str]] = {
    "Phrase": lambda one: one.phrase,
    "Lines": lambda one: str(one.count),
    "Kinds": lambda one: ", ".join(one.kinds),
    "Like": lambda one: _like(one.candidates),
}


def _like(candidates: "Iterable[Candidate]") -> str:
    return "; ".join(f"{ns.curie(one.iri)} {one.label} ({one.score:.2f})" for one in candidates)


@dataclass(frozen=True)
class Procedure:
    """What the graph holds about one procedure.

    Attributes:
        facts: Codes, axes, indications … as the graph states them, from all pages together.
        pages: The pages that describe it, with every line and its links.
    """

    facts: Facts
    pages: tuple[Page, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return what `procedura show --format json` prints."""
        from procedura.export.page_json import pages_as_json

        return pages_as_json(self.pages)

    def turtle(self) -> str:
        """Return what the pages say as Turtle."""
        from procedura.export.rdf import turtle

        return turtle(quad for page in self.pages for quad in page_quads(page))

    def markdown(self) -> str:
        """Return the pages, written back in the form of `CONTRIBUTING.md`."""
        from procedura.pages import write_markdown

        return "\n".join(write_markdown(page) for page in self.pages)

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the headings under which something is stated, each with its lines.

        Serious risks say so, and lines that cite a reference have its number in brackets.
        """
        from procedura.pages.marks import with_marks

        for kind, section in SECTIONS.items():
            lines = [with_marks(line) for page in self.pages for line in page.of_kind(kind)]
            if section.heading and lines:
                yield section.heading, lines
        references = [
            f"[{number}] {_reference(one)}"
            for page in self.pages
            for number, one in enumerate(page.header.references, start=1)
        ]
        if references:
            yield "References", references

    def _repr_html_(self) -> str:
        facts = self.facts
        codes = escape(", ".join(facts.codes))
        parts = [f"<h3>{escape(facts.label)}</h3><p>{codes} ({facts.review})</p>"]
        for heading, lines in self.sections():
            items = "".join(f"<li>{escape(line)}</li>" for line in lines)
            parts.append(f"<h4>{heading}</h4><ul>{items}</ul>")
        return "".join(parts)


def _reference(one: Reference) -> str:
    address = one.url or f"https://doi.org/{one.doi}"
    return ". ".join(filter(None, (one.title, one.publisher, str(one.year or ""), address)))
