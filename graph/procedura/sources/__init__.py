"""Published vocabularies and code systems: what is bundled, and what users import."""

from procedura.sources.bundled import bundled
from procedura.sources.files import SourceFile
from procedura.sources.layouts import FORMATS, read_release
from procedura.sources.sssom import (
    Decision,
    MappingSet,
    curated_phrases,
    mappings,
    read_mapping_set,
)

__all__ = [
    "FORMATS",
    "Decision",
    "MappingSet",
    "SourceFile",
    "bundled",
    "curated_phrases",
    "mappings",
    "read_mapping_set",
    "read_release",
]
