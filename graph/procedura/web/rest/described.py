"""What pages say about a procedure, as `procedura.export.page_json` writes it."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from procedura.model import CodeRelation, Duration, Frequency, Method

Review = Literal["reviewed", "unreviewed"]


class _Exactly(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PageCode(_Exactly):
    """A code of a procedure.

    Attributes:
        curie: The code: ``CPT:50436``.
        iri: Its IRI.
        relation: Whether the code means the procedure, a part of it, or more than it.
    """

    curie: str
    iri: str
    relation: CodeRelation


class LineConcept(_Exactly):
    """Something that a line means.

    Attributes:
        iri: A concept, procedure or code.
        label: Its preferred label.
        method: How it was found.
        confidence: How sure that is, 0 to 1.
    """

    iri: str
    label: str
    method: Method
    confidence: float


class Line(_Exactly):
    """A line of a page.

    Attributes:
        text: Its words.
        line: Where it stands in the file, from 1.
        page: Name of the file.
        concepts: What it means.
        serious: Of a risk: whether it is marked as serious.
        frequency: Of a risk: how often it occurs, as shares of patients; null where not said.
        references: Which of the page's references it cites, from 1.
        group: The sub-heading that it stands under.
        parts: The lines that are parts of it: sub-steps, say.
    """

    text: str
    line: int
    page: str
    concepts: list[LineConcept]
    serious: bool = False
    frequency: Frequency | None = None
    references: list[int] = []
    group: str = ""
    parts: "list[Line]" = []


class Time(_Exactly):
    """How long the procedure takes.

    Attributes:
        text: The words.
        minimum: ISO 8601; null where no number is given.
        maximum: Likewise.
    """

    text: str
    minimum: str | None
    maximum: str | None


class PageReference(_Exactly):
    """A source that a page was written from."""

    title: str
    publisher: str
    year: int | None
    url: str
    doi: str


class DescribedBy(_Exactly):
    """A page.

    Attributes:
        iri: Its IRI.
        source: Name of its file.
        sha256: Checksum of its bytes.
        review: Whether a clinician has reviewed it.
    """

    iri: str
    source: str
    sha256: str
    review: Review


class Described(_Exactly):
    """What pages say about a procedure; each section is a list of lines.

    Attributes:
        procedure: Its IRI.
        label: Its preferred label.
        codes: Its codes.
        specialties: Slugs of its specialties.
        review: Whether a clinician has reviewed all of its pages.
        preamble: What stands before the first heading.
        unplaced: What no section was found for.
        stay: How long one stays in hospital, ISO 8601.
        not_stated: Sections that the pages do not have.
        stated_empty: Sections with a heading and nothing under it.
        stated_none: Sections that say that there is none.
        references: The sources of the pages.
        pages: The pages.
    """

    procedure: str
    label: str
    codes: list[PageCode]
    specialties: list[str]
    review: Review
    preamble: list[Line]
    name: list[Line]
    common_terms: list[Line]
    summary: list[Line]
    purpose: list[Line]
    indications: list[Line]
    contraindications: list[Line]
    preparation: list[Line]
    steps: list[Line]
    setting: list[Line]
    personnel: list[Line]
    risks: list[Line]
    benefits: list[Line]
    recovery: list[Line]
    alternatives: list[Line]
    patient_experience: list[Line]
    similar_codes: list[Line]
    unplaced: list[Line]
    duration: Time
    stay: Duration
    not_stated: list[str]
    stated_empty: list[str]
    stated_none: list[str]
    references: list[PageReference]
    pages: list[DescribedBy]
