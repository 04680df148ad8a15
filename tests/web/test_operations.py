"""What those who run the server ask it."""

import httpx


def test_health_counts_the_quads(client: httpx.Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json()["quads"] > 500_000


def test_metrics_count_requests(client: httpx.Client) -> None:
    client.get("/nowhere")
    told = client.get("/metrics").text
    assert 'procedura_requests_total{method="GET",route="none",status="404"}' in told
