"""What is said of data that does not fit the shapes."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from procedura import namespaces as ns
from procedura.errors import PageError, SourceError
from procedura.model import Finding
from procedura.resources import folder
from procedura.validation import Shapes, bundled, validate_quads, validate_turtle

PREFIXES = "@base <https://w3id.org/procedura/> .\n" + "".join(
    f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in ns.PREFIXES.items()
)
PAGE = """
<page/ureteroscopy> dcterms:source "ureteroscopy.md" ; proc:describes <procedure/ureteroscopy> .
<procedure/ureteroscopy> a proc:Procedure ; skos:prefLabel "Ureteroscopy"@en .
<page/ureteroscopy#risk-tears> a proc:Risk ;
    proc:text "Tears of the wall of the ureter, which are mostly small and heal by themselves."@en ;
    proc:line 42 ; prov:wasDerivedFrom <page/ureteroscopy> .
"""


def quads(turtle: str, graph: str = "page/ureteroscopy") -> list[ox.Quad]:
    name = ox.NamedNode(ns.BASE + graph)
    parsed = ox.parse(PREFIXES + turtle, format=ox.RdfFormat.TURTLE)
    return [ox.Quad(one.subject, one.predicate, one.object, name) for one in parsed]


def of_shape(findings: Iterable[Finding], shape: str) -> list[Finding]:
    return [one for one in findings if one.shape == f"{ns.BASE}shape/{shape}"]


def the_finding(shape: str, more: str = "") -> Finding:
    """Return the one finding of a shape about the page, with something added to it."""
    (finding,) = of_shape(validate_quads([quads(PAGE + more)]), shape)
    return finding


def test_a_finding_names_the_procedure_and_the_file() -> None:
    finding = the_finding("procedure-indications")
    assert finding == Finding(
        severity="violation",
        message="Procedure 'Ureteroscopy' has no indication. Add a line under '## Indications' "
        "in ureteroscopy.md, or write 'None'.",
        focus=ns.procedure("ureteroscopy"),
        path="",
        source="ureteroscopy.md",
        shape=ns.BASE + "shape/procedure-indications",
    )


def test_a_finding_about_a_line_names_the_line() -> None:
    finding = the_finding("risk-linked")
    assert finding.severity == "info"
    assert finding.source == "ureteroscopy.md:42"
    assert finding.path == ns.term("concept")
    assert finding.message.startswith(
        "The risk line 'Tears of the wall of the ureter, which are mostly small and…' "
        "is linked to no complication."
    )


@pytest.mark.parametrize(
    ("more", "shape", "source", "message"),
    [
        (
            """<page/ureteroscopy#risk-tears> proc:hasLink <page/ureteroscopy#link> .
            <page/ureteroscopy#link> a proc:Link ; proc:linkConfidence 97.0 .""",
            "link-confidence", "ureteroscopy.md:42", "The confidence of the link",
        ),
        (
            """<page/ureteroscopy> dcterms:references <page/ureteroscopy#reference-1> .
            <page/ureteroscopy#reference-1> a proc:Reference ; dcterms:title "Stones" .""",
            "reference-address", "ureteroscopy.md", "Reference 'Stones' in ureteroscopy.md has",
        ),
        (
            """<page/ureteroscopy> dcterms:license <https://spdx.org/licenses/CC-BY-4.0> .
            <page/ureteroscopy#summary> a proc:Summary ; proc:line 7 ;
                proc:text "Inspection of the ureter (separate procedure)"@en ;
                prov:wasDerivedFrom <page/ureteroscopy> .""",
            "page-text-in-own-words", "ureteroscopy.md:7", "The line 'Inspection of the ureter",
        ),
        (
            """<procedure/ureteroscopy> proc:code <code/CPT/52351> .
            <code/CPT/52351> a proc:Code ; skos:notation "52351" ; skos:inScheme <code/CPT> .""",
            "procedure-code-relations", "ureteroscopy.md",
            "Procedure 'Ureteroscopy' does not say of its code 'CPT:52351' whether",
        ),
    ],
    ids=["link", "reference", "text of a page", "code by its CURIE"],
)  # fmt: skip
def test_a_finding_names_what_it_is_about_and_where_that_stands(
    more: str, shape: str, source: str, message: str
) -> None:
    finding = the_finding(shape, more)
    assert finding.source == source
    assert finding.message.startswith(message)


def test_findings_come_in_the_order_of_the_lines() -> None:
    other = """
    <page/ureteroscopy#risk-a> a proc:Risk ; proc:text "A"@en ; proc:line 50 ;
        prov:wasDerivedFrom <page/ureteroscopy> .
    <page/ureteroscopy#risk-z> a proc:Risk ; proc:text "Z"@en ; proc:line 9 ;
        prov:wasDerivedFrom <page/ureteroscopy> ."""
    found = of_shape(validate_quads([quads(other + PAGE)]), "risk-linked")
    assert [finding.source for finding in found] == [
        "ureteroscopy.md:9",
        "ureteroscopy.md:42",
        "ureteroscopy.md:50",
    ]


def test_nodes_that_a_graph_only_names_are_not_checked() -> None:
    named = "<procedure/ureteroscopy> proc:alternativeTo <procedure/observation> ."
    described = quads(
        '<procedure/observation> a proc:Procedure ; skos:prefLabel "Observation"@en .',
        "page/observation",
    )
    own = quads(PAGE + named)
    assert of_shape(validate_quads([own]), "procedure-others")
    findings = validate_quads([own + described])
    assert not of_shape(findings, "procedure-others")
    assert ns.procedure("observation") not in {finding.focus for finding in findings}


def test_triples_are_all_checked() -> None:
    triples = [one.triple for one in quads(PAGE)]
    assert validate_quads([triples]) == validate_quads([quads(PAGE)])


def test_a_graph_has_the_same_findings_in_any_company() -> None:
    other = quads(PAGE.replace("ureteroscopy", "cystoscopy"), "page/cystoscopy")
    alone = [validate_quads([quads(PAGE)]), validate_quads([other])]
    done: list[int] = []
    assert validate_quads([quads(PAGE), other], done.append) == alone[0] + alone[1]
    assert done == [1, 2]


def test_findings_do_not_depend_on_the_order_of_hashes(tmp_path: Path) -> None:
    file = tmp_path / "page.ttl"
    file.write_text(PREFIXES + PAGE, encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from procedura.validation import validate_turtle;"
        "print(*validate_turtle(Path(sys.argv[1])), sep='\\n')"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script, str(file)],
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_no_graphs_have_no_findings() -> None:
    assert validate_quads([]) == []
    assert validate_quads([[]]) == []


def test_a_file_is_named_where_its_nodes_name_none(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(PREFIXES + "<procedure/ureteroscopy> a proc:Procedure .", encoding="utf-8")
    (finding,) = of_shape(validate_turtle(file), "procedure-indications")
    assert finding.source == "mine.ttl"
    assert "in mine.ttl" in finding.message


def test_a_file_may_name_what_is_described_elsewhere(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    text = "<procedure/x> a proc:Procedure ; proc:operation <concept/operation/excision> ."
    file.write_text(PREFIXES + text, encoding="utf-8")
    known = quads("<concept/operation/excision> a skos:Concept .", "concept/operation")
    assert of_shape(validate_turtle(file), "procedure-concepts")
    assert not of_shape(validate_turtle(file, lambda _: known), "procedure-concepts")


def test_blank_nodes_in_a_file_are_checked(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(PREFIXES + "[] a proc:Procedure .", encoding="utf-8")
    assert of_shape(validate_turtle(file), "procedure-iri")


def test_a_literal_that_is_not_of_its_type_is_a_finding(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(PREFIXES + '<page/x#a> a proc:Risk ; proc:line "x"^^xsd:integer .')
    assert of_shape(validate_turtle(file), "statement-line")
    assert capfd.readouterr().err == ""


def test_a_file_that_is_not_turtle_is_an_error_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text("<urn:a>\n<urn:b> .\n", encoding="utf-8")
    with pytest.raises(PageError) as caught:
        validate_turtle(file)
    assert caught.value.where == "mine.ttl:2"


def test_a_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="cannot be read"):
        validate_turtle(tmp_path / "nowhere.ttl")


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ("shape:a a sh:PropertyShape .", "not well formed"),
        ("shape:a a sh:NodeShape", "not Turtle"),
        ("shape:a a sh:NodeShape ; sh:targetClass proc:Page ; sh:pattern <urn:x> .", "applied"),
        (
            "shape:a a sh:NodeShape ; sh:targetClass proc:Page ;"
            " sh:sparql [ sh:select 'SELECT $this { ?other ?says $this }' ] .",
            "applied .*write it in SHACL Core",
        ),
    ],
)
def test_shapes_that_are_broken_are_an_error(tmp_path: Path, shape: str, message: str) -> None:
    prefix = "@prefix shape: <https://w3id.org/procedura/shape/> .\n"
    (tmp_path / "page.ttl").write_text(PREFIXES + prefix + shape, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        Shapes(tmp_path, folder("ontology") / "procedura.ttl").check(
            quads("<page/x> a proc:Page .")
        )


def test_shapes_are_read_once() -> None:
    assert bundled() is bundled()
