"""A document → `procedura.model.Page`, or just its lines."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from procedura.errors import PageError
from procedura.model import Header, Page, Statement
from procedura.pages import front_matter
from procedura.pages.blocks import Block
from procedura.pages.documents import decode, read_bytes
from procedura.pages.durations import read_duration
from procedura.pages.formats import read_blocks
from procedura.pages.identity import Claim, claims, codes_in_file_name, merge
from procedura.pages.marks import read_marks
from procedura.pages.sections import Sections, read_sections
from procedura.pages.stays import read_stay

_DISAGREEING = "Codes that disagree"


def read_page(path: Path, *, code: str | None = None) -> Page:
    """Read the page in a file, as `read_text`.

    Raises:
        PageError: The file cannot be read, or is no page.
    """
    return read_text(read_bytes(path), source=path.name, code=code)


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
    matter, blocks = _blocks(text, source)
    header = Header() if matter is None else front_matter.read_header(matter, source)
    sections = _sections(blocks, source)
    codes, others = merge(claims(code, header, sections.about, source))
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
        duration=read_duration(
            f"{one.group}: {one.text}" if one.group else one.text
            for one in statements
            if one.kind == "duration"
        ),
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
    _, blocks = _blocks(text, source)
    if sections := read_sections(blocks):
        return sections.statements
    lines = [block for block in blocks if block.text]
    if not lines:
        raise PageError("the text says nothing", where=source, cure="give a text with words")
    return tuple(
        Statement("preamble", block.text, block.line, place)
        for place, block in enumerate(lines, start=1)
    )


def _blocks(text: str | bytes, source: str) -> tuple[str | None, list[Block]]:
    """Return the front matter of a document, and its lines."""
    matter, body, first_line = front_matter.split(decode(text, source), source)
    return matter, read_blocks(body, first_line, source, has_header=matter is not None)


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


def _disagreeing(others: Iterable[Claim], said: Sequence[Statement]) -> Iterator[Statement]:
    """Yield a statement for each code that another source overruled, unless one says so already."""
    unplaced = [statement for statement in said if statement.kind == "unplaced"]
    known = {statement.text for statement in unplaced if statement.group == _DISAGREEING}
    lines: dict[str, int] = {}
    for claim in others:
        lines.setdefault(f"{claim.code.curie}, by {claim.words}", claim.line)
    new = [text for text in lines if text not in known]
    for position, text in enumerate(new, start=len(unplaced) + 1):
        yield Statement("unplaced", text, lines[text], position, _DISAGREEING)


def _stem(source: str) -> str:
    """Return what a file's name says, its code left out."""
    words = re.split(r"[-_\s]+", Path(source).stem)
    named = [word for word in words if not any(codes_in_file_name(word))]
    return " ".join(named or words).strip() or source
