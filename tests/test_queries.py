"""The query library: checked by hand, by a second engine, and against hostile values."""

import csv
import io
import json
import random
import re
import socket
import sys
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from procedura import namespaces as ns
from procedura import queries, store
from procedura.analysis.projection import procedures, project
from procedura.errors import ExtraError, IdentifierError, QueryError
from procedura.model import SECTIONS
from procedura.queries import Parameter, Query, find, library, load, run
from procedura.triples import page_quads
from procedura.triples.reading import page_from_quads
from test_alternatives import alternative

FOLDER = Path(__file__).parent / "queries"
FIXTURE, VIOLATIONS = FOLDER / "fixture.trig", FOLDER / "violations.trig"
PCNL = ns.procedure("percutaneous-nephrolithotomy")

every_query = pytest.mark.parametrize("query", library().values(), ids=list(library()))
every_check = pytest.mark.parametrize(
    "query", [one for name, one in library().items() if name.startswith("checks/")]
)


def filled(*files: Path) -> Store:
    made = Store()
    for file in files:
        made.load(path=str(file), format=RdfFormat.TRIG)
    return made


@pytest.fixture(scope="module")
def good() -> Store:
    return filled(FIXTURE)


@pytest.fixture(scope="module")
def bad() -> Store:
    return filled(FIXTURE, VIOLATIONS)


@pytest.fixture
def asked(query: Query, good: Store, bad: Store) -> Store:
    """A check is asked about data that it has something to say of."""
    return bad if query.name.startswith("checks/") else good


# The fixture, and what is expected of it


def test_the_fixture_has_the_shape_of_what_is_written() -> None:
    graphs: dict[str, set[Quad]] = {}
    for quad in parse(path=FIXTURE, format=RdfFormat.TRIG):
        graphs.setdefault(str(quad.graph_name).strip("<>"), set()).add(quad)
    pages = {name: quads for name, quads in graphs.items() if name.startswith(ns.page(""))}
    assert len(pages) == 9
    for name, quads in pages.items():
        page = page_from_quads(name.removeprefix(ns.page("")), quads, lambda _: "")
        assert {one for one in page_quads(page) if str(one.graph_name) == f"<{name}>"} == quads


@every_query
def test_the_rows_are_those_found_by_hand(query: Query, asked: Store) -> None:
    expected = FOLDER / "expected" / f"{query.name}.csv"
    rows = run(asked, query)
    assert rows.serialize("csv").decode().splitlines() == expected.read_text().splitlines()
    assert len(rows) > 0


def test_each_expectation_belongs_to_a_query() -> None:
    expected = (FOLDER / "expected").rglob("*.csv")
    assert {f"{file.parent.name}/{file.stem}" for file in expected} == set(library())


@every_check
def test_a_check_has_nothing_to_say_of_good_data(query: Query, good: Store) -> None:
    assert len(run(good, query)) == 0
    assert list(query.columns) == ["focus", "value", "message"]


@every_query
def test_a_second_engine_finds_the_same_rows(query: Query, asked: Store) -> None:
    triples = serialize([quad.triple for quad in asked], format=RdfFormat.N_TRIPLES)
    union = rdflib.Graph().parse(data=triples, format="nt")
    theirs = union.query(query.text).bindings
    variables = [rdflib.Variable(name) for name in query.columns]
    rows = [[_plain(row.get(variable)) for variable in variables] for row in theirs]
    ours = [[_plain(term) for term in row] for row in run(asked, query).terms]
    assert sorted(rows) == sorted(ours)


def _plain(term: Any) -> str:
    """A term of either engine as text, numbers in one way of writing."""
    if term is None:
        return ""
    text = term.value if isinstance(term, NamedNode | Literal) else str(term)
    kind = str(getattr(term, "datatype", "")).strip("<>")
    is_number = kind in (ns.expand("xsd:integer"), ns.expand("xsd:decimal"))
    return f"{Decimal(text).normalize():f}" if is_number else str(text)


# The library


@every_query
def test_a_file_runs_unchanged_at_any_endpoint(query: Query) -> None:
    Store().query(query.text)  # every prefix is declared in the file
    assert re.search(r"\bORDER BY [^{}]+\Z", query.text)
    assert not re.search(r"\bGRAPH\b", query.text)  # the default graph is the union
    assert query.question.endswith("?")
    assert all(meaning.endswith(".") for meaning in query.columns.values())


@every_query
def test_a_default_may_be_given_as_a_value(query: Query, asked: Store) -> None:
    values = {parameter.name: parameter.default for parameter in query.parameters}
    assert run(asked, query, values).terms == run(asked, query).terms


@pytest.mark.parametrize(
    ("query", "parameter"),
    [(query, one) for query in library().values() for one in query.parameters],
)
def test_each_parameter_makes_a_difference(query: Query, parameter: Parameter, good: Store) -> None:
    values = {"iri": ns.BASE + "nothing", "string": "nothing", "integer": 0}
    assert (
        run(good, query, {parameter.name: values[parameter.type]}).terms != run(good, query).terms
    )


def test_lines_that_are_to_be_linked_are_those_of_the_model() -> None:
    name = ("name", "common-term", "summary", "purpose")
    kinds = [one for one in SECTIONS.values() if any(one.edges.values()) and one.kind not in name]
    for query in ("lookup/unlinked", "statistics/link-rates"):
        listed = re.search(r"VALUES \?kind \{([^}]*)\}", library()[query].text)
        assert listed
        assert listed[1].split() == [f"proc:{one.term}" for one in kinds]


def test_a_query_is_found_by_either_name() -> None:
    assert find("candidates") == find("alternatives/candidates")
    assert len({name.partition("/")[2] for name in library()}) == len(library())


def test_a_name_that_is_not_there_brings_the_nearest() -> None:
    with pytest.raises(QueryError, match="did you mean lookup/treating"):
        find("treatin")
    with pytest.raises(QueryError, match="procedura queries"):
        find("xyz")


@pytest.fixture
def made_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterable[Callable[..., None]]:
    """Writes files that stand in the place of the library for one test."""

    def write(**texts: str) -> None:
        for name, text in texts.items():
            file = tmp_path / f"{name.replace('__', '/')}.rq"
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)

    queries._files.cache_clear()
    monkeypatch.setattr("procedura.resources.folder", lambda _: tmp_path)
    yield write
    queries._files.cache_clear()


HEADED = """\
# title: Everything
# question: What is there?
# parameters:
#   limit (integer): A number.
# columns:
#   thing: A thing.

SELECT ?thing WHERE {
  VALUES ?limit { 3 }  # parameter
  ?thing ?p ?limit .
} ORDER BY ?thing
"""


def test_a_name_that_several_have_is_refused(made_library: Callable[..., None]) -> None:
    made_library(one__same=HEADED, other__same=HEADED)
    with pytest.raises(QueryError, match="choose one/same or other/same"):
        find("same")
    assert find("one/same").title == "Everything"


def test_a_file_of_the_library_needs_a_header(made_library: Callable[..., None]) -> None:
    made_library(one__bare="SELECT ?x { ?x ?y ?z }")
    with pytest.raises(QueryError, match=r"^one/bare:1: no header"):
        find("bare")


# Headers


def test_a_header_is_read() -> None:
    query = load(HEADED, "a.rq")
    assert (query.name, query.title, query.question) == ("a.rq", "Everything", "What is there?")
    [parameter] = query.parameters
    assert (parameter.name, parameter.type, parameter.default) == ("limit", "integer", "3")
    assert parameter.description == "A number."
    assert query.columns == {"thing": "A thing."}


def test_a_text_without_a_header_has_parameters_all_the_same() -> None:
    query = load("# My own\n" + HEADED.partition("\n\n")[2].replace("\n", "\r\n"))
    assert query.title == ""
    assert [one.name for one in query.parameters] == ["limit"]
    assert query.columns == {"thing": ""}


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("# question: What is there?\n", "", "a.rq:1"),
        ("# question: What is there?", "# question:", "a.rq:1"),
        ("# parameters:\n#   limit (integer): A number.\n", "", "a.rq:1"),
        ("#   limit (integer): A number.\n", "", "a.rq:1"),
        ("#   limit (integer): A number.", "#   limit (integer):", "a.rq:1"),
        ("#   limit (integer)", "#   limit (string)", "a.rq:1"),
        ("#   limit (integer)", "#   other (integer)", "a.rq:1"),
        ("# parameters:\n#   limit (integer): A number.", "# parameters: none", "a.rq:1"),
        ("#   thing: A thing.", "#   thing: A thing.\n#   more: More.", "a.rq:1"),
        ("#   thing: A thing.", "#   thing", "a.rq:1"),
        ("#   thing: A thing.", "# thing A thing.", "a.rq:6"),
        ("# columns:", "# author: Me\n# columns:", "a.rq:1"),
        ("# title: Everything", "# title: Everything\n#   and more", "a.rq:1"),
        ("VALUES ?limit { 3 }", "VALUES ?limit { 3 4 }", "a.rq:9"),
        ("VALUES ?limit { 3 }", "VALUES ?limit { UNDEF }", "a.rq:9"),
        ("VALUES ?limit { 3 }", "VALUES ?limit { 3e0 }", "a.rq:9"),
    ],
)
def test_a_wrong_header_is_an_error(old: str, new: str, where: str) -> None:
    assert old in HEADED
    with pytest.raises(QueryError) as caught:
        load(HEADED.replace(old, new), "a.rq")
    assert caught.value.where == where
    assert caught.value.cure


# Parameters

ECHO = 'SELECT ?x WHERE { { SELECT ?x {\n VALUES ?x { "nothing" }  # parameter\n} } }'


@given(st.text())
@example('"')
@example("'''")
@example("\\")
@example("\\u0022 } DROP ALL #")
@example('" } } SERVICE <http://localhost/> { ?a ?b ?c } #')
@example("a\nb\r\tc\0")
@example("Nephrostomie à gauche 腎瘻 \U0001f9ec")
@example("\\1 \\g<1>")
def test_a_text_is_bound_as_it_is(text: str) -> None:
    [row] = run(Store(), ECHO, {"x": text})
    assert row["x"] == text


@pytest.mark.parametrize(
    "text",
    ["http://a/> } DROP ALL #", "http://a/b c", "http://a/<b>", "http://a/\n", 'http://a/"', "a b"],
)
def test_a_text_that_is_no_iri_is_refused(text: str, good: Store) -> None:
    with pytest.raises(QueryError, match=r"^procedure: .* is no iri"):
        run(good, find("candidates"), {"procedure": text})


@pytest.mark.parametrize(
    ("default", "given_value", "bound"),
    [
        ("1", 7, 7),
        ("1", "-7", -7),
        ("1", Literal(7), 7),
        ("1.5", Decimal("0.25"), Decimal("0.25")),
        ("1.5", 2, Decimal(2)),
        ("1.5", "2.50", Decimal("2.5")),
        ("true", False, False),
        ("true", "false", False),
        ('"a"', 50436, "50436"),
        ('"a"', "", ""),
        ("<http://a/>", "http://b/c#d", "http://b/c#d"),
        ("<http://a/>", NamedNode("http://b/"), "http://b/"),
        ("skos:broader", "http://b/", "http://b/"),
        ("1", None, 1),
    ],
)
def test_a_value_is_bound_by_its_type(default: str, given_value: object, bound: object) -> None:
    rows = run(Store(), ECHO.replace('"nothing"', default), {"x": given_value})
    [row] = rows
    assert row == {"x": bound}
    assert type(row["x"]) is type(bound)


@pytest.mark.parametrize(
    ("default", "value"),
    [
        ("1", "abc"),
        ("1", "1.5"),
        ("1", True),
        ("1", "1_000"),
        ("1", "٣"),
        ("1.5", "NaN"),
        ("1.5", "1e3"),
        ("true", "yes"),
        ('"a"', "\ud800"),
        ("<http://a/>", "CPT:50436"),
    ],
)
def test_a_value_of_another_type_is_refused(default: str, value: object) -> None:
    with pytest.raises(QueryError, match=r"^x: .* is no (integer|decimal|boolean|string|iri)"):
        run(Store(), ECHO.replace('"nothing"', default), {"x": value})


def test_an_unknown_parameter_brings_the_known_ones(good: Store) -> None:
    with pytest.raises(QueryError, match="no parameter 'proc'; choose procedure, complication"):
        run(good, find("avoiding"), {"proc": PCNL})
    with pytest.raises(QueryError, match="it has no parameters"):
        run(good, find("link-rates"), {"proc": PCNL})


def test_an_identifier_is_resolved_as_what_the_default_is(good: Store) -> None:
    asked = []

    def resolve(identifier: str, kind: str) -> str:
        asked.append((identifier, kind))
        return ns.concept(kind, ns.slug(identifier)) if kind == "condition" else PCNL

    rows = run(good, find("treating"), {"condition": "staghorn stone"}, resolve)
    assert {row["label"] for row in rows} == {
        "Open nephrolithotomy",
        "Percutaneous nephrolithotomy",
    }
    assert len(run(good, find("steps"), {"procedure": "CPT:50080"}, resolve)) == 3
    run(good, find("by-code"), {"code": ns.code("CPT", "50080")}, resolve)  # already an IRI
    assert asked == [("staghorn stone", "condition"), ("CPT:50080", "procedure")]


def test_what_cannot_be_resolved_is_said_by_who_resolves(good: Store) -> None:
    def resolve(identifier: str, kind: str) -> str:
        raise IdentifierError(f"no {kind} is called {identifier!r}")

    with pytest.raises(IdentifierError, match="no condition is called 'gout'"):
        run(good, find("treating"), {"condition": "gout"}, resolve)


def test_a_procedure_of_days_is_found_by_its_minutes(good: Store) -> None:
    rows = run(good, find("within-duration"), {"limit": 26 * 60})
    assert [row["minutes"] for row in rows] == [45, 90, 180, 1560]


def test_a_stay_of_a_day_and_a_half_is_longer_than_a_day(good: Store) -> None:
    assert [row["hours"] for row in run(good, find("within-stay"), {"limit": 0})] == [0]
    assert [row["hours"] for row in run(good, find("within-stay"), {"limit": 2})] == [0, 24, 36]


def test_nothing_is_avoided_by_a_procedure_of_which_no_risk_is_known(good: Store) -> None:
    observation = ns.procedure("observation-of-kidney-stones")
    assert len(run(good, find("risks/avoided"), {"other": observation})) == 0


# What is refused


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT ?s {{ service silent <{url}> {{ ?s ?p ?o }} }}",
        "ASK {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ sErViCe <{url}> {{ ?s ?p ?o }} }}",
        "SELECT ?s {{ ?s ?p 1SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT ?s {{ VALUES ?e {{ <{url}> }} SERVICE ?e {{ ?s ?p ?o }} }}",
        "PREFIX a: <{url}> PREFIX service: <{url}> SELECT ?s {{ SERVICE a:b {{ ?s ?p ?o }} }}",
        "PREFIX : <{url}> SELECT ?s {{ SERVICE:b {{ ?s ?p ?o }} }}",
        "SELECT ?s {{ FILTER EXISTS {{ {{ SELECT ?s {{ SERVICE <{url}> {{ ?s ?p ?o }} }} }} }} }}",
        "SELECT ?s {{ BIND('a#' AS ?a) SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT ?s {{ BIND(<a:b#> AS ?a) SERVICE <{url}> {{ ?s ?p ?o }} }}",
        # What a tokenizer takes for an IRI and a long string is a comparison and two comments here.
        "SELECT ?s {{ BIND(1 <#c> '''\n 2 AS ?a) SERVICE <{url}> {{ ?s ?p ?o }} #'''\n}}",
        "PREFIX a: <a:> SELECT ?s {{ BIND(a:b\\#c AS ?a) SERVICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT ?s {{ SER\\u0056ICE <{url}> {{ ?s ?p ?o }} }}",
        "SELECT ?s {{ VALUES ?x {{ 1 }} SERVICE <{url}> {{ ?s ?p ?o }}  # parameter\n}}",
        "LOAD <{url}>",
        "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
    ],
)
def test_no_query_reaches_the_network(text: str, good: Store) -> None:
    with socket.create_server(("localhost", 0)) as server:
        server.setblocking(False)
        url = f"http://localhost:{server.getsockname()[1]}/"
        with pytest.raises(QueryError):
            run(good, text.format(url=url))
        with pytest.raises(BlockingIOError):  # nobody knocked
            server.accept()


def test_a_query_that_was_not_loaded_is_looked_at_too(good: Store) -> None:
    text = "ASK { SERVICE <http://localhost/> { ?s ?p ?o } }"
    with pytest.raises(QueryError, match=r"another server \(SERVICE\)"):
        run(good, Query("mine", "", "", (), {}, text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s ?p ?o } # SERVICE <http://a/> { }",
        "SELECT ?s { ?s ?p 'SERVICE <http://a/> { }' }",
        'SELECT ?s { ?s ?p """a "quoted"\n service""" }',
        "SELECT ?service { ?service ?p ?o }",
        "SELECT ?s { ?s <http://a/service> ?o }",
        "PREFIX service: <http://a/> SELECT ?s { ?s service:of service:service }",
        "SELECT ?s { ?s ?p 'a'@service }",
        "SELECT ?s { ?s ?p _:service }",
        "# LOAD this\nSELECT ?s { ?s ?p 'LOAD <http://a/>' }",
    ],
)
def test_a_mention_is_no_call(text: str) -> None:
    assert len(run(Store(), text)) == 0


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:b> <a:b> }",
        "PREFIX a: <a:>\nDELETE WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "CLEAR ALL",
        "WITH <a:b> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match="is an update; ask with SELECT"):
        load(text)


def test_a_mistake_is_shown_with_its_place() -> None:
    with pytest.raises(QueryError, match=r"^mine.rq:3:2: not SPARQL: .+; mend the line$"):
        load("SELECT ?s WHERE {\n  ?s ?p\n}", "mine.rq")
    with pytest.raises(QueryError, match=r"^query:1:\d+: not SPARQL: a prefix is not declared"):
        load("SELECT ?s { ?s foaf:name ?o }")


def test_a_function_that_the_engine_lacks_is_a_query_error(good: Store) -> None:
    with pytest.raises(QueryError, match=r"^query: it cannot be answered"):
        run(good, "SELECT ?x { BIND(<http://a/f>(1) AS ?x) }")


# Answers


def test_the_union_of_all_graphs_is_asked_unless_the_query_says_from(good: Store) -> None:
    text = "SELECT ?risk FROM <page> { ?risk a proc:Risk } # from here"
    assert len(run(good, text.replace("FROM <page>", ""))) == 9
    assert len(run(good, text.replace("page", ns.page("cpt-50080")))) == 2
    assert len(run(good, text.replace("page", ns.page("nothing")))) == 0


def test_rows_can_be_read_again_and_again(good: Store) -> None:
    rows = run(good, find("steps"))
    assert len(rows) == len(list(rows)) == len(list(rows)) == 3
    assert rows.columns == ("page", "position", "partOf", "text")
    first = next(iter(rows))
    assert first["page"] == ns.page("percutaneous-nephrolithotomy")
    assert first["position"] == 1
    assert first["partOf"] is None
    assert rows.terms[0][3] == Literal("The kidney is punctured.", language="en")
    assert rows.serialize("json") == rows.serialize("json")


def test_rows_are_formatted_as_the_w3c_has_it(good: Store) -> None:
    rows = run(good, find("steps"))
    table = list(csv.reader(io.StringIO(rows.serialize("csv").decode())))
    assert table[0] == list(rows.columns)
    assert [row[1:3] for row in table[1:]] == [["1", ""], ["2", ""], ["3", "2"]]
    assert rows.serialize("tsv").decode().startswith("?page\t?position\t?partOf\t?text\n<https")
    assert json.loads(rows.serialize("json"))["head"] == {"vars": list(rows.columns)}
    assert rows.serialize("xml").startswith(b"<?xml")
    with pytest.raises(QueryError, match="choose csv, tsv, json, xml"):
        rows.serialize("turtle")


def test_literals_are_what_python_has_for_them() -> None:
    values = ' "a" "a"@en 1 1.5 1e0 true "many"^^xsd:integer "PT1H"^^xsd:duration <a:b> UNDEF'
    rows = run(Store(), f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    found = [row["x"] for row in rows]
    assert found == ["a", "a", 1, Decimal("1.5"), 1.0, True, "many", "PT1H", "a:b", None]
    assert [type(value) for value in found[2:6]] == [int, Decimal, float, bool]


def test_the_answer_to_ask_is_one_row(good: Store) -> None:
    rows = run(good, "ASK { ?s a proc:Procedure }")
    assert list(rows) == [{"answer": True}]
    assert rows.serialize("csv") == b"true"


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s a proc:ConservativeCare ; ?p ?o }",
        "DESCRIBE ?s WHERE { ?s a proc:ConservativeCare }",
    ],
)
def test_a_graph_is_an_answer_too(text: str, good: Store) -> None:
    rows = run(good, text)
    assert rows.columns == ("subject", "predicate", "object")
    assert {row["subject"] for row in rows} == {ns.procedure("observation-of-kidney-stones")}
    assert rows.terms == sorted(rows.terms, key=lambda row: [str(term) for term in row])
    turtle = rows.serialize("turtle")
    assert b"skos:prefLabel" in turtle
    assert {tuple(quad)[:3] for quad in parse(turtle, RdfFormat.TURTLE)} == set(rows.terms)
    assert json.loads(rows.serialize("json"))
    assert rows.serialize("xml").startswith(b"<?xml")
    with pytest.raises(QueryError, match="choose turtle, json, xml"):
        rows.serialize("csv")


def test_rows_show_themselves_as_a_table() -> None:
    rows = run(Store(), 'SELECT ?x ?y { VALUES ?x { "<b>&" } }')
    assert repr(rows) == "<b>& | "
    html = rows._repr_html_()
    assert html == (
        "<table><tr><th>x</th><th>y</th></tr><tr><td>&lt;b&gt;&amp;</td><td></td></tr></table>"
    )


def test_rows_become_a_data_frame(good: Store) -> None:
    pytest.importorskip("pandas")
    frame = run(good, find("steps")).to_pandas()
    assert list(frame.columns) == ["page", "position", "partOf", "text"]
    assert list(frame["position"]) == [1, 2, 3]
    assert list(run(Store(), find("steps")).to_pandas().columns) == list(frame.columns)


def test_without_pandas_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ExtraError, match=r"pip install \"procedura\[pandas\]\""):
        run(Store(), "ASK {}").to_pandas()


# An independent oracle: the same candidates by SPARQL and by NetworkX

BASES = {
    "here": "Stated",
    "there": "StatedInReverse",
    "class": "StatedAsClass",
    "no": "Inferred",
}


Candidates = dict[str, dict[str, str]]


def by_networkx(asked: Store) -> Candidates:
    found: Candidates = {}
    # Without thresholds: SPARQL 1.1 has no logarithm for information content.
    for one in alternative(project(asked)):
        found.setdefault(one.subject, {})[one.other] = one.basis
    return found


def by_sparql(asked: Store, subjects: Iterable[str]) -> Candidates:
    found: Candidates = {}
    query = find("alternatives/candidates")
    for node in subjects:
        for row in run(asked, query, {"procedure": node}):
            of_node = found.setdefault(node, {})
            alternative = str(row["alternative"])
            assert alternative not in of_node, "each is listed once"
            of_node[alternative] = BASES[str(row["stated"])]
    return found


def test_the_candidates_are_those_of_the_analysis(good: Store) -> None:
    assert by_sparql(good, procedures(project(good))) == by_networkx(good) != {}


def test_the_candidates_are_those_of_the_analysis_in_the_bundled_graph(folder: Path) -> None:
    bundled = store.open_read_only(folder).rdf
    everything = sorted(procedures(project(bundled)))
    drawn = random.Random(20261128).sample(everything, 60)  # noqa: S311
    found = by_networkx(bundled)
    expected = {subject: found[subject] for subject in drawn if subject in found}
    assert by_sparql(bundled, drawn) == expected
    assert len(expected) > 40


PROCEDURES = [ns.procedure(name) for name in "abc"]
CONCEPTS = {
    scheme: [ns.concept(scheme, name) for name in names]
    for scheme, names in (
        ("condition", "xyz"), ("purpose", "xy"), ("operation", "x"), ("body-site", "xy"),
        ("approach", "xy"), ("device", "x"), ("guidance", "x"),
    )
}  # fmt: skip
AXES = {
    "operation": "operation", "bodySite": "body-site", "approach": "approach", "device": "device",
    "guidance": "guidance",
}  # fmt: skip
OTHERS = {"indicatedFor": "condition", "purpose": "purpose", "alternativeApproach": "approach"}
RELATIONS = [
    "alternativeTo", "preparesFor", "follows", "adjunctTo", "stagesFor", "variantOf"
]  # fmt: skip
MARKS = {"Circumstance": CONCEPTS["condition"], "ConservativeCare": PROCEDURES}
Edge = tuple[str, str, str]


@st.composite
def edges(draw: st.DrawFn) -> list[Edge]:
    """What three procedures are and are for, what they are to each other, and hierarchies."""
    made: list[Edge] = []
    alike = {name: draw(st.sets(st.sampled_from(CONCEPTS[kind]))) for name, kind in AXES.items()}
    for subject in PROCEDURES:
        same = draw(st.booleans())
        for name, kind in {**AXES, **OTHERS}.items():
            drawn = draw(st.sets(st.sampled_from(CONCEPTS[kind])))
            targets = alike[name] if same and name in alike else drawn
            made += [(subject, f"proc:{name}", target) for target in sorted(targets)]
    for _ in range(draw(st.integers(0, 2))):
        subject, other = draw(st.permutations(PROCEDURES))[:2]
        made.append((subject, f"proc:{draw(st.sampled_from(RELATIONS))}", other))
    for kind in ("condition", "body-site", "approach"):
        for pair in combinations(CONCEPTS[kind], 2):  # never in a circle
            if draw(st.booleans()):
                made.append((pair[0], "skos:broader", pair[1]))
    for mark, nodes in MARKS.items():
        marked = draw(st.sets(st.sampled_from(nodes), max_size=2))
        made += [(node, "rdf:type", ns.term(mark)) for node in sorted(marked)]
    return made


def said(*lines: str) -> list[Edge]:
    """Statements on procedures and concepts, as ``a approach x``."""
    kinds = {**AXES, **OTHERS}
    return [
        (ns.procedure(subject), f"proc:{name}", ns.concept(kinds[name], target))
        for subject, name, target in map(str.split, lines)
    ]


STONE = said("a indicatedFor x", "b indicatedFor x")
ALIKE = said(*(f"{one} {axis} x" for one in "ab" for axis in AXES))
OPEN: Edge = (ns.concept("approach", "x"), "skos:broader", ns.concept("approach", "y"))


@given(edges())
@example(STONE + ALIKE)
@example(STONE + ALIKE + said("b approach y"))
@example([*STONE, *said("a alternativeApproach y", "b approach x"), OPEN])
def test_the_candidates_are_those_of_the_analysis_in_any_graph(made: list[Edge]) -> None:
    asked, page = Store(), NamedNode(ns.page("a"))

    def add(subject: str, predicate: str, target: NamedNode | Literal) -> None:
        asked.add(Quad(NamedNode(subject), NamedNode(ns.expand(predicate)), target, page))

    for procedure in PROCEDURES:
        add(procedure, "rdf:type", NamedNode(ns.term("Procedure")))
        add(procedure, "skos:prefLabel", Literal(procedure))
    for scheme, concepts in CONCEPTS.items():
        for concept in concepts:
            add(concept, "skos:inScheme", NamedNode(ns.concept(scheme)))
            add(concept, "skos:prefLabel", Literal(concept))
    for subject, predicate, target in made:
        add(subject, predicate, NamedNode(target))
    assert by_sparql(asked, PROCEDURES) == by_networkx(asked)
