"""SNOMED CT in release format 2; the concepts are made up."""

from pathlib import Path

import pytest

from procedura.errors import SourceError
from procedura.sources import SourceFile, read_release
from procedura.terminology import Release, Term
from release_files import terms

START = ["id", "effectiveTime", "active", "moduleId"]
CONCEPT = [*START, "definitionStatusId"]
DESCRIPTION = [*START, "conceptId", "languageCode", "typeId", "term", "caseSignificanceId"]
RELATIONSHIP = [*START, "sourceId", "destinationId", "relationshipGroup", "typeId",
                "characteristicTypeId", "modifierId"]  # fmt: skip
LANGUAGE = [*START, "refsetId", "referencedComponentId", "acceptabilityId"]
FULL, SYNONYM, DEFINITION = "900000000000003001", "900000000000013009", "900000000000550004"
PREFERRED, ACCEPTABLE = "900000000000548007", "900000000000549004"
UNITED_STATES, GREAT_BRITAIN = "900000000000509007", "900000000000508004"
CARE, POLISH = "1111111", "2222222"


def _file(folder: Path, name: str, titles: list[str], *rows: list[str]) -> SourceFile:
    path = folder / name
    text = "".join("\t".join(row) + "\r\n" for row in (titles, *rows))
    path.write_text(text, "utf-8", newline="")
    return SourceFile(path)


def _same(identifier: str, active: str = "1") -> list[str]:
    return [identifier, "20250301", active, "9"]


def _concepts(folder: Path, *codes: str, inactive: str = "") -> SourceFile:
    rows = [[*_same(code, "0" if code == inactive else "1"), "9"] for code in codes]
    return _file(folder, "sct2_Concept_Snapshot_INT_20250301.txt", CONCEPT, *rows)


def _names(folder: Path, *names: tuple[str, str, str, str]) -> SourceFile:
    """Write descriptions: their identifiers are 1, 2, 3 …."""
    rows = [
        [*_same(str(number)), code, language, type_, term, "9"]
        for number, (code, language, type_, term) in enumerate(names, start=1)
    ]
    return _file(folder, "sct2_Description_Snapshot_INT_20250301.txt", DESCRIPTION, *rows)


def _preferences(folder: Path, *rows: tuple[str, str, str]) -> SourceFile:
    return _file(folder, "der2_cRefset_LanguageSnapshot_INT_20250301.txt", LANGUAGE,
                 *([*_same(f"u{number}"), *row] for number, row in enumerate(rows)))  # fmt: skip


def _release(*files: SourceFile) -> tuple[Release, dict[str, Term]]:
    release = read_release("snomedct", files)
    return release, terms(release)


def test_without_a_language_set_the_full_name_without_its_tag_is_the_label(
    tmp_path: Path,
) -> None:
    names = _names(tmp_path, (CARE, "en", SYNONYM, "Thumb care"),
                   (CARE, "en", FULL, "Care of thumb (left) (procedure)"))  # fmt: skip
    release, found = _release(_concepts(tmp_path, CARE), names)
    assert release.name == "20250301"
    assert found[CARE].label == "Care of thumb (left)"
    assert found[CARE].synonyms == ("Thumb care",)
    assert found[CARE].kind == "procedure"


def test_the_language_set_of_the_united_states_chooses_first(tmp_path: Path) -> None:
    names = _names(tmp_path, (CARE, "en", FULL, "Anaesthesia (procedure)"),
                   (CARE, "en", SYNONYM, "Anaesthesia"), (CARE, "en", SYNONYM, "Anesthesia"),
                   (CARE, "en", SYNONYM, "Numbing"))  # fmt: skip
    chosen = _preferences(tmp_path, (GREAT_BRITAIN, "2", PREFERRED),
                          (UNITED_STATES, "3", PREFERRED), (UNITED_STATES, "4", ACCEPTABLE),
                          (UNITED_STATES, "1", PREFERRED))  # fmt: skip
    _, found = _release(_concepts(tmp_path, CARE), names, chosen)
    assert found[CARE].label == "Anesthesia"
    assert found[CARE].synonyms == ("Anaesthesia", "Numbing")


@pytest.mark.parametrize(
    ("tag", "kind"),
    [("procedure", "procedure"), ("disorder", "condition"), ("finding", "condition"),
     ("body structure", "body-site"), ("physical object", "device"), ("substance", "other")],
)  # fmt: skip
def test_the_semantic_tag_tells_the_kind(tag: str, kind: str, tmp_path: Path) -> None:
    names = _names(tmp_path, (CARE, "en", FULL, f"Thumb ({tag})"))
    assert _release(_concepts(tmp_path, CARE), names)[1][CARE].kind == kind


def test_other_languages_and_definitions_are_kept(tmp_path: Path) -> None:
    names = _names(tmp_path, (CARE, "en", FULL, "Care (procedure)"),
                   (CARE, "es", FULL, "Cuidado (procedimiento)"),
                   (CARE, "es", SYNONYM, "Cuidado"),
                   (CARE, "en", DEFINITION, 'Care, "of" a thumb.'))  # fmt: skip
    term = _release(_concepts(tmp_path, CARE), names)[1][CARE]
    assert term.translations == (("es", "Cuidado"),)
    assert term.definition == 'Care, "of" a thumb.'


def test_of_the_relationships_only_active_ones_that_say_is_a_are_kept(tmp_path: Path) -> None:
    other = "3333333"
    names = _names(tmp_path, *((code, "en", FULL, f"{code} (procedure)")
                               for code in (CARE, POLISH, other)))  # fmt: skip
    rows = [
        [*_same("1"), POLISH, CARE, "0", "116680003", "9", "9"],
        [*_same("2"), CARE, other, "0", "363698007", "9", "9"],
        [*_same("3", "0"), other, CARE, "0", "116680003", "9", "9"],
        [*_same("4"), other, "9999999", "0", "116680003", "9", "9"],
    ]
    related = _file(tmp_path, "sct2_Relationship_Snapshot.txt", RELATIONSHIP, *rows)
    _, found = _release(_concepts(tmp_path, CARE, POLISH, other), names, related)
    assert {code: term.broader for code, term in found.items()} == {
        POLISH: (CARE,), CARE: (), other: (),
    }  # fmt: skip


def test_an_inactive_concept_is_kept_only_if_it_still_has_a_name(tmp_path: Path) -> None:
    names = _names(tmp_path, (CARE, "en", FULL, "Care (procedure)"),
                   (POLISH, "en", FULL, "Polishing (procedure)"))  # fmt: skip
    _, found = _release(_concepts(tmp_path, CARE, POLISH, inactive=POLISH), names)
    assert (found[CARE].deprecated, found[POLISH].deprecated) == (False, True)
    _, found = _release(_concepts(tmp_path, CARE, "3333333", inactive="3333333"), names)
    assert set(found) == {CARE}


def test_an_active_concept_without_an_english_name_is_refused(tmp_path: Path) -> None:
    names = _names(tmp_path, (CARE, "es", FULL, "Cuidado (procedimiento)"))
    with pytest.raises(SourceError, match="names the concept 1111111 in English") as caught:
        _release(_concepts(tmp_path, CARE), names)
    assert caught.value.where == "sct2_Concept_Snapshot_INT_20250301.txt:2"


def test_full_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="give snapshot files") as caught:
        _release(_concepts(tmp_path, CARE, CARE))
    assert caught.value.where.endswith(".txt:3")


def test_the_newest_date_names_the_release_where_the_files_do_not(tmp_path: Path) -> None:
    row = [*_same(CARE), "9"]
    concepts = _file(tmp_path, "concepts.txt", CONCEPT, row)
    names = _names(tmp_path, (CARE, "en", FULL, "Care (procedure)"))
    names.name = "names.txt"
    assert _release(concepts, names)[0].name == "20250301"


@pytest.mark.parametrize(
    "row", [["1111111"], [*_same(CARE, "yes"), "9"], [*_same("x"), "9"], [*_same(CARE), "9", "9"]]
)
def test_a_row_of_another_layout_is_refused(row: list[str], tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        _release(_file(tmp_path, "concepts.txt", CONCEPT, row))
    assert caught.value.where == "concepts.txt:2"


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not the columns of a file of SNOMED CT"):
        _release(_file(tmp_path, "map.txt", [*START, "mapTarget"], [*_same(CARE), "X99"]))
