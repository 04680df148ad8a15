"""What the name section and the title come to."""

import pytest

from procedura.pages import read_text


@pytest.mark.parametrize(
    ("lines", "label", "terms"),
    [
        (["Tap of a joint."], "Tap of a joint", []),
        (["Tap of a joint (G0001)."], "Tap of a joint", []),
        (["Tap of a joint (20610)"], "Tap of a joint", []),
        (["Tap, of a joint; any (CPT 20610)"], "Tap, of a joint; any", []),
        (["Tap (of a joint)"], "Tap (of a joint)", []),
        (["Tap of a joint. Common terms include tap."], "Tap of a joint", ["tap"]),
        (["A tap. Common terms include a, b and c."], "A tap", ["a", "b", "c"]),
        (["A tap. Common terms include x, y, and z."], "A tap", ["x", "y", "z"]),
        (
            ["A tap. Common terms include incision and drainage."],
            "A tap",
            ["incision and drainage"],
        ),
        (["Tap (commonly known as Needling)"], "Tap", ["Needling"]),
        (["Tap (Also known as Joint tap, the Needling)"], "Tap", ["Joint tap", "Needling"]),
        (["Tap, also known as needling or joint tap."], "Tap", ["needling", "joint tap"]),
        (["Tap", "Common Name: Needling"], "Tap", ["Needling"]),
        (["Tap", "Common Name(s): Needling, Joint tap"], "Tap", ["Needling", "Joint tap"]),
        (["Tap", "• Common Names: Needling; Tap, dry"], "Tap", ["Needling", "Tap, dry"]),
        (["Tap", "Technical term: Arthrocentesis (HCPCS Code: G0001)"], "Tap", ["Arthrocentesis"]),
        (["Tap", "Technical/Medical Term: Centesis, joint"], "Tap", ["Centesis, joint"]),
        (["Tap", "Technical Terms: Centesis, Puncture"], "Tap", ["Centesis", "Puncture"]),
        (["Tap", "Common name: Puncture of a joint (PJ)"], "Tap", ["Puncture of a joint", "PJ"]),
        (["Tap", "Common Names:", "- Needling, dry", "- PJ"], "Tap", ["Needling, dry", "PJ"]),
        (["Tap", "Also known as: Needling", "Synonyms: needling, PJ"], "Tap", ["Needling", "PJ"]),
        (["Tap Common Names: A, B Technical Terms: C"], "Tap", ["A", "B", "C"]),
        (["Common Name: Needling", "Medical Term: Tap (joint)"], "Needling", ["Tap (joint)"]),
    ],
)
def test_name_section(lines: list[str], label: str, terms: list[str]) -> None:
    text = "Name of the Procedure:\n" + "\n".join(lines) + "\n\nRisks\n- Pain\n"
    page = read_text(text, source="a.txt")
    assert page.label == label
    assert next(page.of_kind("name")).text == lines[0]
    assert [one.text for one in page.of_kind("common-term")] == terms


def test_another_line_of_the_name_section_is_a_name_too() -> None:
    page = read_text("Name\n- Tap\n- Needling\n\nRisks\n- Pain\n", source="a.txt")
    assert [one.text for one in page.of_kind("name")] == ["Tap", "Needling"]


@pytest.mark.parametrize(
    ("above", "label"),
    [
        ("# Tap (G0001)", "Tap"),
        ("Search all medical codes\n\nTap\n\nCPT4 code", "Tap"),
        ("A library of codes\n\nTap\n\nHCPCS code", "Tap"),
        ("Home\n\nTap", "Tap"),
        ("Tap, any joint.\n\nMore", "Tap, any joint"),
    ],
)
def test_without_a_name_section_the_title_is_the_label(above: str, label: str) -> None:
    assert read_text(f"{above}\n\n## Risks\n\n- Pain\n", source="a.txt").label == label


def test_without_a_title_the_file_is_the_label() -> None:
    assert read_text("Risks\n- Pain\n", source="20610-tap-of-a_joint.txt").label == "tap of a joint"
    assert read_text("Risks\n- Pain\n", source="-").label == "-"
