"""Published vocabularies, as quads: each source in a named graph of its own."""

from procedura.sources.bundled import bundled
from procedura.sources.sssom import curated_phrases, mappings

__all__ = ["bundled", "curated_phrases", "mappings"]
