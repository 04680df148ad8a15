"""Communities, central nodes, bridges, risks and gaps on graphs small enough to check by hand."""

import io
import math
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest

from procedura import ProcedureGraph, contents, store
from procedura import namespaces as ns
from procedura.analysis.maps.communities import CommunityMap, community_map
from procedura.analysis.projection import procedures
from procedura.analysis.stated.facts import FactReader
from procedura.analysis.structure import Structure
from procedura.analysis.structure.communities import detect, of_neighbours
from procedura.analysis.structure.enrichment import enriched
from procedura.analysis.structure.writing import WRITERS, quads
from procedura.errors import ProceduraError, StoreError
from procedura.export.graphml import write_network
from procedura.export.pictures import draw
from procedura.tables import structure_results
from projections import Edge, projection


def structure(*edges: Edge, procedures: str = "", shuffled: int | None = None) -> Structure:
    return Structure(projection(*edges, procedures=procedures, shuffled=shuffled))


def every(nodes: str, edge: str, target: str) -> list[Edge]:
    return [(node, edge, target) for node in nodes]


# Two triangles, tied by a page on c that names d.
TRIANGLES = [
    *every("abc", "indicatedFor", "stone"),
    *every("def", "indicatedFor", "hernia"),
    ("c", "alternativeTo", "d"),
]


def test_weights_are_what_two_share_and_what_pages_name() -> None:
    network = structure(*TRIANGLES).network
    assert network.edges["a", "b"] == {"weight": 1000, "distance": 1.0}
    assert network.edges["c", "d"] == {"weight": 500, "distance": 2.0}
    assert network.number_of_edges() == 7


def test_triangles_are_communities_named_by_what_they_share() -> None:
    found = structure(*TRIANGLES)
    members = {one.name: [member.iri for member in one.members] for one in found.communities}
    assert members == {"stone": ["a", "b", "c"], "hernia": ["d", "e", "f"]}
    # Of 6500, each half has 3000 within; its degrees are half of all.
    assert found.modularity == round(2 * (3000 / 6500 - 0.5**2), 4)


def test_a_name_is_a_site_and_a_condition_that_says_something_else() -> None:
    made = structure(
        *every("abc", "bodySite", "kidney"),
        *every("abc", "indicatedFor", "kidney disorder"),
        *every("ab", "indicatedFor", "stone"),
        *every("def", "bodySite", "groin"),
    )
    assert {one.name for one in made.communities} == {"kidney: stone", "groin"}


def test_names_differ() -> None:
    made = structure(procedures="ab").communities
    assert [one.name for one in made] == ["a", "b"]


def test_chance_is_the_tail_of_the_hypergeometric_distribution() -> None:
    [one] = enriched({"stone": ["a", "b"]}, ["a", "b"], 4)
    assert (one.chance, one.share, one.lift, one.f_measure) == (1 / 6, 1.0, 2.0, 1.0)
    assert enriched({"stone": ["a", "b", "c", "d"]}, ["a", "b"], 4) == []


def test_central_is_what_holds_the_triangles_together() -> None:
    made = structure(*TRIANGLES)
    rank = {one.node.iri: one.page_rank for one in made.central if one.kind == "procedure"}
    between = {one.node.iri: one.betweenness for one in made.central}
    # From a and b to d, e and f: 6 of the 10 pairs without c.
    assert between["c"] == between["d"] == 0.6
    assert between["a"] == 0.0
    assert rank["a"] == pytest.approx(
        0.15 / 6 + 0.85 * (rank["b"] / 2 + rank["c"] * 1000 / 2500), abs=2e-6
    )
    assert sum(rank.values()) == pytest.approx(1, abs=1e-5)


def test_a_condition_of_more_procedures_is_more_central() -> None:
    made = structure(*every("abc", "indicatedFor", "stone"), ("a", "indicatedFor", "tumor"))
    conditions = [(one.node.iri, one.degree) for one in made.central if one.kind == "condition"]
    assert conditions == [("stone", 3), ("tumor", 1)]


def test_a_bridge_has_ties_to_several_specialties() -> None:
    names = [("x", "alternativeTo", other) for other in "pqr"]
    fields = [(one, "specialty", f"field of {one}") for one in "pqr"]
    [bridge] = structure(*names, *fields).bridges
    assert (bridge.procedure.iri, bridge.participation) == ("x", round(1 - 3 / 9, 4))
    assert [one.iri for one in bridge.connects] == ["field of p", "field of q", "field of r"]
    assert structure(*names[:2], *fields).bridges == ()  # one half is no connector


def test_specialties_cross_through_what_their_procedures_share() -> None:
    fields = [("a", "specialty", "urology"), ("b", "specialty", "nephrology")]
    [one] = structure(
        *every("ab", "indicatedFor", "stone"), *fields, *every("cd", "indicatedFor", "x ray")
    ).specialties
    assert (one.one.iri, one.other.iri, one.score, one.pairs) == ("nephrology", "urology", 1.0, 1)
    assert [term.iri for term in one.strongest] == ["b", "a"]
    assert [term.iri for term in one.concepts] == ["stone"]


def test_risks_are_counted_among_those_that_state_any() -> None:
    risks = [*every("abc", "mayCause", "bleeding"), ("d", "mayCause", "pain")]
    [one] = structure(*TRIANGLES, *risks).risks
    assert (one.community, one.complication.iri) == ("stone", "bleeding")
    # e and f say nothing of risks, and count neither for nor against.
    assert (one.stating, one.of, one.share, one.lift) == (3, 3, 1.0, round(4 / 3, 2))


def test_gaps() -> None:
    made = structure(
        *every("ab", "indicatedFor", "stone"),
        ("c", "indicatedFor", "tumor"),
        ("d", "indicatedFor", "hernia"),
        ("e", "indicatedFor", "inguinal hernia"),
        ("inguinal hernia", "broader", "hernia"),
    )
    gaps = [(one.kind, one.node.iri, one.procedure and one.procedure.iri) for one in made.gaps]
    assert gaps == [("no alternative", "c", None), ("one procedure", "tumor", "c")]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_nodes_does_not_matter(seed: int) -> None:
    names = [("x", "alternativeTo", other) for other in "pqr"]
    fields = [(one, "specialty", f"field of {one}") for one in "abpqr"]
    risks = [*every("abc", "mayCause", "bleeding"), ("d", "mayCause", "pain")]
    edges = [*TRIANGLES, *names, *fields, *risks, ("z", "indicatedFor", "tumor")]
    one, other = structure(*edges), structure(*edges, shuffled=seed)
    for name in ("communities", "central", "bridges", "specialties", "risks", "gaps"):
        assert getattr(one, name) == getattr(other, name) != ()


@pytest.mark.parametrize("made", [structure(), structure(procedures="a")], ids=["empty", "one"])
def test_next_to_nothing_is_no_error(made: Structure) -> None:
    assert [len(one.members) for one in made.communities] == [1] * len(made.network)
    assert made.modularity == 0.0
    assert (made.bridges, made.specialties, made.risks) == ((), (), ())
    assert [one.kind for one in made.gaps] == ["no alternative"] * len(made.network)


def test_neighbours_make_communities_and_the_higher_weight_counts() -> None:
    sides: Iterable[tuple[str, str]] = [(a, b) for own in ("abc", "xyz") for a in own for b in own]
    triples = [(a, b, 0.9) for a, b in sides if a != b]
    found = of_neighbours([*triples, ("c", "x", 0.2), ("x", "c", 0.1)])
    assert found == {"a": 0, "b": 0, "c": 0, "x": 1, "y": 1, "z": 1}
    assert of_neighbours([]) == {}


def test_what_is_not_tied_is_apart() -> None:
    made: nx.Graph[str] = nx.Graph()
    for own in ("abc", "wxyz"):
        made.add_weighted_edges_from((a, b, 1) for a, b in combinations(own, 2))
    made.add_node("lonely")
    assert detect(made) == [set("wxyz"), set("abc"), {"lonely"}]


def test_a_backend_of_networkx_finds_the_same() -> None:
    pytest.importorskip("graphblas_algorithms")
    expected, made = structure(*TRIANGLES), structure(*TRIANGLES)
    ours = {one.node.iri: one.page_rank for one in expected.central}
    with nx.config(backend_priority=["graphblas"], warnings_to_ignore={"cache"}):
        assert made.communities == expected.communities
        theirs = {one.node.iri: one.page_rank for one in made.central}
    assert theirs == pytest.approx(ours, abs=1e-5)


@pytest.fixture(scope="module")
def bundled(graph: ProcedureGraph) -> Structure:
    return graph.structure()


def test_every_bundled_procedure_is_in_one_community(bundled: Structure) -> None:
    members = [one.iri for made in bundled.communities for one in made.members]
    assert sorted(members) == sorted(procedures(bundled.graph))
    names = [ns.slug(one.name) for one in bundled.communities]
    assert len(names) == len(set(names))
    assert bundled.modularity > 0.5


def test_modularity_is_that_of_networkx(bundled: Structure) -> None:
    groups = [{one.iri for one in made.members} for made in bundled.communities]
    oracle = nx.community.modularity(bundled.network, groups)
    assert bundled.modularity == round(oracle, 4)


@pytest.mark.parametrize("name", WRITERS)
def test_the_build_wrote_what_is_found(bundled: Structure, folder: Path, name: str) -> None:
    stored = contents.graph_quads(store.open_read_only(folder).rdf, ns.analysis(name))
    assert set(stored) == set(quads(bundled, name))


@pytest.mark.parametrize("name", WRITERS)
def test_every_analysis_is_a_table(bundled: Structure, name: str) -> None:
    rows = list(structure_results(bundled, name, 3).rows())
    assert len(rows) == (6 if name == "central" else 3)
    assert all(row[0] for row in rows)


def test_graphml_has_communities_and_centralities(bundled: Structure) -> None:
    output = io.BytesIO()
    write_network(bundled, output)
    read = nx.read_graphml(io.BytesIO(output.getvalue()))
    communities = {member.iri: one.name for one in bundled.communities for member in one.members}
    assert read.number_of_edges() == bundled.network.number_of_edges()
    for node, said in read.nodes(data=True):
        assert said["community"] == communities[node]
        assert said["pageRank"] > 0


# Pictures


def words(file: Path) -> str:
    """Return the text of an SVG, its lines in one."""
    return " ".join("".join(one.itertext()) for one in ET.parse(file).iter() if "text" in one.tag)  # noqa: S314


def test_the_map_names_every_community(graph: ProcedureGraph, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    graph.picture(str(tmp_path / "map.svg"))
    text = words(tmp_path / "map.svg")
    for one in graph.communities().communities:
        assert f"{one.community.label} ({len(one.members)})" in text
    assert "modularity" in text


def test_the_map_of_what_was_stored_holds_every_community(
    bundled: Structure, graph: ProcedureGraph
) -> None:
    found = graph.communities()
    assert found.modularity == str(bundled.modularity)
    expected = {one.name: (set(one.members), set(one.concepts)) for one in bundled.communities}
    assert {
        one.community.label: (set(one.members), set(one.concepts)) for one in found.communities
    } == expected
    assert nx.is_tree(nx.Graph(found.ties.keys()))
    for one, other in combinations((placed.disc for placed in found.communities), 2):
        apart = abs(one.x - other.x) / (one.wide + other.wide)
        assert max(apart, abs(one.y - other.y) / (one.tall + other.tall)) > 0.499


def test_a_member_counts_once_for_what_is_broader_than_two_of_its_conditions() -> None:
    head = "PREFIX : <https://example.org/> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
    rdf = ox.Store()
    rdf.update(f"""{head} PREFIX proc: <{ns.PREFIXES["proc"]}> INSERT DATA {{
        :renal skos:broader :stone . :ureteral skos:broader :stone .
        :one a proc:Community ; proc:hasMember :a . :a proc:indicatedFor :renal , :ureteral .
        :two a proc:Community ; proc:hasMember :b . :b proc:indicatedFor :renal .
        :three a proc:Community ; proc:hasMember :c . :c proc:indicatedFor :hernia .
    }}""")
    [(pair, tie)] = community_map(FactReader(rdf)).ties.items()
    shared, own = math.log(3 / 2), math.log(3)  # two of three communities know a stone, one more
    assert pair == (0, 2)
    expected = 2 * shared**2 / math.hypot(shared, shared, own) / math.hypot(shared, shared)
    assert tie == pytest.approx(expected)


LITHOTRIPSY = ns.procedure("shock-wave-lithotripsy")


def test_a_neighbourhood_shows_conditions_and_alternatives(
    graph: ProcedureGraph, tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib")
    one, two, image = (tmp_path / name for name in ("one.svg", "two.svg", "one.png"))
    for file in (one, two, image):
        draw(graph.neighbourhood(LITHOTRIPSY), file)
    text = words(one)
    for label in ("Shock wave lithotripsy", "Percutaneous nephrolithotomy", "kidney stone"):
        assert label in text
    assert one.read_bytes() == two.read_bytes()
    assert image.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_a_neighbourhood_is_what_was_found_of_the_procedure(
    bundled: Structure, graph: ProcedureGraph
) -> None:
    around = graph.neighbourhood(LITHOTRIPSY)
    found = [one for one in bundled.alternatives if one.subject == LITHOTRIPSY]
    best = sorted(found, key=lambda one: -one.score)[: len(around.alternatives)]
    assert {one.procedure.iri for one in around.alternatives} == {one.other for one in best}
    assert {one.basis for one in around.alternatives} == {one.basis for one in best}
    shown = {condition.iri for condition in around.conditions}
    assert any(set(one.shared) <= shown for one in around.alternatives)
    risks = set(bundled.graph[LITHOTRIPSY])
    assert {one.iri for one in around.complications} <= risks
    stating = [around.stating(one) for one in around.complications]
    assert stating == sorted(stating, reverse=True)


@pytest.mark.parametrize("name", ["one.png", "one.svg"])
def test_a_picture_is_there_whole_or_not_at_all(
    graph: ProcedureGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    figure = pytest.importorskip("matplotlib.figure").Figure
    whole = tmp_path / name
    draw(graph.neighbourhood(LITHOTRIPSY), whole)
    before = whole.read_bytes()

    def half(self: object, file: Path, **options: object) -> None:
        Path(file).write_bytes(before[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(figure, "savefig", half)
    for file in (whole, tmp_path / f"two-{name}"):
        with pytest.raises(StoreError, match=rf"{name}: cannot be written \(No space left"):
            draw(graph.neighbourhood(LITHOTRIPSY), file)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [(name, before)]


def test_a_picture_that_cannot_be_made_is_told(
    graph: ProcedureGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ProceduraError, match=r"end it in \.png or \.svg"):
        draw(graph.communities(), tmp_path / "one.gif")
    with pytest.raises(ProceduraError, match="no communities to draw"):
        draw(CommunityMap("", (), {}), tmp_path / "one.svg")
    with pytest.raises(ProceduraError, match="cannot be written"):
        draw(graph.neighbourhood(LITHOTRIPSY), tmp_path / "nowhere" / "one.svg")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ProceduraError, match=r"pip install \"procedura\[pictures\]\""):
        draw(graph.communities(), tmp_path / "one.svg")
