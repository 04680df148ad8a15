"""The SPARQL editor."""

from procedura.library import ProcedureGraph
from procedura.web.answers import Answer
from procedura.web.pages.rendering import page


def editor(graph: ProcedureGraph) -> Answer:
    """Return the page on which queries are written and asked."""
    return page("thing.html", title="SPARQL")
