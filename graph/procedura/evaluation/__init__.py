"""How well the graph answers, against tables that others have published, and against baselines.

A table is a TSV or CSV file with a header. What it holds is told by its columns:

- ``procedure_a``, ``procedure_b``, ``condition``: two procedures that a study compared, for what;
  where there are ``kind`` and ``specialty``, results are broken down by them. Several procedures
  in one cell are parted by ``|``.
- ``procedure``, ``complication``: a complication of a procedure.
- ``procedure``, ``indication``: what a procedure is for.
- ``code``, ``category``: codes with their system (``ICD10PCS:0T733ZZ``), sorted into categories;
  or HCUP's Clinical Classifications Software for ICD-10-PCS as it is published.
"""

from collections.abc import Iterable
from pathlib import Path

from procedura.evaluation.categories import categories
from procedura.evaluation.comparisons import comparisons
from procedura.evaluation.facts import facts
from procedura.evaluation.figures import Estimate, Figure, Share, Sheet
from procedura.evaluation.report import markdown
from procedura.evaluation.steps import steps
from procedura.evaluation.tables import Table, read
from procedura.library import ProcedureGraph

__all__ = ["Estimate", "Figure", "Share", "Sheet", "evaluate", "markdown"]


def evaluate(graph: ProcedureGraph, files: Iterable[Path]) -> list[Sheet]:
    """Return how well a graph agrees with tables.

    Args:
        graph: The graph.
        files: The tables; all are read before the first is judged.

    Raises:
        SourceError: A file cannot be read, or its columns are none of those above.
    """
    return [sheet for table in [read(file) for file in files] for sheet in _judged(graph, table)]


def _judged(graph: ProcedureGraph, table: Table) -> list[Sheet]:
    if table.kind == "comparisons":
        return [*comparisons(graph, table), steps(graph, table.name)]
    if table.kind == "categories":
        return categories(graph, table)
    return facts(graph, table)
