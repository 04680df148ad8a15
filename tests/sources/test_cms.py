"""Code lists in the layouts of CMS, the NCHS and HCUP; all terms in small files are made up."""

from pathlib import Path

import pytest

from procedura.errors import SourceError
from procedura.terminology import Match, Term
from release_files import read, terms, written

ORDER = (
    "00001 X99     0 Boredom                                                      Boredom\n"
    "00002 X990    0 Boredom of thumb                                             "
    "Boredom of the thumb\n"
    "00003 X990XXA 1 Boredom of thumb, init                                       "
    "Boredom of the thumb, initial encounter\n"
)
TABULAR = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2031</version>
  <chapter>
    <name>1</name>
    <desc>Moods (X00-X99)</desc>
    <section id="X90-X99">
      <desc>Low moods (X90-X99)</desc>
      <diag>
        <name>X99</name><desc>Boredom</desc>
        <excludes1><note>rest (Y00)</note></excludes1>
        <sevenChrDef><extension char="A">initial encounter</extension></sevenChrDef>
        <diag>
          <name>X99.0</name><desc>Boredom of thumb</desc>
          <inclusionTerm><note>Thumb
            ennui</note></inclusionTerm>
        </diag>
      </diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""


def found_in(system: str, folder: Path, **files: str) -> dict[str, Term]:
    texts = {name.replace("_", "."): text for name, text in files.items()}
    return terms(read(system, written(folder, texts)))


def test_a_diagnosis_has_its_place_its_other_names_and_its_notes(tmp_path: Path) -> None:
    found = found_in("icd10cm", tmp_path, order_txt=ORDER, tabular_xml=TABULAR)
    assert {code: term.broader for code, term in found.items()} == {
        "X00-X99": (),
        "X90-X99": ("X00-X99",),
        "X99": ("X90-X99",),
        "X99.0": ("X99",),
        "X99.0XXA": ("X99.0",),
    }
    thumb = found["X99.0"]
    assert (thumb.label, thumb.assignable) == ("Boredom of the thumb", False)
    assert thumb.synonyms == ("Boredom of thumb", "Thumb ennui")
    assert found["X99"].notes == ("Not coded here: rest (Y00)",)
    assert found["X99.0XXA"].assignable


def test_the_tabular_list_alone_names_the_release_and_has_no_seventh_characters(
    tmp_path: Path,
) -> None:
    release = read("icd10cm", written(tmp_path, {"tabular.xml": TABULAR}))
    assert release.name == "2031"
    assert [term.code for term in release.terms] == ["X00-X99", "X90-X99", "X99", "X99.0"]


def record(code: str, kind: str, text: str, short: str = "", end: str = "") -> str:
    """Return a record of the contractors' file."""
    return f"{code:>5}00100{kind}{text:<80}{short:<28}{'':165}{end:<8}{'':28}\n"


RECORDS = (
    "***Disclaimers\n\nNobody owns this.\n"
    + record("X9998", "3", "Wax for thumbs, which", "Thumb wax")
    + record("X9998", "4", "shines")
    + record("X9999", "3", "Rest", "Rest", "20100101")
    + record("XY", "7", "Left thumb")
)


def test_the_contractors_file_is_put_together_from_its_records(tmp_path: Path) -> None:
    found = found_in("hcpcs", tmp_path, records_txt=RECORDS)
    assert [(term.label, term.synonyms) for term in found.values()] == [
        ("Wax for thumbs, which shines", ("Thumb wax",)),
        ("Rest", ()),
        ("Left thumb", ()),
    ]
    assert [code for code, term in found.items() if term.deprecated] == ["X9999"]
    modifier = found["XY"]
    assert (modifier.kind, modifier.assignable) == ("other", False), "it names nothing that is done"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (RECORDS + record("X9997", "4", "goes on"), 8),
        (RECORDS + "something else\n", 8),
        ("Nothing at all\n", 0),
    ],
)
def test_a_record_out_of_place_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(SourceError) as caught:
        found_in("hcpcs", tmp_path, records_txt=text)
    assert str(caught.value.where).endswith(f"records.txt:{line}" if line else "records.txt")


def test_categories_have_their_levels_and_the_codes_in_them(tmp_path: Path) -> None:
    names = (
        "ICD-10-PCS CODE", "CCS CATEGORY", "ICD-10-PCS CODE DESCRIPTION",
        "CCS CATEGORY DESCRIPTION", "MULTI CCS LVL 1", "MULTI CCS LVL 1 LABEL",
        "MULTI CCS LVL 2", "MULTI CCS LVL 2 LABEL",
    )  # fmt: skip
    rows = [
        names,
        ("0XY0XZZ", "7", "Polishing", "Care of thumbs", "1", "Thumbs", "1.1", "All thumbs"),
        ("0XY1XZZ", "8", "Resting", "Rest", "1", "Thumbs", " ", " "),
    ]
    text = "".join(",".join(f"'{cell}'" for cell in row) + "\n" for row in rows)
    found = found_in("ccs", tmp_path, ccs_csv=text)
    assert {code: (term.broader, term.assignable) for code, term in found.items()} == {
        "L1.1": ((), False),
        "L2.1.1": (("L1.1",), False),
        "7": (("L2.1.1",), True),
        "8": (("L1.1",), True),
    }
    assert found["7"].matches == (Match("narrow", "ICD10PCS", "0XY0XZZ"),)
    with pytest.raises(SourceError, match="stands here and in"):
        found_in("ccs", tmp_path, ccs_csv=text + text.splitlines(keepends=True)[1])


@pytest.mark.parametrize(
    ("system", "files", "codes", "assignable"),
    [
        ("icd10cm", ("icd10cm/icd10cm_order_2026.txt", "icd10cm/icd10cm_tabular_2026.xml"),
         98466, 74719),
        ("hcpcs", ("hcpcs/hcpcs_2025.csv",), 8846, 8463),
        ("hcpcs", ("hcpcs/HCPC2019_CONTR_ANWEB.txt",), 6800, 6440),
        ("ccs", ("ccs/ccs_pr_icd10pcs_2019_1.csv",), 440, 224),
    ],
)  # fmt: skip
def test_the_published_files_have_as_many_codes_as_their_publishers_say(
    shared: Path, system: str, files: tuple[str, ...], codes: int, assignable: int
) -> None:
    found = terms(read(system, [shared / "sources" / file for file in files]))
    assert (len(found), sum(term.assignable for term in found.values())) == (codes, assignable)
    assert all(above in found for term in found.values() for above in term.broader)
