"""Linked data: whoever follows an IRI of ours is told what the graph holds of it."""

from procedura.web.linked.endpoints import router

__all__ = ["router"]
