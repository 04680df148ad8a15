"""What the tools answer: the shapes that the protocol declares as output schemas."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

Cell = str | int | float | bool | None
# The keys of `procedura.model.SECTIONS` that stand under a heading.
Section = Literal[
    "name", "common_terms", "summary", "purpose", "indications", "contraindications",
    "preparation", "steps", "duration", "setting", "personnel", "risks", "benefits", "recovery",
    "alternatives", "patient_experience", "similar_codes",
]  # fmt: skip


class Source(BaseModel):
    """Something that an answer rests on."""

    number: int = Field(description="What claims call it.")
    place: str = Field(description="File and line, file and 'front matter', file, or code.")
    iri: str = Field(description="IRI of the line; of the page or the code where it is no line.")
    text: str = Field(description="The line word for word; what the front matter says; a name.")


class Claim(BaseModel):
    """A sentence or a value, with what it rests on."""

    text: str = Field(description="What is claimed, with file and line in brackets.")
    sources: list[int] = Field(description="Numbers of the sources that it rests on.")


class Answer(BaseModel):
    """What every answer has."""

    notice: str = Field(description="Has to be passed on with the answer.")
    note: str = Field(default="", description="What else has to be said; mostly empty.")


# Stands at the end of each answer, where cutting it off does the least harm.
Sources = Annotated[list[Source], Field(description="What the answer rests on.")]


class Thing(BaseModel):
    """A procedure, or a code of an imported system."""

    label: str
    iri: str
    codes: list[str] = Field(description="Codes that mean just this.")


class Reviewed(Thing):
    """A procedure, and whether what is said of it was reviewed."""

    review: str = Field(description="'reviewed' by a clinician, or 'unreviewed'.")


class Concept(BaseModel):
    """A concept of the graph."""

    label: str
    iri: str


class Hit(Thing):
    """Something that a search found."""

    kind: str = Field(description="What it names: procedure, condition, complication …")
    system: str = Field(description="PROCEDURA, or the prefix of a code system.")
    matched: str = Field(description="The label, synonym or code that matched.")
    sources: list[int] = Field(description="The pages on it, where it is a procedure.")


class Hits(Answer):
    """What a search found, the best match first."""

    hits: list[Hit]
    sources: Sources


class Line(BaseModel):
    """A line of a page, word for word."""

    text: str = Field(description="'Serious: ' marks a serious risk; [1] cites a reference.")
    place: str = Field(description="File and line.")
    iri: str


class Part(BaseModel):
    """What stands under one heading."""

    section: Section
    lines: list[Line]


class Code(BaseModel):
    """A code of a procedure."""

    code: str
    iri: str
    relation: str = Field(description="Means just the procedure (exact), a part of it, or more.")


class Fact(BaseModel):
    """What is stated on one aspect of a procedure."""

    aspect: str
    values: list[Claim]


class Reference(BaseModel):
    """A published source that a page cites."""

    page: str = Field(description="File of the page.")
    number: int = Field(description="What the page's lines call it: [1].")
    title: str
    publisher: str
    year: int | None
    url: str
    doi: str


class PageOf(BaseModel):
    """A page on a procedure."""

    iri: str
    file: str
    review: str


class Described(Answer):
    """What the graph holds about a procedure."""

    procedure: Reviewed
    codes: list[Code]
    facts: list[Fact] = Field(
        description="What is done, where, how, how long; empty where sections were asked for."
    )
    sections: list[Part] = Field(description="The pages, line by line.")
    not_stated: list[str] = Field(description="Sections that its pages do not have.")
    stated_empty: list[str] = Field(description="Sections with nothing under their heading.")
    stated_none: list[str] = Field(description="Sections that say that there is none.")
    references: list[Reference]
    pages: list[PageOf]
    resource: str = Field(description="URI of the pages as one Markdown text.")
    sources: Sources


class Alternative(Reviewed):
    """Another procedure, or conservative care, for the same problem."""

    kind: str = Field(description="variant by approach, conservative care, other procedure.")
    basis: str = Field(
        description="stated by the page asked about, stated in reverse by the alternative's own, "
        "stated as a class of operations, or inferred from what both share."
    )
    score: float = Field(description="How well founded it is, 0 to 1. Not how good it is.")
    shared_indications: list[Concept]
    reasons: list[Claim] = Field(description="Why it is listed, and what differs.")


class Alternatives(Answer):
    """What else could be done, the best founded first."""

    procedure: Reviewed
    alternatives: list[Alternative]
    sources: Sources


class Row(BaseModel):
    """One aspect of several procedures."""

    aspect: str
    values: list[list[Claim] | None] = Field(
        description="In the order of the procedures; null where nothing is stated."
    )


class Comparison(Answer):
    """Procedures side by side."""

    procedures: list[Reviewed]
    rows: list[Row]
    sources: Sources


class SimilarThing(Thing):
    """What a coder could confuse with what was asked about."""

    score: float = Field(description="How alike the two are, 0 to 1.")
    review: str | None = Field(description="Of a procedure; null of a code.")
    difference: Claim = Field(description="What is the same, and what differs.")


class Similar(Answer):
    """What is coded alike, the most similar first."""

    asked: Thing
    similar: list[SimilarThing]
    sources: Sources


class Parameter(BaseModel):
    """What can be set in a query."""

    name: str
    type: str = Field(description="iri (an identifier or a name will do), string, integer …")
    description: str


class KnownQuery(BaseModel):
    """A query of the library."""

    name: str
    question: str
    parameters: list[Parameter]


class QueryAnswer(Answer):
    """The rows that a query gives, or the queries that there are."""

    question: str = Field(description="What was asked, in a sentence; empty for SPARQL.")
    columns: dict[str, str] = Field(description="Column → what it means.")
    rows: list[dict[str, Cell]]
    more: bool = Field(description="Whether there are more rows than were asked for.")
    queries: list[KnownQuery] = Field(description="What there is, where nothing was asked.")
    sources: Sources
