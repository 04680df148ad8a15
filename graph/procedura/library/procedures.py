"""Questions about procedures: what else could be done, what is like them, how they connect."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from procedura import contents
from procedura.analysis.alternatives.answers import Alternative, LeftOut, alternatives, left_out
from procedura.analysis.alternatives.filters import Filter
from procedura.analysis.similar.procedures import Similar, similar
from procedura.analysis.stated.comparison import Comparison
from procedura.analysis.stated.durations import span
from procedura.analysis.stated.reasons import Reason, stated
from procedura.identifiers import through
from procedura.library.opened import OpenedGraph
from procedura.results import Results
from procedura.tables import ALTERNATIVES, HITS, LEFT_OUT, LISTED, PATHS, SIMILAR
from procedura.views import Hit, Listed, Procedure, hit

if TYPE_CHECKING:  # what only some questions need is imported when they are asked
    from procedura.analysis.maps.communities import CommunityMap
    from procedura.analysis.maps.neighbourhood import Neighbourhood
    from procedura.analysis.paths import Path as Way
    from procedura.analysis.structure import Structure


class Procedures(OpenedGraph):
    """A graph that is asked about procedures."""

    def procedure(self, identifier: str) -> "Procedure":
        """Return what the graph holds about one procedure.

        Args:
            identifier: A code, a slug, an IRI, or a name that only one procedure has.

        Raises:
            IdentifierError: It means nothing here, or several things.
        """
        iri = self.resolve(identifier)
        pages = [contents.page(self._store, one) for one in contents.page_graphs(self._store, iri)]
        return Procedure(self.facts.facts(iri), tuple(pages))

    def procedures(self, specialty: str | None = None) -> Results[Listed]:
        """Return all procedures by label, or those of a specialty and of what belongs to it.

        Args:
            specialty: The specialty.

        Raises:
            IdentifierError: It means nothing here, or several things.
        """
        found = self._listed
        if specialty is not None:
            wanted = self.facts.narrower(self.resolve(specialty, "specialty"))
            found = tuple(one for one in found if wanted & {own.iri for own in one.specialties})
        return Results(found, LISTED)

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
        return Results([hit(self.facts, one) for one in found], HITS)

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
        found = alternatives(self.evidence, procedure, wanted, limit)
        return Results(found, ALTERNATIVES, through(self._store, identifier, procedure))

    def left_out(self, identifier: str, *, limit: int | None = None) -> Results[LeftOut]:
        """Return what is no alternative though it shares an indication, each with the reason.

        Args:
            identifier: The procedure asked about.
            limit: How many at the most; default: all.

        Raises:
            IdentifierError: It means nothing here, or several things.
        """
        procedure = self.resolve(identifier)
        found = left_out(self.evidence, procedure, limit)
        return Results(found, LEFT_OUT, through(self._store, identifier, procedure))

    def similar(self, identifier: str, *, limit: int | None = None) -> Results[Similar]:
        """Return procedures that a coder could confuse with one, the most similar first.

        Args:
            identifier: A code, a slug, an IRI, or a name that only one procedure has.
            limit: How many at the most; default: all.

        Raises:
            IdentifierError: It means nothing here, or several things.
        """
        procedure = self.resolve(identifier)
        found = similar(self.facts, procedure, limit)
        return Results(found, SIMILAR, through(self._store, identifier, procedure))

    def compare(self, *identifiers: str) -> Comparison:
        """Return procedures side by side.

        Args:
            identifiers: Of the procedures, in the order of the columns.

        Raises:
            IdentifierError: One of them means nothing here, or several things.
        """
        return Comparison(tuple(self.facts.facts(self.resolve(one)) for one in identifiers))

    def stated(self, identifier: str, aspect: str) -> list[Reason]:
        """Return what is stated of a procedure on an aspect, each with the lines behind it.

        Args:
            identifier: The procedure.
            aspect: One of `procedura.analysis.stated.comparison.ROWS`.

        Raises:
            IdentifierError: The identifier means nothing here, or several things.
        """
        facts = self.facts.facts(self.resolve(identifier))
        return [*stated(facts, aspect, self.evidence)]

    def path(self, start: str, end: str, *, limit: int = 3) -> "Results[Way]":
        """Return the shortest ways that connect two procedures (see `analysis.paths.Ways`).

        Args:
            start: The one procedure.
            end: The other.
            limit: How many at the most.

        Raises:
            IdentifierError: One of them means nothing here, or several things.
        """
        from procedura.analysis.paths import with_evidence

        found = self._ways.between(self.resolve(start), self.resolve(end), limit)
        return Results([with_evidence(one, self.evidence) for one in found], PATHS)

    def structure(self) -> "Structure":
        """Return what NetworkX finds in the graph as a whole, computed when it is asked for."""
        return self._structure

    def communities(self) -> "CommunityMap":
        """Return the communities of all procedures (see `analysis.maps.communities`)."""
        return self._communities

    def neighbourhood(self, identifier: str) -> "Neighbourhood":
        """Return what stands around a procedure (see `analysis.maps.neighbourhood`).

        Args:
            identifier: A code, a slug, an IRI, or a name that only one procedure has.

        Raises:
            IdentifierError: It means nothing here, or several things.
        """
        from procedura.analysis.maps.neighbourhood import neighbourhood

        return neighbourhood(self.facts, self.resolve(identifier))

    def picture(self, file: str | Path, identifier: str | None = None) -> None:
        """Draw the neighbourhood of a procedure, or the map of all (see `export.pictures`).

        Args:
            file: Where to; its suffix, ``.png`` or ``.svg``, says which format.
            identifier: The procedure; default: the map of all.

        Raises:
            IdentifierError: It means nothing here, or several things.
            StoreError: The suffix is another, there is nothing on the map, or the file cannot be
                written.
            ExtraError: matplotlib is not installed.
        """
        from procedura.export.pictures import draw

        draw(self.neighbourhood(identifier) if identifier else self.communities(), Path(file))
