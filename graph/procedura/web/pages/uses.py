"""What uses a concept: the procedures that have it, and the lines that name it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from procedura import namespaces as ns
from procedura.analysis.evidence import Evidence, EvidenceReader
from procedura.analysis.facts import FactReader, Term
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
class Use:
    """A procedure that has a concept in one way.

    Attributes:
        procedure: The procedure.
        told: The lines that say so; none where front matter does.
    """

    procedure: Term
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """All procedures that have a concept in one way.

    Attributes:
        name: Local name of the property.
        heading: What stands above them.
        direct: Those that have the concept itself.
        narrower: Those that have only a narrower one, each with what they have.
    """

    name: str
    heading: str
    direct: tuple[Use, ...]
    narrower: tuple[tuple[Term, tuple[Term, ...]], ...]


def uses(graph: ProcedureGraph, reader: FactReader, iri: str) -> Iterator[Uses]:
    """Yield the ways in which procedures have a concept, each with those that do.

    Args:
        graph: The graph.
        reader: Its facts.
        iri: IRI of the concept, or of a code that lines were linked to.
    """
    lines = _lines(graph, reader, iri)
    lower = sorted(reader.narrower(iri) - {iri})
    for name, heading in _USES.items():
        kinds = [kind for kind, one in SECTIONS.items() if name in one.edges.values()]
        having = reader.subjects(f"proc:{name}", iri)
        direct = [
            Use(reader.term(one), tuple(told for kind in kinds for told in lines.get((one, kind), ())))
            for one in having
        ]
        through = _through(reader, name, lower)
        narrower = [(one, stated) for one, stated in through.items() if one.iri not in having]
        if direct or narrower:
            yield Uses(
                name=name,
                heading=heading,
                direct=tuple(sorted(direct, key=lambda use: use.procedure.label)),
                narrower=tuple(sorted(narrower, key=lambda pair: pair[0].label)),
            )


def mentions(graph: ProcedureGraph, reader: FactReader, iri: str) -> list[tuple[str, list[Told]]]:
    """Return the lines that name a concept without giving a procedure anything, by heading.

    Args:
        graph: The graph.
        reader: Its facts.
        iri: IRI of the concept.
    """
    scheme = ns.local_name(iri.rpartition("/")[0])
    found: dict[str, list[Told]] = {}
    for (_, kind), told in _lines(graph, reader, iri).items():
        if not SECTIONS[kind].edges.get(scheme):
            found.setdefault(SECTIONS[kind].heading, []).extend(told)
    return sorted(found.items())


def _through(
    reader: FactReader, name: str, concepts: Sequence[str]
) -> dict[Term, tuple[Term, ...]]:
    """Return the procedures that have some of these concepts, each with what they have."""
    found: dict[Term, tuple[Term, ...]] = {}
    for concept in concepts:
        for one in map(reader.term, reader.subjects(f"proc:{name}", concept)):
            found[one] = (*found.get(one, ()), reader.term(concept))
    return found


def _lines(
    graph: ProcedureGraph, reader: FactReader, iri: str
) -> Mapping[tuple[str, str], list[Told]]:
    """Return procedure and kind → the lines of that kind that name a concept."""
    evidence = EvidenceReader(graph.quads, reader)
    kinds = {ns.term(section.term): kind for kind, section in SECTIONS.items()}
    found: dict[tuple[str, str], list[Told]] = {}
    for statement in reader.subjects("proc:concept", iri):
        [kind] = (kinds[one] for one in reader.said(statement, "rdf:type"))
        line = evidence.line(statement)
        [procedure] = reader.said(line.page, "proc:describes")
        told = Told(line, reader.said(statement, "proc:serious") == ["true"],
                    _frequency(reader, statement))  # fmt: skip
        found.setdefault((procedure, kind), []).append(told)
    return found


def _frequency(reader: FactReader, statement: str) -> Frequency | None:
    low, high = (
        next(iter(reader.said(statement, f"proc:{bound}Frequency")), None)
        for bound in ("minimum", "maximum")
    )
    return Frequency(*(float(one) if one else None for one in (low, high))) if low or high else None
