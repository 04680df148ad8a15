"""What the phrases of pages can be linked to in a stored graph."""

from collections.abc import Collection

from pyoxigraph import Store

from procedura import namespaces as ns
from procedura.linking import Label, Vocabulary
from procedura.sources import curated_phrases
from procedura.store import select

_LABELS = """
SELECT DISTINCT ?iri ?text ?scheme ?preferred ?source WHERE {
  GRAPH ?source {
    { ?iri skos:prefLabel ?text BIND(true AS ?preferred) }
    UNION { ?iri skos:altLabel ?text BIND(false AS ?preferred) }
    OPTIONAL { ?iri skos:inScheme ?in }
    OPTIONAL { ?iri a proc:Procedure BIND("procedure" AS ?procedure) }
    BIND(COALESCE(?procedure, REPLACE(STR(?in), "^.*/", "")) AS ?scheme)
  }
  FILTER(BOUND(?scheme))
}"""
_CODES = """
SELECT DISTINCT ?procedure ?code ?source WHERE {
  GRAPH ?source { ?procedure proc:exactCode ?code }
} ORDER BY ?code ?procedure"""


def vocabulary(store: Store, without: Collection[str] = ()) -> Vocabulary:
    """Return the labels and codes that phrases can be linked to.

    Args:
        store: The graph.
        without: IRIs of named graphs to leave out: those of pages that are read again.
    """
    labels = [
        Label(row["iri"].value, row["text"].value, row["scheme"].value,
              preferred=row["preferred"].value == "true")
        for row in select(store, _LABELS)
        if row["source"].value not in without
    ]  # fmt: skip
    codes: dict[str, str] = {}
    for row in select(store, _CODES):
        if row["source"].value not in without:
            codes.setdefault(":".join(ns.split_code(row["code"].value)), row["procedure"].value)
    return Vocabulary(labels, codes, curated_phrases())
