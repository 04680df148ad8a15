"""Every analysis of a graph, one after another."""

from collections.abc import Iterator

from pyoxigraph import Quad, Store

from procedura import namespaces as ns
from procedura.analysis import duplicates
from procedura.analysis.alternatives import writing as alternatives
from procedura.analysis.codes.coverage import COVERAGE, covered_codes
from procedura.analysis.projection import project
from procedura.analysis.similar import finding as similar
from procedura.analysis.structure import Structure
from procedura.analysis.structure.writing import WRITERS, quads


def analyse(store: Store) -> Iterator[tuple[str, list[Quad]]]:
    """Run every analysis over the graph.

    Args:
        store: The graph, with all its pages.

    Yields:
        Pairs of a named graph and its new content.
    """
    graph = project(store)
    structure = Structure(graph)
    yield alternatives.GRAPH, list(alternatives.quads(structure.compared, store))
    yield similar.GRAPH, list(similar.quads(similar.find(graph)))
    yield duplicates.GRAPH, list(duplicates.quads(store))
    yield COVERAGE, list(covered_codes(store))
    for name in WRITERS:
        yield ns.analysis(name), list(quads(structure, name))
