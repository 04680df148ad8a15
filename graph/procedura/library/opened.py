"""An opened graph: where it lies, what identifies its things, and ways out of it."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from procedura import store
from procedura.analysis.similar.codes import SimilarCodes
from procedura.analysis.similar.table import NeighbourTable
from procedura.analysis.stated.evidence import EvidenceReader
from procedura.analysis.stated.facts import FactReader
from procedura.identifiers import resolve
from procedura.progress import Progress, silent
from procedura.releases import releases
from procedura.search import SearchIndex
from procedura.triples import SOFTWARE
from procedura.views import Listed, counts, listed, summary

if TYPE_CHECKING:  # what only some questions need is imported when they are asked
    import networkx as nx
    from pyoxigraph import Store
    from rdflib import Dataset

    from procedura.analysis.checking.checker import Checker
    from procedura.analysis.maps.communities import CommunityMap
    from procedura.analysis.paths import Ways
    from procedura.analysis.structure import Structure
    from procedura.linking import Published, Vocabulary
    from procedura.queries import Beginning, Query, Rows


class OpenedGraph:
    """What all questions to a graph start from (see `procedura.library.ProcedureGraph`)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open()

    @property
    def _published(self) -> "Published | None":
        return self._index if releases(self._store) else None

    def _open(self) -> None:
        self._generation = store.open_read_only(self.folder)
        self._store = self._generation.rdf
        # What is computed once for a state of the graph, when a question first needs it.
        for name, kept in vars(OpenedGraph).items():
            if isinstance(kept, cached_property):
                self.__dict__.pop(name, None)

    @cached_property
    def _checker(self) -> "Checker":
        from procedura.analysis.checking.checker import Checker

        return Checker(self.facts, self._similar)

    @cached_property
    def _index(self) -> SearchIndex:
        return SearchIndex(self._generation.search_index)

    @cached_property
    def _communities(self) -> "CommunityMap":
        from procedura.analysis.maps.communities import community_map

        return community_map(self.facts)

    @cached_property
    def _vocabulary(self) -> "Vocabulary":
        from procedura.vocabularies import vocabulary

        return vocabulary(self._store, published=self._published)

    @cached_property
    def _structure(self) -> "Structure":
        from procedura.analysis.structure import Structure

        return Structure(self.to_networkx())

    @cached_property
    def _ways(self) -> "Ways":
        from procedura.analysis.paths import Ways

        return Ways(self._structure.graph)

    @cached_property
    def _listed(self) -> tuple[Listed, ...]:
        return listed(self.facts)

    @cached_property
    def _counts(self) -> dict[str, int]:
        return counts(self.facts, self._listed)

    @property
    def _neighbours(self) -> NeighbourTable:
        return NeighbourTable(self._generation.neighbours)

    @property
    def _similar(self) -> SimilarCodes:
        return SimilarCodes(self.facts, self._neighbours)

    @classmethod
    def open(cls, path: str | Path | None = None, *, progress: Progress = silent) -> Self:
        """Open a graph; where there is none yet, build the bundled one first.

        Args:
            path: The graph's folder. Default: ``PROCEDURA_GRAPH``, or the user's data folder.
            progress: Told how far a first build is.

        Returns:
            The graph, opened for reading.

        Raises:
            StoreError: The folder holds something else, or cannot be read or written.
        """
        folder = Path(path) if path else store.default_folder()
        if not store.exists(folder):
            from procedura.build import build

            build(folder, progress=progress)
        return cls(folder)

    def resolve(self, identifier: str, kind: str = "procedure") -> str:
        """Return the IRI that an identifier means (see `procedura.identifiers.resolve`).

        Args:
            identifier: A CURIE, a slug, an IRI, or a name that only one thing has.
            kind: ``procedure``, ``code``, or the scheme of the concept wanted.

        Raises:
            IdentifierError: It means nothing here, or several things; it carries the nearest.
        """
        return resolve(self._store, self._index, identifier, kind)

    def query(self, query: "str | Query", /, **parameters: object) -> "Rows":
        """Ask a query of the library by its name, SPARQL text, or a query that was loaded.

        Args:
            query: ``alternatives/candidates``, ``SELECT …``, or what `procedura.queries.load` gave.
            parameters: Values for its parameters; identifiers stand for IRIs.

        Returns:
            The rows, which can be read as often as one likes.

        Raises:
            QueryError: There is no such query, it is not SPARQL, or a parameter does not fit.
            IdentifierError: The value of a parameter means nothing here, or several things.
        """
        from procedura import queries

        if isinstance(query, str):
            query = queries.load(query) if "{" in query else queries.find(query)
        return queries.run(self._store, query, parameters, self.resolve)

    def first_rows(
        self, query: "Query", limit: int, parameters: Mapping[str, object]
    ) -> "Beginning":
        """Return the first rows of an answer and no more, so that none is too long.

        Args:
            query: What `procedura.queries.find` or `procedura.queries.load` gave.
            limit: How many rows at the most.
            parameters: Values for its parameters; identifiers stand for IRIs.

        Raises:
            QueryError: It cannot be answered, or a parameter does not fit.
        """
        from procedura import queries

        return queries.first(self._store, query, limit, parameters, self.resolve)

    def info(self) -> dict[str, Any]:
        """Return what the graph holds, as counts by kind."""
        return {
            "version": SOFTWARE.rpartition("/")[2],
            "folder": str(self.folder),
            **summary(self._store),
        }

    def counts(self) -> dict[str, int]:
        """Return what the graph holds, as counts by what they are of in words."""
        return self._counts

    def export(
        self, output: IO[bytes], format: str = "turtle", *, redistributable: bool = False
    ) -> None:
        """Write the whole graph (see `procedura.export.write`).

        Args:
            output: Where to.
            format: A key of `procedura.export.rdf.FORMATS`, ``graphml``, or ``sssom``.
            redistributable: Whether to leave out every text that may not be passed on.
        """
        from procedura.export import write

        write(self._store, output, format, redistributable=redistributable)

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """Return procedures, concepts and direct edges (see `analysis.projection.project`)."""
        from procedura.analysis.projection import project

        return project(self._store)

    @cached_property
    def facts(self) -> FactReader:
        """What the graph states, through its indexes; it remembers what it has read."""
        return FactReader(self._store)

    @cached_property
    def evidence(self) -> EvidenceReader:
        """The lines of pages behind what the graph states."""
        return EvidenceReader(self.facts)

    @property
    def quads(self) -> "Store":
        """The Oxigraph store of the graph, opened for reading."""
        return self._store

    @property
    def rdf(self) -> "Dataset":
        """The graph as an rdflib Dataset over the same store; its default graph is the union."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self._store), default_union=True)
