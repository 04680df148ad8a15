"""Files → bytes → text: encodings, line ends, and what is no text at all."""

import codecs
import logging
import re
from pathlib import Path

from procedura.errors import PageError

_log = logging.getLogger(__name__)

# The longer byte order marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{1,40})", re.I
)
_DECLARED_WITHIN = 2048
_HALF_PAIRS = re.compile("[\ud800-\udfff]")
_ASCII = 0x7F
_FEW = 0.1


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        PageError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise PageError(
            f"cannot be read ({error.strerror})", where=str(path), cure="check the path"
        ) from error


def decode(content: str | bytes, source: str) -> str:
    r"""Return the text of a document, its lines ended by ``\n`` alone.

    A byte order mark decides, then UTF-8, then the encoding that an HTML document declares, then
    a guess by charset-normalizer, which is logged as a warning.

    Args:
        content: The document.
        source: Its name, for errors.

    Raises:
        PageError: It is binary, or in no encoding that can be recognised; or its name is no text.

    >>> decode(b"Risks\r\n\xe2\x80\xa2 Bleeding", "a.txt")
    'Risks\n• Bleeding'
    """
    if _HALF_PAIRS.search(source):
        raise PageError("the name is not UTF-8", where=repr(source), cure="rename the file")
    text = content if isinstance(content, str) else _decode_bytes(content, source)
    # Either may hold halves of pairs, which no UTF-8 can: so decodes "unicode_escape".
    text = _HALF_PAIRS.sub("\ufffd", text)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _decode_bytes(content: bytes, source: str) -> str:
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    if marked is None and b"\0" in content:
        raise PageError(
            "the document is binary", where=source, cure="give a text, Markdown or HTML file"
        )
    encodings = [marked or "utf-8"]
    if marked is None and (declared := _DECLARED.search(content, 0, _DECLARED_WITHIN)):
        encodings.append(declared[1].decode("ascii"))
    for encoding in encodings:
        if (text := _strictly(content, encoding)) is not None:
            return text
    return _guess(content, source)


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError):  # not every codec says that it cannot decode
        return None


def _guess(content: bytes, source: str) -> str:
    """Decode what declares nothing.

    Text that is all but ASCII is taken for Windows-1252, as the web does; charset-normalizer
    needs more to go by than a few quotation marks and bullets.
    """
    few = sum(byte > _ASCII for byte in content) <= len(content) * _FEW
    encoding, text = "cp1252", _strictly(content, "cp1252") if few else None
    if text is None:
        from charset_normalizer import from_bytes  # only what needs it pays for the import

        best = from_bytes(content).best()
        if best is None:
            raise PageError(
                "the encoding cannot be recognised", where=source, cure="save the document as UTF-8"
            )
        encoding, text = best.encoding, str(best)
    _log.warning("%s: is not UTF-8; read as %s", source, encoding)
    return text
