"""Draw links to be judged by hand.

    python tools/sample_links.py > docs/link-sample.tsv

prints one hundred links of the bundled graph, drawn with a fixed seed from all of them in the
order of their IRIs. The column `verdict` is for a person: right, or wrong and why.
"""

import csv
import random
import sys
import tempfile
from pathlib import Path

from procedura import ProcedureGraph

SEED, SIZE = 20261123, 100
_LINKS = """
SELECT ?link ?page ?kind ?text ?matched ?target ?label ?method ?confidence WHERE {
  ?line proc:hasLink ?link ; proc:text ?text ; a ?kind ; prov:wasDerivedFrom ?page .
  ?link proc:target ?target ; proc:linkMethod ?method ; proc:linkConfidence ?confidence ;
      proc:matchedText ?matched .
  OPTIONAL { ?target skos:prefLabel ?label }
} ORDER BY ?link"""
COLUMNS = ("page", "kind", "text", "matched", "target", "label", "method", "confidence", "verdict")


def local(iri: object) -> str:
    """Return an IRI of ours without what they all begin with."""
    text = str(iri).removeprefix("https://w3id.org/procedura/")
    return text.removeprefix("page/").removeprefix("concept/").removeprefix("ontology#")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        rows = list(ProcedureGraph.open(Path(folder) / "graph").query(_LINKS))
    writer = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in random.Random(SEED).sample(rows, SIZE):  # noqa: S311  a sample, no secret
        writer.writerow([*(local(row[name] or "") for name in COLUMNS[:-1]), ""])
