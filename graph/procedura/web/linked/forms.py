"""The forms in which a thing is told, and the addresses of these."""

from dataclasses import dataclass
from urllib.parse import quote, unquote

from procedura import namespaces as ns
from procedura.web.answers import HTML, JSON
from procedura.web.pages.links import RDF
from procedura.web.pages.links import path as path_of


@dataclass(frozen=True, slots=True)
class Form:
    """One form in which things are told.

    Attributes:
        suffix: What its address ends in, after that of the thing.
        media: Its media type.
        rdf: The format of `procedura.export.rdf` that it is; "" for a page.
    """

    suffix: str
    media: str
    rdf: str = ""


# The one that we like best first: who takes anything is given the page.
_FORMS = (
    Form(".html", HTML),
    *(Form(f".{one.file_extension}", one.media_type, name) for name, one in RDF.items()),
)
MARKDOWN = Form(".md", "text/markdown")
RECORD = Form(".json", JSON)


def forms(iri: str) -> tuple[Form, ...]:
    """Return the forms that a thing has: a procedure has two more."""
    return (*_FORMS, RECORD, MARKDOWN) if iri.startswith(ns.procedure("")) else _FORMS


def read(path: str) -> tuple[str, Form | None]:
    """Return the IRI that a path stands for, and the form that it asks for.

    An IRI may hold dots, so only the suffixes of our forms are taken for one.

    Args:
        path: As it came, percent-encoded.

    >>> read("/code/ICD10CM/N20.0")
    ('https://w3id.org/procedura/code/ICD10CM/N20.0', None)
    >>> read("/code/ICD10PCS/0TC%5b01]3ZZ.nt")[0]
    'https://w3id.org/procedura/code/ICD10PCS/0TC%5B01%5D3ZZ'
    """
    written = "/".join(quote(unquote(part), safe="") for part in path.lstrip("/").split("/"))
    iri = ns.BASE + written
    for form in forms(iri):
        if written.endswith(form.suffix):
            return iri.removesuffix(form.suffix), form
    return iri, None


def address(iri: str, form: Form) -> str:
    """Return where a server tells of a thing, in a form.

    >>> address("https://w3id.org/procedura/ontology", MARKDOWN)
    '/ontology.md'
    """
    return path_of(iri) + form.suffix
