"""The W3C's SPARQL 1.1 tests, as its manifests describe them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import TypeAlias, cast

import pyoxigraph as ox

BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RDF = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
}
_TABLES = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + kind for kind in ("integer", "decimal", "double", "float")}

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Graph: TypeAlias = ox.NamedNode | ox.DefaultGraph
# An answer in a form in which equal answers are equal: a truth, or a graph with canonical names.
Told: TypeAlias = bool | frozenset[str]


@dataclass(frozen=True)
class QueryTest:
    """A query, the data that it is asked of, and the answer to it.

    Attributes:
        iri: The test.
        folder: Where the suite lies.
        query: IRI of the file of the query.
        data: IRIs of files that are the default graph.
        graph_data: IRIs of files that are named graphs.
        result: IRI of the file of the answer; "": where only the syntax matters.
    """

    iri: str
    folder: Path
    query: str
    data: tuple[str, ...] = ()
    graph_data: tuple[str, ...] = ()
    result: str = ""

    @property
    def name(self) -> str:
        """Folder and name of the test."""
        return self.iri.removeprefix(BASE).replace("/manifest#", ": ")

    @cached_property
    def text(self) -> str:
        """The query."""
        return self.file(self.query).read_text(encoding="utf-8")

    def file(self, iri: str) -> Path:
        """Return where a file of the suite lies."""
        return self.folder / iri.removeprefix(BASE)

    def expected(self) -> Told:
        """Return the answer that the suite expects."""
        file = self.file(self.result)
        if file.suffix in _TABLES:
            return told(ox.parse_query_results(file.read_bytes(), _TABLES[file.suffix]))
        quads = {quad.triple for quad in quads_of(file, self.result)}
        return _result_set(quads) if _has(quads, "ResultSet") else _graph(quads)


def query_tests(folder: Path, kind: str, parts: Sequence[str]) -> list[QueryTest]:
    """Return the tests of a kind in some parts of the suite.

    Args:
        folder: Where the suite lies.
        kind: Local name of the class of the tests.
        parts: Folders of the suite.
    """
    found = []
    for part in parts:
        base = f"{BASE}{part}/manifest.ttl"
        manifest = ox.Store()
        manifest.extend(quads_of(folder / part / "manifest.ttl", base))
        for quad in manifest.quads_for_pattern(None, _TYPE, ox.NamedNode(_MF + kind)):
            found.append(_test(manifest, folder, cast("ox.NamedNode", quad.subject)))
    return sorted(found, key=lambda test: test.iri)


def quads_of(file: Path, iri: str, graph: Graph = ox.DefaultGraph()) -> Iterator[ox.Quad]:  # noqa: B008
    """Yield what a file of the suite says, as said in a graph."""
    syntax = _RDF[file.suffix]
    for quad in ox.parse(file.read_bytes(), syntax, base_iri=iri, rename_blank_nodes=True):
        yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _test(manifest: ox.Store, folder: Path, iri: ox.NamedNode) -> QueryTest:
    [action] = _values(manifest, iri, _MF + "action")
    result = _values(manifest, iri, _MF + "result")
    if isinstance(action, ox.NamedNode):  # the query itself: a test of syntax
        return QueryTest(iri.value, folder, action.value)
    return QueryTest(
        iri.value,
        folder,
        query=_iris(manifest, action, _QT + "query")[0],
        data=_iris(manifest, action, _QT + "data"),
        graph_data=_iris(manifest, action, _QT + "graphData"),
        result=cast("ox.NamedNode", result[0]).value,
    )


def _values(manifest: ox.Store, subject: Term, predicate: str) -> list[Term]:
    pattern = cast("ox.NamedNode", subject), ox.NamedNode(predicate), None
    return [quad.object for quad in manifest.quads_for_pattern(*pattern)]


def _iris(manifest: ox.Store, subject: Term, predicate: str) -> tuple[str, ...]:
    return tuple(cast("ox.NamedNode", one).value for one in _values(manifest, subject, predicate))


def told(answer: ox.QuerySolutions | ox.QueryBoolean | Iterable[ox.Triple]) -> Told:
    """Return an answer in a form in which equal answers are equal."""
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if not isinstance(answer, ox.QuerySolutions):
        return _graph(set(answer))
    names = [variable.value for variable in answer.variables]
    return _rows([dict(zip(names, row, strict=True)) for row in answer])


def _rows(rows: Sequence[dict[str, Term | None]]) -> frozenset[str]:
    """Return rows as a graph, so that blank nodes are the same where they stand alike."""
    counted = Counter(
        tuple(sorted((name, _value(term)) for name, term in row.items() if term is not None))
        for row in rows
    )
    triples = set()
    for place, (row, many) in enumerate(counted.items()):
        node = ox.BlankNode(f"row{place}")
        triples.add(ox.Triple(node, ox.NamedNode("rows:many"), ox.Literal(many)))
        for name, value in row:
            term = ox.BlankNode(value[2:]) if value.startswith("_:") else ox.Literal(value)
            triples.add(ox.Triple(node, ox.NamedNode(f"rows:{name}"), term))
    return _graph(triples)


def _graph(triples: set[ox.Triple]) -> frozenset[str]:
    graph = ox.Dataset(ox.Quad(*triple) for triple in triples)
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(f"{quad.subject} {quad.predicate} {_value(quad.object)}" for quad in graph)


def _value(term: Term) -> str:
    """Return a term as text, the same for two ways of writing a number or truth."""
    if not isinstance(term, ox.Literal):
        return str(term)
    kind = term.datatype.value
    if kind == _XSD + "boolean":
        return f"{term.value in ('true', '1')} {kind}"
    if kind in _NUMBERS:
        try:
            return f"{Decimal(term.value).normalize():f} {kind}"
        except InvalidOperation:  # "many"^^xsd:integer
            return str(term)
    return str(term)


def _has(triples: set[ox.Triple], kind: str) -> bool:
    return any(triple.object == ox.NamedNode(_RS + kind) for triple in triples)


def _result_set(triples: set[ox.Triple]) -> Told:
    """Return the answer that a graph of the vocabulary for result sets describes."""
    graph = ox.Store()
    graph.extend(ox.Quad(*triple) for triple in triples)
    boolean = [*graph.quads_for_pattern(None, ox.NamedNode(_RS + "boolean"), None)]
    if boolean:
        return cast("ox.Literal", boolean[0].object).value == "true"
    rows = []
    for solution in graph.quads_for_pattern(None, ox.NamedNode(_RS + "solution"), None):
        row: dict[str, Term | None] = {}
        for binding in _values(graph, solution.object, _RS + "binding"):
            [name] = _values(graph, binding, _RS + "variable")
            [value] = _values(graph, binding, _RS + "value")
            row[cast("ox.Literal", name).value] = value
        rows.append(row)
    return _rows(rows)
