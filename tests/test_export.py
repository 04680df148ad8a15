"""Exports: the same bytes each time, and the same triples to every reader."""

import io
import os
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

import few_pages
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
def few(small: Path) -> ProcedureGraph:
    """A graph of few pages and of all concepts."""
    return ProcedureGraph.open(small)


@pytest.fixture(scope="module")
def exported(few: ProcedureGraph) -> Callable[[str], bytes]:
    """The graph of few pages in a format; written once for all tests."""

    @cache
    def write(format: str) -> bytes:
        output = io.BytesIO()
        few.export(output, format)
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


# In a process of its own: what depends on the order of a hash table differs only there.
def test_another_build_gives_the_same(few: ProcedureGraph, tmp_path: Path) -> None:
    again = tmp_path / "again"
    subprocess.run([sys.executable, few_pages.__file__, str(again)], check=True)
    assert set(ProcedureGraph(again).quads) == set(few.quads)


WRITE_ALL = """if True:
    import sys
    from procedura.cli import procedura
    graph, written, *formats = sys.argv[1:]
    for format in formats:
        command = ["export", "--format", format, "-o", f"{written}/{format}", "--graph", graph]
        procedura(command, standalone_mode=False)
"""


def test_another_process_writes_the_same_bytes(
    exported: Callable[[str], bytes], small: Path, tmp_path: Path
) -> None:
    formats = [*FORMATS, "graphml"]
    command = [sys.executable, "-c", WRITE_ALL, str(small), str(tmp_path), *formats]
    subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "random"}, check=True)
    for format in formats:
        assert (tmp_path / format).read_bytes() == exported(format), format


def test_turtle_is_for_people_too(exported: Callable[[str], bytes]) -> None:
    text = exported("turtle").decode()
    assert "@prefix proc: <https://w3id.org/procedura/ontology#>" in text
    assert "proc:indicatedFor" in text
    assert "_:" not in text


def test_graphml_is_the_projection(few: ProcedureGraph, exported: Callable[[str], bytes]) -> None:
    read = nx.read_graphml(io.BytesIO(exported("graphml")), force_multigraph=True)
    ours = few.to_networkx()
    assert (len(read), read.number_of_edges()) == (len(ours), ours.number_of_edges())


def test_rdflib_sees_the_same_graph(graph: ProcedureGraph) -> None:
    found = graph.rdf.query(
        f"SELECT (COUNT(DISTINCT ?one) AS ?n) WHERE {{ ?one a <{ns.term('Procedure')}> }}"
    )
    assert found.bindings == [{Variable("n"): Literal(graph.info()["procedures"])}]
