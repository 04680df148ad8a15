"""The graph as a Python object: what programs and notebooks use."""

from procedura.library.codes import Codes
from procedura.library.procedures import Procedures
from procedura.library.texts import Texts


class ProcedureGraph(Procedures, Codes, Texts):
    """A graph of procedures, opened for reading.

    Args:
        folder: Where the graph lies.
        published: Names that phrases are linked to where our own don't cover them; default: those
            of the releases that were imported into the graph.

    Raises:
        StoreError: There is no graph in the folder.
    """
