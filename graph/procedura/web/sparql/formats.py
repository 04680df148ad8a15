"""In which formats an answer is given: results of SELECT and ASK, and graphs."""

from collections.abc import Mapping
from typing import TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

from procedura.export.rdf import FORMATS
from procedura.web.headers import choose

Syntax = TypeVar("Syntax", QueryResultsFormat, RdfFormat)

# The first is given to whoever takes anything. The last of each are names that clients use, too.
RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
}
_GRAPHS = ("turtle", "ntriples", "jsonld", "rdfxml", "nquads", "trig")
GRAPHS = {
    **{FORMATS[name].media_type: FORMATS[name] for name in _GRAPHS},
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "text/plain": RdfFormat.N_TRIPLES,
}
# What a client may send.
INPUTS = {media: syntax for media, syntax in GRAPHS.items() if media != "text/plain"}
# What ``format=`` may say for a whole ``Accept``, for links and for clients that set no header.
_SHORT = {
    "json": "application/sparql-results+json, application/ld+json",
    "xml": "application/sparql-results+xml, application/rdf+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json-ld": "application/ld+json",
    "rdf+xml": "application/rdf+xml",
    **{
        short: syntax.media_type
        for name, syntax in FORMATS.items()
        for short in (name, syntax.file_extension)
    },
}


def accepted(accept: str, format: str) -> str:
    """Return what a client accepts, which ``format=`` in its request overrules.

    >>> accepted("*/*", "csv")
    'text/csv'
    """
    return _SHORT.get(format.lower(), format) or accept


def chosen(accept: str, offered: Mapping[str, Syntax]) -> tuple[Syntax, str]:
    """Return the format that a client likes best, and the media type that tells it.

    Args:
        accept: What it accepts.
        offered: `RESULTS` or `GRAPHS`.

    Raises:
        HTTPException: 406, it takes none of them.
    """
    media = choose(accept, list(offered))
    return offered[media], media
