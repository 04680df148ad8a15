"""Exports: the same bytes each time, and the same triples to every reader."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import Literal, Variable

from procedura import ProcedureGraph
from procedura import namespaces as ns
from procedura.export.rdf import FORMATS

RAPPER = shutil.which("rapper")
# JSON-LD is the one syntax that rapper does not read.
RAPPER_SYNTAXES = {
    "turtle": "turtle",
    "ntriples": "ntriples",
    "nquads": "nquads",
    "trig": "trig",
    "rdfxml": "rdfxml",
}


@pytest.fixture(scope="module")
def exported(graph: ProcedureGraph) -> Callable[[str], bytes]:
    """The bundled graph in a format; written once for all tests."""

    @cache
    def write(format: str) -> bytes:
        output = io.BytesIO()
        graph.export(output, format)
        return output.getvalue()

    return write


@pytest.fixture(scope="module")
def triples(exported: Callable[[str], bytes]) -> int:
    return len(set(ox.parse(exported("ntriples"), ox.RdfFormat.N_TRIPLES)))


@pytest.mark.parametrize("format", FORMATS)
def test_every_syntax_holds_the_same_triples(
    exported: Callable[[str], bytes], triples: int, format: str
) -> None:
    quads = ox.parse(exported(format), FORMATS[format])
    assert len({quad.triple for quad in quads}) == triples


@pytest.mark.skipif(not RAPPER, reason="rapper (raptor2-utils) is not installed")
@pytest.mark.parametrize(("format", "syntax"), RAPPER_SYNTAXES.items())
def test_rapper_reads_the_same_number_of_triples(
    exported: Callable[[str], bytes], triples: int, tmp_path: Path, format: str, syntax: str
) -> None:
    file = tmp_path / "graph"
    file.write_bytes(exported(format))
    command = [str(RAPPER), "--quiet", "-i", syntax, "-o", "ntriples", str(file), "https://e.org/"]
    ran = subprocess.run(command, capture_output=True, check=True)
    assert ran.stderr == b""
    assert ran.stdout.count(b"\n") == triples


def test_another_build_finds_nothing_wrong_and_gives_the_same_bytes(
    exported: Callable[[str], bytes], tmp_path: Path
) -> None:
    # In a process of its own: what depends on the order of a hash table differs only there.
    program = [sys.executable, "-m", "procedura"]
    again = ["--graph", str(tmp_path / "again")]

    def run(*arguments: str) -> bytes:
        return subprocess.run(
            [*program, *arguments, *again], capture_output=True, check=True
        ).stdout

    findings = json.loads(run("build", "--format", "json"))["findings"]
    assert [one for one in findings if one["severity"] != "info"] == []
    # One of each way of writing: the other syntaxes sort as Turtle does, or as TriG.
    for format in ("turtle", "trig", "graphml"):
        assert run("export", "--format", format) == exported(format), format


def test_turtle_is_for_people_too(exported: Callable[[str], bytes]) -> None:
    text = exported("turtle").decode()
    assert "@prefix proc: <https://w3id.org/procedura/ontology#>" in text
    assert "proc:indicatedFor" in text
    assert "_:" not in text


def test_graphml_is_the_projection(graph: ProcedureGraph, exported: Callable[[str], bytes]) -> None:
    read = nx.read_graphml(io.BytesIO(exported("graphml")), force_multigraph=True)
    ours = graph.to_networkx()
    assert (len(read), read.number_of_edges()) == (len(ours), ours.number_of_edges())


def test_rdflib_sees_the_same_graph(graph: ProcedureGraph) -> None:
    found = graph.rdf.query(
        f"SELECT (COUNT(DISTINCT ?one) AS ?n) WHERE {{ ?one a <{ns.term('Procedure')}> }}"
    )
    assert found.bindings == [{Variable("n"): Literal(graph.info()["procedures"])}]
