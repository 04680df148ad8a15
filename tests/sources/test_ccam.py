"""CCAM and CSARR: acts, headings, notes; made-up acts, and the published files where they are."""

import json
from pathlib import Path
from typing import Any

import pytest

from procedura.errors import SourceError
from procedura.sources import SourceFile, checked, read_release
from procedura.terminology import Release, Term

ACT = {"code": "XXFA001", "libelle_court": "poliss.", "libelle_long": "Polissage du pouce"}
NOTE = {"code": "XXFA001", "type_note": "05", "libelle_type_note": "Par exemple", "note": "¶cire"}
TREE = [
    {"strate": "00.00.00.00", "code": "000001", "parent": "000000", "libelle": "T", "type": "H"},
    {"strate": "01.00.00.00", "code": "000002", "parent": "000001", "libelle": "P", "type": "H"},
    {"strate": "01.02.00.00", "code": "000009", "parent": "000002", "libelle": "S", "type": "H"},
    {"strate": "01.02.00.00", "code": "XXFA001", "parent": "000009", "libelle": "x", "type": "A"},
]


def _file(folder: Path, name: str, content: Any) -> SourceFile:
    path = folder / name
    path.write_text(json.dumps(content), "utf-8")
    return SourceFile(path)


def _terms(release: Release) -> dict[str, Term]:
    return {term.code: term for term in checked(release)}


def _ccam(folder: Path, **lists: Any) -> dict[str, Term]:
    files = [_file(folder, f"{name}.json", content) for name, content in lists.items()]
    return _terms(read_release("ccam", files))


def test_an_act_has_its_long_and_short_name_and_its_heading(tmp_path: Path) -> None:
    terms = _ccam(tmp_path, acts=[ACT], tree=TREE)
    assert terms["XXFA001"].label == "Polissage du pouce"
    assert terms["XXFA001"].synonyms == ("poliss.",)
    assert terms["XXFA001"].broader == ("01.02.00.00",)
    assert terms["XXFA001"].assignable


def test_headings_are_named_by_their_numbers_and_cannot_be_assigned(tmp_path: Path) -> None:
    terms = _ccam(tmp_path, acts=[ACT], tree=TREE)
    assert set(terms) == {"XXFA001", "01.00.00.00", "01.02.00.00"}
    assert terms["01.02.00.00"].broader == ("01.00.00.00",)
    assert terms["01.00.00.00"].broader == ()
    assert not terms["01.00.00.00"].assignable


def test_an_act_that_has_ended_is_deprecated(tmp_path: Path) -> None:
    ended = {**ACT, "code": "XXFA002", "date_fin": "2010-05-01"}
    terms = _ccam(tmp_path, acts=[ACT, ended])
    assert (terms["XXFA001"].deprecated, terms["XXFA002"].deprecated) == (False, True)


@pytest.mark.parametrize(
    ("kind", "title", "note", "read"),
    [
        ("05", "Par exemple", "¶avec cire", "Par exemple : avec cire"),
        ("01", "A l exclusion de", "À l'exclusion de : ¶- cire ¶- eau",
         "À l'exclusion de :\n- cire\n- eau"),
        ("17", "Condition de prise en charge : Facturation", "Facturation unique",
         "Facturation unique"),
        ("09", "Non structure", "avec cire", "avec cire"),
    ],
)  # fmt: skip
def test_a_note_begins_with_its_kind(
    kind: str, title: str, note: str, read: str, tmp_path: Path
) -> None:
    entry = {**NOTE, "type_note": kind, "libelle_type_note": title, "note": note}
    assert _ccam(tmp_path, acts=[ACT], notes=[entry])["XXFA001"].notes == (read,)


def test_an_extension_is_an_act_of_its_own_under_the_act(tmp_path: Path) -> None:
    extended = {**ACT, "extension_descriptive": "02", "libelle_long": "Polissage fin du pouce"}
    terms = _ccam(tmp_path, acts=[ACT], both=[ACT, extended], tree=TREE)
    assert terms["XXFA001-02"].broader == ("XXFA001",)
    assert terms["XXFA001-02"].label == "Polissage fin du pouce"
    assert terms["XXFA001"].broader == ("01.02.00.00",)


def test_two_files_that_call_an_act_differently_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"another one in one\.json, entry 1"):
        _ccam(tmp_path, one=[ACT], two=[{**ACT, "libelle_long": "Repos du pouce"}])


def test_an_act_twice_in_one_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"stands here and in acts\.json, entry 1") as caught:
        _ccam(tmp_path, acts=[ACT, ACT])
    assert caught.value.where == "acts.json, entry 2"


def test_a_heading_under_no_other_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="'parent' is not in the file") as caught:
        _ccam(tmp_path, acts=[ACT], tree=TREE[2:])
    assert caught.value.where == "tree.json, entry 1"


@pytest.mark.parametrize(
    "content", [{}, [], "x", 7, None, [[]], [{"a": 1}], [{"libelle_long": 7, "code": "X"}]]
)
def test_json_of_another_layout_is_refused(content: Any, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"acts\.json"):
        _ccam(tmp_path, acts=content)


def test_notes_alone_hold_no_code(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no code in the files"):
        _ccam(tmp_path, notes=[NOTE])


def test_csarr_keeps_the_newest_year_and_deprecates_what_only_older_ones_have(
    tmp_path: Path,
) -> None:
    acts = [
        {"code_hier": "01", "code": code, "libelle": label, "libcourt": "X", "anseqta": year}
        for code, label, year in (
            ("X+1", "Ancien nom", "2018"), ("X+2", "Bercement", "2018"), ("X+1", "Nom", "2019"),
        )
    ]  # fmt: skip
    release = read_release("csarr", [_file(tmp_path, "acts.json", acts)])
    terms = _terms(release)
    assert release.name == "2019"
    assert (terms["X+1"].label, terms["X+1"].deprecated) == ("Nom", False)
    assert (terms["X+2"].label, terms["X+2"].deprecated) == ("Bercement", True)


def test_csarr_refuses_an_act_twice_in_a_year_and_other_lists(tmp_path: Path) -> None:
    act = {"code_hier": "01", "code": "X+1", "libelle": "Nom", "anseqta": "2019"}
    with pytest.raises(SourceError, match="stands here and in"):
        read_release("csarr", [_file(tmp_path, "acts.json", [act, act])])
    with pytest.raises(SourceError, match="not the list of acts of CSARR"):
        read_release("csarr", [_file(tmp_path, "ccam.json", [ACT])])


def test_the_published_files_give_all_their_acts(shared: Path) -> None:
    files = [SourceFile(path) for path in sorted((shared / "sources/ccam").glob("ccam_*"))]
    terms = _terms(read_release("ccam", files))
    acts = [term for term in terms.values() if term.assignable and "-" not in term.code]
    assert len(acts) == 8593
    assert len([term for term in terms.values() if not term.assignable]) == 1724
    assert len(terms) == 8593 + 1724 + 471
    assert sum(term.deprecated for term in acts) == 298
    assert all(term.broader and set(term.broader) <= terms.keys() for term in acts)


def test_the_published_catalogue_of_rehabilitation_is_read(shared: Path) -> None:
    release = read_release("csarr", [SourceFile(shared / "sources/ccam/csarr_code.json.gz")])
    terms = _terms(release)
    assert (release.name, len(terms)) == ("2019", 568)
    assert sum(term.deprecated for term in terms.values()) == 2
