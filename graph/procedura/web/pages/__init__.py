"""Web pages: rendered here, readable without JavaScript, and from this server alone.

Each is made by a function of the graph and, where it is about a thing, its IRI: what its template
shows.
"""

from procedura.web.pages.by_iri import thing
from procedura.web.pages.routes import router

__all__ = ["router", "thing"]
