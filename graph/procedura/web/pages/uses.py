"""What uses a concept: the procedures that have it, and the lines that name it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from procedura import namespaces as ns
from procedura.analysis.stated.evidence import Evidence
from procedura.analysis.stated.facts import FactReader, Term
from procedura.library import ProcedureGraph
from procedura.model import SECTIONS, Frequency

# Property of a procedure → what stands above the procedures that have it.
_USES = {
    "indicatedFor": "What is done for it",
    "mayCause": "What may cause it",
    "contraindicatedBy": "What it speaks against",
    "requires": "What it comes before",
    "setting": "What is done there",
    "performer": "What they do",
    "specialty": "Its procedures",
    "purpose": "What is done for that",
    "operation": "Procedures of this kind",
    "bodySite": "What is done there",
    "approach": "What is done that way",
    "device": "What it is used in",
    "guidance": "What it guides",
    "alternativeApproach": "Named as another approach to",
}

_KINDS = {ns.term(section.term): kind for kind, section in SECTIONS.items()}


@dataclass(frozen=True, slots=True)
class Told:
    """A line that names a concept.

    Attributes:
        line: The line.
        serious: Whether it names a serious risk.
        frequency: How often that occurs.
    """

    line: Evidence
    serious: bool
    frequency: Frequency | None


@dataclass(frozen=True, slots=True)
class Uses:
    """All procedures that have a concept in one way.

    Attributes:
        name: Local name of the property.
        heading: What stands above them.
        direct: Those that have the concept itself, each with the lines that say so; none where
            front matter does.
        narrower: Those that have only a narrower one, each with what they have.
    """

    name: str
    heading: str
    direct: list[tuple[Term, list[Told]]]
    narrower: list[tuple[Term, list[Term]]]


def uses(graph: ProcedureGraph, iri: str) -> Iterator[Uses]:
    """Yield the ways in which procedures have a concept, each with those that do.

    Args:
        graph: The graph.
        iri: IRI of the concept, or of a code that lines were linked to.
    """
    reader = graph.facts
    lines = _lines(graph, iri)
    lower = sorted(reader.narrower(iri) - {iri})
    for name in _names(iri):
        having = reader.subjects(f"proc:{name}", iri)
        direct = [(reader.term(one), _told(lines, one, name)) for one in having]
        through = _through(reader, name, lower)
        narrower = [(one, stated) for one, stated in through.items() if one.iri not in having]
        if direct or narrower:
            yield Uses(
                name=name,
                heading=_USES[name],
                direct=sorted(direct, key=lambda pair: pair[0].label),
                narrower=sorted(narrower, key=lambda pair: pair[0].label),
            )


def mentions(graph: ProcedureGraph, iri: str) -> list[tuple[str, list[Told]]]:
    """Return the lines that name a concept without giving a procedure anything, by heading.

    Args:
        graph: The graph.
        iri: IRI of the concept.
    """
    found: dict[str, list[Told]] = {}
    for (_, kind), told in _lines(graph, iri).items():
        if not SECTIONS[kind].edges.get(_scheme(iri)):
            found.setdefault(SECTIONS[kind].heading, []).extend(told)
    return sorted(found.items())


def _names(iri: str) -> list[str]:
    """Return the properties by which a procedure can have a concept of a scheme, or any code."""
    scheme = _scheme(iri)
    edges = {one.edges.get(scheme) for one in SECTIONS.values()} - {None, ""}
    return [name for name in _USES if name in edges or name == scheme or not edges]


def _scheme(iri: str) -> str:
    return ns.local_name(iri.rpartition("/")[0])


def _told(lines: Mapping[tuple[str, str], list[Told]], procedure: str, name: str) -> list[Told]:
    """Return the lines that give a procedure a concept by one property."""
    kinds = [kind for kind, one in SECTIONS.items() if name in one.edges.values()]
    return [told for kind in kinds for told in lines.get((procedure, kind), ())]


def _through(reader: FactReader, name: str, concepts: Sequence[str]) -> dict[Term, list[Term]]:
    """Return the procedures that have some of these concepts, each with what they have."""
    found: dict[Term, list[Term]] = {}
    for concept in concepts:
        for one in map(reader.term, reader.subjects(f"proc:{name}", concept)):
            found.setdefault(one, []).append(reader.term(concept))
    return found


def _lines(graph: ProcedureGraph, iri: str) -> dict[tuple[str, str], list[Told]]:
    """Return procedure and kind → the lines of that kind that name a concept."""
    reader = graph.facts
    found: dict[tuple[str, str], list[Told]] = {}
    for statement in reader.subjects("proc:concept", iri):
        [kind] = (_KINDS[one] for one in reader.said(statement, "rdf:type"))
        line = graph.evidence.line(statement)
        [procedure] = reader.said(line.page, "proc:describes")
        serious = reader.said(statement, "proc:serious") == ["true"]
        told = Told(line, serious, _frequency(reader, statement))
        found.setdefault((procedure, kind), []).append(told)
    return found


def _frequency(reader: FactReader, statement: str) -> Frequency | None:
    low, high = (
        next(iter(reader.said(statement, f"proc:{bound}Frequency")), None)
        for bound in ("minimum", "maximum")
    )
    return Frequency(*(float(one) if one else None for one in (low, high))) if low or high else None
