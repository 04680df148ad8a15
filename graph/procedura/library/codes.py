"""Questions about the codes of imported systems."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from procedura.analysis.codes.reader import Coded, CodeReader
from procedura.analysis.similar.codes import SimilarCode
from procedura.analysis.similar.table import Scored
from procedura.errors import IdentifierError, StoreError
from procedura.identifiers import checked, code, through
from procedura.library.opened import OpenedGraph
from procedura.results import Results
from procedura.tables import SIMILAR_CODES

if TYPE_CHECKING:  # what only some questions need is imported when they are asked
    from procedura.analysis.checking.checker import Check
    from procedura.analysis.codes.changes import ReleaseDifference


class Codes(OpenedGraph):
    """A graph that is asked about codes."""

    def code(self, identifier: str) -> Coded | None:
        """Return what the graph holds about a code of an imported system, None if it is none.

        Args:
            identifier: Its CURIE: ``ICD10PCS:0T733ZZ``.
        """
        iri = code(self._store, identifier)
        reader = CodeReader(self.facts)
        return reader.coded(iri) if iri and reader.is_imported(iri) else None

    def known_code(self, identifier: str) -> Coded:
        """Return what the graph holds about a code: of an imported system, or that pages name.

        Args:
            identifier: Its CURIE.

        Raises:
            IdentifierError: The graph does not hold it.
        """
        iri = code(self._store, identifier)
        if iri is None or not self.facts.one(iri, "skos:notation"):
            raise IdentifierError(f"the graph holds no code {identifier!r}")
        return CodeReader(self.facts).coded(iri)

    def similar_codes(self, identifier: str, *, limit: int | None = None) -> Results[SimilarCode]:
        """Return the codes of its system that are most like an imported one, most similar first.

        None where the code is a heading, or no longer in use, or names no procedure.

        Args:
            identifier: The code's CURIE.
            limit: How many at the most; default: all that are kept.

        Raises:
            IdentifierError: The identifier is no code of a system that was imported.
            StoreError: The system was imported before similar codes were kept.
        """
        coded = self.code(identifier)
        if coded is None:
            raise IdentifierError(f"{identifier!r} is no code of a system that was imported")
        return Results(self._similar.of(coded, limit), SIMILAR_CODES)

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

    def nearest_codes(self, system: str) -> Iterator[tuple[str, list[Scored]]]:
        """Return every code of a system with the most similar ones and their scores, in no words.

        Args:
            system: Prefix of the system.

        Raises:
            StoreError: The system was not imported, or before similar codes were kept.
        """
        return self._neighbours.all(system.upper())

    def check(self, identifier: str, text: str | bytes | Path) -> "Check":
        """Return whether a text fits a code, or a neighbour better (see `analysis.checking`).

        Args:
            identifier: The code or procedure.
            text: The text itself, or the file that holds it: a page or a note.

        Raises:
            IdentifierError: The identifier means nothing here, or several things.
            PageError: The text says nothing, or the file cannot be read.
            StoreError: The code's system was imported before similar codes were kept.
        """
        from procedura.pages import read_bytes, read_lines

        if isinstance(text, Path):
            lines = read_lines(read_bytes(text), source=text.name)
        else:
            lines = read_lines(text, source="the text")
        iri = checked(self._store, self._index, identifier)
        return self._checker.check(iri, lines, through(self._store, identifier, iri))

    def diff(self, system: str, older: str, newer: str) -> "ReleaseDifference":
        """Return what changed from one release of a code system to another.

        Args:
            system: Prefix of the system, or its name on the command line: ``icd10pcs``.
            older: Name of the one release.
            newer: Name of the other.

        Raises:
            IdentifierError: The graph does not hold one of them.
        """
        from procedura.analysis.codes.changes import difference

        return difference(self._store, system.upper(), older, newer)
