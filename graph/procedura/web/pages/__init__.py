"""Web pages: rendered here, readable without JavaScript, and from this server alone."""

from procedura.web.pages.things import thing

__all__ = ["thing"]
