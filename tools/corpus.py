"""Write docs/reference/corpus.md: what the bundled pages hold, as the graph itself answers.

    python tools/corpus.py [FOLDER-OF-PUBLISHED-SOURCES]

With the published sources, `data/coverage/mesh.tsv` is made anew first: the headings of MeSH tree
E04 (surgical procedures), each with the pages that cover it. A page covers the headings that its
exact and broader MeSH codes name, and all that stand above them in the tree. A heading that no
page covers keeps the reason that is written beside it. `data/coverage/mesh-other-trees.tsv` lists
the headings of the other trees of procedures in the same way, without reasons.
"""

import csv
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from procedura import ProcedureGraph
from procedura import namespaces as ns
from procedura.sources import SourceFile, read_release

ROOT = Path(__file__).parents[1]
COVERAGE = ROOT / "data" / "coverage" / "mesh.tsv"
OTHER_TREES = COVERAGE.with_name("mesh-other-trees.tsv")
COLUMNS = ("heading", "label", "pages", "reason")
# MeSH trees of procedures, beside E04.
OTHERS = {"E01": "Diagnosis", "E02": "Therapeutics", "E03": "Anesthesia and analgesia",
          "E06": "Dentistry"}  # fmt: skip


def headings(sources: Path) -> dict[str, tuple[str, list[str]]]:
    """Return MeSH heading → label, tree numbers: those in the trees of procedures."""
    file = SourceFile(sources / "mesh" / "mesh_id_label_mappings.tsv")
    found = {}
    for term in read_release("mesh", [file]).terms:
        if places := [tree for _, tree in term.values if tree[:3] in {"E04", *OTHERS}]:
            found[term.code] = (term.label, places)
    return found


def codes() -> dict[str, set[str]]:
    """Return page → the MeSH headings that it is the same as, or narrower than."""
    found = {}
    for file in sorted((ROOT / "data" / "procedures").glob("*.md")):
        stated = yaml.safe_load(file.read_text("utf-8").split("---\n")[1])["codes"] or {}
        curies = [*(stated.get("exact") or ()), *(stated.get("broader") or ())]
        found[file.stem] = {one.removeprefix("MESH:") for one in curies if one.startswith("MESH:")}
    return found


def coverage(sources: Path) -> dict[str, list[str]]:
    """Return MeSH heading → the pages that cover it, for all trees of procedures."""
    known = headings(sources)
    at = {place: number for number, (_, places) in known.items() for place in places}
    covering: dict[str, set[str]] = defaultdict(set)
    for page, own in codes().items():
        for number in own & known.keys():
            for place in known[number][1]:
                parts = place.split(".")
                for length in range(1, len(parts) + 1):
                    if above := at.get(".".join(parts[:length])):
                        covering[above].add(page)
    return {number: sorted(covering[number]) for number in known}


def written(path: Path = COVERAGE) -> list[dict[str, str]]:
    """Return the lines of a list of headings."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def write_coverage(sources: Path) -> None:
    """Write the lists of the headings of tree E04, keeping the reasons, and of the other trees."""
    reasons = {row["heading"]: row["reason"] for row in written()}
    covered = coverage(sources)
    known = sorted(headings(sources).items(), key=lambda one: one[1][0])
    with (
        COVERAGE.open("w", encoding="utf-8", newline="") as file,
        OTHER_TREES.open("w", encoding="utf-8", newline="") as other_file,
    ):
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        others = csv.writer(other_file, delimiter="\t", lineterminator="\n")
        others.writerow(("tree", "heading", "label", "pages"))
        for number, (label, places) in known:
            pages = " ".join(covered[number])
            trees = sorted({place[:3] for place in places})
            if "E04" in trees:
                reason = "" if pages else reasons.get(f"MESH:{number}", "")
                writer.writerow((f"MESH:{number}", label, pages, reason))
            for tree in trees:
                if tree in OTHERS:
                    others.writerow((tree, f"MESH:{number}", label, pages))


def table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a Markdown table; the first column is words, all others are numbers."""
    names = list(header)
    yield f"| {' | '.join(names)} |"
    yield f"|---|{'---:|' * (len(names) - 1)}"
    yield from (f"| {' | '.join(map(str, row))} |" for row in rows)
    yield ""


_SECTIONS = """
SELECT ?kind (COUNT(DISTINCT ?page) AS ?pages) (COUNT(DISTINCT ?line) AS ?lines) WHERE {
  ?line proc:text ?text ; a ?kind ; prov:wasDerivedFrom ?page .
} GROUP BY ?kind ORDER BY DESC(?lines) ?kind"""
_RISKS = """
SELECT (COUNT(DISTINCT ?risk) AS ?all) (COUNT(DISTINCT ?serious) AS ?grave)
       (COUNT(DISTINCT ?measured) AS ?often) (COUNT(DISTINCT ?cited) AS ?sourced) WHERE {
  ?risk a proc:Risk .
  OPTIONAL { ?risk proc:serious true BIND(?risk AS ?serious) }
  OPTIONAL { ?risk proc:minimumFrequency|proc:maximumFrequency ?share BIND(?risk AS ?measured) }
  OPTIONAL { ?risk dcterms:references ?source BIND(?risk AS ?cited) }
}"""
_REVIEW = """
SELECT ?status (COUNT(DISTINCT ?page) AS ?pages) WHERE { ?page proc:reviewStatus ?status }
GROUP BY ?status ORDER BY ?status"""
_REFERENCES = """
SELECT (COUNT(DISTINCT ?page) AS ?pages) (COUNT(DISTINCT ?reference) AS ?references) WHERE {
  ?page a proc:Page ; dcterms:references ?reference }"""
_CONCEPTS = """
SELECT ?scheme (COUNT(DISTINCT ?concept) AS ?concepts) (COUNT(DISTINCT ?mapped) AS ?having) WHERE {
  ?concept a skos:Concept ; skos:inScheme ?scheme . FILTER NOT EXISTS { ?concept a proc:Code }
  OPTIONAL { ?concept skos:exactMatch|skos:closeMatch|skos:broadMatch ?term
             BIND(?concept AS ?mapped) }
} GROUP BY ?scheme ORDER BY DESC(?concepts) ?scheme"""
_MAPPINGS = """
SELECT ?predicate ?target WHERE {
  ?mapping a sssom:Mapping ; owl:annotatedProperty ?predicate ; owl:annotatedTarget ?target }"""


def _vocabulary(iri: str) -> str:
    names = {**ns.PREFIXES, "ICD10CM": ns.code("ICD10CM") + "/"}
    return next(prefix for prefix, base in names.items() if iri.startswith(base))


def render(graph: ProcedureGraph) -> str:
    """Return docs/reference/corpus.md for a graph of the bundled pages."""
    ask = partial(_rows, graph)
    info = graph.info()
    [[risks, serious, measured, sourced]] = ask(_RISKS)
    [[citing, references]] = ask(_REFERENCES)
    covered = [row for row in written() if row["pages"]]
    open_reasons = Counter(row["reason"] for row in written() if not row["pages"])
    others = written(OTHER_TREES)
    of_tree = Counter(row["tree"] for row in others)
    covered_of_tree = Counter(row["tree"] for row in others if row["pages"])
    mapped = Counter((_vocabulary(term), ns.local_name(how)) for how, term in ask(_MAPPINGS))
    kinds = sorted({how for _, how in mapped})
    lines = [
        "# The corpus",
        "",
        "What the bundled pages hold. Made by `make corpus` from the graph itself; do not edit.",
        "",
        f"{info['pages']} pages about {info['procedures']} procedures; {references} references on "
        f"{citing} pages. Of {risks} risks, {serious} are marked serious, {measured} say how often "
        f"they occur, {sourced} cite a reference.",
        "",
        "## Review",
        "",
        *table(("Status", "Pages"), ([ns.local_name(status), n] for status, n in ask(_REVIEW))),
        "## Specialties",
        "",
        "A procedure can belong to several.",
        "",
        *table(("Specialty", "Procedures"),
               ([label, n] for _, label, n in ask("statistics/procedures-by-specialty"))),
        "## Sections",
        "",
        *table(("Kind of line", "Pages", "Lines"),
               ([ns.local_name(kind), on, n] for kind, on, n in ask(_SECTIONS))),
        "## Links",
        "",
        "Lines of the kinds that are linked, and how many of them mean something that is known.",
        "",
        *table(("Section", "Lines", "Linked", "Percent"), ask("statistics/link-rates")),
        "## Concepts",
        "",
        *table(("Scheme", "Concepts", "Mapped"),
               ([ns.local_name(scheme), n, having] for scheme, n, having in ask(_CONCEPTS))),
        "Mappings by vocabulary (`data/mappings`, SSSOM with justification and confidence):",
        "",
        *table(("Vocabulary", *kinds),
               ([name, *(mapped[name, how] for how in kinds)]
                for name in sorted({name for name, _ in mapped}))),
        "## MeSH tree E04",
        "",
        f"{len(covered)} of {len(written())} headings of MeSH tree E04 (surgical procedures) are "
        "covered: a page describes the same or a narrower procedure. `data/coverage/mesh.tsv` "
        "lists each with its pages, or with the reason why no page covers it:",
        "",
        *table(("Reason", "Headings"), open_reasons.most_common()),
        "The other trees hold equipment, laboratory methods and much else that no page is about. "
        "`data/coverage/mesh-other-trees.tsv` lists what is covered of them:",
        "",
        *table(("Tree", "Headings", "Covered"),
               ([f"{tree} {name}", of_tree[tree], covered_of_tree[tree]]
                for tree, name in OTHERS.items())),
    ]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def _rows(graph: ProcedureGraph, query: str) -> list[list[Any]]:
    return [list(row.values()) for row in graph.query(query)]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write_coverage(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        text = render(ProcedureGraph.open(Path(folder) / "graph"))
    (ROOT / "docs" / "reference" / "corpus.md").write_text(text, encoding="utf-8")
    print(text)
