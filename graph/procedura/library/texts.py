"""Texts in: pages to read, link, check and store; phrases to link."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from procedura import contents
from procedura import namespaces as ns
from procedura.library.opened import OpenedGraph
from procedura.model import SECTIONS, Finding, Link, Page, Statement
from procedura.results import Results
from procedura.tables import MEANINGS, UNLINKED
from procedura.triples import page_quads

if TYPE_CHECKING:  # what only some questions need is imported when they are asked
    from procedura.build import Report
    from procedura.linking import Linked, Meaning
    from procedura.unlinked import Unlinked


class Texts(OpenedGraph):
    """A graph that reads texts."""

    def build(self, *paths: str | Path, code: str | None = None) -> "Report":
        """Add pages to the graph (see `procedura.build.build`) and read the new state.

        Args:
            paths: Pages, and folders of pages; none: the bundled ones.
            code: CURIE of the code of the page, where just one is given.

        Returns:
            What was added, linked and found.

        Raises:
            PageError: A path is missing, or a code was given for several pages or none.
            StoreError: The graph cannot be written.
        """
        from procedura.build import build

        report = build(self.folder, [Path(path) for path in paths], code=code)
        self._open()
        return report

    def read(self, path: str | Path, *, code: str | None = None) -> "Linked":
        """Read and link a page as `build` would, and store nothing.

        Args:
            path: The page.
            code: CURIE of its code, where it does not say it.

        Returns:
            The page with its links, and the phrases that are linked to nothing.

        Raises:
            PageError: It cannot be read, or is no page.
        """
        from procedura.pages import read_page

        return self._linked(read_page(Path(path), code=code))

    def read_text(self, text: str | bytes, *, source: str, code: str | None = None) -> "Linked":
        """Read and link a page that is no file, as `read` (see `procedura.pages.read_text`).

        Args:
            text: What the page says; bytes in any usual encoding.
            source: What to call it; what this ends in tells its format.
            code: CURIE of its code, where it does not say it.

        Returns:
            What `read` returns.

        Raises:
            PageError: It is no page.
        """
        from procedura.pages import read_text

        return self._linked(read_text(text, source=source, code=code))

    def _linked(self, page: Page) -> "Linked":
        from procedura.linking import identify, link, page_slug
        from procedura.vocabularies import vocabulary

        own = ns.page(page_slug(page))
        is_read_again = self._store.contains_named_graph(NamedNode(own))
        known = self._vocabulary
        if is_read_again:
            known = vocabulary(self._store, {own}, self._published)
        [identified], wider = identify([page], known)
        return link(identified, wider)

    def link(self, texts: Iterable[str], kind: str = "indication") -> "list[tuple[Link, ...]]":
        """Return what each text means, as if it were a line of a page.

        Args:
            texts: Phrases.
            kind: The kind of line, a key of `procedura.model.SECTIONS`; or what the texts name,
                one of `procedura.linking.KINDS`.
        """
        from procedura.linking import link

        if kind not in SECTIONS:
            return [one.links for one in self.meanings(texts, kind, candidates=0)]
        lines = tuple(Statement(kind, text, line, line) for line, text in enumerate(texts, start=1))
        page = Page(source="", sha256="", label="", statements=lines)
        linked = link(page, self._vocabulary).page
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

        known = self._vocabulary
        found = [meaning(text, kind, known, candidates) for text in texts]
        return Results(found, MEANINGS)

    def unlinked(self, limit: int = 20) -> "Results[Unlinked]":
        """Return the phrases of pages that stand unlinked most often (see `unlinked`).

        Args:
            limit: How many at the most.
        """
        from procedura.unlinked import unlinked

        found = unlinked(self._store, self._vocabulary, limit)
        return Results(found, UNLINKED)

    def validate(self, *paths: str | Path, code: str | None = None) -> list[Finding]:
        """Check the graph, or files instead, against the shapes.

        Args:
            paths: Pages, Turtle files, and folders of them; none: the whole graph.
            code: CURIE of the code of the page, where just one is given.

        Returns:
            What was found, in the order of the files and their lines.

        Raises:
            PageError: A page cannot be read, a file is not Turtle, or a code was given for several
                pages or none.
        """
        from procedura.pages import demand_one_page, page_files
        from procedura.validation import validate_turtle

        files = page_files([Path(path) for path in paths], (".ttl",))
        turtle = [file for file in files if file.suffix.lower() == ".ttl"]
        pages = [file for file in files if file not in turtle]
        demand_one_page(code, pages)
        if not paths:
            from procedura.checks import check_graph

            return check_graph(self._generation)
        read = [self.read(page, code=code) for page in pages]
        known = partial(contents.descriptions, self._store)
        findings = [finding for file in turtle for finding in validate_turtle(file, known)]
        return findings + self._findings(read)

    def validate_text(
        self, text: str | bytes, *, source: str, code: str | None = None
    ) -> list[Finding]:
        """Check a page that is no file, as `validate`.

        Args:
            text: What the page says; bytes in any usual encoding.
            source: What to call it; what this ends in tells its format.
            code: CURIE of its code, where it does not say it.

        Returns:
            What `validate` returns.

        Raises:
            PageError: It is no page.
        """
        return self._findings([self.read_text(text, source=source, code=code)])

    def validate_turtle(self, turtle: bytes, *, source: str) -> list[Finding]:
        """Check Turtle that is no file, as `validate`.

        Args:
            turtle: The document, in UTF-8.
            source: What to call it in findings.

        Returns:
            What `validate` returns.

        Raises:
            PageError: It is not Turtle.
        """
        from procedura.validation import validate_turtle

        return validate_turtle(turtle, partial(contents.descriptions, self._store), source)

    def _findings(self, read: "Iterable[Linked]") -> list[Finding]:
        from procedura.validation import validate_quads

        return validate_quads(
            contents.with_descriptions(self._store, (page_quads(one.page) for one in read))
        )
