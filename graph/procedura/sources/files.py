"""The files of a release, opened safely: text, delimited text, JSON and XML, also gzipped.

Whatever is wrong with a file is a `SourceError` that names it and the line.
"""

import csv
import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader, FileIO
from pathlib import Path
from typing import IO, Any

from lxml import etree

from procedura.errors import SourceError

_HEAD = 4096
_GZIP = b"\x1f\x8b"
_DAMAGE = (OSError, EOFError, zlib.error)
AS_PUBLISHED = "give the file as its publisher sends it"


class SourceFile:
    """One file of a release.

    Args:
        path: The file; one that is gzipped is read through.
        progress: Told how many bytes have been read, each time that some have.

    Raises:
        SourceError: The file cannot be read, is empty, or is damaged.
    """

    def __init__(self, path: Path, progress: Callable[[int], object] | None = None) -> None:
        self.path = path
        self.name = path.name
        self._progress: Callable[[int], object] | None = None
        with self._open() as stream:
            try:
                self.head = stream.read(_HEAD)
            except _DAMAGE as error:
                raise self.error(f"cannot be read ({error})") from error
        if not self.head.strip():
            raise self.error("the file is empty")
        self._progress = progress

    @property
    def sha256(self) -> str:
        """The checksum of the file's bytes, in hexadecimal."""
        with self.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def where(self, line: int) -> str:
        """Return how a line of the file is called in messages: ``order.txt:12``."""
        return f"{self.name}:{line}"

    def error(self, what: str, line: int = 0, cure: str = AS_PUBLISHED) -> SourceError:
        """Return an error about the file, or about one of its lines."""
        return SourceError(what, where=self.where(line) if line else self.name, cure=cure)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines with their numbers, from 1, without what ends them.

        The text is UTF-8, with or without a byte order mark, or else Windows-1252, which older
        files of United States agencies are in.

        Raises:
            SourceError: The file is not text.
        """
        with self._open() as stream:
            line = 0
            try:
                for line, content in enumerate(stream, start=1):
                    if b"\0" in content:
                        raise self.error("this is no text, but a binary file", line)
                    yield line, _decode(content).rstrip("\r\n")
            except _DAMAGE as error:
                raise self.error(f"the file is damaged ({error})", line + 1) from error

    def rows(self, delimiter: str, quoted: bool = True) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows of delimited text, each with the number of its last line.

        Args:
            delimiter: What stands between the cells.
            quoted: Whether a cell may stand in quotation marks (RFC 4180).

        Raises:
            SourceError: The file is not text, or a quotation mark is not closed.
        """
        reader = csv.reader(
            (text + "\n" for _, text in self.lines()),
            delimiter=delimiter, strict=True,
            quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        )  # fmt: skip
        try:
            for row in reader:
                yield reader.line_num, row
        except csv.Error as error:
            raise self.error(f"the row is damaged ({error})", reader.line_num) from error

    def json(self) -> Any:
        """Return the JSON document.

        Raises:
            SourceError: It is not JSON.
        """
        with self._open() as stream:
            try:
                return json.load(stream)
            except json.JSONDecodeError as error:
                raise self.error(f"this is not JSON ({error.msg})", error.lineno) from error
            except RecursionError as error:
                raise self.error("this JSON is nested too deeply") from error
            except (ValueError, *_DAMAGE) as error:  # not Unicode, or a number without end
                raise self.error(f"this is not JSON ({error})") from error

    def elements(self, *tags: str) -> Iterator[Any]:
        """Yield the elements with these tags as soon as each is whole, and forget them after.

        Entities are not expanded and nothing else is opened: a document that declares entities
        or names an external part is refused. What is yielded is an `lxml.etree._Element`; its
        ``sourceline`` is its line. Give tags of which none is inside another.

        Raises:
            SourceError: It is not well-formed XML, or declares entities.
        """
        with self._open() as stream:
            try:
                yield from self._elements(stream, tags)
            except etree.XMLSyntaxError as error:
                line = error.lineno or 0
                raise self.error(f"this is not well-formed XML ({error.msg})", line) from error
            except _DAMAGE as error:
                raise self.error(f"the file is damaged ({error})") from error

    def _elements(self, stream: IO[bytes], tags: Sequence[str]) -> Iterator[Any]:
        events = etree.iterparse(
            stream, events=("start", "end"), resolve_entities=False, load_dtd=False,
            no_network=True, huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        first = True
        for event, element in events:
            if first:
                first = False
                self._refuse_entities(element.getroottree().docinfo)
            if event == "end" and element.tag in tags:
                yield element
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _refuse_entities(self, document: Any) -> None:
        declared = document.internalDTD
        if declared is not None and (list(declared.iterentities()) or document.system_url):
            raise self.error(
                "the document declares entities or an external part, which is refused", 1,
                "remove its document type declaration",
            )  # fmt: skip

    @contextmanager
    def _open(self) -> Iterator[IO[bytes]]:
        try:
            raw = _Counted(self.path, self._progress)
        except OSError as error:
            what = f"cannot be read ({error.strerror})"
            raise self.error(what, cure="check the path") from error
        with BufferedReader(raw) as plain:
            if plain.peek(2)[:2] == _GZIP:
                with gzip.GzipFile(fileobj=plain) as unpacked:
                    yield BufferedReader(unpacked)
            else:
                yield plain


class _Counted(FileIO):
    """A file that tells how many bytes have been read."""

    def __init__(self, path: Path, progress: Callable[[int], object] | None) -> None:
        super().__init__(path)
        self._progress = progress

    def readinto(self, buffer: Any) -> int:
        count = super().readinto(buffer) or 0
        if self._progress and count:
            self._progress(count)
        return count


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
