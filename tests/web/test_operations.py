"""What those who run the server ask it."""

import re
import shutil
import signal
from pathlib import Path

import httpx
import pyoxigraph as ox

from procedura import store
from servers import asking


def test_health_names_the_state_of_the_graph(client: httpx.Client, folder: Path) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["generation"] == store.state(folder)


def test_metrics_count_requests(client: httpx.Client) -> None:
    client.get("/nowhere")
    told = client.get("/metrics").text
    assert 'procedura_requests_total{method="GET",route="none",status="404"}' in told


def test_a_rebuilt_graph_is_served_and_a_half_built_one_is_not(empty: Path, tmp_path: Path) -> None:
    copy = tmp_path / "graph"
    shutil.copytree(empty, copy)
    with asking(copy, ending=signal.SIGINT) as client:
        before = client.get("/health").json()
        with store.next_generation(copy) as generation:
            node = ox.NamedNode("https://example.org/new")
            generation.rdf.add(ox.Quad(node, node, node, node))
            assert client.get("/health").json() == before
        after = client.get("/health").json()
        assert after["generation"] != before["generation"]
        shutil.rmtree(copy)
        gone = client.get("/health")
    assert gone.status_code == 503
    assert gone.json()["detail"] == "no graph here"
    [log] = tmp_path.glob("server-*.log")
    requests = [line for line in log.read_text().splitlines() if "GET /health" in line]
    assert len(requests) == 4
    assert re.search(r"127\.0\.0\.1 GET /health 503 \d+ \d+\.\d ms$", requests[-1])
    assert "Traceback" not in log.read_text()
