"""Pages and releases as quads, and pages back: the one place that knows the graph's shape."""

from procedura.triples.codes import code_quads
from procedura.triples.reading import page_from_quads
from procedura.triples.subject import SOFTWARE, Subject, decimal
from procedura.triples.terms import concept_text, former_text, release_quads, term_text
from procedura.triples.writing import (
    LICENCES,
    RELATIONS,
    link_name,
    page_quads,
    reference_names,
    software_quads,
    statement_names,
)

__all__ = [
    "LICENCES",
    "RELATIONS",
    "SOFTWARE",
    "Subject",
    "code_quads",
    "concept_text",
    "decimal",
    "former_text",
    "link_name",
    "page_from_quads",
    "page_quads",
    "reference_names",
    "release_quads",
    "software_quads",
    "statement_names",
    "term_text",
]
