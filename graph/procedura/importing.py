"""A published code system in, a graph with its codes out."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from procedura import namespaces as ns
from procedura import store
from procedura.analysis.codes.coverage import COVERAGE, covered_codes
from procedura.analysis.similar.table import NeighbourTable
from procedura.errors import SourceError
from procedura.progress import Progress, silent
from procedura.releases import age, listed, releases
from procedura.search import write_index
from procedura.sources import SourceFile, read_release
from procedura.terminology import Listed, Release, System
from procedura.triples import Subject, concept_text, former_text, release_quads, term_text

_AT_ONCE = 50_000  # terms
_FILE = NamedNode(ns.expand("prov:wasDerivedFrom"))


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did.

    Attributes:
        system: Prefix of the system.
        release: Name of the release.
        codes: How many codes it has.
        assignable: How many of them may be assigned.
        axis_concepts: How many values its axes have.
        former: Names of the older releases that stand beside it.
        triples: How many quads the graph holds now.
    """

    system: str
    release: str
    codes: int
    assignable: int
    axis_concepts: int
    former: tuple[str, ...]
    triples: int


def import_release(
    folder: Path,
    system: str,
    paths: Sequence[Path],
    *,
    name: str | None = None,
    replace: bool = False,
    progress: Progress = silent,
) -> Report:
    """Put a release of a code system or vocabulary into the graph in a folder.

    The same release again takes the place of what was there. Another release stands beside it:
    of the older one, codes, names and what could be assigned are kept, so that an old code is
    still found and the two can be compared. The graph changes in one step when all is done, or
    not at all.

    Args:
        folder: Where the graph lies; made where there is none.
        system: A key of `procedura.systems.SYSTEMS`, or a format of any other.
        paths: The release's files, in any order.
        name: What the release is called; by default, what its files say.
        replace: Whether to forget all other releases of the system.
        progress: Told how far a stage is.

    Raises:
        SourceError: A file is damaged or of another layout, a code stands twice, or neither the
            files nor the caller say which release it is.
        StoreError: The graph cannot be written.
    """
    files = _open(paths, progress)
    release = read_release(system, files)
    if not (name or release.name):
        raise SourceError("the files do not say which release they are",
                          where=release.system.title, cure="name it with --release")  # fmt: skip
    release = dataclasses.replace(release, name=name or release.name)
    with store.next_generation(folder) as generation:
        rdf = generation.rdf
        former = _store(rdf, release, files, replace, progress)
        store.replace_graph(rdf, COVERAGE, covered_codes(rdf))
        own = ns.release(release.system.prefix, "")
        write_index(rdf, generation.search_index, lambda graph: graph.startswith(own))
        if not any(age(one) > age(release.name) for one in former):
            NeighbourTable(generation.neighbours).write(release, progress)
        return _report(rdf, release, former)


def _open(paths: Sequence[Path], progress: Progress) -> list[SourceFile]:
    total = sum(path.stat().st_size for path in paths if path.is_file())
    done = 0

    def read(count: int) -> None:
        nonlocal done
        done += count
        progress("Reading", min(done, total), total)

    return [SourceFile(path, read) for path in paths]


def _store(
    rdf: Store, release: Release, files: Sequence[SourceFile], replace: bool, progress: Progress
) -> list[str]:
    """Store a release; return the names of those that stand beside it."""
    prefix, others = release.system.prefix, []
    for one in releases(rdf, prefix):
        if replace or one.name == release.name:
            rdf.remove_graph(NamedNode(one.graph))
        else:
            others.append(one)
    named = [(file.name, file.sha256) for file in files]
    description = list(release_quads(release, named))
    own = {term.code: Listed(term.label, term.assignable) for term in release.terms}
    graph = ns.release(prefix, release.name)
    newest = ns.release(prefix, max([*(one.name for one in others), release.name], key=age))
    if newest == graph:
        for one in others:
            itself, names = _about_itself(rdf, one.graph), listed(rdf, one.graph)
            rdf.remove_graph(NamedNode(one.graph))
            _store_former(rdf, one.graph, release.system, itself, names, own, newest)
        rdf.extend(description)
        _load(rdf, graph, _reported(release, progress))
    else:
        itself = [quad for quad in description if str(quad.subject).startswith(f"<{graph}")]
        current = listed(rdf, newest)
        _store_former(rdf, graph, release.system, itself, own, current, newest)
    return [one.name for one in others]


def _about_itself(rdf: Store, graph: str) -> list[Quad]:
    """Return what a release says of itself and of its files."""
    here = NamedNode(graph)
    own = list(rdf.quads_for_pattern(here, None, None, here))
    files = [cast("NamedNode", quad.object) for quad in own if quad.predicate == _FILE]
    return own + [quad for file in files for quad in rdf.quads_for_pattern(file, None, None, here)]


def _store_former(
    rdf: Store,
    graph: str,
    system: System,
    itself: Iterable[Quad],
    codes: Mapping[str, Listed],
    current: Mapping[str, Listed],
    newest: str,
) -> None:
    """Store what is kept of a release whose place a newer one has taken."""
    replaced = ns.expand("dcterms:isReplacedBy")
    rdf.extend(quad for quad in itself if quad.predicate.value != replaced)
    rdf.extend(Subject(graph, graph).to("dcterms:isReplacedBy", newest))
    _load(rdf, graph, former_text(codes, system, gone=codes.keys() - current.keys()))


def _reported(release: Release, progress: Progress) -> Iterator[str]:
    """Yield the statements of a release, and tell after each of its terms how many are done."""
    yield from concept_text(release)
    terms = list(release.terms)
    for done, term in enumerate(terms, start=1):
        yield term_text(term, release.system)
        if done % 1000 == 0 or done == len(terms):
            progress("Storing", done, len(terms))


def _load(rdf: Store, graph: str, texts: Iterable[str]) -> None:
    """Load N-Triples into a named graph, many at once."""
    parts = iter(texts)
    while batch := "".join(islice(parts, _AT_ONCE)):
        rdf.bulk_load(batch.encode(), RdfFormat.N_TRIPLES, to_graph=NamedNode(graph))


def _report(rdf: Store, release: Release, former: Sequence[str]) -> Report:
    terms = list(release.terms)
    return Report(
        system=release.system.prefix,
        release=release.name,
        codes=len(terms),
        assignable=sum(term.assignable for term in terms),
        axis_concepts=len(list(release.concepts)),
        former=tuple(former),
        triples=len(rdf),
    )
