"""Every endpoint answers what the library answers to the same question, asked in this process."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from types import NoneType
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from filters import FILTERS, left, query
from procedura import ProcedureGraph, queries
from procedura import namespaces as ns
from procedura.importing import import_release
from procedura.model import SECTIONS
from procedura.results import NOT_ADVICE
from procedura.web.rest.answers import told
from procedura.web.rest.codes import similar_codes
from procedura.web.rest.described import Described
from procedura.web.rest.parameters import Paging
from test_importing import OF_2026, order_file

API = "/api/v1"
PAGE = """# Dilation of a nephrostomy tract

## Indications
- Kidney stone

## Risks
- Bleeding
- A bad smell
"""


def plain(found: Iterable[Any]) -> Any:
    """Return answers of the library as JSON has them."""
    return json.loads(json.dumps([asdict(one) for one in found]))


def asked(client: httpx.Client, path: str, **parameters: Any) -> Any:
    answer = client.get(f"{API}{path}", params=parameters or None)
    assert answer.status_code == 200, answer.text
    return answer.json()


def sent(client: httpx.Client, path: str, body: str | dict[str, Any], media: str) -> Any:
    content = body if isinstance(body, str) else json.dumps(body)
    answer = client.post(f"{API}{path}", content=content, headers={"Content-Type": media})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("filters", "parameters"),
    [
        ({}, {}),
        ({"systems": ["PROCEDURA"], "kinds": ["condition"]},
         {"system": "procedura", "kind": "condition"}),
        ({"kinds": ["condition", "procedure"]}, {"kind": ["condition", "procedure"]}),
    ],
)  # fmt: skip
def test_search(
    client: httpx.Client,
    graph: ProcedureGraph,
    filters: dict[str, Any],
    parameters: dict[str, Any],
) -> None:
    found = asked(client, "/search", q="kidney sto", limit=8, **parameters)
    hits = plain(graph.search("kidney sto", 8, **filters))
    assert len(hits) == 8
    for hit in hits:
        hit["href"] = hit["iri"].removeprefix("https://w3id.org/procedura")
    assert found["items"] == hits


@pytest.mark.parametrize("specialty", [None, "urology", "Nephrology"])
def test_procedures(client: httpx.Client, graph: ProcedureGraph, specialty: str | None) -> None:
    chosen = {"specialty": specialty} if specialty else {}
    found = asked(client, "/procedures", limit=100, **chosen)
    expected = graph.procedures(specialty)
    assert found["total"] == len(expected) >= 10
    assert found["items"] == plain(expected[:100])
    for one in found["items"][::10]:
        facts = graph.procedure(one["procedure"]).facts
        said = (facts.label, [*facts.codes], facts.conservative, facts.review)
        assert (one["label"], one["codes"], one["conservative"], one["review"]) == said


def test_procedures_of_a_specialty_are_those_that_sparql_finds(graph: ProcedureGraph) -> None:
    rows = graph.query("lookup/by-specialty", specialty="urology")
    found = {one.procedure for one in graph.procedures("urology")}
    assert found == {row["procedure"] for row in rows}
    assert len(graph.procedures()) == graph.info()["procedures"]


@pytest.mark.parametrize(
    "identifier",
    [
        "CPT:50436",
        "cpt:50436",
        "percutaneous-nephrostomy-tract-dilation",
        "Percutaneous dilation of an existing nephrostomy tract",
        "https://w3id.org/procedura/procedure/percutaneous-nephrostomy-tract-dilation",
    ],
)
def test_a_procedure_by_anything_that_identifies_it(
    client: httpx.Client, graph: ProcedureGraph, identifier: str
) -> None:
    expected = json.loads(json.dumps(graph.procedure("CPT:50436").to_dict()))
    assert asked(client, f"/procedures/{quote(identifier, safe='')}") == expected
    assert asked(client, f"/procedures/{quote(identifier, safe=':/')}") == expected
    similar = asked(client, f"/procedures/{quote(identifier, safe='')}/similar")
    assert similar["items"] == plain(graph.similar("CPT:50436"))


def test_the_document_knows_all_that_pages_say(graph: ProcedureGraph) -> None:
    sections = {section.key for section in SECTIONS.values()}
    assert sections <= set(Described.model_fields)
    for one in graph.procedures()[::25]:
        said = graph.procedure(one.procedure).to_dict()
        assert set(said) == set(Described.model_fields)
        Described.model_validate(said)  # it forbids what it does not know


@pytest.mark.parametrize("filters", FILTERS)
def test_alternatives(client: httpx.Client, graph: ProcedureGraph, filters: dict[str, Any]) -> None:
    path = "/procedures/CPT:52353/alternatives"
    found = asked(client, path, limit=100, **query(filters))
    expected = left(graph, "CPT:52353", filters)
    assert found["items"] == plain(expected)
    assert (found["total"], found["notice"]) == (len(expected), NOT_ADVICE)


def test_a_note_says_by_which_code_a_procedure_was_found(
    client: httpx.Client, graph: ProcedureGraph
) -> None:
    expected = graph.alternatives("ICD10PCS:0TC03ZZ")
    found = asked(client, "/procedures/ICD10PCS:0TC03ZZ/alternatives")
    assert found["note"] == expected.note != ""


def test_neighbourhood(client: httpx.Client, graph: ProcedureGraph) -> None:
    found = asked(client, "/procedures/CPT:50436/neighbourhood")
    assert [found] == plain([graph.neighbourhood("CPT:50436")])


LISTS: dict[str, Callable[[ProcedureGraph], Sequence[Any]]] = {
    "/procedures/CPT:50436/left-out?limit=100": lambda graph: graph.left_out("CPT:50436"),
    "/procedures/CPT:50436/similar?limit=100": lambda graph: graph.similar("CPT:50436"),
    "/path?from=CPT:50436&to=CPT:52601&limit=2":
        lambda graph: graph.path("CPT:50436", "CPT:52601", limit=2),
    "/queries": lambda _: [query for _, query in sorted(queries.library().items())],
}  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_lists(client: httpx.Client, graph: ProcedureGraph, path: str) -> None:
    found, expected = asked(client, path), LISTS[path](graph)
    assert found["items"] == plain(expected) != []
    assert found["total"] == len(expected)


def test_compare(client: httpx.Client, graph: ProcedureGraph) -> None:
    expected = graph.compare("CPT:50436", "CPT:52353", "shock-wave-lithotripsy")
    found = asked(client, "/compare", id=["CPT:50436", "CPT:52353", "shock-wave-lithotripsy"])
    assert found["procedures"] == plain(expected.procedures)
    rows = json.loads(json.dumps(expected.rows))
    assert [[row["aspect"], row["values"]] for row in found["rows"]] == rows


def test_a_code_that_pages_name(client: httpx.Client, graph: ProcedureGraph) -> None:
    found = asked(client, "/codes/CPT:50436")
    procedure = graph.procedure("CPT:50436").facts
    assert found["procedures"] == [{"iri": procedure.procedure, "label": procedure.label}]
    assert (found["curie"], found["label"]) == ("CPT:50436", "")  # CPT's own words are not ours


def test_similar_codes(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("imported")
    file = order_file(folder / "order.txt", OF_2026)
    import_release(folder / "graph", "icd10pcs", [file], name="2026")
    imported = ProcedureGraph(folder / "graph")
    asked = {"curie": "ICD10PCS:0010001", "paging": Paging("/here", (), 1, 0)}
    answer = json.loads(told(similar_codes, imported, **asked).body)
    assert answer["items"] == plain(imported.similar_codes("ICD10PCS:0010001"))[:1] != []
    known = imported.known_code("ICD10PCS:0010001")
    assert known == imported.code("ICD10PCS:0010001")


# Endpoints are made alike (and `test_the_document_tells_of_every_endpoint`): these have every kind
# of value. The checks are empty on the bundled graph.
@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("alternatives/less-invasive", {str, int, Decimal}),
        ("lookup/references", {str, int, NoneType}),
        ("risks/not-stating", {str, bool}),
        ("statistics/procedures-by-specialty", {str, int}),
    ],
)
def test_a_query_of_the_library_is_an_endpoint(
    client: httpx.Client, graph: ProcedureGraph, name: str, kinds: set[type]
) -> None:
    found = asked(client, f"/queries/{name}")
    answer = graph.query(name)
    assert {type(value) for row in answer for value in row.values()} == kinds
    rows = [
        {column: float(value) if isinstance(value, Decimal) else value
         for column, value in row.items()}
        for row in answer
    ]  # fmt: skip
    assert (found["items"], found["total"]) == (rows, len(rows))


@pytest.mark.parametrize(
    ("media", "format"),
    [
        ("text/csv", "csv"),
        ("text/tab-separated-values", "tsv"),
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+xml", "xml"),
    ],
)
def test_a_query_in_the_formats_of_sparql(
    client: httpx.Client, graph: ProcedureGraph, media: str, format: str
) -> None:
    address = f"{API}/queries/lookup/treating"
    answer = client.get(address, params={"condition": "staghorn stone"}, headers={"Accept": media})
    rows = graph.query("lookup/treating", condition="staghorn-stone")
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.content == rows.serialize(format)


def test_parameters_of_queries_are_typed(client: httpx.Client, graph: ProcedureGraph) -> None:
    for limit in (10, 30):
        found = asked(client, "/queries/lookup/within-duration", limit=limit)
        assert len(found["items"]) == len(graph.query("lookup/within-duration", limit=limit))


@pytest.mark.parametrize("kind", [None, "condition", "risk"])
def test_link(client: httpx.Client, graph: ProcedureGraph, kind: str | None) -> None:
    texts = ["stones in the kidney", "bleeding", "a bad smell"]
    body = {"texts": texts, "kind": kind, "candidates": 2}
    found = sent(client, "/link", body, "application/json")
    assert found["items"] == plain(graph.meanings(texts, kind, 2))


def test_check(client: httpx.Client, graph: ProcedureGraph) -> None:
    text = "A new access was made by needle puncture of a calyx, and the tract was dilated."
    found = sent(client, "/check", {"code": "CPT:50436", "text": text}, "application/json")
    assert [found] == plain([graph.check("CPT:50436", text)])
    assert found["verdict"] == "fits a neighbour better"


def test_read(client: httpx.Client, graph: ProcedureGraph) -> None:
    found = sent(client, "/read?code=CPT:50436", PAGE, "text/markdown")
    linked = graph.read_text(PAGE, source="page.md", code="CPT:50436")
    assert found["page"]["procedure"] == linked.page.procedure
    assert found["page"]["codes"][0]["curie"] == "CPT:50436"
    assert [one["text"] for one in found["page"]["risks"]] == ["Bleeding", "A bad smell"]
    assert [(one["line"], one["text"]) for one in found["open"]] == [(8, "A bad smell")]
    assert len(linked.open) == 1


def test_a_body_is_read_in_the_charset_that_it_tells(client: httpx.Client) -> None:
    text = "Indications\n- Ménière's disease — Ω\nRisks\n- Pain\n"
    answer = client.post(f"{API}/read", content=text.encode("utf-16-be"),
                         headers={"Content-Type": "text/plain; charset=UTF-16BE"})  # fmt: skip
    assert answer.json()["page"]["indications"][0]["text"] == "Ménière's disease — Ω"


@pytest.mark.parametrize(
    ("media", "source", "text"),
    [
        ("text/markdown", "page.md", PAGE),
        ("text/plain", "page.txt", PAGE.replace("#", "")),
        ("text/html", "page.html", "<h1>Tap</h1><h2>Risks</h2><ul><li>Bleeding</li></ul>"),
    ],
)
def test_validate_a_page(
    client: httpx.Client, graph: ProcedureGraph, media: str, source: str, text: str
) -> None:
    found = sent(client, "/validate", text, media)
    assert found["items"] == plain(graph.validate_text(text, source=source)) != []


def test_validate_turtle(client: httpx.Client) -> None:
    procedure = f"<{ns.procedure('x')}> a <{ns.term('Procedure')}> ."
    found = sent(client, "/validate", procedure, "text/turtle")
    assert ("violation", "data.ttl") in {(one["severity"], one["source"]) for one in found["items"]}
    assert sent(client, "/validate", "", "text/turtle")["items"] == []


def test_nothing_is_kept(client: httpx.Client) -> None:
    before = client.get("/health").json()
    sent(client, "/validate", PAGE, "text/markdown")
    sent(client, "/read", PAGE, "text/markdown")
    assert client.get("/health").json() == before
