"""What people see of answers: columns of tables, sections of a procedure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from pyoxigraph import Store

from procedura import namespaces as ns
from procedura.analysis.answers import Alternative, LeftOut, Similar
from procedura.analysis.codes import Coded
from procedura.analysis.facts import FactReader, Facts, Term
from procedura.analysis.similar_codes import SimilarCode
from procedura.contents import page_graphs
from procedura.model import SECTIONS, Page, Reference
from procedura.releases import releases
from procedura.results import Results
from procedura.search import Found
from procedura.triples import page_quads

if TYPE_CHECKING:  # their modules import what few answers need: NetworkX, the linker
    from procedura.analysis.contrast import Clue
    from procedura.analysis.guard import Neighbour
    from procedura.analysis.paths import Path
    from procedura.analysis.structure import (
        Bridge,
        Central,
        Community,
        Crossing,
        Gap,
        Risk,
        Structure,
    )
    from procedura.linking import Candidate, Meaning
    from procedura.unlinked import Unlinked

_SHOWN = 4  # pieces of evidence in a cell of a table

ALTERNATIVES: Mapping[str, Callable[[Alternative], str]] = {
    "Alternative": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Score": lambda one: f"{one.score:.2f}",
    "Kind": lambda one: one.kind,
    "Basis": lambda one: one.basis,
    "Shared indications": lambda one: _labels(one.shared_indications),
    "Reasons": lambda one: " ".join(reason.text for reason in one.reasons),
    "Review": lambda one: one.review,
}
LEFT_OUT: Mapping[str, Callable[[LeftOut], str]] = {
    "Left out": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Because": lambda one: one.because,
    "Shared indications": lambda one: _labels(one.shared_indications),
    "Reason": lambda one: str(one.reason),
}
SIMILAR: Mapping[str, Callable[[Similar], str]] = {
    "Similar procedure": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Score": lambda one: f"{one.score:.2f}",
    "What differs": lambda one: one.reason,
}
SIMILAR_CODES: Mapping[str, Callable[[SimilarCode], str]] = {
    "Similar code": lambda one: one.codes[0],
    "Name": lambda one: one.label,
    "Score": lambda one: f"{one.score:.2f}",
    "What differs": lambda one: one.reason + (" A variant by approach." if one.variant else ""),
}
NEIGHBOURS: Mapping[str, Callable[["Neighbour"], str]] = {
    "Neighbour": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Score": lambda one: f"{one.score:.1f}",
    "Speaks for it": lambda one: _deciding(one.supporting),
    "Speaks against it": lambda one: _deciding(one.opposing),
}
PATHS: Mapping[str, Callable[["Path"], str]] = {
    "Through": lambda one: ", ".join(one.through) or "each other",
    "Length": lambda one: f"{one.length:.2f}",
    "Why": lambda one: " ".join(one.sentences),
    "Stated": lambda one: "; ".join(dict.fromkeys(map(str, one.evidence))),
}
COMMUNITIES: Mapping[str, Callable[["Community"], str]] = {
    "Community": lambda one: one.name,
    "Procedures": lambda one: str(len(one.members)),
    "What sets it apart": lambda one: _labels(one.concepts),
    "Among them": lambda one: _labels(one.members[:3]),
}
CENTRAL: Mapping[str, Callable[["Central"], str]] = {
    "Name": lambda one: one.node.label,
    "Kind": lambda one: one.kind,
    "PageRank": lambda one: f"{one.page_rank:.5f}",
    "Betweenness": lambda one: "" if one.betweenness is None else f"{one.betweenness:.4f}",
    "Ties": lambda one: str(one.degree),
}
BRIDGES: Mapping[str, Callable[["Bridge"], str]] = {
    "Procedure": lambda one: one.procedure.label,
    "Participation": lambda one: f"{one.participation:.2f}",
    "Betweenness": lambda one: f"{one.betweenness:.4f}",
    "Specialties": lambda one: _labels(one.specialties),
    "Connects": lambda one: _labels(one.connects),
}
CROSSINGS: Mapping[str, Callable[["Crossing"], str]] = {
    "Specialties": lambda one: f"{one.one.label} - {one.other.label}",
    "Score": lambda one: f"{one.score:.2f}",
    "Pairs": lambda one: str(one.pairs),
    "Through": lambda one: _labels(one.concepts),
    "Closest procedures": lambda one: _labels(one.strongest),
}
RISKS: Mapping[str, Callable[["Risk"], str]] = {
    "Community": lambda one: one.community,
    "Complication": lambda one: one.complication.label,
    "Stated by": lambda one: f"{one.stating} of {one.of}",
    "Share": lambda one: f"{one.share:.2f}",
    "Lift": lambda one: f"{one.lift:.1f}",
}
GAPS: Mapping[str, Callable[["Gap"], str]] = {
    "Gap": lambda one: one.kind,
    "Of": lambda one: one.node.label,
    "Only procedure": lambda one: one.procedure.label if one.procedure else "",
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


def _labels(terms: Iterable[Term]) -> str:
    return ", ".join(term.label for term in terms)


def _deciding(found: "Iterable[Clue]") -> str:
    return "\n".join(map(deciding, [*found][:_SHOWN]))


def deciding(one: "Clue") -> str:
    """Return a piece of evidence in words: what the text says where, and what says it, too."""
    if not one.line:
        said = f"{one.words!r} is not said"
    else:
        said = f"line {one.line} {'denies' if one.denied else 'says'} {one.words!r}"
    return f"{said} ({one.where})"


def _like(candidates: "Iterable[Candidate]") -> str:
    return "; ".join(f"{ns.curie(one.iri)} {one.label} ({one.score:.2f})" for one in candidates)


def structure_results(structure: "Structure", name: str, limit: int | None = None) -> Results[Any]:
    """Return what an analysis of the structure found, as a table.

    Args:
        structure: What was found.
        name: ``communities``, ``central``, ``bridges``, ``specialties``, ``risks`` or ``gaps``.
        limit: How many rows at the most; of central nodes, of each kind.
    """
    if name == "central":
        kinds = [
            [one for one in structure.central if one.kind == kind][:limit]
            for kind in ("procedure", "condition")
        ]
        return Results([one for kind in kinds for one in kind], CENTRAL)
    tables: dict[str, tuple[Callable[[], Sequence[Any]], Mapping[str, Callable[[Any], str]]]] = {
        "communities": (lambda: structure.communities.communities, COMMUNITIES),
        "bridges": (lambda: structure.bridges, BRIDGES),
        "specialties": (lambda: structure.crossings, CROSSINGS),
        "risks": (lambda: structure.risks, RISKS),
        "gaps": (lambda: structure.gaps, GAPS),
    }
    find, columns = tables[name]
    return Results(find()[:limit], columns)


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


HITS: Mapping[str, Callable[[Hit], str]] = {
    "Name": lambda hit: hit.label,
    "Kind": lambda hit: hit.kind,
    "System": lambda hit: hit.system,
    "Codes": lambda hit: ", ".join(hit.codes),
    "Matched": lambda hit: hit.matched,
}


def hit(store: Store, found: Found) -> Hit:
    """Return what people see of something that a search found."""
    reader = FactReader(store)
    codes = [found.iri] if found.node == "code" else reader.targets(found.iri, "proc:exactCode")
    curies = tuple(":".join(ns.split_code(iri)) for iri in codes)
    label = reader.one(found.iri, "skos:prefLabel") or reader.label(found.iri)
    return Hit(found.iri, label, found.kind, found.system, found.text, curies)


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
        yield "Broader", f"{':'.join(ns.split_code(broader.iri))} {broader.label}"
    for procedure in coded.procedures:
        yield "Procedure", f"{procedure.label} ({ns.local_name(procedure.iri)})"


def _reference(one: Reference) -> str:
    address = one.url or f"https://doi.org/{one.doi}"
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
