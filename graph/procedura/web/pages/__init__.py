"""Web pages: rendered here, readable without JavaScript, and from this server alone."""

from procedura.web.pages.by_iri import thing
from procedura.web.pages.routes import router

__all__ = ["router", "thing"]
