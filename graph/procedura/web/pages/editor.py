"""The page on which queries are written and asked."""

from itertools import groupby

from procedura import namespaces as ns
from procedura import queries
from procedura.library import ProcedureGraph
from procedura.queries import Query
from procedura.web.answers import Answer
from procedura.web.pages.rendering import page

_FIRST = "lookup/treating"
# What is asked of most, in words, first.
_FOLDERS = {
    "lookup": "Look up",
    "alternatives": "Alternatives",
    "risks": "Risks",
    "statistics": "Counts",
    "checks": "Checks of the graph",
}
_FORMATS = {
    "json": "JSON",
    "csv": "CSV",
    "tsv": "TSV",
    "xml": "XML",
    "turtle": "Turtle (CONSTRUCT, DESCRIBE)",
}


def editor(graph: ProcedureGraph) -> Answer:
    """Return the page on which queries are written and asked."""
    return page(
        "editor.html",
        title="SPARQL",
        here="/sparql",
        first=queries.find(_FIRST).text,
        folders=_folders(),
        results=_FORMATS,
        prefixes=ns.PREFIXES,
    )


def _folders() -> list[tuple[str, list[Query]]]:
    """Return what folders of the library are called, and their queries."""
    found = groupby(queries.library().values(), key=lambda one: one.name.partition("/")[0])
    by_folder = {folder: list(own) for folder, own in found}
    order = sorted(by_folder, key=lambda one: (*_FOLDERS, one).index(one))
    return [(_FOLDERS.get(one, one), by_folder[one]) for one in order]
