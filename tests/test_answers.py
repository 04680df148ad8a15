"""Answers about alternatives in the bundled graph: traced to the pages, filtered, side by side."""

import random
import re
from collections.abc import Iterable

import pytest
from bs4 import BeautifulSoup
from pyoxigraph import NamedNode, Quad, Store

from procedura import ProcedureGraph
from procedura import namespaces as ns
from procedura.analysis.alternatives.answers import Alternative, LeftOut, alternatives
from procedura.analysis.alternatives.finding import BASES
from procedura.analysis.findings import only
from procedura.analysis.projection import procedures
from procedura.analysis.stated.durations import seconds
from procedura.analysis.stated.evidence import Evidence, EvidenceReader
from procedura.analysis.stated.facts import ASPECTS, FactReader
from procedura.analysis.stated.reasons import Reason
from procedura.errors import IdentifierError, StoreError
from procedura.export.comparison import comparison_html
from procedura.model import Duration, Statement
from procedura.pages.stays import read_stay
from procedura.resources import folder as resource
from procedura.triples import RELATIONS

SEED = 20261128
PCNL = "percutaneous-nephrolithotomy"
PROSTATE = "transurethral-resection-of-the-prostate"


@pytest.fixture(scope="module")
def drawn(graph: ProcedureGraph) -> list[str]:
    """Fifty procedures, drawn with a fixed seed."""
    everything = sorted(procedures(graph.to_networkx()))
    return random.Random(SEED).sample(everything, 50)  # noqa: S311


def hundred(graph: ProcedureGraph, subjects: Iterable[str]) -> list[tuple[str, Alternative]]:
    """Return a hundred answers, each with the procedure that was asked about."""
    answers = [(one, answer) for one in subjects for answer in graph.alternatives(one)]
    assert len(answers) >= 100
    return answers[:100]


def test_each_reason_is_traced_to_the_line_that_supports_it(
    graph: ProcedureGraph, drawn: list[str]
) -> None:
    for subject, answer in hundred(graph, drawn):
        assert answer.reasons
        for reason in answer.reasons:
            assert reason.evidence, reason
            for evidence in reason.evidence:
                stands_on_its_page(graph.quads, evidence)
            says_so(graph.facts, subject, answer, reason)


def stands_on_its_page(rdf: Store, evidence: Evidence) -> None:
    """Walk from evidence to the statement, from there to the page, from there to the file."""
    page = NamedNode(evidence.page)
    assert one(rdf, evidence.page, "dcterms:source") == evidence.source
    text = resource("data").joinpath("procedures", evidence.source).read_text(encoding="utf-8")
    if evidence.line is None:
        assert evidence.statement == evidence.page
        assert text.startswith("---\n")
        return
    assert one(rdf, evidence.statement, "proc:text") == evidence.text
    assert one(rdf, evidence.statement, "proc:line") == str(evidence.line)
    assert one(rdf, evidence.statement, "prov:wasDerivedFrom") == evidence.page
    assert next(rdf.quads_for_pattern(NamedNode(evidence.statement), None, None)).graph_name == page
    assert evidence.text in text.splitlines()[evidence.line - 1]


def says_so(reader: FactReader, subject: str, answer: Alternative, reason: Reason) -> None:
    """Check that each line says what the reason is about, of one of the two procedures."""
    ends, about = (subject, answer.procedure), reason.about
    shared = {term.iri for term in answer.shared_indications}
    for end in ends:
        assert shared <= wider(reader, reader.targets(end, "proc:indicatedFor"))
    for told in reason.evidence:
        described = reader.one(told.page, "proc:describes")
        assert described in ends
        kinds = set(map(ns.local_name, reader.targets(told.statement, "rdf:type")))
        concepts = set(reader.targets(told.statement, "proc:concept"))
        if told.line is None:
            name, _, label = told.text.partition(": ")
            assert name == ("type" if about == "kind" else ASPECTS[about])
            edge = "rdf:type" if name == "type" else f"proc:{name}"
            assert label in map(reader.label, reader.targets(described, edge))
        elif about == "indications":
            # Where nothing is shared, the reader is shown all that there is.
            assert wider(reader, concepts) & shared or not shared
            assert "Indication" in kinds or (not shared and "Alternative" in kinds)
        elif about in ASPECTS:
            assert concepts & set(reader.targets(described, f"proc:{ASPECTS[about]}"))
        elif about == "duration":
            assert "Duration" in kinds
        elif about == "stay":
            [kind] = kinds & {"Recovery", "Duration", "Setting"}
            assert read_stay([Statement(kind.casefold(), told.text, 1, 1)]) != Duration()
        else:
            assert about == "statement"
            links = reader.targets(told.statement, "proc:hasLink")
            named = {target for link in links for target in reader.targets(link, "proc:target")}
            other = ends[0] if described == ends[1] else ends[1]
            assert named & {other, *wider(reader, reader.targets(other, "proc:approach"))}


def wider(reader: FactReader, concepts: Iterable[str]) -> set[str]:
    """Return concepts with all that is broader."""
    return {up for concept in concepts for up in reader.broader(concept)}


def one(rdf: Store, subject: str, predicate: str) -> str:
    pattern = NamedNode(subject), NamedNode(ns.expand(predicate)), None
    [quad] = rdf.quads_for_pattern(*pattern)
    return getattr(quad.object, "value", "")


def test_no_coding_variant_and_no_step_is_among_the_first_ten(
    graph: ProcedureGraph, drawn: list[str]
) -> None:
    together = {
        pair
        for subject, target, edge in graph.to_networkx().edges(keys=True)
        for pair in ((subject, target), (target, subject))
        if edge in RELATIONS.values()
    }
    # Those drawn seldom have any; those that have some are asked, too.
    for subject in {*drawn, *(subject for subject, _ in together)}:
        for answer in graph.alternatives(subject, limit=10):
            assert (subject, answer.procedure) not in together


def test_two_openings_give_the_same(graph: ProcedureGraph, drawn: list[str]) -> None:
    again = ProcedureGraph(graph.folder)
    for subject in drawn[:10]:
        assert list(graph.alternatives(subject)) == list(again.alternatives(subject))
        assert list(graph.left_out(subject)) == list(again.left_out(subject))


def test_variants_by_approach_are_told_apart(graph: ProcedureGraph) -> None:
    kinds = {ns.local_name(a.procedure): a.kind for a in graph.alternatives("open-appendectomy")}
    assert kinds["laparoscopic-appendectomy"] == "variant by approach"
    assert kinds["antibiotic-therapy-for-appendicitis"] == "conservative care"
    kinds = {ns.local_name(a.procedure): a.kind for a in graph.alternatives(PCNL)}
    assert kinds["shock-wave-lithotripsy"] == "other procedure"


def test_a_variant_is_told_by_its_kind_and_not_by_what_that_is_called(
    graph: ProcedureGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def relabelled(reader: FactReader, node: str, predicate: str) -> str:
        return "renamed" if predicate == "rdfs:label" else only(reader, node, predicate)

    monkeypatch.setattr("procedura.analysis.alternatives.answers.only", relabelled)
    found = {ns.local_name(one.procedure): one for one in graph.alternatives("open-appendectomy")}
    variant = found["laparoscopic-appendectomy"]
    assert variant.kind == "renamed"
    assert "Same operation by another approach" in " ".join(one.text for one in variant.reasons)


def left(graph: ProcedureGraph, subject: str) -> dict[str, LeftOut]:
    return {ns.local_name(one.procedure): one for one in graph.left_out(subject)}


def test_what_is_left_out_says_why_and_who_says_so(graph: ProcedureGraph) -> None:
    of_pcnl = left(graph, PCNL)
    removal = of_pcnl["nephrostomy-catheter-removal"]
    assert removal.because == "follow-up step"
    assert removal.reason.text == (
        "Nephrostomy catheter removal follows Percutaneous nephrolithotomy."
    )
    assert of_pcnl["percutaneous-nephrostomy-tract-dilation"].because == "preparatory step"
    variant = left(graph, "CPT:50436")["percutaneous-nephrostomy-tract-dilation-new-access"]
    assert variant.because == "coding variant"
    reasons = {one.because for one in of_pcnl.values()}
    assert {"other purpose", "other body site"} <= reasons
    for one in of_pcnl.values():
        assert one.reason.evidence
        for evidence in one.reason.evidence:
            stands_on_its_page(graph.quads, evidence)
    listed = {ns.local_name(one.procedure) for one in graph.alternatives(PCNL)}
    assert listed.isdisjoint(of_pcnl)


def test_filters_ask_for_what_is_stated(graph: ProcedureGraph) -> None:
    everything = list(graph.alternatives(PROSTATE))
    short = graph.alternatives(PROSTATE, maximum_duration="1 hour")
    assert 0 < len(short) < len(everything)
    facts = [graph.procedure(one.procedure).facts for one in short]
    assert all(one.duration.maximum and seconds(one.duration.maximum) <= 3600 for one in facts)
    day = graph.alternatives(PROSTATE, maximum_stay="P1D")
    assert 0 < len(day) < len(everything)
    for one in day:
        stay = graph.procedure(one.procedure).facts.stay.maximum
        assert stay is not None
        assert seconds(stay) <= seconds("P1D")
    assert list(graph.alternatives(PROSTATE, maximum_stay="1 day")) == list(day)
    coded = graph.alternatives(PROSTATE, system="cpt")
    assert 0 < len(coded) < len(everything)
    office = graph.alternatives(PROSTATE, setting="home")
    assert 0 < len(office) < len(everything)
    assert [one for one in everything if one in list(office)] == list(office)
    with pytest.raises(IdentifierError, match="no length of time"):
        graph.alternatives(PROSTATE, maximum_duration="soon")
    with pytest.raises(IdentifierError, match="no length of time"):
        graph.alternatives(PROSTATE, maximum_duration=f"PT{'9' * 5000}H")
    with pytest.raises(IdentifierError, match="no setting"):
        graph.alternatives(PROSTATE, setting="the moon")


def test_what_is_avoided_is_avoided_with_its_narrower_ones(graph: ProcedureGraph) -> None:
    narrower = graph.facts.narrower(graph.resolve("hemorrhage", "complication"))
    assert len(narrower) > 1
    for answer in graph.alternatives(PCNL, avoid=["hemorrhage"]):
        risks = graph.procedure(answer.procedure).facts.terms.get("risks", ())
        assert narrower.isdisjoint(term.iri for term in risks)


def test_the_score_shows_its_parts(graph: ProcedureGraph) -> None:
    names = ["inferred", "stated as a class", "stated in reverse", "stated"]
    assert len(names) == len(BASES)
    for answer in graph.alternatives(PCNL):
        strength = 0.6 * answer.prominence + 0.2 * answer.overlap + 0.2 * answer.likeness
        assert answer.score == pytest.approx((names.index(answer.basis) + strength) / 4, abs=1e-4)


def test_side_by_side_has_every_aspect(graph: ProcedureGraph) -> None:
    [answer] = graph.alternatives(PCNL, limit=1)
    comparison = graph.compare(PCNL, answer.procedure)
    assert answer.side_by_side == comparison.rows
    assert {"duration", "stay", "recovery", *ASPECTS} == {aspect for aspect, _ in comparison.rows}


def test_a_comparison_is_a_document_of_its_own(graph: ProcedureGraph) -> None:
    compared = graph.compare("laparoscopic-appendectomy", "antibiotic-therapy-for-appendicitis")
    html = comparison_html(compared)
    assert html.startswith("<!doctype html>")
    assert not re.search(r"src=|href=|url\(|http", html)
    rows = BeautifulSoup(html, "html.parser").select("tbody tr")
    shown = [["; ".join(cell.stripped_strings) for cell in row(["th", "td"])] for row in rows]
    assert shown == [
        [aspect.capitalize(), *("; ".join(value or ["not stated"]) for value in values)]
        for aspect, values in compared.rows
    ]
    assert "not stated" in html
    assert "Not medical advice." in html


def test_in_words_lines_on_recovery_stand_below_each_other(graph: ProcedureGraph) -> None:
    compared = graph.compare("laparoscopic-appendectomy", "antibiotic-therapy-for-appendicitis")
    stated = dict(compared.rows)
    words = {aspect: values for aspect, *values in compared.in_words()}
    assert words.pop("recovery") == ["\n".join(one.recovery) for one in compared.procedures]
    for aspect, values in words.items():
        assert values == ["; ".join(value or ["not stated"]) for value in stated[aspect]]


def test_findings_of_another_version_are_refused() -> None:
    store, finding = Store(), ns.analysis("alternatives") + "#a--b"
    for predicate, target in (
        ("rdf:type", ns.term("AlternativeFinding")),
        ("proc:subject", ns.procedure("a")),
        ("proc:object", ns.procedure("b")),
    ):
        node = NamedNode(ns.expand(predicate))
        store.add(Quad(NamedNode(finding), node, NamedNode(target)))
    with pytest.raises(StoreError, match="another version"):
        alternatives(EvidenceReader(FactReader(store)), ns.procedure("a"))
