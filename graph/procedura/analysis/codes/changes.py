"""What changed from one release of a code system to another."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Quad, Store

from procedura import namespaces as ns
from procedura.releases import ReleaseGraph, listed, release
from procedura.systems import BY_PREFIX
from procedura.triples import Subject


@dataclass(frozen=True, slots=True)
class Change:
    """One code that two releases do not speak of alike.

    Attributes:
        code: The code, as its system writes it.
        before: What the older release calls it, None where it does not have it.
        after: What the newer release calls it, None where it does not have it.
        assignable_before: Whether it could be assigned in the older release.
        assignable_after: Whether it may be assigned in the newer one.
    """

    code: str
    before: str | None
    after: str | None
    assignable_before: bool
    assignable_after: bool

    def __str__(self) -> str:
        """In words: "0TC03ZZ added: Extirpation …"."""
        if self.before is None:
            return f"{self.code} added: {self.after}"
        if self.after is None:
            return f"{self.code} removed: {self.before}"
        if self.before != self.after:
            return f"{self.code} renamed: {self.before} → {self.after}"
        now = "may now be assigned" if self.assignable_after else "is now a heading"
        return f"{self.code} {now}: {self.after}"


@dataclass(frozen=True, slots=True)
class ReleaseDifference:
    """What changed from one release to another, code by code, in the order of the codes.

    Attributes:
        system: Prefix of the system.
        older: Name of the one release.
        newer: Name of the other.
        added: Codes that only the newer one has.
        removed: Codes that only the older one has.
        renamed: Codes that the two call otherwise.
        reclassified: Codes of one name that may be assigned in one of the two only.
    """

    system: str
    older: str
    newer: str
    added: tuple[Change, ...]
    removed: tuple[Change, ...]
    renamed: tuple[Change, ...]
    reclassified: tuple[Change, ...]


def difference(store: Store, system: str, older: str, newer: str) -> ReleaseDifference:
    """Return what changed from one release of a system to another.

    Args:
        store: The graph; it must hold both, the older one at least by its names.
        system: Prefix of the system.
        older: Name of the one release.
        newer: Name of the other.

    Raises:
        IdentifierError: The graph does not hold one of them.
    """
    sides = [release(store, system, name) for name in (older, newer)]
    changes = list(_changes(store, *sides))
    both = [one for one in changes if one.before is not None and one.after is not None]
    return ReleaseDifference(
        system=system,
        older=older,
        newer=newer,
        added=tuple(one for one in changes if one.before is None),
        removed=tuple(one for one in changes if one.after is None),
        renamed=tuple(one for one in both if one.before != one.after),
        reclassified=tuple(one for one in both if one.before == one.after),
    )


def _changes(store: Store, older: ReleaseGraph, newer: ReleaseGraph) -> Iterator[Change]:
    before, after = listed(store, older.graph), listed(store, newer.graph)
    for code in sorted(before.keys() | after.keys()):
        then, now = before.get(code), after.get(code)
        if then != now:
            yield Change(
                code=code,
                before=then.label if then else None,
                after=now.label if now else None,
                assignable_before=bool(then and then.assignable),
                assignable_after=bool(now and now.assignable),
            )


def difference_quads(found: ReleaseDifference) -> Iterator[Quad]:
    """Yield what changed as quads: each code, by what happened to it, and what it was called."""
    newer = ns.release(found.system, found.newer)
    graph = f"{newer}#since-{ns.slug(found.older)}"
    # A system that is not known by name does not say here which language its labels are in.
    known = BY_PREFIX.get(found.system)
    language = known.language if known else None
    about = Subject(graph, graph)
    yield from about.to("rdf:type", ns.term("ReleaseDifference"))
    yield from about.to("proc:older", ns.release(found.system, found.older))
    yield from about.to("proc:newer", newer)
    for happened in ("added", "removed", "renamed", "reclassified"):
        for change in getattr(found, happened):
            code = Subject(ns.code(found.system, change.code), graph)
            yield from about.to(f"proc:{happened}", code.iri)
            yield from code.say("proc:formerLabel", change.before or "", language=language)
            yield from code.say("skos:prefLabel", change.after or "", language=language)
            if change.after is not None:
                may = "true" if change.assignable_after else "false"
                yield from code.value("proc:assignable", may, "boolean")
