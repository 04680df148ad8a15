"""The graph as a Python object: what programs and notebooks use."""

from pathlib import Path

from procedura import store
from procedura.library.codes import Codes
from procedura.library.procedures import Procedures
from procedura.library.texts import Texts


class ProcedureGraph(Procedures, Codes, Texts):
    """A graph of procedures, opened for reading.

    Args:
        folder: Where the graph lies.

    Raises:
        StoreError: There is no graph in the folder.
    """


class CurrentGraph:
    """A graph that is read while it may be rebuilt: always its current generation, never a half.

    Args:
        folder: Where the graph lies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._state = ""
        self._graph: ProcedureGraph | None = None

    def opened(self) -> ProcedureGraph:
        """Return the graph as it is now; it is opened again only where it has changed.

        Raises:
            StoreError: There is no graph in the folder.
        """
        state = store.state(self._folder)
        if self._graph is None or state != self._state:
            self._graph, self._state = ProcedureGraph(self._folder), state
        return self._graph
