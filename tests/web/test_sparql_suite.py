"""The W3C's tests of the query language: what Oxigraph passes, the server passes, too.

Left out: ``entailment`` (regimes beyond simple entailment) and ``service`` (refused here).
"""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from procedura import store
from procedura.search import write_index
from servers import asking
from sparql_suite import QueryTest, quads_of, query_tests, told

PARTS = (
    *("aggregates", "bind", "bindings", "cast", "construct", "csv-tsv-res", "exists", "functions"),
    *("grouping", "json-res", "negation", "project-expression", "property-path", "subquery"),
)
NOTHING = "https://example.org/a-graph-that-is-not-there"
# It parses, and calls a function that nobody has defined.
NOT_ANSWERED = (400, "syntax-query: test_4")
SYNTAX = ("aggregates", "construct", "delete-insert", "grouping", "syntax-query")


@pytest.fixture(scope="module")
def suite(shared: Path) -> Path:
    """The folder of the suite."""
    return shared / "suites" / "sparql11"


@pytest.fixture(scope="module")
def tests(suite: Path) -> list[QueryTest]:
    return query_tests(suite, "QueryEvaluationTest", PARTS)


@pytest.fixture(scope="module")
def server(
    tests: list[QueryTest], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of a server of all data of the suite, each file in a named graph."""
    folder = tmp_path_factory.mktemp("suite") / "graph"
    files = {iri: test.file(iri) for test in tests for iri in (*test.data, *test.graph_data)}
    with store.next_generation(folder) as generation:
        for iri, file in files.items():
            generation.rdf.add_graph(ox.NamedNode(iri))
            generation.rdf.extend(quads_of(file, iri, ox.NamedNode(iri)))
        write_index(generation.rdf, generation.search_index)
    with asking(folder) as client:
        yield client


def by_oxigraph(test: QueryTest) -> bool:
    """Whether Oxigraph alone passes a test."""
    rdf = ox.Store()
    for iri in test.data:
        rdf.extend(quads_of(test.file(iri), iri))
    for iri in test.graph_data:
        rdf.extend(quads_of(test.file(iri), iri, ox.NamedNode(iri)))
    try:
        return told(rdf.query(test.text, base_iri=test.query)) == test.expected()
    except (SyntaxError, RuntimeError):
        return False


def over_http(test: QueryTest, server: httpx.Client) -> bool:
    """Whether the server passes a test, of whose data it holds more than the test may see."""
    seen = {"default-graph-uri": test.data or (NOTHING,), "named-graph-uri": test.graph_data}
    answer = server.post(
        "/sparql",
        content=f"BASE <{test.query}>\n{test.text}",
        params={} if "FROM" in test.text else seen,
        headers={
            "Accept": "application/sparql-results+xml, application/n-triples",
            "Content-Type": "application/sparql-query",
        },
    )
    if answer.status_code != 200:
        return False
    if answer.headers["Content-Type"] == "application/n-triples":
        quads = ox.parse(answer.content, ox.RdfFormat.N_TRIPLES)
        return told(quad.triple for quad in quads) == test.expected()
    found = ox.parse_query_results(answer.content, ox.QueryResultsFormat.XML)
    return told(found) == test.expected()


def test_the_server_passes_what_oxigraph_passes(
    tests: list[QueryTest], server: httpx.Client, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = {test.name for test in tests if by_oxigraph(test)}
    passed = {test.name for test in tests if over_http(test, server)}
    missed = ", ".join(test.name for test in tests if test.name not in passed)
    with capsys.disabled():
        counts = f"Oxigraph {len(alone)}, the server {len(passed)} of {len(tests)}"
        print(f"\nW3C query evaluation: {counts}; not passed: {missed}")  # noqa: T201
    assert len(alone) > 200
    assert alone <= passed


@pytest.mark.parametrize(
    ("kind", "status"), [("PositiveSyntaxTest11", 200), ("NegativeSyntaxTest11", 400)]
)
def test_syntax_is_judged_as_the_suite_says(
    kind: str, status: int, suite: Path, server: httpx.Client
) -> None:
    found = query_tests(suite, kind, SYNTAX)
    assert len(found) > 40
    wrong = []
    for test in found:
        text = test.text if "BASE" in test.text else f"BASE <{test.query}>\n{test.text}"
        headers = {"Content-Type": "application/sparql-query"}
        answer = server.post("/sparql", content=text.encode(), headers=headers)
        if (answer.status_code, test.name) not in ((status, test.name), NOT_ANSWERED):
            wrong.append((test.name, answer.status_code, answer.text[:200]))
    assert wrong == []
