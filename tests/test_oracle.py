"""Alternatives through NetworkX against the same question asked in SPARQL."""

import pytest

from procedura import ProcedureGraph
from procedura.analysis import alternatives
from procedura.analysis.projection import procedures


@pytest.fixture(scope="module")
def found(graph: ProcedureGraph) -> dict[str, dict[str, tuple[str, ...]]]:
    """Procedure → alternative → shared indications, through NetworkX."""
    projection = graph.to_networkx()
    by_subject: dict[str, dict[str, tuple[str, ...]]] = {one: {} for one in procedures(projection)}
    for finding in alternatives.find(projection):
        by_subject[finding.subject][finding.other] = finding.shared
    return by_subject


def test_both_find_the_same_candidates(
    graph: ProcedureGraph, found: dict[str, dict[str, tuple[str, ...]]]
) -> None:
    assert len(found) >= 40
    for procedure, candidates in found.items():
        rows = graph.query("alternatives/candidates", procedure=procedure)
        assert {row["alternative"] for row in rows} == set(candidates), procedure


def test_what_is_found_is_what_is_stored(
    graph: ProcedureGraph, found: dict[str, dict[str, tuple[str, ...]]]
) -> None:
    for procedure, candidates in found.items():
        stored = {
            one.procedure: tuple(sorted(term.iri for term in one.shared_indications))
            for one in graph.alternatives(procedure)
        }
        assert stored == candidates
