"""Files of releases, opened safely: whatever is wrong is one clear error that names the file."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from procedura.errors import SourceError
from procedura.sources import SourceFile


def _file(folder: Path, content: bytes, name: str = "a.txt") -> SourceFile:
    path = folder / name
    path.write_bytes(content)
    return SourceFile(path)


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("café\nthé".encode(), ["café", "thé"]),
        (b"\xef\xbb\xbfcaf\xc3\xa9\r\n", ["café"]),
        ("café “so”\n".encode("cp1252"), ["café “so”"]),
        (gzip.compress("café\n".encode()), ["café"]),
        (gzip.compress(b"a\n") + gzip.compress(b"b\n"), ["a", "b"]),
        (b"a\n\nb\n", ["a", "", "b"]),
    ],
    ids=["utf-8", "byte order mark", "windows-1252", "gzip", "two gzips", "empty line"],
)
def test_text_is_read_in_its_encoding(content: bytes, lines: list[str], tmp_path: Path) -> None:
    assert list(_file(tmp_path, content).lines()) == list(enumerate(lines, start=1))


def test_the_checksum_is_that_of_the_bytes_as_they_lie(tmp_path: Path) -> None:
    empty = "01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b"
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    file = SourceFile(path)
    path.write_bytes(b"\n")
    assert file.sha256 == empty


@pytest.mark.parametrize("content", [b"", b"\n \n", gzip.compress(b"", mtime=0)])
def test_an_empty_file_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^a\.txt: the file is empty"):
        _file(tmp_path, content)


def test_a_folder_or_what_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read") as folder:
        SourceFile(tmp_path)
    assert folder.value.where == tmp_path.name
    with pytest.raises(SourceError, match=r"no\.txt: cannot be read"):
        SourceFile(tmp_path / "no.txt")


def test_a_path_that_cannot_be_followed_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(SourceError, match="loop: cannot be read"):
        SourceFile(loop)


def test_a_binary_file_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="binary file") as caught:
        list(_file(tmp_path, b"a\nb\0c\n").lines())
    assert caught.value.where == "a.txt:2"


def _cut(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def _garbled(whole: bytes) -> bytes:
    return whole[: len(whole) // 2] + b"\xff" * (len(whole) // 2)


def _wrong_checksum(whole: bytes) -> bytes:
    return whole[:-8] + bytes(4) + whole[-4:]


READERS: dict[str, Callable[[SourceFile], Any]] = {
    "lines": lambda file: list(file.lines()),
    "rows": lambda file: list(file.rows(",")),
    "json": lambda file: file.json(),
    "elements": lambda file: list(file.elements("a")),
}


@pytest.mark.parametrize("damage", [_cut, _garbled, _wrong_checksum])
@pytest.mark.parametrize("reader", READERS)
def test_a_damaged_gzip_is_refused(
    reader: str, damage: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    numbers = [str(number * 7919 % 1_000_003) for number in range(20_000)]
    content = "\n".join(numbers)
    if reader == "json":
        content = json.dumps(numbers)
    elif reader == "elements":
        content = "<all>" + "".join(f"<a>{number}</a>" for number in numbers) + "</all>"
    with pytest.raises(SourceError, match=r"^a\.txt"):
        READERS[reader](_file(tmp_path, damage(gzip.compress(content.encode()))))


@pytest.mark.parametrize(
    "content",
    [
        b"{", b"[1,]", b"\0\xff" * 50, b"<html></html>", b"\xff\xfe\x00\xd8", b"[" * 100_000,
        b'{"a":' * 100_000, b"1" * 5_000,
    ],
    ids=["open", "comma", "binary", "page", "half a pair", "deep list", "deep object", "number"],
)  # fmt: skip
def test_what_is_no_json_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^a\.txt.*JSON") as caught:
        _file(tmp_path, content).json()
    assert "\n" not in str(caught.value)


def test_json_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert _file(tmp_path, b'\xef\xbb\xbf{"a": "\xc3\xa9"}').json() == {"a": "é"}


def test_rows_may_stand_in_quotation_marks(tmp_path: Path) -> None:
    rows = list(_file(tmp_path, b'a,"b, ""c""\nd"\ne,f\n').rows(","))
    assert rows == [(2, ["a", 'b, "c"\nd']), (3, ["e", "f"])]


def test_rows_without_quoting_keep_their_quotation_marks(tmp_path: Path) -> None:
    rows = list(_file(tmp_path, b'a\t"b\nc\td"\n').rows("\t", quoted=False))
    assert rows == [(1, ["a", '"b']), (2, ["c", 'd"'])]


def test_a_quotation_mark_that_is_not_closed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the row is damaged") as caught:
        list(_file(tmp_path, b'a,b\nc,"d\n').rows(","))
    assert caught.value.where == "a.txt:2"


def test_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="the row is damaged"):
        list(_file(tmp_path, b"a," + b"x" * 200_000).rows(","))


BILLION = b"""<?xml version="1.0"?>
<!DOCTYPE all [<!ENTITY a0 "ha">%s]>
<all><a>&a9;</a></all>""" % b"".join(
    b'<!ENTITY a%d "%s">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 10)
)


def _external(target: Path) -> bytes:
    return f'<!DOCTYPE all [<!ENTITY e SYSTEM "{target.as_uri()}">]><all><a>&e;</a></all>'.encode()


def test_entities_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for you")
    for content in (BILLION, _external(secret)):
        with pytest.raises(SourceError, match="declares entities") as caught:
            list(_file(tmp_path, content).elements("a"))
        assert "not for you" not in str(caught.value)


def test_an_external_document_type_is_refused(tmp_path: Path) -> None:
    outside = b'<!DOCTYPE all SYSTEM "http://example.org/all.dtd"><all><a/></all>'
    with pytest.raises(SourceError, match="external part"):
        list(_file(tmp_path, outside).elements("a"))


@pytest.mark.parametrize(
    "content",
    [
        b"<all><a>", b"<all><a></b></all>", b"\0\xff" * 50, b"plain", b"<a>&nbsp;</a>",
        b"<all>" + b"<b>" * 300 + b"</b>" * 300 + b"</all>",
        b"<all><a>" + b"x" * 11_000_000 + b"</a></all>",
    ],
    ids=["open", "crossed", "binary", "text", "unknown entity", "deep", "huge text"],
)  # fmt: skip
def test_xml_that_is_not_well_formed_or_too_large_is_refused(
    content: bytes, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=r"^a\.txt.*XML"):
        list(_file(tmp_path, content).elements("a"))


def test_elements_are_whole_and_know_their_lines(tmp_path: Path) -> None:
    file = _file(tmp_path, b"<all>\n<a n='1'>x<b>y</b></a>\n<a n='2'/>\n</all>")
    found = [(one.get("n"), "".join(one.itertext()), one.sourceline) for one in file.elements("a")]
    assert found == [("1", "xy", 2), ("2", "", 3)]


def test_progress_adds_up_to_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"line\n" * 50_000)
    counts: list[int] = []
    list(SourceFile(path, counts.append).lines())
    assert sum(counts) == path.stat().st_size


def test_a_reader_that_stops_halfway_leaves_nothing_open(tmp_path: Path) -> None:
    def lowest_free() -> int:
        descriptor = os.open(os.devnull, os.O_RDONLY)
        os.close(descriptor)
        return descriptor

    before = lowest_free()
    lines = _file(tmp_path, b"a\n" * 100_000).lines()
    next(lines)
    assert lowest_free() > before
    lines.close()  # type: ignore[attr-defined]  # it is a generator
    assert lowest_free() == before
