"""Which codes a page has."""

import pytest

from procedura.errors import PageError
from procedura.model import Code, Page
from procedura.pages import read_text

REST = "\n\nRisks\n- Pain\n"


def curies(page: Page) -> list[str]:
    return [code.curie for code in page.codes]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("HCPCS Code: G0105", ["HCPCS:G0105"]),
        ("Technical term: scope (HCPCS Code G0105)", ["HCPCS:G0105"]),
        ("HCPCS Procedure: scope of the bowel (G0105)", ["HCPCS:G0105"]),
        ("CPT 50436", ["CPT:50436"]),
        ("CPT® code 50436", ["CPT:50436"]),
        ("CPT4 code: 50436", ["CPT:50436"]),
        ("CPT-4 50436", ["CPT:50436"]),
        ("CPT 0404T", ["CPT:0404T"]),
        ("CPT:50436 and HCPCS:G0105", ["CPT:50436", "HCPCS:G0105"]),
        ("ICD-10-PCS code 0T733ZZ", ["ICD10PCS:0T733ZZ"]),
        ("https://example.org/code/cpt4/50436-tract", ["CPT:50436"]),
        ("Name: Tap (20610).", ["CPT:20610"]),
        ("Scope of the bowel (g0105)", []),
        ("CPT4 code", []),
        ("50436 patients were seen (2019)", []),
        ("50436", []),
        ("CPT 504360", []),
        ("HCPCS code list", []),
    ],
)
def test_codes_in_the_text(line: str, expected: list[str]) -> None:
    assert curies(read_text(line + REST, source="a.txt")) == expected


def test_a_code_in_another_section_is_a_mention() -> None:
    page = read_text("Name\nTap\n\nSimilar Codes\n- CPT 20611 (G0105)\n", source="a.txt")
    assert page.codes == ()
    assert next(page.of_kind("similar-code")).text == "CPT 20611 (G0105)"


def test_the_address_that_a_web_page_gives_for_itself() -> None:
    html = '<head><link rel="canonical" href="https://example.org/cpt4/50436-x"></head>'
    assert curies(read_text(f"{html}<h3>Risks</h3>Pain", source="a.html")) == ["CPT:50436"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("50436-dilation-of-a-tract.txt", ["CPT:50436"]),
        ("G0105-scope.html", ["HCPCS:G0105"]),
        ("g0105.html", ["HCPCS:G0105"]),
        ("cpt-50436.md", ["CPT:50436"]),
        ("0404T-ablation.md", ["CPT:0404T"]),
        ("000_983eed0bb360f32b.txt", []),
        ("504361-x.txt", []),
        ("tract-50436.txt", []),
    ],
)
def test_codes_in_the_file_name(source: str, expected: list[str]) -> None:
    assert curies(read_text("Risks\n- Pain\n", source=source)) == expected


def test_the_code_that_is_given_comes_first() -> None:
    text = "---\ncodes: {exact: [HCPCS:G0105], broader: [MESH:D003113]}\n---\n## Risks\n- Pain\n"
    page = read_text(text, source="0T733ZZ.md", code="cpt:50436")
    assert page.codes == (
        Code("CPT", "50436"), Code("HCPCS", "G0105"), Code("MESH", "D003113", "broader"),
    )  # fmt: skip


@pytest.mark.parametrize("code", ["", "50436", "SNOMED:50436", "CPT:5043", "CPT:", "HCPCS:50436"])
def test_a_given_code_must_be_one(code: str) -> None:
    with pytest.raises(PageError) as caught:
        read_text("Risks\n- Pain\n", source="a.txt", code=code)
    assert caught.value.where == "--code"
    assert "HCPCS, HP, ICD10CM, ICD10PCS, MAXO, MESH" in caught.value.cure


def test_a_code_that_disagrees_is_kept_with_its_line() -> None:
    text = "Tap\nCPT 20611\n\nRisks\n- Pain\n"
    page = read_text(text, source="20612-tap.txt", code="CPT:20610")
    assert curies(page) == ["CPT:20610"]
    assert [(one.text, one.group, one.line) for one in page.of_kind("unplaced")] == [
        ("CPT:20611, by CPT 20611", "Codes that disagree", 2),
        ("CPT:20612, by 20612-tap.txt", "Codes that disagree", 1),
    ]


def test_codes_of_two_systems_do_not_disagree() -> None:
    page = read_text("Tap (G0105)" + REST, source="20610-tap.txt")
    assert curies(page) == ["HCPCS:G0105", "CPT:20610"]
    assert list(page.of_kind("unplaced")) == []
