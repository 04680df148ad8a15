"""Published vocabularies, as quads: each source in a named graph of its own."""

from procedura.sources.bundled import concepts, ontology

__all__ = ["concepts", "ontology"]
