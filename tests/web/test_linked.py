"""Whoever follows an IRI of ours is told what the graph holds of it, in every form."""

import json
import re
from functools import partial
from urllib.parse import unquote

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from procedura import ProcedureGraph
from procedura import namespaces as ns
from procedura.web.linked.describing import LEADING, WHOLE, describe, known
from procedura.web.linked.endpoints import DOCUMENTS, KINDS
from procedura.web.linked.forms import read
from procedura.web.pages.links import path

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
RDF = {
    ".ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    ".jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    ".nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    ".rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}
STONE = "/concept/condition/kidney-stone"
ALTERNATIVES = ns.analysis("alternatives")


@pytest.fixture(scope="module")
def documents(graph: ProcedureGraph) -> list[str]:
    """The IRI of every thing and document that the graph says something of."""
    rows = graph.quads.query("SELECT DISTINCT ?s WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert isinstance(rows, ox.QuerySolutions)
    subjects = {row["s"].value.partition("#")[0] for row in rows}
    return sorted(iri for iri in subjects if iri.startswith(ns.BASE))


@pytest.fixture(scope="module")
def pattern(documents: list[str]) -> str:
    """The path of a pattern of codes, whose brackets are percent-encoded."""
    return path(next(iri for iri in documents if "%5B" in iri))


@pytest.fixture(scope="module")
def sample(documents: list[str], pattern: str) -> list[str]:
    """The first and the last thing of each kind, and those that are hard."""
    kinds = sorted({iri.removeprefix(ns.BASE).partition("/")[0] for iri in documents})
    found = dict.fromkeys(ns.BASE + path.lstrip("/") for path in (pattern, "code/CPT", STONE))
    for kind in kinds:
        of_kind = [iri for iri in documents if iri.startswith(ns.BASE + kind)]
        found |= {of_kind[0]: None, of_kind[-1]: None}
    return [*found]


def triples(answer: httpx.Response, format: ox.RdfFormat) -> set[ox.Triple]:
    parsed = ox.parse(answer.content, format=format)
    return {ox.Triple(one.subject, one.predicate, one.object) for one in parsed}


def links(answer: httpx.Response) -> list[tuple[str, str, str]]:
    """Return address, relation and type of each link that an answer has."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', answer.headers["link"])
    assert len(found) == answer.headers["link"].count("rel=")
    return found


def test_every_iri_of_ours_is_told_of_at_its_own_path(
    graph: ProcedureGraph, documents: list[str]
) -> None:
    assert len(documents) > 7_000
    for iri in documents:
        assert read(path(iri)) == (iri, None)
        assert known(graph.quads, iri)
        kind, _, rest = iri.removeprefix(ns.BASE).partition("/")
        assert kind in (KINDS if rest else DOCUMENTS), iri


def test_what_is_told_is_short_and_what_is_within_a_document_is_told_there(
    graph: ProcedureGraph, documents: list[str], sample: list[str]
) -> None:
    sizes = [len(describe(graph.quads, iri)) for iri in (*documents[::40], *sample)]
    assert min(sizes) > 0
    assert max(sizes) < WHOLE + LEADING
    page = next(iri for iri in documents if "/page/" in iri)
    told = {triple.subject for triple in describe(graph.quads, page)}
    lines = {quad.subject for quad in graph.quads.quads_for_pattern(None, None, ox.NamedNode(page))}
    assert len(lines) > 20
    assert lines <= told


def test_every_form_says_the_same(
    client: httpx.Client, graph: ProcedureGraph, sample: list[str]
) -> None:
    for iri in sample:
        told = describe(graph.quads, iri)
        for suffix, (media, format) in RDF.items():
            answer = client.get(path(iri) + suffix)
            assert answer.status_code == 200, answer.text
            assert answer.headers["content-type"].partition(";")[0] == media
            assert triples(answer, format) == told, (iri, suffix)
            assert len(answer.content) < 1_500_000
        assert client.get(path(iri) + ".html").headers["content-type"].startswith("text/html")


# Its reader of JSON-LD uses what rdflib itself is about to drop.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_rdflib_reads_every_form_alike(client: httpx.Client) -> None:
    names = {".ttl": "turtle", ".jsonld": "json-ld", ".nt": "nt", ".rdf": "xml"}
    read = []
    for suffix, name in names.items():
        read.append({*rdflib.Graph().parse(data=client.get(STONE + suffix).content, format=name)})
    assert len(read[0]) > 20
    assert all(one == read[0] for one in read)


def test_json_ld_is_readable_and_brings_its_own_context(client: httpx.Client) -> None:
    told = client.get(STONE + ".jsonld").json()
    assert all(isinstance(iri, str) for iri in told["@context"].values())
    [stone] = [node for node in told["@graph"] if node["@id"] == ns.BASE + STONE[1:]]
    assert stone["@type"] == "skos:Concept"
    assert "rdf:type" not in json.dumps(told["@graph"])
    assert stone["skos:prefLabel"] == {"@language": "en", "@value": "kidney stone"}


def test_a_condition_is_told_with_what_is_for_it_and_all_labels(client: httpx.Client) -> None:
    told = client.get(STONE + ".nt").text
    procedure = f"<{ns.procedure('percutaneous-nephrolithotomy')}>"
    assert f"{procedure} <{ns.term('indicatedFor')}> <{ns.BASE + STONE[1:]}> ." in told
    assert f'{procedure} <{ns.expand("skos:prefLabel")}> "Percutaneous nephrolithotomy"@en' in told


def test_a_property_that_leads_from_too_many_is_left_out_whole(graph: ProcedureGraph) -> None:
    store, node = ox.Store(), ox.NamedNode(ns.code("ICD10PCS"))
    many, few = ox.NamedNode(ns.expand("skos:inScheme")), ox.NamedNode(ns.term("requires"))
    for number in range(LEADING + 1):
        code = ox.NamedNode(ns.code("ICD10PCS", str(number)))
        store.add(ox.Quad(code, many, node))
        if number:
            store.add(ox.Quad(code, few, node))
    told = describe(store, node.value)
    assert len(told) == LEADING
    assert {triple.predicate for triple in told} == {few}


def test_a_document_that_is_too_large_says_where_it_is_whole(client: httpx.Client) -> None:
    answer = client.get(path(ALTERNATIVES) + ".ttl")
    assert len(answer.content) < 100_000
    [(where, _, _)] = [one for one in links(answer) if one[1].endswith("#dataDump")]
    assert unquote(where) == f"/store?graph={ALTERNATIVES}"
    whole = client.get(where, headers={"Accept": "application/n-triples"})
    assert whole.status_code == 200
    assert whole.text.count("\n") > WHOLE


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (BROWSER, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/turtle", "text/turtle"),
        ("text/html;q=0.5, text/turtle", "text/turtle"),
        ("text/turtle;q=0.5, application/ld+json;q=0.9", "application/ld+json"),
        ("application/n-triples, */*;q=0.1", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("text/*;q=0.3, application/*;q=0.2", "text/html"),
        ("text/html;q=0, text/turtle;q=0.1", "text/turtle"),
    ],
)
def test_a_client_is_given_what_it_likes_best(
    client: httpx.Client, accept: str, given: str
) -> None:
    answer = client.get(STONE, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == given
    assert "Accept" in answer.headers["vary"]
    form = answer.headers["content-location"]
    assert client.get(form, headers={"Accept": "*/*"}).content == answer.content


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0", "nonsense"])
def test_a_client_that_takes_no_form_is_told_so(client: httpx.Client, accept: str) -> None:
    answer = client.get(STONE, headers={"Accept": accept})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["detail"]


def test_links_lead_to_every_other_form(client: httpx.Client) -> None:
    procedure = "/procedure/percutaneous-nephrolithotomy"
    answer = client.get(procedure, headers={"Accept": "text/turtle"})
    told = links(answer)
    assert (f"https://w3id.org/procedura{procedure}", "canonical", "") in told
    others = [(where, media) for where, relation, media in told if relation == "alternate"]
    assert {where.rpartition(".")[2] for where, _ in others} == {
        *("html", "jsonld", "nt", "rdf", "md", "json")
    }
    for where, media in others:
        other = client.get(where)
        assert other.status_code == 200
        assert other.headers["content-type"].partition(";")[0] == media
    for place in ("#inDataset", "#endpoint"):
        [where] = [where for where, relation, _ in told if relation.endswith(place)]
        found = client.get(where, headers={"Accept": "text/turtle"})
        assert found.status_code == 200
        assert where.partition("#")[2] in found.text


def test_a_procedure_has_its_page_as_markdown_and_json(
    client: httpx.Client, graph: ProcedureGraph
) -> None:
    procedure = graph.procedure("open-appendectomy")
    get = partial(client.get, headers={"Accept": "*/*"})
    assert get("/procedure/open-appendectomy.md").text == procedure.markdown()
    shown = json.loads(json.dumps(procedure.to_dict()))
    assert get("/procedure/open-appendectomy.json").json() == shown
    assert get(STONE + ".md").status_code == 404


def test_an_address_may_be_written_in_several_ways(client: httpx.Client, pattern: str) -> None:
    bare = pattern.replace("%5B", "[").replace("%5D", "]")
    small, other = pattern.replace("%5B", "%5b"), pattern.replace("/ICD", "/%49CD")
    for written in (pattern, small, bare, other):
        answer = client.get(written, headers={"Accept": "text/turtle"})
        assert answer.status_code == 200
        assert answer.headers["content-location"] == f"{pattern}.ttl"


def test_a_code_may_hold_a_dot(client: httpx.Client) -> None:
    told = client.get("/code/ICD10CM/N20.0.nt")
    assert told.status_code == 200
    assert f"<{ns.code('ICD10CM', 'N20.0')}>" in told.text


@pytest.mark.parametrize(
    "path",
    [
        "/procedure/no-such-thing",
        "/procedure/no-such-thing.ttl",
        "/procedure/",
        "/procedure/open-appendectomy/",
        "/procedure/..%2f..%2fetc%2fpasswd",
        "/procedure/%00",
        "/procedure/%ff%fe",
        "/procedure/%3Cscript%3E",
        "/procedure/open-appendectomy%20.ttl",
        "/code/CPT%2F50436",
        "/code/CPT/" + "9" * 8_000,
        "/concept/condition/nierenstein-%C3%BC",
        "/ontology.exe",
        "/graph.ttl.ttl",
    ],
)
def test_of_what_the_graph_does_not_know_a_problem_is_told(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    if answer.status_code == 406:
        answer = client.get(path, headers={"Accept": "text/turtle"})
    assert answer.status_code == 404, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert "root:" not in answer.text
