"""Whether a procedure's own variants and steps are kept out of its alternatives."""

import random
from collections import defaultdict

from procedura import namespaces as ns
from procedura.evaluation.figures import SEED, Share, Sheet
from procedura.evaluation.ways import FIRST
from procedura.library import ProcedureGraph
from procedura.triples import RELATIONS

_DRAWN = 50
_RELATED = f"""
SELECT DISTINCT ?procedure ?other WHERE {{
  ?procedure {"|".join(f"proc:{name}" for name in RELATIONS.values())} ?other
}}"""


def steps(graph: ProcedureGraph, table: str) -> Sheet:
    """Return how many procedures have none of their own among their first alternatives.

    Drawn, always the same, are those that have a variant, a preparation or a later step at all.

    Args:
        graph: The graph.
        table: Name of the table that it is reported with.
    """
    related: dict[str, set[str]] = defaultdict(set)
    for row in graph.query(_RELATED):
        one, other = str(row["procedure"]), str(row["other"])
        related[one].add(other)
        related[other].add(one)
    draw = random.Random(SEED)  # noqa: S311  (nothing secret)
    drawn = draw.sample(sorted(related), min(_DRAWN, len(related)))
    missed = [
        f"{ns.local_name(procedure)}: {answer.label}"
        for procedure in drawn
        for answer in graph.alternatives(procedure, limit=FIRST)
        if answer.procedure in related[procedure]
    ]
    wrong = {one.partition(":")[0] for one in missed}
    return Sheet(
        table, f"None of a procedure's own variants and steps among its first {FIRST}", "What",
        {f"drawn from {len(related)} that have any": {
            "share": Share(len(drawn) - len(wrong), len(drawn))}},
        missed=tuple(missed),
    )  # fmt: skip
