"""The graph as a Python object: what programs and notebooks use."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pyoxigraph import Quad

from procedura import contents, store
from procedura import namespaces as ns
from procedura.analysis import answers
from procedura.analysis.answers import Alternative, Similar
from procedura.analysis.comparison import Comparison
from procedura.analysis.facts import FactReader, Facts
from procedura.identifiers import resolve
from procedura.model import SECTIONS, Finding, Page
from procedura.results import Results
from procedura.search import Hit, search
from procedura.triples import SOFTWARE, page_quads

if TYPE_CHECKING:  # what only some questions need is imported when they are asked
    import networkx as nx
    from rdflib import Dataset

    from procedura.analysis.paths import Step
    from procedura.build import Report, Track
    from procedura.linking import Linked
    from procedura.queries import Rows


_ALTERNATIVE_COLUMNS = {
    "Alternative": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Score": lambda one: f"{one.score:.2f}",
    "Basis": lambda one: one.basis,
    "Shared indications": lambda one: ", ".join(term.label for term in one.shared_indications),
    "Reasons": lambda one: " ".join(one.reasons),
    "Review": lambda one: one.review,
}
_SIMILAR_COLUMNS = {
    "Similar procedure": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Score": lambda one: f"{one.score:.2f}",
    "What differs": lambda one: one.reason,
}
_HIT_COLUMNS = {
    "Name": lambda hit: hit.label,
    "Kind": lambda hit: hit.kind,
    "Codes": lambda hit: ", ".join(hit.codes),
    "Matched": lambda hit: hit.matched,
    "IRI": lambda hit: hit.iri,
}


@dataclass(frozen=True)
class Procedure:
    """What the graph holds about one procedure.

    Attributes:
        facts: Codes, axes, indications … as the graph states them, from all pages together.
        pages: The pages that describe it, with every line and its links.
    """

    facts: Facts
    pages: tuple[Page, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return what `procedura show --format json` prints."""
        from procedura.export.page_json import pages_as_json

        return pages_as_json(self.pages)

    def turtle(self) -> str:
        """Return what the pages say as Turtle."""
        from procedura.export.rdf import turtle

        return turtle(quad for page in self.pages for quad in page_quads(page))

    def markdown(self) -> str:
        """Return the pages, written back in the form of `CONTRIBUTING.md`."""
        from procedura.pages import write_markdown

        return "\n".join(write_markdown(page) for page in self.pages)

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Yield the headings under which something is stated, each with its lines."""
        for kind, section in SECTIONS.items():
            lines = [line.text for page in self.pages for line in page.of_kind(kind)]
            if section.heading and lines:
                yield section.heading, lines

    def _repr_html_(self) -> str:
        facts = self.facts
        codes = escape(", ".join(facts.codes))
        parts = [f"<h3>{escape(facts.label)}</h3><p>{codes} ({facts.review})</p>"]
        for heading, lines in self.sections():
            items = "".join(f"<li>{escape(line)}</li>" for line in lines)
            parts.append(f"<h4>{heading}</h4><ul>{items}</ul>")
        return "".join(parts)


class ProcedureGraph:
    """A graph of procedures, opened for reading.

    Args:
        folder: Where the graph lies.

    Raises:
        StoreError: There is no graph in the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._generation = store.open_read_only(folder)
        self._store = self._generation.rdf

    @classmethod
    def open(
        cls, path: str | Path | None = None, *, track: "Track | None" = None
    ) -> "ProcedureGraph":
        """Open a graph; where there is none yet, build the bundled one first.

        Args:
            path: The graph's folder. Default: ``PROCEDURA_GRAPH``, or the user's data folder.
            track: Wraps the pages of a first build, to show its progress.
        """
        folder = Path(path) if path else store.default_folder()
        if not store.exists(folder):
            from procedura.build import build

            build(folder, track=track) if track else build(folder)
        return cls(folder)

    def build(self, *paths: str | Path, code: str | None = None) -> "Report":
        """Add pages to the graph (see `procedura.build.build`) and read the new state."""
        from procedura.build import build

        report = build(self.folder, [Path(path) for path in paths], code=code)
        self._generation = store.open_read_only(self.folder)
        self._store = self._generation.rdf
        return report

    def read(self, path: str | Path, *, code: str | None = None) -> "Linked":
        """Read and link a page as `build` would, and store nothing."""
        from procedura.linking import identify, link, page_slug
        from procedura.pages import read_page

        page = read_page(Path(path), code=code)
        known = contents.vocabulary(self._store, without={ns.page(page_slug(page))})
        [identified], vocabulary = identify([page], known)
        return link(identified, vocabulary)

    def resolve(self, identifier: str, kind: str = "procedure") -> str:
        """Return the IRI that an identifier means (see `procedura.identifiers.resolve`)."""
        return resolve(self._store, self._generation.search_index, identifier, kind)

    def procedure(self, identifier: str) -> "Procedure":
        """Return what the graph holds about one procedure."""
        iri = self.resolve(identifier)
        pages = [contents.page(self._store, one) for one in contents.page_graphs(self._store, iri)]
        return Procedure(FactReader(self._store).facts(iri), tuple(pages))

    def search(self, text: str, limit: int = 20) -> Results[Hit]:
        """Return procedures, codes and concepts that are called or coded like a text."""
        reader = FactReader(self._store)
        hits = [
            Hit(iri, contents.label(self._store, iri), kind, matched,
                reader.facts(iri).codes if kind == "procedure" else ())
            for iri, kind, matched in search(self._generation.search_index, text, limit)
        ]  # fmt: skip
        return Results(hits, _HIT_COLUMNS)

    def alternatives(
        self,
        identifier: str,
        *,
        indication: str | None = None,
        less_invasive: bool = False,
        avoid: Collection[str] = (),
        limit: int | None = None,
    ) -> Results[Alternative]:
        """Return what else could be done, with reasons (see `analysis.answers.alternatives`).

        Args:
            identifier: The procedure asked about.
            indication: A condition that the alternative must be for.
            less_invasive: Whether its approach must be less invasive.
            avoid: Complications that it must not state.
            limit: How many at the most; default: all.
        """
        found = answers.alternatives(
            self._store,
            self.resolve(identifier),
            indication=self.resolve(indication, "condition") if indication else None,
            less_invasive=less_invasive,
            avoid=[self.resolve(one, "complication") for one in avoid],
            limit=limit,
        )
        return Results(found, _ALTERNATIVE_COLUMNS)

    def similar(self, identifier: str, *, limit: int | None = None) -> Results[Similar]:
        """Return procedures that a coder could confuse with one, the most similar first."""
        found = answers.similar(self._store, self.resolve(identifier), limit=limit)
        return Results(found, _SIMILAR_COLUMNS)

    def compare(self, *identifiers: str) -> Comparison:
        """Return procedures side by side."""
        reader = FactReader(self._store)
        return Comparison(tuple(reader.facts(self.resolve(one)) for one in identifiers))

    def path(self, start: str, end: str) -> "Results[Step]":
        """Return the shortest chain of statements that connects two procedures."""
        from procedura.analysis.paths import path

        steps = path(self.to_networkx(), self.resolve(start), self.resolve(end))
        return Results(steps, {"From": lambda step: step.subject.label,
                               "Edge": lambda step: step.edge,
                               "To": lambda step: step.object.label})  # fmt: skip

    def query(self, name_or_sparql: str, **parameters: object) -> "Rows":
        """Run a query of the library by its name, or SPARQL text.

        Args:
            name_or_sparql: ``alternatives/candidates``, or a query.
            parameters: Values for its parameters; identifiers stand for IRIs.

        Raises:
            QueryError: There is no such query, it is not SPARQL, or a parameter does not fit.
        """
        from procedura import queries

        inline = "{" in name_or_sparql
        query = queries.load(name_or_sparql) if inline else queries.find(name_or_sparql)
        return queries.run(self._store, query, parameters, self.resolve)

    def validate(self, *paths: str | Path, code: str | None = None) -> list[Finding]:
        """Check the graph's pages, or files instead, against the shapes.

        Args:
            paths: Pages, Turtle files, and folders of them; none: every page of the graph.
            code: CURIE of the code of the page, where just one is given.

        Raises:
            PageError: A page cannot be read.
            SourceError: A file is not Turtle.
        """
        from procedura.build import page_files
        from procedura.validation import validate_quads, validate_turtle

        if not paths:
            graphs = map(self._page_quads, contents.page_graphs(self._store))
            return validate_quads(
                [contents.with_descriptions(self._store, quads) for quads in graphs]
            )
        files = page_files([Path(path) for path in paths], (".ttl",))
        findings = [
            found for one in files if one.suffix == ".ttl" for found in validate_turtle(one)
        ]
        read = [self.read(one, code=code).page for one in files if one.suffix != ".ttl"]
        return findings + validate_quads(
            [contents.with_descriptions(self._store, page_quads(page)) for page in read]
        )

    def _page_quads(self, page: str) -> Iterator[Quad]:
        return contents.graph_quads(self._store, page)

    def info(self) -> dict[str, Any]:
        """Return what the graph holds, as counts by kind."""
        kinds = Counter(
            label.scheme for label in contents.vocabulary(self._store).labels if label.preferred
        )
        return {
            "version": SOFTWARE.rpartition("/")[2],
            "folder": str(self.folder),
            "quads": len(self._store),
            "pages": len(contents.page_graphs(self._store)),
            "procedures": kinds.pop("procedure", 0),
            **{f"concepts: {scheme}": count for scheme, count in sorted(kinds.items())},
        }

    def export(self, output: IO[bytes], format: str = "turtle") -> None:
        """Write the whole graph.

        Args:
            output: Where to.
            format: A key of `procedura.export.rdf.FORMATS`, or ``graphml``.
        """
        if format == "graphml":
            from procedura.export.graphml import write_graphml

            write_graphml(self._store, output)
        else:
            from procedura.export.rdf import write_graph

            write_graph(self._store, output, format)

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
