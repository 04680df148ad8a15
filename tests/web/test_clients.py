"""Clients that others wrote: what they are told is what the library says."""

import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, JSONLD, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from procedura import ProcedureGraph
from procedura import namespaces as ns

COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?page <{ns.term('describes')}> ?procedure }}"
TITLES = f"""
SELECT ?procedure ?label {{
  ?page <{ns.term("describes")}> ?procedure .
  ?procedure <{ns.expand("skos:prefLabel")}> ?label .
}} ORDER BY ?label ?procedure"""
TRIPLES = f"CONSTRUCT WHERE {{ ?page <{ns.term('describes')}> ?procedure }}"
PAGE = ns.page("laparoscopic-appendectomy")


@pytest.fixture(scope="module")
def pages(graph: ProcedureGraph) -> int:
    """How many pages the library counts."""
    [row] = graph.query(COUNT)
    return int(str(row["n"]))


def wrapper(address: str, query: str, format: str, method: str = "GET") -> Any:
    client = SPARQLWrapper(f"{address}/sparql", returnFormat=format)
    client.setMethod(method)
    client.setQuery(query)
    return client.queryAndConvert()


def test_sparqlwrapper_reads_tables(address: str, graph: ProcedureGraph, pages: int) -> None:
    rows = wrapper(address, TITLES, JSON)["results"]["bindings"]
    expected = [dict(row) for row in graph.query(TITLES)]
    assert [{key: cell["value"] for key, cell in row.items()} for row in rows] == expected
    assert wrapper(address, COUNT, JSON, POST)["results"]["bindings"][0]["n"]["value"] == str(pages)
    assert len(wrapper(address, TITLES, XML).getElementsByTagName("result")) == len(expected)
    for table in (CSV, TSV):
        assert wrapper(address, TITLES, table).count(b"\n") == len(expected) + 1
    assert wrapper(address, "ASK { ?s ?p ?o }", JSON)["boolean"] is True


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("format", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_reads_graphs(format: str, address: str, pages: int) -> None:
    told = wrapper(address, TRIPLES, format)
    read = (
        told if isinstance(told, rdflib.Graph) else rdflib.Graph().parse(data=told, format=format)
    )
    assert len(read) == pages


def test_rdflib_asks_as_if_the_graph_were_its_own(address: str, pages: int) -> None:
    store = SPARQLStore(f"{address}/sparql")
    everything = rdflib.Graph(store)
    counted = [
        [int(row[rdflib.Variable("n")]) for row in asked.query(COUNT).bindings]
        for asked in (everything, rdflib.Graph(store, identifier=rdflib.URIRef(PAGE)))
    ]
    assert counted == [[pages], [1]]
    describes = rdflib.URIRef(ns.term("describes"))
    assert len(list(everything.triples((None, describes, None)))) == pages


def test_rdflib_writes(writer: httpx.Client) -> None:
    endpoint = f"{str(writer.base_url).rstrip('/')}/sparql"
    token = {"Authorization": writer.headers["Authorization"]}
    store = SPARQLUpdateStore(endpoint, endpoint, headers=token)
    graph = rdflib.Graph(store, identifier=rdflib.URIRef("https://example.org/of-rdflib"))
    triple = (rdflib.URIRef("https://example.org/a"), rdflib.RDFS.label, rdflib.Literal("é", "fr"))
    graph.add(triple)
    assert list(graph) == [triple]
    graph.remove(triple)
    assert len(graph) == 0


def test_comunica(address: str, npm: Path, pages: int) -> None:
    program = npm / ".bin" / "comunica-sparql"
    for source in (f"sparql@{address}/sparql", f"{address}/sparql"):  # the second is found out
        told = subprocess.run(
            [program, source, COUNT, "-t", "application/sparql-results+json"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert json.loads(told.stdout)["results"]["bindings"][0]["n"]["value"] == str(pages)


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The class path of Apache Jena, as Debian packs it; skips where it is missing."""
    jars = Path("/usr/share/java")
    if not (jars / "jena-cmds.jar").exists() or not shutil.which("java"):
        pytest.skip("no Apache Jena: apt-get install libapache-jena-java default-jre-headless")
    # Debian moved the classes of Xerces, and left their messages where they had been.
    mended = tmp_path_factory.mktemp("jena")
    moved = "org/apache/jena/ext/"
    with zipfile.ZipFile(jars / "jena-core.jar") as core:
        for name in core.namelist():
            if name.startswith(f"{moved}xerces/") and name.endswith(".properties"):
                file = mended / name.removeprefix(moved)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(core.read(name))
    others = [jar for jar in sorted(jars.glob("*.jar")) if "slf4j" not in jar.name]
    return ":".join(map(str, (mended, *others, jars / "slf4j-api.jar", jars / "slf4j-nop.jar")))


def test_jena(address: str, jena: str, pages: int) -> None:
    def told(query: str, *options: str) -> str:
        command = [str(shutil.which("java")), "-cp", jena, "arq.rsparql", *options]
        service = ["--service", f"{address}/sparql", query]
        return subprocess.run(
            [*command, *service], capture_output=True, text=True, check=True
        ).stdout

    rows = json.loads(told(COUNT, "--results", "json"))["results"]["bindings"]
    assert rows[0]["n"]["value"] == str(pages)
    assert len(rdflib.Graph().parse(data=told(TRIPLES, "--results", "ttl"))) == pages
