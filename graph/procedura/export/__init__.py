"""Writers, one module for a family of formats."""

from typing import IO

from pyoxigraph import Store


def write(store: Store, output: IO[bytes], format: str, *, redistributable: bool = False) -> None:
    """Write a whole graph.

    Args:
        store: The graph.
        output: Where to.
        format: A key of `procedura.export.rdf.FORMATS`, ``graphml``, or ``sssom`` for its mappings
            alone.
        redistributable: Whether to leave out every text that may not be passed on: that of code
            systems whose licence forbids it, and of pages that name no open licence.
    """
    if redistributable:
        from procedura.export.redistributable import redistributable as without_closed_texts

        store = without_closed_texts(store)
    if format == "graphml":
        from procedura.export.graphml import write_graphml

        write_graphml(store, output)
    elif format == "sssom":
        from procedura.export.sssom import graph_rows, write_sssom

        write_sssom(graph_rows(store), output, "graph", "Mappings of Procedura")
    else:
        from procedura.export.rdf import write_graph

        write_graph(store, output, format)
