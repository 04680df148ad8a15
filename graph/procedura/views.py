"""What people see of a thing: a hit of a search, a procedure, a code, a graph."""

from collections import Counter
from collections.abc import Iterator, Sized
from dataclasses import dataclass
from html import escape
from typing import Any, cast

from pyoxigraph import NamedNode, Store

from procedura import namespaces as ns
from procedura.analysis.codes.reader import Coded
from procedura.analysis.stated.facts import FactReader, Facts, Term
from procedura.contents import page_graphs
from procedura.model import SECTIONS, Page, Reference
from procedura.releases import releases
from procedura.search import Found
from procedura.triples import page_quads


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a search found.

    Attributes:
        iri: What was found.
        label: Its preferred label; of a code that no system describes, its CURIE.
        kind: What it names: ``procedure``, the scheme of a concept, the kind of a code.
        system: ``PROCEDURA``, or the prefix of a code system.
        matched: The label, synonym or code that matched.
        codes: CURIEs of the codes that mean it; of a code its own.
    """

    iri: str
    label: str
    kind: str
    system: str
    matched: str
    codes: tuple[str, ...] = ()


def hit(reader: FactReader, found: Found) -> Hit:
    """Return what people see of something that a search found."""
    codes = (ns.curie(found.iri),) if found.node == "code" else reader.codes(found.iri)
    label = reader.one(found.iri, "skos:prefLabel") or reader.label(found.iri)
    return Hit(found.iri, label, found.kind, found.system, found.text, codes)


@dataclass(frozen=True, slots=True)
class Listed:
    """A procedure in a list of them.

    Attributes:
        procedure: Its IRI.
        label: Its preferred label.
        codes: CURIEs of the codes that mean it.
        conservative: Whether it is conservative care.
        specialties: Who does it.
        review: ``reviewed`` if every page about it is, else ``unreviewed``.
    """

    procedure: str
    label: str
    codes: tuple[str, ...]
    conservative: bool
    specialties: tuple[Term, ...]
    review: str


def listed(reader: FactReader) -> tuple[Listed, ...]:
    """Return all procedures of a graph, by label."""
    made = (_listed(reader, iri) for iri in reader.subjects("rdf:type", ns.term("Procedure")))
    return tuple(sorted(made, key=lambda one: (one.label.casefold(), one.procedure)))


def _listed(reader: FactReader, iri: str) -> Listed:
    return Listed(
        procedure=iri,
        label=reader.label(iri),
        codes=reader.codes(iri),
        conservative=ns.term("ConservativeCare") in reader.targets(iri, "rdf:type"),
        specialties=tuple(map(reader.term, reader.targets(iri, "proc:specialty"))),
        review=reader.review(iri),
    )


def schemes(store: Store) -> list[str]:
    """Return the schemes of our own concepts; those of axes of codes stand in releases."""
    pattern = None, NamedNode(ns.expand("rdf:type")), NamedNode(ns.expand("skos:ConceptScheme"))
    return [
        cast("NamedNode", quad.subject).value
        for quad in store.quads_for_pattern(*pattern)
        if quad.subject == quad.graph_name and str(quad.subject).startswith(f"<{ns.concept('')}/")
    ]


def counts(reader: FactReader, procedures: Sized) -> dict[str, int]:
    """Return what a graph holds, as counts by what they are of in words.

    Args:
        reader: The graph.
        procedures: All procedures.
    """
    store = reader.store
    codes = {
        quad.object
        for quad in store.quads_for_pattern(None, NamedNode(ns.term("code")), None)
        if str(quad.graph_name).startswith(f"<{ns.page('')}")
    }
    imported = sum(one.codes for one in releases(store) if not one.former)
    return {
        "procedures": len(procedures),
        "pages": len(page_graphs(store)),
        "alternatives with reasons": len(
            reader.subjects("rdf:type", ns.term("AlternativeFinding"))
        ),
        "concepts": sum(len(reader.subjects("skos:inScheme", one)) for one in schemes(store)),
        "codes that pages list": len(codes),
    } | ({"codes imported": imported} if imported else {})


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


def code_rows(coded: Coded) -> Iterator[tuple[str, str]]:
    """Yield what people see of a code: a heading and what stands under it."""
    yield "Code", coded.curie
    yield "Name", coded.label
    yield "System", coded.system
    yield "Kind", coded.kind
    if coded.deprecated:
        yield "Status", "no longer in the newest release"
    elif not coded.assignable:
        yield "Status", "a heading, not to be assigned"
    if coded.definition:
        yield "Definition", coded.definition
    for heading, texts in (("Synonym", coded.synonyms), ("Note", coded.notes)):
        for text in texts:
            yield heading, text
    for axis, values in coded.axes.items():
        yield axis.capitalize(), ", ".join(value.label for value in values)
    for broader in coded.broader:
        yield "Broader", f"{ns.curie(broader.iri)} {broader.label}"
    for procedure in coded.procedures:
        yield "Procedure", f"{procedure.label} ({ns.local_name(procedure.iri)})"


def _reference(one: Reference) -> str:
    address = one.url or (f"https://doi.org/{one.doi}" if one.doi else "")
    return ". ".join(filter(None, (one.title, one.publisher, str(one.year or ""), address)))


def summary(store: Store) -> dict[str, int]:
    """Return what a graph holds, as counts by kind."""
    from procedura.vocabularies import vocabulary

    kinds = Counter(label.scheme for label in vocabulary(store).labels if label.preferred)
    return {
        "quads": len(store),
        "pages": len(page_graphs(store)),
        "procedures": kinds.pop("procedure", 0),
        **{f"concepts: {scheme}": count for scheme, count in sorted(kinds.items())},
        **{f"codes: {one.system} {one.name}": one.codes for one in releases(store)},
    }
