"""Page text ↔ `procedura.model.Page`.

::

    documents     bytes → text
    front_matter  YAML → header; header_writer, header → YAML
    plain, markdown, html    text → blocks (`blocks.Block`), the same for every format
    headings      which blocks open a section
    sections      blocks → statements
    names, durations, identity    what the name, the duration and the codes come to
    marks, frequencies    what a line cites, whether a risk is serious, and how often it occurs
    inline        Markdown within a line ↔ its words
    writer        page → Markdown
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from procedura.errors import PageError
from procedura.model import Header, Page, Statement
from procedura.pages import front_matter, headings
from procedura.pages.blocks import Block
from procedura.pages.documents import decode
from procedura.pages.durations import read_duration
from procedura.pages.identity import (
    Claim,
    codes_in_file_name,
    codes_in_line,
    given_code,
    merge,
)
from procedura.pages.markdown import read_markdown
from procedura.pages.marks import read_marks
from procedura.pages.plain import read_plain
from procedura.pages.sections import Sections, read_sections
from procedura.pages.stays import read_stay
from procedura.pages.writer import write_markdown

__all__ = ["read_file", "read_lines", "read_page", "read_text", "write_markdown"]

DISAGREEING = "Codes that disagree"

_HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
_MARKDOWN_SUFFIXES = {".md", ".markdown"}
_HTML_START = re.compile(
    r"\s*<(?:(?P<document>!doctype\s+html|html|\?xml)|!--|head|body|main|article|section|header|nav"
    r"|meta|title|h[1-6]|div|p|ul|ol|dl|table)\b",
    re.I,
)
_HTML_END = re.compile(r"(?<!\\)</(?:h[1-6]|p|li|div|body|html)>", re.I)
_HTML_TEXT = re.compile(r"<(?:html|body|div|p|li|dd|td|br)[\s/>]", re.I)
_MARKED_LINE = re.compile(r"^(?:#{1,6}|\*\*|__|<h[1-6]>)[ \t]*([^\n<]{1,80})(?:</h[1-6]>)?$", re.M)


def read_page(path: Path, *, code: str | None = None) -> Page:
    """Read the page in a file: plain text, Markdown or HTML.

    Args:
        path: The file.
        code: CURIE of the procedure's code, if its reader knows it.

    Returns:
        The page, not yet identified: its slug and procedure are "".

    Raises:
        PageError: The file cannot be read, or is no page.
    """
    return read_text(_content(path), source=path.name, code=code)


def read_file(path: Path) -> tuple[Statement, ...]:
    """Read the lines of a file of any kind (see `read_lines`).

    Raises:
        PageError: The file cannot be read, or says nothing.
    """
    return read_lines(_content(path), source=path.name)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PageError(
            f"cannot be read ({error.strerror})", where=str(path), cure="check the path"
        ) from error


def read_text(text: str | bytes, *, source: str, code: str | None = None) -> Page:
    r"""Read the page in a document: plain text, Markdown or HTML.

    Args:
        text: The document.
        source: Its file name. What it ends in tells its format where its contents do not, and it
            may begin with the procedure's code.
        code: CURIE of the procedure's code, if its reader knows it.

    Returns:
        The page, not yet identified: its slug and procedure are "".

    Raises:
        PageError: The document is no page, its front matter is wrong, or the code is none.

    >>> page = read_text("Name\nTap of a joint\nRisks\n- Pain", source="20610-tap.txt")
    >>> page.label, [code.curie for code in page.codes], page.statements[-1].text
    ('Tap of a joint', ['CPT:20610'], 'Pain')
    """
    given = [Claim(given_code(code), code, 1)] if code is not None else []
    document = decode(text, source)
    matter, body, first_line = front_matter.split(document, source)
    header = Header() if matter is None else front_matter.read_header(matter, source)
    sections = _sections(_blocks(body, first_line, source, matter is not None), source)
    codes, others = merge([given, *_claims(header, sections.about, source)])
    marked = (read_marks(one, len(header.references)) for one in sections.statements)
    statements = (*marked, *_disagreeing(others, sections.statements))
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return Page(
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        label=sections.title or _stem(source),
        header=header,
        codes=codes,
        statements=statements,
        duration=read_duration(_durations(statements)),
        stay=read_stay(statements),
        empty=sections.empty,
        none=sections.none,
    )


def read_lines(text: str | bytes, *, source: str) -> tuple[Statement, ...]:
    r"""Return the lines of a document of any kind; what is no page has lines of no section.

    Args:
        text: The document.
        source: Its name; what it ends in tells its format where its contents do not.

    Raises:
        PageError: The document says nothing, cannot be decoded, or its front matter is wrong.

    >>> [(one.line, one.text) for one in read_lines("Dilated.\n\nNo leak.", source="note.txt")]
    [(1, 'Dilated.'), (3, 'No leak.')]
    """
    matter, body, first_line = front_matter.split(decode(text, source), source)
    blocks = _blocks(body, first_line, source, matter is not None)
    sections = read_sections(blocks)
    if sections is not None:
        return tuple(sections.statements)
    lines = [block for block in blocks if block.text]
    if not lines:
        raise PageError("the text says nothing", where=source, cure="give a text with words")
    return tuple(
        Statement("preamble", block.text, block.line, place)
        for place, block in enumerate(lines, start=1)
    )


def _blocks(body: str, first_line: int, source: str, has_header: bool) -> list[Block]:
    """Read a document by what it looks like, else by what its name ends in."""
    suffix = Path(source).suffix.lower()
    is_marked = has_header or suffix in _MARKDOWN_SUFFIXES or _is_marked(body)
    if _is_html(body, suffix, is_marked):
        from procedura.pages.html import read_html  # few pages need the parser

        return read_html(body)
    return read_markdown(body, first_line) if is_marked else read_plain(body, first_line)


def _is_html(body: str, suffix: str, is_marked: bool) -> bool:
    if suffix in _HTML_SUFFIXES and _HTML_END.search(body):
        return True
    start = _HTML_START.match(body)
    if not start or suffix in _MARKDOWN_SUFFIXES:
        return bool(start and start["document"])
    # A text may have tags around its headings and nowhere else.
    return not is_marked or bool(_HTML_TEXT.search(body))


def _is_marked(body: str) -> bool:
    """Tell whether a text has a heading of a page that is marked as in Markdown."""
    return any(headings.kind_of(match[1].strip("*_# \t")) for match in _MARKED_LINE.finditer(body))


def _sections(blocks: Sequence[Block], source: str) -> Sections:
    sections = read_sections(blocks)
    if sections is None:
        raise PageError(
            "no section of a procedure page found",
            where=f"{source}:1",
            cure="head its sections Indications, Procedure Description, Risks and the like",
        )
    if all(statement.kind == "preamble" for statement in sections.statements):
        raise PageError(
            "the page says nothing under its headings",
            where=f"{source}:1",
            cure="write what is known under at least one heading",
        )
    return sections


def _claims(header: Header, about: Iterable[Block], source: str) -> Iterator[list[Claim]]:
    """Yield what codes the front matter, the text and the file's name give the page."""
    yield [Claim(code, code.curie, 1) for code in header.codes]
    yield [
        Claim(code, words, block.line)
        for block in about
        for code, words in codes_in_line(block.text)
    ]
    yield [Claim(code, source, 1) for code in codes_in_file_name(source)]


def _disagreeing(others: Iterable[Claim], said: Sequence[Statement]) -> Iterator[Statement]:
    """Yield a statement for each code that another source overruled, unless one says so already."""
    unplaced = [statement for statement in said if statement.kind == "unplaced"]
    known = {statement.text for statement in unplaced if statement.group == DISAGREEING}
    position = len(unplaced)
    for claim in others:
        text = f"{claim.code.curie}, by {claim.words}"
        if text not in known:
            known.add(text)
            position += 1
            yield Statement("unplaced", text, claim.line, position, DISAGREEING)


def _durations(statements: Iterable[Statement]) -> Iterator[str]:
    for statement in statements:
        if statement.kind == "duration":
            yield f"{statement.group}: {statement.text}" if statement.group else statement.text


def _stem(source: str) -> str:
    """Return what a file's name says, its code left out."""
    words = re.split(r"[-_\s]+", Path(source).stem)
    named = [word for word in words if not any(codes_in_file_name(word))]
    return " ".join(named or words).strip() or source
