"""The library as a notebook meets it."""

import importlib
import pkgutil
from pathlib import Path

import pytest
from pyoxigraph import Store

import procedura
from cold import asked
from procedura import ProcedureGraph
from procedura import namespaces as ns
from procedura.analysis.projection import procedures
from procedura.analysis.stated.facts import FactReader
from procedura.errors import IdentifierError
from procedura.importing import import_release
from procedura.pages import read_text
from procedura.views import Procedure
from test_importing import OF_2026, order_file


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


def test_bundled_pages_come_back_from_the_graph(graph: ProcedureGraph) -> None:
    for iri in procedures(graph.to_networkx())[::5]:
        procedure = graph.procedure(iri)
        [page] = procedure.pages
        again = read_text(procedure.markdown(), source=page.source)
        assert [(one.kind, one.text, one.parent) for one in again.statements] == [
            (one.kind, one.text, one.parent) for one in page.statements
        ]
        assert set(again.header.codes) == set(page.header.codes)
        assert again.header.references == page.header.references


def test_a_reference_without_an_address_shows_none() -> None:
    matter = "references: [{title: A book}, {title: An article, doi: 10.1000/1}]"
    text = f"---\n{matter}\n---\n# Tap of a joint\n\n## Risks\n- Pain\n"
    page = read_text(text, source="tap.md")
    facts = FactReader(Store()).facts(ns.procedure("tap-of-a-joint"))
    shown = dict(Procedure(facts, (page,)).sections())["References"]
    assert shown == ["[1] A book", "[2] An article. https://doi.org/10.1000/1"]


def test_what_was_computed_once_is_computed_anew_after_a_change(tmp_path: Path) -> None:
    release = order_file(tmp_path / "order.txt", OF_2026)
    import_release(tmp_path / "graph", "icd10pcs", [release], name="2026")
    graph = ProcedureGraph(tmp_path / "graph")
    words, ends = "Tap of a joint", ("tap-of-a-joint", "wash-of-a-joint")

    def asked() -> tuple[int, int, int, int]:
        [links] = graph.link([words], "procedure")
        nodes = graph.structure().graph.number_of_nodes()
        try:
            ways = len(graph.path(*ends))
        except IdentifierError:
            ways = 0
        return len(links), len(graph.procedures()), nodes, ways

    assert asked() == (0, 0, 0, 0)
    for name in (words, "Wash of a joint"):
        page = tmp_path / f"{name}.md"
        page.write_text(f"# {name}\n\n## Risks\n- Pain\n\n## Alternatives\n- {words}\n")
        graph.build(page)
    assert asked() == (1, 2, 2, 1)


def test_every_module_finds_what_it_imports() -> None:
    names = [one.name for one in pkgutil.walk_packages(procedura.__path__, "procedura.")]
    assert len(names) > 100
    for name in names:
        importlib.import_module(name)


@pytest.mark.parametrize(
    "question", [("alternatives", "CPT:50436"), ("check", "CPT:50436", "The tract was dilated.")]
)
def test_a_cold_answer_imports_nothing_heavy(folder: Path, question: tuple[str, ...]) -> None:
    answer, heavy = asked(folder, *question)
    assert (bool(answer), heavy) == (True, [])
