"""Things as schema.org values."""

from collections.abc import Iterator
from typing import Any

import pytest
from rdflib import SDO

from procedura import ProcedureGraph
from procedura import namespaces as ns
from procedura.export.schema_org import schema_org

KIDNEY_STONE = ns.concept("condition", "kidney-stone")
NEPHROLITHOTOMY = ns.procedure("percutaneous-nephrolithotomy")
OF_THERAPIES = {"contraindication", "adverseOutcome", "seriousAdverseOutcome", "@reverse"}


def _names(value: Any) -> Iterator[str]:
    """Yield every property and type of a value."""
    if isinstance(value, list):
        for one in value:
            yield from _names(one)
    elif isinstance(value, dict):
        yield value.get("@type", "Thing")
        for name, one in value.items():
            if not name.startswith("@"):
                yield name
            yield from _names(one)


def _told(graph: ProcedureGraph, iri: str) -> dict[str, Any]:
    pages = graph.procedure(iri).pages if iri.startswith(ns.procedure("")) else ()
    return schema_org(graph.facts, iri, pages)


@pytest.fixture(scope="module")
def therapy(graph: ProcedureGraph) -> dict[str, Any]:
    return _told(graph, NEPHROLITHOTOMY)


def test_every_word_is_one_of_schema_org(graph: ProcedureGraph, therapy: dict[str, Any]) -> None:
    others = (KIDNEY_STONE, ns.code("CPT", "50436"), ns.concept("approach", "open"))
    told = [therapy, *(_told(graph, iri) for iri in others)]
    names = set(_names(told))
    assert len(names) > 30
    assert {name for name in names if name not in SDO} == set()


def test_a_therapy_says_what_its_page_says(therapy: dict[str, Any]) -> None:
    assert therapy["@type"] == "MedicalTherapy"
    assert therapy["name"] == "Percutaneous nephrolithotomy"
    assert "PCNL" in therapy["alternateName"]
    assert "Pregnancy, because of X-rays and prone anesthesia." in therapy["contraindication"]
    assert therapy["howPerformed"].index("punctured") < therapy["howPerformed"].index("nephroscope")
    assert {"D000074642"} <= {code["codeValue"] for code in therapy["code"]}
    assert {one["@id"] for one in therapy["seriousAdverseOutcome"]}.isdisjoint(
        one["@id"] for one in therapy["adverseOutcome"]
    )
    page = therapy["subjectOf"][0]
    assert page["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert len(page["citation"]) > 2


def test_what_it_is_for_is_said_both_ways(graph: ProcedureGraph, therapy: dict[str, Any]) -> None:
    condition = _told(graph, KIDNEY_STONE)
    assert condition["@type"] == "MedicalCondition"
    assert NEPHROLITHOTOMY in [one["@id"] for one in condition["possibleTreatment"]]
    assert KIDNEY_STONE in [one["@id"] for one in therapy["@reverse"]["possibleTreatment"]]


def test_what_is_no_therapy_has_nothing_of_one(graph: ProcedureGraph) -> None:
    rows = graph.query(
        "SELECT ?iri WHERE { ?iri a proc:Procedure . "
        "FILTER NOT EXISTS { ?iri a schema:MedicalTherapy } } ORDER BY ?iri LIMIT 5"
    )
    told = [_told(graph, str(row["iri"])) for row in rows]
    assert [one["@type"] for one in told] == ["MedicalProcedure"] * 5
    assert all(OF_THERAPIES.isdisjoint(one) for one in told)


def test_only_a_procedure_that_is_wholly_percutaneous_is_called_so(graph: ProcedureGraph) -> None:
    assert "procedureType" not in _told(graph, ns.procedure("open-appendectomy"))
    nephrostomy = _told(graph, ns.procedure("percutaneous-nephrostomy"))
    assert nephrostomy["procedureType"] == "https://schema.org/PercutaneousProcedure"


def test_a_description_of_the_graph_is_nothing_of_schema_org(graph: ProcedureGraph) -> None:
    assert _told(graph, f"{ns.BASE}graph") == {}
