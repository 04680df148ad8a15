"""The library as a notebook meets it."""

import importlib
import pkgutil

import pytest

import procedura
from procedura import ProcedureGraph
from procedura.analysis.projection import procedures
from procedura.errors import IdentifierError
from procedura.pages import read_text


def test_results_show_themselves_as_tables(graph: ProcedureGraph) -> None:
    for shown in (
        graph.alternatives("CPT:50436", limit=2)._repr_html_(),
        graph.similar("CPT:50436", limit=2)._repr_html_(),
        graph.search("kidney stone", 3)._repr_html_(),
        graph.compare("CPT:50436", "CPT:50590")._repr_html_(),
        graph.path("CPT:50436", "CPT:50590")._repr_html_(),
        graph.query("lookup/treating")._repr_html_(),
    ):
        assert shown.startswith("<table>")
        assert shown.count("<tr>") > 1
    assert "<h3>Shock wave lithotripsy</h3>" in graph.procedure("CPT:50590")._repr_html_()
    assert "Shock wave lithotripsy" in graph.compare("CPT:50436", "CPT:50590")._repr_html_()


def test_limits_and_order(graph: ProcedureGraph) -> None:
    everything = graph.alternatives("CPT:50590")
    assert list(graph.alternatives("CPT:50590", limit=3)) == list(everything[:3])
    assert [one.score for one in everything] == sorted(
        (one.score for one in everything), reverse=True
    )


def test_stated_stands_before_inferred(graph: ProcedureGraph) -> None:
    for subject in ("CPT:50590", "percutaneous-nephrostomy", "ureteroscopy"):
        order = ["stated", "stated in reverse", "stated as a class", "inferred"]
        places = [order.index(one.basis) for one in graph.alternatives(subject)]
        assert places == sorted(places) != []


def test_an_error_carries_what_may_have_been_meant(graph: ProcedureGraph) -> None:
    with pytest.raises(IdentifierError) as told:
        graph.procedure("shock wave lithotripsi")
    assert "Shock wave lithotripsy" in told.value.candidates


def test_every_bundled_page_comes_back_from_the_graph(graph: ProcedureGraph) -> None:
    for iri in procedures(graph.to_networkx()):
        procedure = graph.procedure(iri)
        [page] = procedure.pages
        again = read_text(procedure.markdown(), source=page.source)
        assert [(one.kind, one.text, one.parent) for one in again.statements] == [
            (one.kind, one.text, one.parent) for one in page.statements
        ]
        assert set(again.header.codes) == set(page.header.codes)
        assert again.header.references == page.header.references


def test_every_module_finds_what_it_imports() -> None:
    names = [one.name for one in pkgutil.walk_packages(procedura.__path__, "procedura.")]
    assert len(names) > 100
    for name in names:
        importlib.import_module(name)
