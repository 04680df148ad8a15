"""The graph, and simpler ways to answer, against tables that others have published."""

import json
import math
import sys
from itertools import permutations
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedura import ProcedureGraph
from procedura import namespaces as ns
from procedura.cli import main
from procedura.errors import SourceError
from procedura.evaluation import Estimate, Share, Sheet, evaluate, markdown
from procedura.evaluation.categories import communities, judged, margin, precision
from procedura.evaluation.figures import estimate
from procedura.evaluation.measures import MEASURES, figures, margins
from procedura.evaluation.names import Finder
from procedura.evaluation.steps import steps
from procedura.evaluation.tables import Table, read
from procedura.evaluation.ways import Asked, Shuffled, baselines, for_condition, ours, unconditional
from procedura.importing import import_release
from test_importing import order_file

PCNL = "https://w3id.org/procedura/procedure/percutaneous-nephrolithotomy"
SWL = "https://w3id.org/procedura/procedure/shock-wave-lithotripsy"
COMPARISONS = (
    "procedure_a ; procedure_b ; condition ; kind",
    "percutaneous nephrolithotomy ; shock wave lithotripsy|hair transplantation ; kidney stone ; p",
    "shock wave lithotripsy ; percutaneous nephrolithotomy ; renal stone ; p",
    "percutaneous nephrostomy ; cystolitholapaxy ; something unheard of ; q",
    "percutaneous nephrolithotomy ; PCNL ; ; q",
)


def table(folder: Path, *rows: str) -> Path:
    file = folder / "table.tsv"
    file.write_text("\n".join(row.replace(" ; ", "\t") for row in rows) + "\n", "utf-8")
    return file


def shares(sheet: Sheet) -> list[tuple[int, int]]:
    found = [row["share"] for row in sheet.rows.values()]
    return [(one.right, one.of) for one in found if isinstance(one, Share)]


def value(figure: object) -> float:
    assert isinstance(figure, Share | Estimate | float)
    return figure if isinstance(figure, float) else figure.value


# Figures


def test_an_interval_holds_the_mean_and_is_the_same_again() -> None:
    found = estimate([0.0, 1.0, 1.0, 1.0] * 25)
    assert found == estimate([0.0, 1.0, 1.0, 1.0] * 25)
    assert found.value == 0.75
    assert found.bounds is not None
    # Of 100 draws of a coin that falls so, 95 % give means within 1.96 standard errors.
    error = 1.96 * math.sqrt(0.75 * 0.25 / 100)
    assert found.bounds == pytest.approx((0.75 - error, 0.75 + error), abs=0.02)


def test_of_few_values_there_is_no_interval() -> None:
    assert estimate([0.0, 1.0]) == Estimate(0.5)
    assert estimate([]) == Estimate(0.0)


# Ways and measures: two pairs, a-b and a-c, and lists that a reader can count in

ANSWERS = {"a": ["x", "b", "c"], "b": ["a"], "c": [*"uvwxyzklmno", "a"]}
PAIRS = [(Asked("a", "b"), Asked("b", "a")), (Asked("a", "c"), Asked("c", "a"))]


def test_measures_of_lists_that_can_be_counted() -> None:
    way = unconditional(ANSWERS.__getitem__)
    # Ranks: b of a 2, a of b 1, c of a 3, a of c 12.
    assert {name: value(one) for name, one in figures(way, PAIRS).items()} == pytest.approx(
        {
            "recall@5": 3 / 4,
            "recall@10": 3 / 4,
            "mutual@10": 1 / 2,
            "MRR of pairs": (1 / 2 + 1 + 1 / 3 + 1 / 12) / 4,
            "MRR of procedures": (1 / 2 + 1 + 1 / 12) / 3,
        }
    )
    assert "mutual@10" not in figures(way, PAIRS, without=["mutual@10"])


def test_a_margin_is_the_difference_of_the_means() -> None:
    way, other = unconditional(ANSWERS.__getitem__), Shuffled(20)
    mine, theirs = figures(way, PAIRS), figures(other, PAIRS)
    for name, one in margins(way, other, PAIRS).items():
        assert value(one) == pytest.approx(value(mine[name]) - value(theirs[name]))


def test_a_name_means_no_procedure_that_says_more(graph: ProcedureGraph) -> None:
    finder = Finder(graph)
    tremor = ns.procedure("deep-brain-stimulation-for-tremor")
    assert finder.find("deep brain stimulation") is None
    assert finder.find("deep brain stimulation", "Parkinson disease") is None
    assert finder.find("deep brain stimulation", "essential tremor") == tremor
    assert finder.find("laparoscopic appendectomy") == ns.procedure("laparoscopic-appendectomy")
    assert finder.find("hair transplantation") is None
    assert (finder.share.right, finder.share.of) == (2, 3)
    assert finder.missed == ["hair transplantation"]


def test_a_procedure_is_asked_about_once() -> None:
    asked: list[str] = []

    def answers(procedure: str) -> list[str]:
        asked.append(procedure)
        return ANSWERS[procedure]

    way = unconditional(answers)
    for measure in MEASURES.values():
        measure(way, PAIRS)
    assert sorted(asked) == ["a", "b", "c"]


@given(st.integers(1, 6), st.data())
def test_what_is_expected_of_shuffling_is_the_mean_of_all_orders(size: int, data: Any) -> None:
    wanted = data.draw(st.integers(1, size))
    asked = [Asked("p", str(number)) for number in range(wanted)]
    orders = list(permutations(map(str, range(size))))
    first = fmean(1 / min(order.index(one.other) + 1 for one in asked) for order in orders)
    assert Shuffled(size).reciprocal(asked) == pytest.approx(first)
    within = fmean("0" in order[:2] for order in orders)
    assert Shuffled(size).within(asked[0], 2) == pytest.approx(within)


def test_baselines_answer_from_the_graph(graph: ProcedureGraph) -> None:
    ways, notes = baselines(graph)
    assert not notes
    assert list(ways) == ["TF-IDF of the page", "TF-IDF without Alternatives",
                          "shares any indication", "popularity", "random"]  # fmt: skip
    asked = Asked(PCNL, SWL)
    assert ways["TF-IDF of the page"].within(asked, 10) == 1
    assert ways["shares any indication"].within(asked, 500) == 1
    # The page names it, so the page without its Alternatives is less like it, not more.
    with_names, without = (ways[name].reciprocal([asked]) for name in list(ways)[:2])
    assert with_names >= without > 0
    for way in list(ways)[:4]:
        assert ways[way].within(Asked(PCNL, PCNL), 500) == 0


def test_tfidf_finds_what_shares_rare_words() -> None:
    from procedura.evaluation.similarity import tfidf

    nearest = tfidf({"a": "stone kidney", "b": "kidney", "c": "the stone kidney", "d": "hair"})
    assert nearest("a") == ["c", "b"]
    assert nearest("d") == []
    assert len(tfidf({"a": "stone", "b": "stone", "c": "stone"}, first=1)("b")) == 1


# Comparisons


def test_comparisons(graph: ProcedureGraph, tmp_path: Path) -> None:
    found, ways, better, groups, own = evaluate(graph, [table(tmp_path, *COMPARISONS)])
    assert shares(found) == [(5, 6), (2, 4), (1, 2)]
    assert [line.split(": ")[1] for line in found.missed] == [
        "hair transplantation not found",
        "both are percutaneous-nephrolithotomy here",
    ]
    assert "2 pairs" in ways.title  # the one that stands twice, and the one of no rivals
    assert list(ways.rows)[:2] == ["Procedura", "Procedura for the condition"]
    assert value(ways.rows["Procedura"]["mutual@10"]) == 0.5
    assert value(ways.rows["at most"]["MRR of pairs"]) == 1
    assert [line.split(" (")[0] for line in ways.missed] == [
        "percutaneous nephrostomy / cystolitholapaxy"
    ]
    assert set(better.rows) == set(ways.rows) - {
        "Procedura",
        "Procedura for the condition",
        "at most",
    }
    assert {name: row["pairs"] for name, row in groups.rows.items()} == {
        "kind: p": 1, "kind: q": 1, "asked of procedure_a": 2, "asked of procedure_b": 2,
    }  # fmt: skip
    assert value(groups.rows["kind: p"]["mutual@10"]) == 1
    assert own.table == "table.tsv"


def test_a_condition_filters_where_it_is_known(graph: ProcedureGraph) -> None:
    whole = ours(graph)
    stone, carotid = (graph.resolve(name, "condition") for name in
                      ("kidney stone", "carotid artery stenosis"))  # fmt: skip
    answer = for_condition(graph, whole)
    for_stones = answer(PCNL, (stone,))
    assert SWL in for_stones
    assert answer(PCNL, (carotid, stone)) == for_stones
    assert [one for one in whole(PCNL) if one in for_stones] == for_stones
    assert answer(PCNL, (carotid,)) == []
    assert answer(PCNL, ()) == whole(PCNL)


def test_no_step_of_its_own_is_counted_right(graph: ProcedureGraph) -> None:
    sheet = steps(graph, "any.tsv")
    assert sheet == steps(graph, "any.tsv")
    [(right, drawn)] = shares(sheet)
    assert 0 < drawn <= 50
    wrong = {line.partition(":")[0] for line in sheet.missed}
    assert right == drawn - len(wrong)
    for line in sheet.missed:
        procedure, _, label = line.partition(": ")
        assert label in {one.label for one in graph.alternatives(procedure, limit=10)}


# Complications and indications


def test_complications(graph: ProcedureGraph, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "procedure ; complication",
        "percutaneous nephrolithotomy ; bleeding",
        "percutaneous nephrolithotomy ; loss of a wisdom tooth",
        "hair transplantation ; bleeding",
    )
    [sheet] = evaluate(graph, [file])
    assert shares(sheet) == [(1, 2), (2, 3), (1, 3)]
    assert sheet.missed == (
        "hair transplantation: not found",
        "percutaneous nephrolithotomy: loss of a wisdom tooth (not linked)",
        "hair transplantation: bleeding (hemorrhage)",
    )
    bleeding = {row["procedure"] for row in graph.query("risks/causing", complication="hemorrhage")}
    chance = value(sheet.rows["complications present"]["by chance"])
    assert chance == pytest.approx(2 * len(bleeding) / 3 / graph.info()["procedures"])


def test_indications_count_a_narrower_one(graph: ProcedureGraph, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        "procedure ; indication",
        "percutaneous nephrolithotomy ; urinary stone",
        "percutaneous nephrolithotomy ; benign prostatic hyperplasia",
    )
    [sheet] = evaluate(graph, [file])
    assert shares(sheet) == [(1, 1), (2, 2), (1, 2)]


# Categories

CATEGORY = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "2"}


def test_precision_is_of_ten_places() -> None:
    near = [("a", ["b", "d", "z"]), ("d", ["e"]), ("x", ["a"])]
    found = judged(["a", "d", "e"], near, CATEGORY)
    figures = precision(found)
    assert value(figures["precision@10"]) == pytest.approx((0.1 + 0.1 + 0) / 3)
    assert value(figures["in no category"]) == pytest.approx(0.1 / 3)
    assert value(margin(found, judged(found, [], CATEGORY))) == pytest.approx(0.2 / 3)


def test_mutual_information_of_communities() -> None:
    ccs = Table("ccs.csv", "categories", ())

    def sheet(*found: str) -> Sheet:
        numbers = {code: number for number, codes in enumerate(found) for code in codes}
        return communities(ccs, numbers, CATEGORY)

    def nmi(*found: str) -> float:
        return value(sheet(*found).rows["Procedura"]["NMI"])

    assert nmi("abc", "de") == pytest.approx(1)
    assert nmi("abcde") == pytest.approx(0)
    # By its definition, from the counts: a and b together, c with d and e.
    shared = 2 / 5 * math.log(5 / 3) + 1 / 5 * math.log(5 / 9) + 2 / 5 * math.log(5 / 3)
    entropy = -(3 / 5 * math.log(3 / 5) + 2 / 5 * math.log(2 / 5))
    assert nmi("ab", "cde") == pytest.approx(shared / entropy)
    assert sheet("ab", "cdez").rows["Procedura"]["codes"] == 5


CODES = {
    "001": "Head, Bypass",
    "0010001": "Bypass of the ear, open",
    "0010002": "Bypass of the ear, closed",
    "0010003": "Bypass of the nose",
    "002": "Head, Change",
    "0020001": "Change of the nose",
}


@pytest.fixture
def coded(tmp_path: Path) -> ProcedureGraph:
    """A graph of four codes that may be assigned, in two tables."""
    file = order_file(tmp_path / "order.txt", CODES)
    import_release(tmp_path / "graph", "icd10pcs", [file], name="2026")
    return ProcedureGraph(tmp_path / "graph")


CCS = (
    "'ICD-10-PCS CODE','CCS CATEGORY','ICD-10-PCS CODE DESCRIPTION'",
    """'0010001','1',"Bypass, open\"""",
    """'0010002','1',"Bypass, closed\"""",
    """'0010003','2',"Bypass, nose\"""",
    """'0020001','2',"Change, nose\"""",
    """'9999999','2',"No longer there\"""",
)
PLAIN = (
    "code ; category",
    "ICD10PCS:0010001 ; 1",
    "icd10pcs:0010002 ; 1",
    "ICD10PCS:0010003 ; 2",
    "ICD10PCS:0020001 ; 2",
    "ICD10PCS:9999999 ; 2",
)


@pytest.mark.parametrize("rows", [CCS, PLAIN], ids=["as HCUP publishes it", "plain"])
def test_categories(coded: ProcedureGraph, tmp_path: Path, rows: tuple[str, ...]) -> None:
    sheet, apart = evaluate(coded, [table(tmp_path, *rows)])
    assert sheet.notes == ("4 of 5 codes are in the graph; 4 were drawn.",)
    found = {name: value(row["precision@10"]) for name, row in sheet.rows.items()}
    # Each has one other in its category; of two the other stands in another table.
    assert found == pytest.approx(
        {"Procedura, of all codes": 0.1, "Procedura": 0.1, "TF-IDF of the title": 0.1,
         "random": 1 / 3, "at most": 0.1}
    )  # fmt: skip
    better = value(sheet.rows["TF-IDF of the title"]["Procedura is better by"])
    assert better == pytest.approx(0)
    assert apart.rows["Procedura"]["codes"] == 4


@pytest.mark.parametrize(
    ("code", "problem"),
    [("ICD10PCS:9999999", "none of the codes"), ("0010001", "is no code")],
)
def test_categories_of_other_codes_are_refused(
    coded: ProcedureGraph, tmp_path: Path, code: str, problem: str
) -> None:
    with pytest.raises(SourceError, match=problem):
        evaluate(coded, [table(tmp_path, "code ; category", f"{code} ; 1")])


def test_a_code_in_two_categories_is_refused(coded: ProcedureGraph, tmp_path: Path) -> None:
    rows = ("ICD10PCS:0010001 ; 1", "ICD10PCS:0010001 ; 2")
    with pytest.raises(SourceError, match="in two categories"):
        evaluate(coded, [table(tmp_path, "code ; category", *rows)])


# Tables


def test_a_table_may_be_of_commas(tmp_path: Path) -> None:
    file = table(tmp_path, '"procedure",complication', '"removal, of it",bleeding', "", ",")
    assert read(file) == Table(
        "table.tsv", "complications", ({"procedure": "removal, of it", "complication": "bleeding"},)
    )


HOSTILE = {
    b"": "table.tsv: the file is empty",
    b"one\ttwo\na\tb\n": "table.tsv:1: unknown columns; name them procedure_a and",
    b"procedure\tindication\n": "table.tsv:2: no rows",
    b"procedure\tindication\na\n": "table.tsv:2: no indication",
    b"procedure\tindication\na\tb\n\tb\n": "table.tsv:3: no procedure",
    b"procedure\tindication\na\t\0\n": "table.tsv:2: this is no text",
    b"\x89PNG\r\n\x1a\n\0\0": "table.tsv:1: unknown columns",
    b'procedure\tindication\na\t"b\n': "table.tsv:2: the row is damaged",
    b"procedure\tindication\na\t" + b"b" * 200_000: "table.tsv:2: the row is damaged",
}


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_a_table_of_something_else_is_one_clear_error(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "table.tsv"
    file.write_bytes(content)
    with pytest.raises(SystemExit) as left:
        main(["evaluate", str(file), "--graph", str(folder)])
    printed = capsys.readouterr()
    assert (left.value.code, printed.out) == (2, "")
    assert printed.err.startswith(f"error: {HOSTILE[content]}")
    assert printed.err.count("\n") == 1


# The command


@pytest.mark.parametrize("output", ["table", "json", "markdown"])
def test_the_command_prints_shares(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    rows = ("procedure ; complication", "percutaneous nephrolithotomy ; bleeding", "no ; bleeding")
    command = ["evaluate", str(table(tmp_path, *rows)), "--missed"]
    if output == "markdown":
        command += ["--date", "2026-11-28"]
    with pytest.raises(SystemExit) as left:
        main([*command, "--format", output, "--graph", str(folder)])
    assert not left.value.code
    printed = capsys.readouterr()
    if output == "json":
        [sheet] = json.loads(printed.out)
        assert sheet["rows"][2]["share"] == {"value": 0.5, "right": 1, "of": 2}
        assert sheet["missed"] == ["no: not found", "no: bleeding (hemorrhage)"]
        return
    assert "50 % (1 of 2)" in printed.out
    assert ("| Date | 2026-11-28 |" in printed.out) == (output == "markdown")
    missed = printed.err if output == "table" else printed.out
    assert missed.count("no: bleeding (hemorrhage)") == 1


def test_markdown_says_when_where_and_of_what() -> None:
    sheet = Sheet("a.tsv", "Title", "What", {"a|b": {"share": Share(1, 2), "n": 3}}, ("Note.",))
    facts = {"version": "1.2", "procedures": 5, "concepts: a": 1000, "concepts: b": 200}
    text = markdown([sheet], date="2026-11-28", command="procedura x", facts=facts, missed=True)
    for line in ("| Date | 2026-11-28 |", "| Version | 1.2 |", "| Command | `procedura x` |",
                 "| Graph | 5 procedures, 1,200 concepts |", "## a.tsv", "### Title",
                 "| What | share | n |", "| a&#124;b | 50 % (1 of 2) | 3 |", "Note."):  # fmt: skip
        assert line in text.splitlines()
    assert "Date" not in markdown([], date="", command="", facts=facts, missed=False)


def test_without_scikit_learn_the_rest_is_judged(
    graph: ProcedureGraph, coded: ProcedureGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "procedura.evaluation.similarity", raising=False)
    for name in ("sklearn.feature_extraction.text", "sklearn.metrics"):
        monkeypatch.setitem(sys.modules, name, None)
    ways, [note] = baselines(graph)
    assert list(ways) == ["shares any indication", "popularity", "random"]
    codes, apart = evaluate(coded, [table(tmp_path, *PLAIN)])
    assert list(codes.rows) == ["Procedura, of all codes", "Procedura", "random", "at most"]
    for said in (note, codes.notes[-1], *apart.notes):
        assert 'pip install "procedura[evaluation]"' in said
