"""The checks of the query library, as findings about the whole graph."""

from collections.abc import Iterator

from pyoxigraph import Store

from procedura import namespaces as ns
from procedura import queries
from procedura.model import Finding


def check(store: Store) -> Iterator[Finding]:
    """Yield what the queries under `queries/checks/` find, each row a warning.

    Shapes see one page at a time; these questions are about pages together.

    Args:
        store: The graph, with the findings of the analyses.
    """
    for name, query in sorted(queries.library().items()):
        if name.startswith("checks/"):
            for row in queries.run(store, query):
                focus, said = str(row["focus"]), str(row["value"]).removeprefix(ns.BASE)
                yield Finding(
                    severity="warning",
                    message=f"{row['message']} [{said}]",
                    focus=focus,
                    source=focus.removeprefix(ns.BASE),
                    shape=name,
                )
