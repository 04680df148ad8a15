"""What a build leaves in the graph."""

from procedura import ProcedureGraph
from procedura.analysis.alternatives import finding as alternatives
from procedura.analysis.projection import procedures


def test_the_alternatives_found_are_those_stored(graph: ProcedureGraph) -> None:
    projection = graph.to_networkx()
    found: dict[str, dict[str, tuple[str, ...]]] = {one: {} for one in procedures(projection)}
    for finding in alternatives.find(projection):
        if isinstance(finding, alternatives.AlternativeFinding):
            found[finding.subject][finding.other] = finding.shared
    assert len(found) >= 40
    for procedure, candidates in found.items():
        stored = {
            one.procedure: tuple(sorted(term.iri for term in one.shared_indications))
            for one in graph.alternatives(procedure)
        }
        assert stored == candidates
