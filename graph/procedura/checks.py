"""What is wrong with a whole graph: by the shapes, and by the checks of the query library."""

from collections.abc import Iterator

from pyoxigraph import Store

from procedura import contents, queries
from procedura import namespaces as ns
from procedura.model import Finding
from procedura.store import Generation
from procedura.validation import validate_quads, validate_stored


def check_graph(generation: Generation) -> list[Finding]:
    """Check every named graph but the ontology against the shapes, and all of them together.

    Args:
        generation: The graph, with the findings of the analyses.
    """
    rdf = generation.rdf
    graphs = [one for one in contents.named_graphs(rdf) if one != ns.ONTOLOGY]
    imported = [one for one in graphs if one.startswith(ns.RELEASES)]
    others = (contents.graph_quads(rdf, one) for one in graphs if one not in imported)
    return [
        *validate_quads(contents.with_descriptions(rdf, others)),
        *validate_stored(generation.database, imported, contents.DESCRIPTION),
        *check(rdf),
    ]


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
