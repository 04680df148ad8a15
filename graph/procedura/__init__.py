"""Procedura: a knowledge graph of medical procedures."""

__version__ = "0.1.0"

from procedura.errors import ProceduraError
from procedura.library import ProcedureGraph

__all__ = ["ProceduraError", "ProcedureGraph", "__version__"]
