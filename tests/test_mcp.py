"""The server of the Model Context Protocol, as clients meet it: tools, citations, errors."""

import asyncio
import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from filters import FILTERS, left
from procedura import ProcedureGraph
from procedura import namespaces as ns
from procedura.analysis.stated.comparison import ROWS
from procedura.errors import LimitError
from procedura.importing import import_release
from procedura.library import CurrentGraph
from procedura.model import SECTIONS
from procedura.queries import library
from procedura.resources import folder as resources
from procedura.results import NOT_ADVICE
from programs import runner
from test_importing import OF_2025, OF_2026, order_file

pytest.importorskip("mcp")

import mcp_types as types
from anyio.from_thread import start_blocking_portal
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters

from procedura.mcp.answers import Section
from procedura.mcp.querying import answer
from procedura.mcp.tools import Tools
from procedura.workers import Lane

DILATION = "CPT:50436"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
Call = Callable[..., dict[str, Any]]


class Served:
    """The program, started by the SDK's own client."""

    def __init__(self, folder: Path, run: Callable[..., Any], client: Client) -> None:
        self.folder, self.run, self.client = folder, run, client
        self.tools = {tool.name: tool for tool in run(client.list_tools).tools}

    def ask(self, tool: str, arguments: dict[str, Any]) -> types.CallToolResult:
        answer = self.run(self.client.call_tool, tool, arguments)
        assert isinstance(answer, types.CallToolResult)
        return answer


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    arguments = ["-m", "procedura", "mcp", "--graph", str(folder)]
    program = StdioServerParameters(command=sys.executable, args=arguments, env={**os.environ})
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(Client(program)) as client,
    ):
        yield Served(folder, portal.call, client)


@pytest.fixture
def call(served: Served) -> Call:
    """Call a tool; its answer fits the schema that the tool declares, and its text is the same."""

    def call(tool: str, **arguments: Any) -> dict[str, Any]:
        answer = served.ask(tool, arguments)
        [text] = answer.content
        assert isinstance(text, types.TextContent)
        assert not answer.is_error, text.text
        schema = served.tools[tool].output_schema
        assert schema is not None
        Draft202012Validator(schema).validate(answer.structured_content)
        assert json.loads(text.text) == answer.structured_content
        assert isinstance(answer.structured_content, dict)
        return answer.structured_content

    return call


def page(file: str) -> str:
    """Return the text of a bundled page."""
    return resources("data").joinpath("procedures", file).read_text(encoding="utf-8")


def line(file: str, number: int) -> str:
    """Return a line of a bundled page."""
    return page(file).split("\n")[number - 1]


def check_sources(answer: dict[str, Any]) -> int:
    """Check that each source stands where it is said to stand; return how many are lines."""
    lines = 0
    for source in answer["sources"]:
        file, _, where = source["place"].partition(":")
        iri = ns.page(file.removesuffix(".md"))
        if where.isdecimal():
            assert source["text"] in line(file, int(where))
            assert source["iri"].startswith(iri + "#")
            lines += 1
        elif where:
            aspect, _, value = source["text"].partition(": ")
            assert where == "front matter"
            assert ns.slug(value) in page(file).split("---\n")[1], f"{aspect} of {file}"
            assert source["iri"] == iri
        else:
            assert source["text"] in page(file)
            assert source["iri"] == iri
    return lines


def check_claims(answer: dict[str, Any]) -> int:
    """Check that the brackets of each claim name just its sources; return how many there are."""
    places = {source["number"]: source["place"] for source in answer["sources"]}
    assert [*places] == [*range(1, len(places) + 1)]
    found = 0
    for claim in _claims({key: value for key, value in answer.items() if key != "sources"}):
        [bracket] = re.findall(r" \[([^][]*)\]$", claim["text"])
        named = {
            f"{file}:{number}"
            for part in bracket.split("; ")
            for file, _, numbers in [part.partition(":")]
            for number in numbers.split(", ")
        }
        assert named == {places[number] for number in claim["sources"]}
        found += 1
    return found


def _claims(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"text", "sources"} <= value.keys():
            yield value
        value = [*value.values()]
    if isinstance(value, list):
        for one in value:
            yield from _claims(one)


# --- what there is ---


def test_the_tools_say_what_they_are_for_and_take(served: Served) -> None:
    assert [*served.tools] == [
        "search", "procedure", "alternatives", "compare", "similar", "query",
    ]  # fmt: skip
    for tool in served.tools.values():
        assert tool.description
        assert len(tool.description) > 60
        assert tool.input_schema["additionalProperties"] is False
        for name, field in tool.input_schema["properties"].items():
            assert "description" in field or name in ("limit", "identifiers")
        assert tool.annotations
        assert tool.annotations.read_only_hint
    assert served.client.instructions
    assert "medical advice" in served.client.instructions
    assert not served.run(served.client.list_prompts).prompts


def test_sections_that_can_be_asked_for_are_those_with_a_heading() -> None:
    assert get_args(Section) == tuple(one.key for one in SECTIONS.values() if one.heading)


# --- each tool ---


def test_search_finds_by_name_and_says_which_page_is_on_it(call: Call) -> None:
    found = call("search", text="kidney stones", kinds=["procedure"], limit=4)
    assert found["notice"] == NOT_ADVICE
    assert 1 <= len(found["hits"]) <= 4
    for hit in found["hits"]:
        [number] = hit["sources"]
        [source] = [one for one in found["sources"] if one["number"] == number]
        assert source["iri"] == ns.page(ns.local_name(hit["iri"]))
    check_sources(found)
    [code] = call("search", text="50436", systems=["CPT"])["hits"]
    assert code["codes"] == [DILATION]


def test_a_procedure_is_told_line_by_line(call: Call, graph: ProcedureGraph) -> None:
    told = call("procedure", identifier=DILATION)
    assert (told["notice"], told["procedure"]["review"]) == (NOT_ADVICE, "unreviewed")
    [page] = graph.procedure(DILATION).pages
    stated = {(one.text, one.line) for one in page.statements if SECTIONS[one.kind].heading}
    lines = [one for part in told["sections"] for one in part["lines"]]
    assert len(lines) >= len(stated) > 50
    for one in lines:
        file, _, number = one["place"].partition(":")
        words = re.sub(r"^Serious: | \[[\d, ]+\]$", "", one["text"])
        assert (words, int(number)) in stated
        assert words in line(file, int(number))
        [evidence] = graph.evidence.cited(one["iri"])
        assert (evidence.text, str(evidence)) == (words, one["place"])
    assert any(one["text"].startswith("Serious: ") for one in lines)
    assert {fact["aspect"] for fact in told["facts"]} >= {"approach", "duration", "stay"}
    assert check_claims(told) > 8
    assert check_sources(told) > 4
    assert len(told["references"]) == len(page.header.references)


def test_only_the_sections_that_were_asked_for(call: Call) -> None:
    told = call("procedure", identifier=DILATION, sections=["risks", "recovery"])
    assert [part["section"] for part in told["sections"]] == ["risks", "recovery"]
    assert (told["facts"], told["sources"]) == ([], [])


def test_alternatives_are_those_of_the_command_line_word_for_word(
    call: Call, served: Served, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    answer = call("alternatives", identifier=DILATION, indication="kidney stone",
                  less_invasive=True, limit=2)  # fmt: skip
    asked = ("alternatives", DILATION, "--for", "kidney stone", "--less-invasive", "--limit", "2")
    printed = runner(capfdbinary, served.folder)(*asked).out
    reasons = [f"- {one['text']}" for each in answer["alternatives"] for one in each["reasons"]]
    assert re.findall(r"(?m)^   (- .*)$", printed) == reasons
    assert answer["alternatives"][0]["codes"] == ["CPT:52352"]
    assert (answer["notice"], answer["procedure"]["codes"]) == (NOT_ADVICE, [DILATION])
    assert check_claims(answer) == len(reasons) > 10
    assert check_sources(answer) > 10


@pytest.mark.parametrize("filters", FILTERS)
def test_each_filter_leaves_out_what_the_library_leaves_out(
    call: Call, graph: ProcedureGraph, filters: dict[str, Any]
) -> None:
    answer = call("alternatives", identifier=DILATION, limit=50, **filters)
    expected = left(graph, DILATION, filters)
    assert [one["iri"] for one in answer["alternatives"]] == [one.procedure for one in expected]


def test_an_argument_that_is_null_is_not_there(call: Call) -> None:
    answer = call("alternatives", identifier=DILATION, avoid=None, setting=None, limit=None)
    assert answer == call("alternatives", identifier=DILATION)


def test_nothing_found_is_said(call: Call) -> None:
    answer = call("alternatives", identifier=DILATION, maximum_duration="1 second")
    assert (answer["alternatives"], answer["sources"]) == ([], [])
    assert answer["note"].startswith("No alternative is stated or can be inferred")


def test_procedures_side_by_side(call: Call, graph: ProcedureGraph) -> None:
    identifiers = [DILATION, "observation of kidney stones"]
    answer = call("compare", identifiers=identifiers)
    expected = graph.compare(*identifiers)
    assert [one["iri"] for one in answer["procedures"]] == [
        one.procedure for one in expected.procedures
    ]
    rows = {
        row["aspect"]: tuple(
            value and tuple(re.sub(r" \[[^][]*\]$", "", claim["text"]) for claim in value)
            for value in row["values"]
        )
        for row in answer["rows"]
    }
    assert rows == dict(expected.rows)
    assert tuple(rows) == ROWS
    assert rows["stay"][1] is None, "what a page does not state is null"
    assert check_claims(answer) > 30
    assert check_sources(answer) > 20


def test_similar_procedures_cite_what_is_stated_of_the_axes(
    call: Call, graph: ProcedureGraph
) -> None:
    answer = call("similar", identifier=DILATION, limit=2)
    [first, _] = graph.similar(DILATION, limit=2)
    found = answer["similar"][0]
    assert (found["codes"], found["score"], found["review"]) == (
        ["CPT:50437"], first.score, "unreviewed",
    )  # fmt: skip
    assert found["difference"]["text"].startswith(first.reason + " [")
    assert answer["notice"] == NOT_ADVICE
    assert check_claims(answer) == 2
    assert check_sources(answer) > 4


def test_the_library_of_queries_is_listed(call: Call) -> None:
    listed = {one["name"]: one for one in call("query")["queries"]}
    assert listed.keys() == library().keys()
    assert [one["name"] for one in listed["lookup/treating"]["parameters"]] == ["condition"]


def test_a_query_of_the_library(call: Call, graph: ProcedureGraph) -> None:
    asked = {"condition": "kidney stone"}
    answer = call("query", name="lookup/treating", parameters=asked, limit=3)
    rows = [dict(row) for row in graph.query("lookup/treating", **asked)]
    assert (answer["rows"], answer["more"]) == (rows[:3], True)
    assert answer["question"] == library()["lookup/treating"].question
    assert answer["columns"] == library()["lookup/treating"].columns
    procedures = {ns.local_name(row["procedure"]) for row in answer["rows"]}
    assert {source["place"] for source in answer["sources"]} == {
        f"{slug}.md" for slug in procedures
    }
    check_sources(answer)
    complete = call("query", name="lookup/treating", parameters=asked, limit=len(rows))
    assert (complete["rows"], complete["more"]) == (rows, False)


def test_sparql_cites_the_lines_that_it_finds(call: Call) -> None:
    answer = call("query", limit=5, sparql="SELECT ?risk { ?risk a proc:Risk } ORDER BY ?risk")
    assert [row["risk"] for row in answer["rows"]] == [one["iri"] for one in answer["sources"]]
    assert check_sources(answer) == 5


def test_values_are_as_json_has_them(call: Call) -> None:
    [row] = call("query", sparql='SELECT (7 AS ?a) (1.5 AS ?b) (true AS ?c) (1/0 AS ?d) ("x"@en '
                 "AS ?e) (1e400 AS ?f) { }")["rows"]  # fmt: skip
    assert row == {"a": 7, "b": 1.5, "c": True, "d": None, "e": "x", "f": "inf"}
    assert call("query", sparql="ASK { ?a a proc:Risk }")["rows"] == [{"answer": True}]
    made = call("query", sparql="CONSTRUCT { ?a a proc:Risk } { ?a a proc:Risk }", limit=2)
    assert (len(made["rows"]), made["more"]) == (2, True)
    assert [*made["columns"]] == ["subject", "predicate", "object"]


def test_the_pages_of_a_procedure_can_be_read(served: Served, graph: ProcedureGraph) -> None:
    [template] = served.run(served.client.list_resource_templates).resource_templates
    assert template.uri_template == "procedura://procedure/{slug}"
    slug = "open-appendectomy"
    [read] = served.run(served.client.read_resource, f"procedura://procedure/{slug}").contents
    assert read.mime_type == "text/markdown"
    assert read.text == f"{graph.procedure(slug).markdown()}\n{NOT_ADVICE}\n"
    told = served.ask("procedure", {"identifier": slug, "sections": ["risks"]})
    assert told.structured_content
    assert told.structured_content["resource"] == f"procedura://procedure/{slug}"


# --- what docs/reference/mcp.md says ---

DOCS = Path(__file__).parents[1] / "docs" / "reference" / "mcp.md"
documented = pytest.mark.skipif(not DOCS.is_file(), reason="run away from the checkout")


@documented
def test_the_answer_in_the_documentation_is_the_real_one(call: Call) -> None:
    _, asked, shown = (
        json.loads(block)
        for block in re.findall(r"(?s)```json\n(.*?)```", DOCS.read_text(encoding="utf-8"))
    )
    _check_abridged(shown, call(asked["name"], **asked["arguments"]))


def _check_abridged(shown: Any, real: Any) -> None:
    """Check that something is what there is, with keys left out and lists cut short."""
    if isinstance(shown, dict):
        for key, value in shown.items():
            _check_abridged(value, real[key])
    elif isinstance(shown, list):
        assert len(shown) <= len(real)
        for one, other in zip(shown, real, strict=False):
            _check_abridged(one, other)
    else:
        assert shown == real


@documented
def test_the_documentation_names_every_tool_and_argument(served: Served) -> None:
    rows = re.findall(r"(?m)^\| `(\w+)` \|.*\| (.*) \|$", DOCS.read_text(encoding="utf-8"))
    assert {tool: re.findall(r"`(\w+)`", arguments) for tool, arguments in rows} == {
        name: [*tool.input_schema["properties"]] for name, tool in served.tools.items()
    }


# --- what goes wrong ---


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("procedure", {"identifier": "kidney stone removal"},
         r"no procedure is called or coded 'kidney stone removal'; did you mean .*\?"),
        ("alternatives", {"identifier": "CPT:62380"},
         r"'CPT:62380' means several procedures; did you mean .* discectomy, .* discectomy\?"),
        ("alternatives", {"identifier": DILATION, "avoid": ["gloom"]},
         r"no complication is called or coded 'gloom'.*"),
        ("alternatives", {"identifier": DILATION, "maximum_stay": "long"},
         r"'long' is no length of time; did you mean 90 minutes, PT1H30M\?"),
        ("alternatives", {"identifier": DILATION, "max_stay": "1 day"},
         r"alternatives: no 'max_stay' here; choose from identifier, .*maximum_stay.*"),
        ("alternatives", {"identifier": DILATION, "limit": 0},
         r"alternatives: limit: input should be greater than or equal to 1"),
        ("alternatives", {}, r"alternatives: identifier: field required"),
        ("compare", {"identifiers": [DILATION]}, r"compare: identifiers: .* at least 2 items .*"),
        ("procedure", {"identifier": DILATION, "sections": ["pictures"]},
         r"procedure: sections\.0: input should be 'name', .*"),
        ("similar", {"identifier": "ICD10PCS:0TC03ZZ9"}, r"no procedure is called or coded .*"),
        ("query", {"name": "lookup/treat"}, r"no query is called 'lookup/treat'; .*"),
        ("query", {"name": "lookup/treating", "parameters": {"of": "x"}},
         r"lookup/treating: no parameter 'of'; choose condition"),
        ("query", {"name": "lookup/treating", "parameters": {"condition": "gloom"}},
         r"no condition is called or coded 'gloom'.*"),
        ("query", {"name": "lookup/codes", "sparql": "ASK {}"},
         r"query: both a name and SPARQL; give one of them"),
        ("query", {"parameters": {"condition": "kidney stone"}},
         r"query: parameters, but no query; give its name"),
        ("query", {"sparql": "SELECT ?a {\n ?a ?b }"}, r"sparql:2:\d+: not SPARQL: .*"),
        ("query", {"sparql": "SELECT * { SERVICE <http://localhost/> { ?a ?b ?c } }"},
         r"sparql: the query calls another server \(SERVICE\); .*"),
        ("query", {"sparql": "LOAD <file:///etc/passwd>"}, r"sparql:1:10: LOAD is an update; .*"),
        ("nothing", {}, r"Unknown tool: nothing"),
    ],
)  # fmt: skip
def test_an_error_is_one_line(
    served: Served, tool: str, arguments: dict[str, Any], message: str
) -> None:
    answer = served.ask(tool, arguments)
    [text] = answer.content
    assert answer.is_error
    assert isinstance(text, types.TextContent)
    assert re.fullmatch(message, text.text), text.text


def test_a_page_that_is_not_there_is_an_error_of_the_protocol(served: Served) -> None:
    with pytest.raises(MCPError, match="no procedure is called or coded 'gloom'"):
        served.run(served.client.read_resource, "procedura://procedure/gloom")


def test_without_the_sdk_the_program_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.delitem(sys.modules, "procedura.mcp.server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    said = runner(capfdbinary, folder)("mcp")
    error = 'error: mcp is not installed; install it: pip install "procedura[mcp]"\n'
    assert said == (2, "", error)


# --- queries that take too much ---


async def ask(lane: Lane, sparql: str) -> list[dict[str, Any]]:
    return [*(await lane.ask(answer, "", sparql, {}, 1)).rows]


LIMITED = [
    pytest.param(ENDLESS, (4,), "no answer within 4 seconds; ask for less", id="time"),
    pytest.param(
        "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", (600, 500 << 20), "depth or memory",
        id="memory",
        marks=pytest.mark.skipif(sys.platform != "linux", reason="where the system can bound it"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("sparql", "limits", "said"), LIMITED)
def test_a_query_that_takes_too_much_is_stopped_and_the_next_is_answered(
    folder: Path, sparql: str, limits: tuple[int, ...], said: str
) -> None:
    async def both(lane: Lane) -> None:
        with pytest.raises(LimitError, match=said):
            await ask(lane, sparql)
        assert await ask(lane, "ASK { }") == [{"answer": True}]

    with Lane(folder, 2, *limits) as lane:
        asyncio.run(both(lane))


def test_a_query_is_stopped_when_nobody_waits_for_it_any_more(folder: Path) -> None:
    async def leave(lane: Lane) -> None:
        await ask(lane, "ASK { }")
        for _ in range(3):  # more than there are processes
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(ask(lane, ENDLESS), 0.5)
        assert await asyncio.wait_for(ask(lane, "ASK { }"), 60) == [{"answer": True}]

    with Lane(folder, 2, 600) as lane:
        asyncio.run(leave(lane))


# --- a graph that changes meanwhile, with imported codes ---


def test_the_newest_state_of_a_graph_is_served(tmp_path: Path) -> None:
    folder = tmp_path / "graph"

    def put(name: str, codes: dict[str, str]) -> None:
        file = order_file(tmp_path / f"order_{name}.txt", codes)
        import_release(folder, "icd10pcs", [file], name=name)

    put("2025", OF_2025)
    label = (
        "SELECT ?label { <https://w3id.org/procedura/code/ICD10PCS/0010001> skos:prefLabel ?label }"
    )

    async def ask() -> None:
        with Lane(folder, 2, 20) as lane:
            tools = Tools(CurrentGraph(folder), lane)
            before = (await tools.query(sparql=label)).rows
            asked = (await tools.similar("ICD10PCS:0010001")).asked.label
            assert before == [{"label": asked}] == [{"label": "Bypass of the ear"}]
            put("2026", OF_2026)
            assert (await tools.query(sparql=label)).rows == [{"label": "Bypass of an ear"}]
            answer = await tools.similar("ICD10PCS:0010001")
            assert answer.asked.label == "Bypass of an ear"
            [found] = answer.similar
            assert found.codes == ["ICD10PCS:0010003"]
            assert found.difference.text.endswith(" [ICD10PCS:0010001; ICD10PCS:0010003]")
            assert [(one.place, one.text) for one in answer.sources] == [
                ("ICD10PCS:0010001", "Bypass of an ear"),
                ("ICD10PCS:0010003", "Bypass of the chin"),
            ]

    asyncio.run(ask())


# --- the wire ---


def test_nothing_but_the_protocol_is_written(folder: Path) -> None:
    """Spoken by hand, in the form of 2025, with no part of the SDK on this side."""
    client = {"protocolVersion": "2025-06-18", "capabilities": {},
              "clientInfo": {"name": "by hand", "version": "1"}}  # fmt: skip
    stopped = {"name": "query", "arguments": {"sparql": ENDLESS}}
    with _program(folder) as program:
        greeting = _say(program, 1, "initialize", client)["result"]
        assert greeting["protocolVersion"] == "2025-06-18"
        assert greeting["serverInfo"]["name"] == "procedura"
        assert greeting["capabilities"].keys() >= {"tools", "resources"}
        _tell(program, method="notifications/initialized")
        tools = _say(program, 2, "tools/list", {})["result"]["tools"]
        assert all(tool["outputSchema"]["type"] == "object" for tool in tools)
        _tell(program, id=3, method="tools/call", params=stopped)
        _tell(program, method="notifications/cancelled", params={"requestId": 3})
        found = _say(program, 4, "tools/call", {"name": "search", "arguments": {"text": "stent"}})
        assert found["result"]["isError"] is False
        out, err = program.communicate(timeout=60)
    assert (program.returncode, out, err) == (0, "", "")


def test_it_stops_at_once_when_it_is_interrupted(folder: Path) -> None:
    with _program(folder) as program:
        _tell(program, id=1, method="initialize", params={})
        assert program.stdout
        program.stdout.readline()
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=60) == -signal.SIGINT


@contextlib.contextmanager
def _program(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "procedura", "mcp", "--graph", str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as program:
        try:
            yield program
        finally:
            program.kill()


def _tell(program: "subprocess.Popen[str]", **message: Any) -> None:
    assert program.stdin
    program.stdin.write(json.dumps({"jsonrpc": "2.0"} | message) + "\n")
    program.stdin.flush()


def _say(program: "subprocess.Popen[str]", number: int, method: str, params: Any) -> Any:
    _tell(program, id=number, method=method, params=params)
    assert program.stdout
    answer = json.loads(program.stdout.readline())
    assert (answer["jsonrpc"], answer["id"]) == ("2.0", number)
    return answer
