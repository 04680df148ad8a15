"""Files of releases, written and read, and releases stored as an import stores them."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from procedura import namespaces as ns
from procedura.sources import SourceFile, read_release
from procedura.systems import BY_PREFIX
from procedura.terminology import Release, Term
from procedura.triples import concept_text, release_quads, term_text


def written(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write files, each by its name."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="")
    return [folder / name for name in files]


def read(system: str, paths: Iterable[Path]) -> Release:
    """Read the release of a system."""
    return read_release(system, [SourceFile(path) for path in paths])


def terms(release: Release) -> dict[str, Term]:
    """Return the terms of a release by their codes."""
    return {term.code: term for term in release.terms}


def order_text(codes: Mapping[str, str], full: int = 7) -> str:
    """Return an order file of codes with their titles; what has fewer characters is a heading."""
    return "".join(
        f"{number:05} {code:<7} {int(len(code) >= full)} {title[:60]:<60} {title}\n"
        for number, (code, title) in enumerate(codes.items(), start=1)
    )


def store_release(rdf: ox.Store, release: Release) -> None:
    """Store a release as an import would."""
    graph = ox.NamedNode(ns.release(release.system.prefix, release.name))
    rdf.extend(release_quads(release, [("f", "0" * 64)]))
    text = "".join(
        (*concept_text(release), *(term_text(term, release.system) for term in release.terms))
    )
    rdf.load(text.encode(), ox.RdfFormat.N_TRIPLES, to_graph=graph)


def hold(rdf: ox.Store, system: str, *terms: Term, name: str = "1") -> None:
    """Store terms as a release of a system, called by its prefix."""
    store_release(rdf, Release(BY_PREFIX[system], name, terms))
