"""CPT in the layouts of its data files; the codes and words are made up."""

from pathlib import Path

import pytest

from procedura.errors import SourceError
from procedura.systems import SYSTEMS
from procedura.terminology import Term
from release_files import read, terms, written

NOTICE = "Notice of rights, written by nobody\r\nsecond line of it\r\n"
LONG = "Polishing of a thumb, with wax, including rest of the same thumb and of the other one"


def _read(folder: Path, **texts: str) -> dict[str, Term]:
    return terms(read("cpt", written(folder, {f"{name}.txt": texts[name] for name in texts})))


def _fixed(code: str, text: str, width: int) -> str:
    return f"{code} {text}".ljust(width) + "\r\n"


def test_the_long_descriptor_is_the_label_and_the_others_are_synonyms(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        SHORTU=NOTICE + _fixed("9999X", "POLISH THUMB", 80),
        MEDU=NOTICE + _fixed("9999X", "POLISHING OF THUMB WITH WAX & REST", 106),
        LONGULT=f"{NOTICE}9999X\t{LONG}\r\n",
    )
    assert found["9999X"].label == LONG
    assert found["9999X"].synonyms == ("POLISHING OF THUMB WITH WAX & REST", "POLISH THUMB")
    assert found["9999X"].where == "LONGULT.txt:3"


def test_a_long_descriptor_goes_on_in_further_lines(tmp_path: Path) -> None:
    first, second = LONG[:71].rstrip(), LONG[71:].strip()
    lines = f"9999X01 {first:<72}\r\n9999X02 {second:<72}\r\n9998X01 {'Rest':<72}\r\n"
    found = _read(tmp_path, LONGULF=NOTICE + lines)
    assert found["9999X"].label == f"{first} {second}"
    assert found["9998X"].label == "Rest"


def test_upper_and_lower_case_is_preferred_to_capitals(tmp_path: Path) -> None:
    found = _read(tmp_path, LONGUT=f"9999X\t{LONG.upper()}\r\n", LONGULT=f"9999X\t{LONG}\r\n")
    assert found["9999X"].label == LONG
    assert found["9999X"].synonyms == (LONG.upper(),)


def test_a_missing_part_of_a_descriptor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="part 3 of 9999X, where part 2 is due") as caught:
        _read(tmp_path, LONGULF="9999X01 Polishing\r\n9999X03 with wax\r\n")
    assert caught.value.where == "LONGULF.txt:2"


def test_a_line_of_another_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="otherwise than the one of the first code") as caught:
        _read(tmp_path, LONGULT="9999X\tPolishing\r\nwax\r\n")
    assert caught.value.where == "LONGULT.txt:2"


def test_a_code_twice_in_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the code 9999X stands here and in line 1"):
        _read(tmp_path, SHORTU="9999X POLISH\r\n9999X REST\r\n")


def test_its_text_may_not_be_passed_on() -> None:
    assert not SYSTEMS["cpt"].redistributable
