"""Procedura: a knowledge graph of medical procedures."""

from procedura.errors import ProceduraError
from procedura.library import ProcedureGraph
from procedura.version import __version__

__all__ = ["ProceduraError", "ProcedureGraph", "__version__"]
