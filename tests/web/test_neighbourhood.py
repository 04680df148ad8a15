"""A neighbourhood over REST is the library's, and quick enough to wait for."""

import httpx

from procedura import ProcedureGraph

SEED = "CPT:50436"


def test_it_is_what_the_library_says(client: httpx.Client, graph: ProcedureGraph) -> None:
    answer = client.get(f"/api/v1/procedures/{SEED}/neighbourhood")
    assert answer.status_code == 200
    told, found = answer.json(), graph.neighbourhood(SEED)
    assert told["procedure"]["label"] == found.procedure.label
    for kind in ("complications", "conditions"):
        assert [one["iri"] for one in told[kind]] == [one.iri for one in getattr(found, kind)]
    assert [
        (one["procedure"]["iri"], one["basis"], one["shared"], one["risks"])
        for one in told["alternatives"]
    ] == [(one.procedure.iri, one.basis, [*one.shared], [*one.risks]) for one in found.alternatives]


def test_what_has_none_is_not_found(client: httpx.Client) -> None:
    answer = client.get("/api/v1/procedures/no-such-procedure/neighbourhood")
    assert answer.status_code == 404


def test_the_map_lists_each_procedure_once(client: httpx.Client, graph: ProcedureGraph) -> None:
    page = client.get("/communities", headers={"Accept": "text/html"}).text
    shown = page.partition('id="list"')[2]
    for community in graph.communities().communities:
        for member in community.members:
            assert shown.count(f'"{member.iri.removeprefix("https://w3id.org/procedura")}"') == 1
