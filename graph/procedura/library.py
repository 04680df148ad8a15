"""The graph as a Python object: what programs and notebooks use."""

from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from procedura import contents, store
from procedura import namespaces as ns
from procedura.analysis import answers
from procedura.analysis.answers import Alternative, AnswerReader, LeftOut, Similar
from procedura.analysis.codes import Coded, CodeReader
from procedura.analysis.comparison import Comparison
from procedura.analysis.durations import span
from procedura.analysis.filters import Filter
from procedura.analysis.neighbour_table import Neighbour, NeighbourTable
from procedura.analysis.similar_codes import SimilarCode, SimilarCodes
from procedura.errors import IdentifierError, StoreError
from procedura.identifiers import checked, code, resolve, through
from procedura.model import SECTIONS, Finding, Link, Page, Statement
from procedura.releases import releases
from procedura.results import Results
from procedura.search import SearchIndex
from procedura.triples import SOFTWARE, page_quads
from procedura.views import (
    ALTERNATIVES,
    HITS,
    LEFT_OUT,
    MEANINGS,
    PATHS,
    SIMILAR,
    SIMILAR_CODES,
    UNLINKED,
    Hit,
    Procedure,
    hit,
    summary,
)

if TYPE_CHECKING:  # what only some questions need is imported when they are asked
    import networkx as nx
    from rdflib import Dataset

    from procedura.analysis.changes import ReleaseDifference
    from procedura.analysis.guard import Check, Guard
    from procedura.analysis.paths import Path as Way
    from procedura.analysis.structure import Structure
    from procedura.build import Progress, Report
    from procedura.linking import Linked, Meaning, Published
    from procedura.queries import Query, Rows
    from procedura.unlinked import Unlinked


class ProcedureGraph:
    """A graph of procedures, opened for reading.

    Args:
        folder: Where the graph lies.
        published: Names that phrases are linked to where our own don't cover them; default: those
            of the releases that were imported into the graph.

    Raises:
        StoreError: There is no graph in the folder.
    """

    def __init__(self, folder: Path, published: "Published | None" = None) -> None:
        self.folder = folder
        self._given = published
        self._open()

    @property
    def _published(self) -> "Published | None":
        return self._given or (self._index if releases(self._store) else None)

    def _open(self) -> None:
        self._generation = store.open_read_only(self.folder)
        self._store = self._generation.rdf
        self._answers = AnswerReader(self._store)
        for cached in ("_index", "_guard"):
            self.__dict__.pop(cached, None)

    @cached_property
    def _guard(self) -> "Guard":
        from procedura.analysis.guard import Guard

        return Guard(self._store, self._similar)

    @cached_property
    def _index(self) -> SearchIndex:
        return SearchIndex(self._generation.search_index)

    @classmethod
    def open(
        cls, path: str | Path | None = None, *, progress: "Progress | None" = None
    ) -> "ProcedureGraph":
        """Open a graph; where there is none yet, build the bundled one first.

        Args:
            path: The graph's folder. Default: ``PROCEDURA_GRAPH``, or the user's data folder.
            progress: Told how far a first build is.
        """
        folder = Path(path) if path else store.default_folder()
        if not store.exists(folder):
            from procedura.build import build

            build(folder, progress=progress) if progress else build(folder)
        return cls(folder)

    def build(self, *paths: str | Path, code: str | None = None) -> "Report":
        """Add pages to the graph (see `procedura.build.build`) and read the new state."""
        from procedura.build import build

        report = build(
            self.folder, [Path(path) for path in paths], code=code, published=self._given
        )
        self._open()
        return report

    def read(self, path: str | Path, *, code: str | None = None) -> "Linked":
        """Read and link a page as `build` would, and store nothing."""
        from procedura.linking import identify, link, page_slug
        from procedura.pages import read_page
        from procedura.vocabularies import vocabulary

        page = read_page(Path(path), code=code)
        known = vocabulary(self._store, without={ns.page(page_slug(page))})
        [identified], wider = identify([page], known)
        return link(identified, wider, published=self._published)

    def link(self, texts: Iterable[str], kind: str = "indication") -> "list[tuple[Link, ...]]":
        """Return what each text means, as if it were a line of a page.

        Args:
            texts: Phrases.
            kind: The kind of line, a key of `procedura.model.SECTIONS`; or what the texts name,
                one of `procedura.linking.KINDS`.
        """
        from procedura.linking import link
        from procedura.vocabularies import vocabulary

        if kind not in SECTIONS:
            return [one.links for one in self.meanings(texts, kind, candidates=0)]
        lines = tuple(Statement(kind, text, line, line) for line, text in enumerate(texts, start=1))
        page = Page(source="", sha256="", label="", statements=lines)
        linked = link(page, vocabulary(self._store), published=self._published).page
        return [statement.links for statement in linked.statements]

    def meanings(
        self, texts: Iterable[str], kind: str | None = None, candidates: int = 3
    ) -> "Results[Meaning]":
        """Return what each text means, and what else it is like.

        Args:
            texts: Phrases.
            kind: What they name, or which kind of line they are, one of
                `procedura.linking.KINDS`; default: anything, or several things.
            candidates: How many other things to return that a phrase is like.
        """
        from procedura.linking import meaning
        from procedura.vocabularies import vocabulary

        known = vocabulary(self._store)
        found = [meaning(text, kind, known, self._published, candidates) for text in texts]
        return Results(found, MEANINGS)

    def unlinked(self, limit: int = 20) -> "Results[Unlinked]":
        """Return the phrases of pages that stand unlinked most often (see `unlinked`)."""
        from procedura.unlinked import unlinked
        from procedura.vocabularies import vocabulary

        found = unlinked(self._store, vocabulary(self._store), self._published, limit)
        return Results(found, UNLINKED)

    def resolve(self, identifier: str, kind: str = "procedure") -> str:
        """Return the IRI that an identifier means (see `procedura.identifiers.resolve`)."""
        return resolve(self._store, self._index, identifier, kind)

    def procedure(self, identifier: str) -> "Procedure":
        """Return what the graph holds about one procedure."""
        iri = self.resolve(identifier)
        pages = [contents.page(self._store, one) for one in contents.page_graphs(self._store, iri)]
        return Procedure(self._answers.facts.facts(iri), tuple(pages))

    def search(
        self,
        text: str,
        limit: int = 20,
        *,
        systems: Collection[str] = (),
        kinds: Collection[str] = (),
    ) -> Results[Hit]:
        """Return procedures, codes and concepts that are called or coded like a text.

        Args:
            text: Words, the beginning of a word, or a code.
            limit: How many at the most.
            systems: Only of these: prefixes of code systems, or ``PROCEDURA`` for what is ours.
            kinds: Only what names these: ``procedure``, a scheme of concepts, or a kind of code.
        """
        wanted = [system.upper() for system in systems]
        found = self._index.search(text, limit, systems=wanted, kinds=kinds)
        return Results([hit(self._store, one) for one in found], HITS)

    def alternatives(
        self,
        identifier: str,
        *,
        indication: str | None = None,
        less_invasive: bool = False,
        avoid: Collection[str] = (),
        setting: str | None = None,
        maximum_duration: str | None = None,
        maximum_stay: str | None = None,
        system: str | None = None,
        limit: int | None = None,
    ) -> Results[Alternative]:
        """Return what else could be done, with reasons; filters leave out what does not fit.

        Args:
            identifier: The procedure asked about.
            indication: A condition that the alternative must be for.
            less_invasive: Whether its approach must be less invasive.
            avoid: Complications that it must not state.
            setting: A setting that it must be possible in.
            maximum_duration: How long it may take: ``90 minutes``, ``PT1H30M``.
            maximum_stay: How long the stay in hospital may be: ``1 day``, ``P0D``.
            system: Prefix of a code system that must have a code for it.
            limit: How many at the most; default: all.

        Raises:
            IdentifierError: One of these means nothing here, or several things.
        """
        procedure = self.resolve(identifier)
        wanted = Filter(
            indication=self.resolve(indication, "condition") if indication else None,
            less_invasive=less_invasive,
            avoid=tuple(self.resolve(one, "complication") for one in avoid),
            setting=self.resolve(setting, "setting") if setting else None,
            maximum_duration=span(maximum_duration) if maximum_duration else None,
            maximum_stay=span(maximum_stay) if maximum_stay else None,
            system=system.upper() if system else None,
        )
        found = self._answers.alternatives(procedure, wanted, limit)
        return Results(found, ALTERNATIVES, through(self._store, identifier, procedure))

    def left_out(self, identifier: str) -> Results[LeftOut]:
        """Return what is no alternative though it shares an indication, each with the reason.

        Args:
            identifier: The procedure asked about.
        """
        procedure = self.resolve(identifier)
        found = self._answers.left_out(procedure)
        return Results(found, LEFT_OUT, through(self._store, identifier, procedure))

    def code(self, identifier: str) -> Coded | None:
        """Return what the graph holds about a code of an imported system, None if it is none."""
        iri = code(self._store, identifier)
        reader = CodeReader(self._store)
        return reader.coded(iri) if iri and reader.is_imported(iri) else None

    def similar(self, identifier: str, *, limit: int | None = None) -> Results[Similar]:
        """Return procedures that a coder could confuse with one, the most similar first."""
        procedure = self.resolve(identifier)
        found = answers.similar(self._store, procedure, limit=limit)
        return Results(found, SIMILAR, through(self._store, identifier, procedure))

    def similar_codes(self, identifier: str, *, limit: int | None = None) -> Results[SimilarCode]:
        """Return the codes of its system that are most like an imported one, most similar first.

        None where the code is a heading, or no longer in use, or names no procedure.

        Raises:
            IdentifierError: The identifier is no code of a system that was imported.
            StoreError: The system was imported before similar codes were kept.
        """
        coded = self.code(identifier)
        if coded is None:
            raise IdentifierError(f"{identifier!r} is no code of a system that was imported")
        return Results(self._similar.of(coded.code, limit), SIMILAR_CODES)

    def all_similar_codes(
        self, system: str | None = None
    ) -> Iterator[tuple[str, list[SimilarCode]]]:
        """Return the IRI of every code with the codes of its system that are most like it.

        Args:
            system: Prefix of a system; default: all systems that have similar codes.

        Raises:
            StoreError: The system was not imported, or before similar codes were kept.
        """
        systems = [system.upper()] if system else self._neighbours.systems()
        if not systems:
            raise StoreError("the graph holds no similar codes", where=str(self.folder),
                             cure="import a code system with 'procedura import'")  # fmt: skip
        return chain.from_iterable([self._similar.all(one) for one in systems])

    def nearest_codes(self, system: str) -> Iterator[tuple[str, list[Neighbour]]]:
        """Return every code of a system with the most similar ones and their scores, in no words.

        Args:
            system: Prefix of the system.

        Raises:
            StoreError: The system was not imported, or before similar codes were kept.
        """
        return self._neighbours.all(system.upper())

    @property
    def _neighbours(self) -> NeighbourTable:
        return NeighbourTable(self._generation.neighbours)

    @property
    def _similar(self) -> SimilarCodes:
        return SimilarCodes(self._store, self._neighbours)

    def check(self, identifier: str, text: str | bytes | Path) -> "Check":
        """Return whether a text fits a code, or a neighbour better (see `analysis.guard`).

        Args:
            identifier: The code or procedure.
            text: The text itself, or the file that holds it: a page or a note.
        """
        from procedura.pages import read_file, read_lines

        lines = read_file(text) if isinstance(text, Path) else read_lines(text, source="the text")
        iri = checked(self._store, self._index, identifier)
        return self._guard.check(iri, lines, through(self._store, identifier, iri))

    def diff(self, system: str, older: str, newer: str) -> "ReleaseDifference":
        """Return what changed from one release of a code system to another.

        Args:
            system: Prefix of the system, or its name on the command line: ``icd10pcs``.
            older: Name of the one release.
            newer: Name of the other.

        Raises:
            IdentifierError: The graph does not hold one of them.
        """
        from procedura.analysis.changes import difference

        return difference(self._store, system.upper(), older, newer)

    def compare(self, *identifiers: str) -> Comparison:
        """Return procedures side by side."""
        reader = self._answers.facts
        return Comparison(tuple(reader.facts(self.resolve(one)) for one in identifiers))

    def path(self, start: str, end: str, *, limit: int = 3) -> "Results[Way]":
        """Return the shortest ways that connect two procedures (see `analysis.paths.paths`)."""
        from procedura.analysis.paths import paths, with_evidence

        found = paths(self.to_networkx(), self.resolve(start), self.resolve(end), limit)
        reader = self._answers
        told = [with_evidence(one, reader.facts, reader.evidence) for one in found]
        return Results(told, PATHS)

    def structure(self) -> "Structure":
        """Return what NetworkX finds in the graph as a whole, computed when it is asked for."""
        from procedura.analysis.structure import Structure

        return Structure(self.to_networkx())

    def picture(self, file: Path, identifier: str | None = None) -> None:
        """Draw the neighbourhood of a procedure, or the map of all (see `export.pictures`)."""
        from procedura.export.pictures import draw

        draw(self.structure(), file, self.resolve(identifier) if identifier else None)

    def query(self, query: "str | Query", /, **parameters: object) -> "Rows":
        """Ask a query of the library by its name, SPARQL text, or a query that was loaded.

        Args:
            query: ``alternatives/candidates``, ``SELECT …``, or what `procedura.queries.load` gave.
            parameters: Values for its parameters; identifiers stand for IRIs.

        Raises:
            QueryError: There is no such query, it is not SPARQL, or a parameter does not fit.
        """
        from procedura import queries

        if isinstance(query, str):
            query = queries.load(query) if "{" in query else queries.find(query)
        return queries.run(self._store, query, parameters, self.resolve)

    def validate(self, *paths: str | Path, code: str | None = None) -> list[Finding]:
        """Check the graph, or files instead, against the shapes.

        Args:
            paths: Pages, Turtle files, and folders of them; none: the whole graph.
            code: CURIE of the code of the page, where just one is given.

        Raises:
            PageError: A page cannot be read.
            SourceError: A file is not Turtle.
        """
        from procedura.build import page_files
        from procedura.validation import validate_quads, validate_turtle

        if not paths:
            from procedura.checks import check_graph

            return check_graph(self._generation)
        files = page_files([Path(path) for path in paths], (".ttl",))
        turtle = [file for file in files if file.suffix == ".ttl"]
        read = [self.read(file, code=code).page for file in files if file.suffix != ".ttl"]
        known = contents.descriptions(self._store) if turtle else []
        findings = [finding for file in turtle for finding in validate_turtle(file, known)]
        return findings + validate_quads(
            [contents.with_descriptions(self._store, page_quads(page)) for page in read]
        )

    def info(self) -> dict[str, Any]:
        """Return what the graph holds, as counts by kind."""
        return {
            "version": SOFTWARE.rpartition("/")[2],
            "folder": str(self.folder),
            **summary(self._store),
        }

    def export(
        self, output: IO[bytes], format: str = "turtle", *, redistributable: bool = False
    ) -> None:
        """Write the whole graph (see `procedura.export.write`)."""
        from procedura.export import write

        write(self._store, output, format, redistributable=redistributable)

    def to_networkx(self) -> "nx.MultiDiGraph[str]":
        """Return procedures, concepts and direct edges (see `analysis.projection.project`)."""
        from procedura.analysis.projection import project

        return project(self._store)

    @property
    def rdf(self) -> "Dataset":
        """The graph as an rdflib Dataset over the same store; its default graph is the union."""
        from oxrdflib import OxigraphStore
        from rdflib import Dataset

        return Dataset(store=OxigraphStore(store=self._store), default_union=True)
