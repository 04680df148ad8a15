"""What a build leaves in the graph."""

from pathlib import Path
from unittest.mock import patch

from few_pages import four
from procedura import ProcedureGraph
from procedura.analysis.alternatives import finding as alternatives
from procedura.analysis.projection import procedures
from procedura.build import build


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


def test_a_given_page_replaces_the_bundled_one_of_its_slug(tmp_path: Path) -> None:
    slug = "percutaneous-nephrolithotomy"
    file = tmp_path / "mine.md"
    file.write_text(f"---\nslug: {slug}\n---\n# Mine\n\n## Risks\n\n- Pain\n")
    with patch("procedura.build.walk", four):
        report = build(tmp_path / "graph", [file])
    assert report.failures == ()
    assert len(report.pages) == 4
    assert [page.source for page in report.pages if page.slug == slug] == ["mine.md"]
