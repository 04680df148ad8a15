"""Pages as quads, and back: the one place that knows the graph's shape."""

from procedura.triples.reading import page_from_quads
from procedura.triples.writing import SOFTWARE, Subject, code_quads, page_quads, software_quads

__all__ = ["SOFTWARE", "Subject", "code_quads", "page_from_quads", "page_quads", "software_quads"]
