"""CCAM and CSARR: acts, headings, notes; made-up acts, and the published files where they are."""

import json
from pathlib import Path
from typing import Any

import pytest

from procedura.errors import SourceError
from procedura.terminology import Release, Term
from release_files import read, terms, written

ACT = {"code": "XXFA001", "libelle_court": "poliss.", "libelle_long": "Polissage du pouce"}
NOTE = {"code": "XXFA001", "type_note": "05", "libelle_type_note": "Par exemple", "note": "¶cire"}
TREE = [
    {"strate": "00.00.00.00", "code": "000001", "parent": "000000", "libelle": "T", "type": "H"},
    {"strate": "01.00.00.00", "code": "000002", "parent": "000001", "libelle": "P", "type": "H"},
    {"strate": "01.02.00.00", "code": "000009", "parent": "000002", "libelle": "S", "type": "H"},
    {"strate": "01.02.00.00", "code": "XXFA001", "parent": "000009", "libelle": "x", "type": "A"},
]


def _read(system: str, folder: Path, **lists: Any) -> Release:
    files = {f"{name}.json": json.dumps(content) for name, content in lists.items()}
    return read(system, written(folder, files))


def _ccam(folder: Path, **lists: Any) -> dict[str, Term]:
    return terms(_read("ccam", folder, **lists))


def test_an_act_has_its_long_and_short_name_and_its_heading(tmp_path: Path) -> None:
    found = _ccam(tmp_path, acts=[ACT], tree=TREE)
    assert found["XXFA001"].label == "Polissage du pouce"
    assert found["XXFA001"].synonyms == ("poliss.",)
    assert found["XXFA001"].broader == ("01.02.00.00",)
    assert found["XXFA001"].assignable


def test_headings_are_named_by_their_numbers_and_cannot_be_assigned(tmp_path: Path) -> None:
    found = _ccam(tmp_path, acts=[ACT], tree=TREE)
    assert set(found) == {"XXFA001", "01.00.00.00", "01.02.00.00"}
    assert found["01.02.00.00"].broader == ("01.00.00.00",)
    assert found["01.00.00.00"].broader == ()
    assert not found["01.00.00.00"].assignable


def test_an_act_that_has_ended_is_deprecated(tmp_path: Path) -> None:
    ended = {**ACT, "code": "XXFA002", "date_fin": "2010-05-01"}
    found = _ccam(tmp_path, acts=[ACT, ended])
    assert (found["XXFA001"].deprecated, found["XXFA002"].deprecated) == (False, True)


@pytest.mark.parametrize(
    ("kind", "title", "note", "kept"),
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
    kind: str, title: str, note: str, kept: str, tmp_path: Path
) -> None:
    entry = {**NOTE, "type_note": kind, "libelle_type_note": title, "note": note}
    assert _ccam(tmp_path, acts=[ACT], notes=[entry])["XXFA001"].notes == (kept,)


def test_an_extension_is_an_act_of_its_own_under_the_act(tmp_path: Path) -> None:
    extended = {**ACT, "extension_descriptive": "02", "libelle_long": "Polissage fin du pouce"}
    found = _ccam(tmp_path, acts=[ACT], both=[ACT, extended], tree=TREE)
    assert found["XXFA001-02"].broader == ("XXFA001",)
    assert found["XXFA001-02"].label == "Polissage fin du pouce"
    assert found["XXFA001"].broader == ("01.02.00.00",)


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
    release = _read("csarr", tmp_path, acts=acts)
    found = terms(release)
    assert release.name == "2019"
    assert (found["X+1"].label, found["X+1"].deprecated) == ("Nom", False)
    assert (found["X+2"].label, found["X+2"].deprecated) == ("Bercement", True)


def test_csarr_refuses_an_act_twice_in_a_year_and_other_lists(tmp_path: Path) -> None:
    act = {"code_hier": "01", "code": "X+1", "libelle": "Nom", "anseqta": "2019"}
    with pytest.raises(SourceError, match="stands here and in"):
        _read("csarr", tmp_path, acts=[act, act])
    with pytest.raises(SourceError, match="not the list of acts of CSARR"):
        _read("csarr", tmp_path, ccam=[ACT])


def test_the_published_files_give_all_their_acts(shared: Path) -> None:
    found = terms(read("ccam", sorted((shared / "sources/ccam").glob("ccam_*"))))
    acts = [term for term in found.values() if term.assignable and "-" not in term.code]
    assert len(acts) == 8593
    assert len([term for term in found.values() if not term.assignable]) == 1724
    assert len(found) == 8593 + 1724 + 471
    assert sum(term.deprecated for term in acts) == 298
    assert all(term.broader and set(term.broader) <= found.keys() for term in acts)


def test_the_published_catalogue_of_rehabilitation_is_read(shared: Path) -> None:
    release = read("csarr", [shared / "sources/ccam/csarr_code.json.gz"])
    found = terms(release)
    assert (release.name, len(found)) == ("2019", 568)
    assert sum(term.deprecated for term in found.values()) == 2
