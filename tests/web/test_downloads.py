"""The whole graph as a file: what `procedura export --redistributable` writes."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from procedura import ProcedureGraph, store
from procedura import namespaces as ns
from servers import asking

FORMATS = {
    "procedura.ttl": "turtle",
    "procedura.nt": "ntriples",
    "procedura.nq": "nquads",
    "procedura.trig": "trig",
    "procedura.jsonld": "jsonld",
    "procedura.rdf": "rdfxml",
    "procedura.graphml": "graphml",
    "mappings.sssom.tsv": "sssom",
}
SLUGS = ("open-appendectomy", "laparoscopic-appendectomy")
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def small(graph: ProcedureGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of two pages, one of which nobody may pass on."""
    folder = tmp_path_factory.mktemp("small") / "graph"
    names = [*map(ns.page, SLUGS), ns.concept("role"), f"{ns.BASE}mappings/role"]
    licence = ox.NamedNode(ns.expand("dcterms:license"))
    with store.next_generation(folder) as generation:
        for name in names:
            quads = graph.quads.quads_for_pattern(None, None, None, ox.NamedNode(name))
            generation.rdf.extend(quads)
        closed = ox.NamedNode(ns.page(SLUGS[0]))
        for quad in generation.rdf.quads_for_pattern(closed, licence, None):
            generation.rdf.remove(quad)
    return folder


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server may put what it needs while it runs."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def downloads(small: Path, temporary: Path) -> Iterator[httpx.Client]:
    """A client of a server of the small graph."""
    with asking(small, headers=PLAIN, TMPDIR=str(temporary)) as client:
        yield client
    assert not [*temporary.glob("procedura-*")]


def exported(folder: Path, format: str, *, redistributable: bool = True) -> bytes:
    written = io.BytesIO()
    ProcedureGraph(folder).export(written, format, redistributable=redistributable)
    return written.getvalue()


def change(folder: Path) -> None:
    """Add a statement; who writes has let go of the database when this returns."""
    node = ox.NamedNode("https://example.org/new")
    with store.next_generation(folder) as generation:
        generation.rdf.add(ox.Quad(node, node, node, node))


@pytest.mark.parametrize("name", FORMATS)
def test_a_download_is_what_export_writes(downloads: httpx.Client, small: Path, name: str) -> None:
    answer = downloads.get(f"/download/{name}")
    assert answer.status_code == 200
    assert answer.content == exported(small, FORMATS[name])
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_texts_that_may_not_be_passed_on_are_left_out(downloads: httpx.Client, small: Path) -> None:
    everything = exported(small, "ntriples", redistributable=False)
    assert len(downloads.get("/download/procedura.nt").content) < len(everything)


def test_gzip_is_sent_to_who_asks_for_it(downloads: httpx.Client, small: Path) -> None:
    packed = downloads.get("/download/procedura.nq", headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == exported(small, "nquads")
    assert packed.num_bytes_downloaded < len(packed.content) / 4
    refused = downloads.get("/download/procedura.nq", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers
    assert refused.headers["etag"] != packed.headers["etag"]


def test_what_is_known_is_not_sent_again(downloads: httpx.Client) -> None:
    tag = downloads.head("/download/procedura.ttl").headers["etag"]
    known = downloads.get("/download/procedura.ttl", headers={"If-None-Match": tag})
    assert (known.status_code, known.content) == (304, b"")


def test_a_part_of_a_file_can_be_asked_for(downloads: httpx.Client, small: Path) -> None:
    part = downloads.get("/download/procedura.nt", headers={"Range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.content == exported(small, "ntriples")[10:20]


def test_no_other_file_is_served(downloads: httpx.Client) -> None:
    for name in ("procedura.exe", "..%2f..%2fetc%2fpasswd", "procedura.nq.gz"):
        assert downloads.get(f"/download/{name}").status_code == 404


def test_a_changed_graph_is_written_anew_once_for_all_who_ask(
    downloads: httpx.Client, small: Path, temporary: Path
) -> None:
    before = downloads.get("/download/procedura.nq")
    change(small)
    with ThreadPoolExecutor(8) as together:
        asked = [together.submit(downloads.get, "/download/procedura.nq") for _ in range(8)]
    answers = [one.result() for one in asked]
    assert {one.status_code for one in answers} == {200}  # eight files at once are too many
    assert {one.content for one in answers} == {exported(small, "nquads")}
    assert answers[0].headers["etag"] != before.headers["etag"]
    assert [file.name for file in temporary.glob("procedura-*/*/*")] == ["procedura.nq"]
