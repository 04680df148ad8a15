"""What a page says, as plain values: no RDF, no files.

A `Page` is one document about one procedure; a `Statement` is one line of it. Which kinds of
statement there are, and what they are called in a page, in JSON and in RDF, is one table,
`SECTIONS`: reading, linking, triples, shapes and JSON all follow it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Axis = Literal["operation", "body-site", "approach", "device", "guidance"]
AXES: tuple[Axis, ...] = get_args(Axis)

CodeRelation = Literal["exact", "narrower", "broader"]
CODE_RELATIONS: tuple[CodeRelation, ...] = get_args(CodeRelation)
ProcedureRelation = Literal["prepares-for", "follows", "adjunct-to", "stages-for", "variant-of"]
Method = Literal["curated", "exact", "span", "ranked", "code"]
Severity = Literal["violation", "warning", "info"]

# How sure a link is that was found so; one by a name that is only alike is as sure as that is like.
CONFIDENCE: dict[Method, float] = {"curated": 1.0, "exact": 0.98, "span": 0.9, "code": 1.0}

# No fact is longer. A line of megabytes is kept whole, but is not worth reading to its end.
LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of statement.

    Attributes:
        kind: Its name in code and in statement IRIs: ``indication``.
        heading: Its heading in a page that we write: ``Indications``.
        key: Its key in JSON: ``indications``.
        term: Its class in the ontology; the property that leads to it is ``has`` + term.
        edges: Scheme of the concepts that its lines are linked to → direct property of the
            procedure that such a link gives, or "" where the link alone is kept.
    """

    kind: str
    heading: str
    key: str
    term: str
    edges: dict[str, str]


_AXIS_EDGES: dict[str, str] = {**{axis: axis for axis in AXES}, "body-site": "bodySite"}
_SEEN_IN_TEXT = dict.fromkeys(_AXIS_EDGES, "")

SECTIONS: dict[str, Section] = {
    section.kind: section
    for section in (
        Section("preamble", "", "preamble", "Preamble", {}),
        Section("name", "Name of the Procedure", "name", "Name", _AXIS_EDGES),
        Section("common-term", "Common terms", "common_terms", "CommonTerm", _AXIS_EDGES),
        Section("summary", "Summary", "summary", "Summary", _AXIS_EDGES),
        Section("purpose", "Purpose", "purpose", "Purpose",
                {"purpose": "purpose", "condition": ""}),
        Section("indication", "Indications", "indications", "Indication",
                {"condition": "indicatedFor"}),
        Section("contraindication", "Contraindications", "contraindications", "Contraindication",
                {"condition": "contraindicatedBy"}),
        Section("preparation", "Preparation", "preparation", "Preparation",
                {"preparation": "requires"}),
        Section("step", "Procedure Description", "steps", "Step", _SEEN_IN_TEXT),
        Section("duration", "Duration", "duration", "Duration", {}),
        Section("setting", "Setting", "setting", "Setting", {"setting": "setting"}),
        Section("personnel", "Personnel", "personnel", "Personnel", {"role": "performer"}),
        Section("risk", "Risks and Complications", "risks", "Risk", {"complication": "mayCause"}),
        Section("benefit", "Benefits", "benefits", "Benefit", {"condition": ""}),
        Section("recovery", "Recovery", "recovery", "Recovery", {}),
        Section("alternative", "Alternatives", "alternatives", "Alternative",
                {"procedure": "alternativeTo", "approach": "alternativeApproach"}),
        Section("experience", "Patient Experience", "patient_experience", "Experience",
                {"complication": ""}),
        Section("similar-code", "Similar Codes", "similar_codes", "SimilarCode",
                {"code": "similarCode"}),
        Section("unplaced", "", "unplaced", "Unplaced", {}),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """One concept, procedure or code that a statement was linked to.

    Attributes:
        iri: What it was linked to.
        label: Its preferred label.
        scheme: ``condition``, ``role`` …, ``procedure`` or ``code``.
        method: How the link was found.
        confidence: 0 to 1.
        matched: The words of the statement that the link rests on.
    """

    iri: str
    label: str
    scheme: str
    method: Method
    confidence: float
    matched: str


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a complication occurs, as shares of patients; None where no bound is given."""

    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a page, word for word.

    Attributes:
        kind: A key of `SECTIONS`.
        text: The line's exact words, without its bullet, number and marks.
        line: Where it stands in the document, from 1.
        position: Its place among the statements of its kind, from 1, sub-steps included.
        group: The sub-heading within its section that it stands under, or "".
        parent: The position of the statement that it is a part of, or 0.
        links: What it was linked to, in the order of the words.
        serious: Whether the line is marked as a serious risk.
        frequency: How often a risk occurs, where its words say so.
        references: Which of the page's references the line cites, from 1.
    """

    kind: str
    text: str
    line: int
    position: int
    group: str = ""
    parent: int = 0
    links: tuple[Link, ...] = ()
    serious: bool = False
    frequency: Frequency | None = None
    references: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """How a code system names a procedure: ``CPT:50436``.

    Attributes:
        system: Prefix as in the Bioregistry, in capitals: ``CPT``, ``HCPCS``, ``ICD10PCS``,
            ``MESH``, ``MAXO``.
        code: The code as its system writes it; of ICD-10-PCS also a pattern over the seven
            characters, with alternatives in brackets: ``0TC[01]3ZZ``.
        relation: Whether the code means the procedure, a part of it, or more than it.
    """

    system: str
    code: str
    relation: CodeRelation = "exact"

    @property
    def curie(self) -> str:
        """The compact form.

        >>> Code("CPT", "50436").curie
        'CPT:50436'
        """
        return f"{self.system}:{self.code}"


@dataclass(frozen=True, slots=True)
class Reference:
    """A source that a page was written from, as it was seen."""

    title: str
    publisher: str = ""
    year: int | None = None
    url: str = ""
    doi: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What a page's front matter says; a page without front matter has an empty one.

    Attributes:
        slug: Slug of the page and of the procedure that it defines.
        conservative: Whether it is conservative care: observation, medicines.
        specialties: Slugs in the scheme ``specialty``, the main one first.
        purposes: Slugs in the scheme ``purpose``.
        codes: Codes of the procedure.
        axes: Axis → slugs of its concepts.
        relations: Relation → slugs of other procedures.
        one_sided: Slug of an alternative that does not name this procedure in turn → why not.
        review: ``unreviewed`` or ``reviewed``.
        licence: SPDX identifier of the licence of the page's text, or "".
        modified: ISO 8601 date of the last change, or "".
        references: Sources.
    """

    slug: str = ""
    conservative: bool = False
    specialties: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    axes: tuple[tuple[Axis, tuple[str, ...]], ...] = ()
    relations: tuple[tuple[ProcedureRelation, tuple[str, ...]], ...] = ()
    one_sided: tuple[tuple[str, str], ...] = ()
    review: str = "unreviewed"
    licence: str = ""
    modified: str = ""
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Duration:
    """How long it takes; ISO 8601 durations, None where the words give no number."""

    minimum: str | None = None
    maximum: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A document that describes one procedure.

    Attributes:
        source: Name of the file, without its folder.
        sha256: Checksum of the file's bytes, in hexadecimal.
        header: Front matter.
        label: The procedure's name as the page gives it, one line.
        codes: What the page, its name or its reader says that its codes are.
        statements: Every line, in the order of the document.
        duration: What the duration lines come to.
        stay: How long one stays in hospital, as the lines say it; home the same day is ``PT0S``.
        empty: Kinds whose heading stands there with nothing under it.
        none: Kinds whose only line says that there is none.
        slug: Slug of the page's own IRI; "" until it is identified.
        procedure: IRI of the procedure; "" until it is identified.
        procedure_label: Preferred label of that procedure in the graph, which may be another
            page's; "" until it is identified.
    """

    source: str
    sha256: str
    label: str
    header: Header = Header()
    codes: tuple[Code, ...] = ()
    statements: tuple[Statement, ...] = ()
    duration: Duration = Duration()
    stay: Duration = Duration()
    empty: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    slug: str = ""
    procedure: str = ""
    procedure_label: str = ""

    def of_kind(self, kind: str) -> Iterator[Statement]:
        """Yield the statements of one kind, in order."""
        return (statement for statement in self.statements if statement.kind == kind)

    @property
    def not_stated(self) -> tuple[str, ...]:
        """Kinds of section that the page does not have, in the order of `SECTIONS`."""
        said = {statement.kind for statement in self.statements} | {*self.empty, *self.none}
        optional = {"preamble", "common-term", "unplaced"}
        return tuple(kind for kind in SECTIONS if kind not in said | optional)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check has to say about the data.

    Attributes:
        severity: How bad it is.
        message: What is wrong and what to do, for a curator.
        focus: IRI of the node that it is about.
        path: IRI of the property that it is about, or "".
        source: File or page that holds the node, with the line where it is known.
        shape: IRI of the shape, or name of the check, that found it.
    """

    severity: Severity
    message: str
    focus: str
    path: str = ""
    source: str = ""
    shape: str = ""
