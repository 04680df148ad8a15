"""ICD-10-PCS: made-up files in the layouts of CMS, and the published ones."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from procedura.errors import SourceError
from procedura.terminology import AxisConcept, Release
from release_files import read, terms, written

TABLES = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.tabular>
  <version>2031</version>
  <pcsTable>
    <axis pos="1" values="1"><title>Section</title><label code="0">Surgery</label></axis>
    <axis pos="2" values="1"><title>Body System</title><label code="T">Urinary</label></axis>
    <axis pos="3" values="1"><title>Operation</title><label code="C">Taking Out</label>
      <definition>To take something out</definition></axis>
    <pcsRow codes="4">
      <axis pos="4" values="2"><title>Body Part</title>
        <label code="0">Kidney, Right</label><label code="1">Kidney, Left</label></axis>
      <axis pos="5" values="2"><title>Approach</title>
        <label code="0">Open</label><label code="3">Percutaneous</label></axis>
      <axis pos="6" values="1"><title>Device</title><label code="Z">No Device</label></axis>
      <axis pos="7" values="1"><title>Qualifier</title><label code="Z">No Qualifier</label></axis>
    </pcsRow>
    <pcsRow codes="1">
      <axis pos="4" values="1"><title>Body Part</title>
        <label code="2">Kidneys, Bilateral</label></axis>
      <axis pos="5" values="1"><title>Approach</title><label code="0">Open</label></axis>
      <axis pos="6" values="1"><title>Device</title><label code="D">Tiny Tube</label></axis>
      <axis pos="7" values="1"><title>Qualifier</title><label code="X">Diagnostic</label></axis>
    </pcsRow>
  </pcsTable>
</ICD10PCS.tabular>
"""
INDEX = """<ICD10PCS.index><version>2031</version><letter><title>A</title>
  <mainTerm><title>Wonder Straw(R)</title><use>Tiny Tube in Urinary</use></mainTerm>
  <mainTerm><title>Renal bowl</title>
    <term level="1"><use>Kidney, Right</use></term><term level="1"><use>Kidney, Left</use></term>
  </mainTerm>
  <mainTerm><title>Pebblectomy</title><see>Taking Out, Kidney<codes>0TC0</codes></see></mainTerm>
  <mainTerm><title>Urinectomy</title><see>Taking Out, Urinary<tab>0TC</tab></see></mainTerm>
  <mainTerm><title>Look</title>
    <term level="1"><title>Twice</title><code>0TC20DX</code></term></mainTerm>
  <mainTerm><title>Taking Out</title>
    <term level="1"><title>Kidney</title><codes>0TC0</codes></term></mainTerm>
</letter></ICD10PCS.index>
"""
DEFINITIONS = """<ICD10PCS.definitions><version>2029</version>
  <section code="0"><title>Surgery</title>
    <axis pos="3"><title>Operation</title><terms><title>Taking Out</title>
      <definition>Getting something out</definition><explanation>Not putting in</explanation>
      <includes>Removal of a pebble</includes></terms></axis>
    <axis pos="4"><title>Body Part</title><terms><title>Kidney, Left</title>
      <title>Kidney, Right</title><includes>Bean of the back</includes></terms></axis>
  </section>
</ICD10PCS.definitions>
"""
ORDER = """\
00001 0TC     0 Urinary, Taking Out                                          Urinary, Taking Out
00002 0TC03ZZ 1 Taking Out R Kidney, Perc                                    Taking Out of Right Kidney, Percutaneous
00003 0TC13ZZ 1 Taking Out of Left Kidney                                    Taking Out of Left Kidney
00004 0TC14ZZ 1 Taking Out of Left Kidney by a New Way                       Taking Out of Left Kidney by a New Way
"""  # noqa: E501
FILES = {
    "order.txt": ORDER,
    "tables.xml": TABLES,
    "index.xml": INDEX,
    "definitions.xml": DEFINITIONS,
}


def edition(folder: Path, *names: str, **changed: str) -> Release:
    texts = {name: changed.get(name.partition(".")[0], FILES[name]) for name in names}
    return read("icd10pcs", written(folder, texts))


def concepts(release: Release) -> dict[str, AxisConcept]:
    return {f"{one.scheme}/{one.slug}": one for one in release.concepts}


def test_the_order_file_alone_gives_codes_titles_and_headings(tmp_path: Path) -> None:
    found = terms(edition(tmp_path, "order.txt"))
    assert list(found) == ["0TC", "0TC03ZZ", "0TC13ZZ", "0TC14ZZ"]
    assert [term.assignable for term in found.values()] == [False, True, True, True]
    one = found["0TC03ZZ"]
    assert one.label == "Taking Out of Right Kidney, Percutaneous"
    assert one.synonyms == ("Taking Out R Kidney, Perc",)
    assert one.broader == ("0TC",)
    assert one.where == "order.txt:2"
    assert found["0TC13ZZ"].synonyms == (), "the short title is the long one"


def test_tables_alone_give_every_combination_and_name_the_release(tmp_path: Path) -> None:
    release = edition(tmp_path, "tables.xml")
    found = terms(release)
    assert release.name == "2031"
    assert set(found) == {"0TC", "0TC00ZZ", "0TC03ZZ", "0TC10ZZ", "0TC13ZZ", "0TC20DX"}
    assert found["0TC20DX"].label == "Taking Out, Kidneys, Bilateral, Open, Tiny Tube, Diagnostic"
    assert (found["0TC"].label, found["0TC"].assignable) == ("Urinary, Taking Out", False)


def test_with_tables_a_code_has_its_axes(tmp_path: Path) -> None:
    found = terms(edition(tmp_path, "order.txt", "tables.xml"))
    assert found["0TC03ZZ"].axes == (
        ("section", "icd10pcs-section/surgery"),
        ("bodySystem", "icd10pcs-body-system/urinary"),
        ("operation", "icd10pcs-operation/taking-out"),
        ("bodySite", "icd10pcs-body-part/kidney-right"),
        ("approach", "icd10pcs-approach/percutaneous"),
    ), "no device and no qualifier are no values"


def test_a_code_of_a_newer_year_has_the_axes_that_the_tables_tell(tmp_path: Path) -> None:
    found = terms(edition(tmp_path, "order.txt", "tables.xml"))
    axes = dict(found["0TC14ZZ"].axes)
    assert axes["bodySite"] == "icd10pcs-body-part/kidney-left"
    assert axes["approach"] == "icd10pcs-approach/value-4-of-table-0tc", "no table says what 4 is"
    named = concepts(edition(tmp_path, "order.txt", "tables.xml"))
    assert named["icd10pcs-approach/value-4-of-table-0tc"].label == "value 4 of table 0TC"


def test_a_body_part_on_one_side_is_narrower_than_the_body_part(tmp_path: Path) -> None:
    found = concepts(edition(tmp_path, "tables.xml"))
    assert found["icd10pcs-body-part/kidney-right"].broader == ("kidney",)
    assert found["icd10pcs-body-part/kidneys-bilateral"].broader == ("kidney",)
    assert found["icd10pcs-body-part/kidney"].broader == ()
    assert "icd10pcs-device/no-device" not in found


def test_definitions_explain_values_and_name_body_parts(tmp_path: Path) -> None:
    found = concepts(edition(tmp_path, "tables.xml", "definitions.xml"))
    operation = found["icd10pcs-operation/taking-out"]
    assert operation.definition == "Getting something out"
    assert operation.notes == ("Not putting in", "Includes: Removal of a pebble")
    assert operation.synonyms == (), "an example is no other name"
    assert found["icd10pcs-body-part/kidney"].synonyms == ("Bean of the back",)
    assert found["icd10pcs-body-part/kidney-left"].synonyms == ()


def test_without_definitions_operations_are_defined_by_the_tables(tmp_path: Path) -> None:
    found = concepts(edition(tmp_path, "tables.xml"))
    assert found["icd10pcs-operation/taking-out"].definition == "To take something out"
    assert terms(edition(tmp_path, "tables.xml"))["0TC"].definition == "To take something out"


def test_the_index_names_values_codes_and_tables(tmp_path: Path) -> None:
    release = edition(tmp_path, "tables.xml", "index.xml")
    found, values = terms(release), concepts(release)
    assert values["icd10pcs-device/tiny-tube"].synonyms == ("Wonder Straw",)
    assert values["icd10pcs-body-part/kidney"].synonyms == ("Renal bowl",)
    assert found["0TC20DX"].synonyms == ("Look, Twice",)
    assert found["0TC00ZZ"].synonyms == ("Pebblectomy",)
    assert found["0TC10ZZ"].synonyms == ()
    assert found["0TC"].synonyms == ("Urinectomy",)


def test_the_order_of_the_files_makes_no_difference(tmp_path: Path) -> None:
    one, other = edition(tmp_path, *FILES), edition(tmp_path, *reversed(FILES))
    assert terms(one) == terms(other)
    assert concepts(one) == concepts(other)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("tables.xml", TABLES[: len(TABLES) // 2], r"tables\.xml:\d+: this is not well-formed XML"),
        ("tables.xml", TABLES.replace('pos="4"', ""), "an axis does not say its position"),
        ("tables.xml", TABLES.replace('pos="4"', 'pos="²"'), "an axis does not say its position"),
        ("tables.xml", re.sub(r"(?s)<pcsRow.*</pcsRow>", "", TABLES), r"tables\.xml: no .* a row"),
        ("tables.xml", "<ICD10PCS.tabular/>", r"tables\.xml: no table has a row"),
        ("tables.xml", TABLES.replace('<label code="0">Open</label>', ""), "three axes and four"),
        ("definitions.xml", DEFINITIONS.replace('pos="4"', ""), r"definitions\.xml:\d+: an axis"),
        ("definitions.xml", DEFINITIONS.replace('pos="3"', 'pos="x"'), "does not say its position"),
        ("index.xml", INDEX[:200], r"index\.xml:\d+: this is not well-formed XML"),
        ("order.txt", ORDER + "rubbish\n", r"order\.txt:5: this line is not laid out"),
        ("order.txt", ORDER + ORDER, r"order\.txt:5: the code 0TC stands here and in order.txt:1"),
        ("order.txt", "<html><body>Not found</body></html>", "this is no order file, tables"),
        ("order.txt", "", "the file is empty"),
    ],
)  # fmt: skip
def test_damage_is_named(tmp_path: Path, name: str, content: str, message: str) -> None:
    changed = {name.partition(".")[0]: content}
    with pytest.raises(SourceError, match=message):
        terms(edition(tmp_path, *FILES, **changed))


def test_an_index_without_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="give the tables, too"):
        edition(tmp_path, "order.txt", "index.xml")


def published(shared: Path, *names: str) -> Release:
    folder = shared / "sources" / "icd10pcs"
    return read("icd10pcs", [folder / f"icd10pcs_{name}" for name in names])


def test_the_published_tables_expand_to_the_order_file_of_their_year(shared: Path) -> None:
    listed = terms(published(shared, "order_2025.txt"))
    made = terms(published(shared, "tables_2025.xml"))
    assert made.keys() - listed.keys() == set()
    assert {code for code, term in listed.items() if term.assignable} == {
        code for code, term in made.items() if term.assignable
    }


def test_the_published_codes_have_the_axes_that_a_second_reader_finds(shared: Path) -> None:
    """The standard library's parser, and a search through all rows."""
    release = published(shared, "order_2026.txt", "tables_2025.xml", "index_2025.xml",
                        "definitions_2023.xml")  # fmt: skip
    found = terms(release)
    labels = {f"{one.scheme}/{one.slug}": one.label for one in release.concepts}
    assert sum(term.assignable for term in found.values()) == 79115
    assert sum(not term.assignable for term in found.values()) == 914
    tables = ElementTree.parse(shared / "sources" / "icd10pcs" / "icd10pcs_tables_2025.xml")  # noqa: S314
    checked_codes = 0
    for table in tables.iter("pcsTable"):
        key = "".join(label.get("code", "") for label in table.findall("axis/label"))
        head = [label.text for label in table.findall("axis/label")]
        for code in [one for one in found if one.startswith(key) and len(one) == 7][::50]:
            for row in table.findall("pcsRow"):
                axes = [{label.get("code"): label.text for label in axis.findall("label")}
                        for axis in row.findall("axis")]  # fmt: skip
                if all(character in axis for character, axis in zip(code[3:], axes, strict=True)):
                    pairs = zip(code[3:], axes, strict=True)
                    whole = [*head, *(axis[character] for character, axis in pairs)]
                    wanted = [
                        one for one in whole if one not in ("No Device", "No Qualifier", "None")
                    ]
                    assert [labels[path] for _, path in found[code].axes] == wanted
                    checked_codes += 1
    assert checked_codes > 1500


def test_every_published_code_has_section_operation_and_site(shared: Path) -> None:
    found = terms(published(shared, "order_2026.txt", "tables_2025.xml"))
    whole = [term for term in found.values() if term.assignable]
    for axis in ("section", "operation"):
        assert all(axis in dict(term.axes) for term in whole)
    surgery = [term for term in whole if term.code.startswith("0")]
    for axis in ("bodySystem", "bodySite", "approach"):
        assert all(axis in dict(term.axes) for term in surgery)
