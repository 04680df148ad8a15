"""`Page` → Markdown, in the form that CONTRIBUTING.md describes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from procedura.model import SECTIONS, Page, Statement
from procedura.pages import headings, names
from procedura.pages.blocks import split_marker
from procedura.pages.header_writer import write_header
from procedura.pages.inline import escape
from procedura.pages.marks import with_marks
from procedura.pages.sections import is_item_label

_PARAGRAPHS = {"preamble", "name", "summary", "purpose", "duration", "setting"}
_ORDER = list(SECTIONS)
_LARGEST_NUMBER = 999
_CLOSING = re.compile(r"(?<=\s)#+$")


def write_markdown(page: Page) -> str:
    r"""Return a page in our form: front matter, then its sections.

    Reading it gives the same statements in the same order, the same duration, the same empty
    sections and the same codes; only the lines on which they stand differ. The front matter holds
    all codes of the page, wherever they came from. A kind that has no statement because its only
    line said so ("N/A") is written as ``None``.

    Args:
        page: A page as `read_text` gives it.

    >>> from procedura.pages import read_text
    >>> print(write_markdown(read_text("Risks\n• Pain", source="a.txt")), end="")
    ## Risks and Complications
    <BLANKLINE>
    - Pain
    """
    lines = [*write_header(replace(page.header, codes=page.codes)), *_body(page)]
    return "\n".join(lines).strip("\n") + "\n"


def _body(page: Page) -> Iterator[str]:
    """Yield the lines of a page; a section without statements stands in its usual place."""
    silent = sorted({*page.empty, *page.none}, key=_ORDER.index)
    placed = [one.kind for one in page.statements if one.kind not in {"preamble", "unplaced"}]
    begun = bool(silent)
    for kind, run in groupby(page.statements, key=_section):
        while silent and _ORDER.index(silent[0]) < _ORDER.index(kind):
            yield from _silent(silent.pop(0), page)
        if kind == "unplaced" and not begun and placed:
            # Above the first section it would be the preamble: let that begin before it.
            yield from ("", _heading(placed[0]))
        begun = begun or kind != "preamble"
        yield from _run(kind, list(run), page)
    for kind in silent:
        yield from _silent(kind, page)


def _silent(kind: str, page: Page) -> Iterator[str]:
    yield from ("", _heading(kind))
    if kind in page.none:
        yield from ("", "None")


def _heading(kind: str) -> str:
    return f"## {SECTIONS[kind].heading}".rstrip()


def _run(kind: str, run: Sequence[Statement], page: Page) -> Iterator[str]:
    """Yield the lines of statements of one kind that follow each other."""
    if kind == "preamble":
        yield from _preamble(run, page)
    elif kind == "unplaced":
        yield from _unplaced(run)
    elif kind == "name":
        yield from _names(run)
    else:
        yield from _section_lines(kind, run)


def _preamble(run: Sequence[Statement], page: Page) -> Iterator[str]:
    """Yield the lines above the sections, the one with the page's name as its title."""
    headed = {statement.kind for statement in page.statements} | {*page.empty, *page.none}
    titles = (
        statement
        for statement in run
        if names.label(statement.text) == page.label
        and headings.opened_by(statement.text) in {None, *headed}
    )
    title = next(titles, None)
    for statement in run:
        is_title = statement is title
        yield from ("", f"# {_title(statement.text)}" if is_title else _paragraph(statement.text))


def _names(run: Sequence[Statement]) -> Iterator[str]:
    """Yield the lines of names and the other terms after them, but for those they contain."""
    said: set[str] = set()
    named = False
    for kind, statements in groupby(run, key=lambda statement: statement.kind):
        texts = [statement.text for statement in statements]
        if kind == "name":
            named = True
            yield from ("", _heading("name"))
            for text in texts:
                said |= {term.casefold() for term in names.terms_in(text)}
                yield from ("", _paragraph(text))
        else:
            yield from _terms([text for text in texts if text.casefold() not in said], named)


def _terms(terms: list[str], named: bool) -> Iterator[str]:
    if not terms:
        return
    line = f"{SECTIONS['common-term'].heading}: {'; '.join(terms)}"
    alone = headings.kind_of(line) is not None
    if named and not alone and names.begins_with_terms(line) and names.terms_in(line) == terms:
        yield from ("", escape(line))
    else:
        yield from ("", _heading("common-term"), "")
        yield from (f"- {escape(term)}" for term in terms)


def _unplaced(run: Sequence[Statement]) -> Iterator[str]:
    """Yield the lines of regions that are no sections, each under its own heading."""
    for group, statements in groupby(run, key=lambda statement: statement.group):
        known = headings.opened_by(group) is not None
        for part in _cut("unplaced", list(statements)):
            yield from ("", "##") if known else ("", f"## {_title(group)}".rstrip())
            yield from ("", f"### {_title(group)}") if known else ()
            yield from _items("unplaced", part)


def _section_lines(kind: str, run: Sequence[Statement]) -> Iterator[str]:
    """Yield the lines of a section.

    An item that looks like the label of what follows is cut off from it by a second heading.
    """
    yield from ("", _heading(kind))
    open_group = ""
    for group, statements in groupby(run, key=lambda statement: statement.group):
        for place, part in enumerate(_cut(kind, list(statements))):
            if place:
                yield from ("", _heading(kind))
                open_group = ""
            if group != open_group:
                yield from ("", f"### {_title(group)}".rstrip())
                open_group = group
            yield from _items(kind, part)


def _cut(kind: str, statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    part: list[Statement] = []
    for statement in statements:
        part.append(statement)
        if kind != "step" and not statement.parent and is_item_label(statement.text):
            yield part
            part = []
    if part:
        yield part


def _items(kind: str, statements: Sequence[Statement]) -> Iterator[str]:
    """Yield statements as paragraphs, numbered steps or bullets, parts under their wholes."""
    depths: dict[int, int] = {0: -1}
    wholes = {statement.parent for statement in statements}
    number = 0
    after_item = False
    for statement in statements:
        depth = depths[statement.position] = depths.get(statement.parent, -1) + 1
        number += not depth
        alone = not depth and statement.position not in wholes and kind in _PARAGRAPHS
        said = _said(statement)
        text = _paragraph(statement.text, said) if alone else _item(kind, said, depth, number)
        is_item = text.lstrip() != said
        if not (is_item and after_item):
            yield ""
        yield text
        after_item = is_item


def _item(kind: str, said: str, depth: int, number: int) -> str:
    if kind == "step" and not depth:
        return f"{_number(number)} {said}"
    # What belongs to "10. " must begin below its text, four columns in.
    indent = 2 * depth + (len(_number(number)) - 1 if kind == "step" else 0)
    return f"{' ' * indent}- {said}"


def _number(number: int) -> str:
    return f"{(number - 1) % _LARGEST_NUMBER + 1}."


def _said(statement: Statement) -> str:
    """Return the words of a line with its marks, as Markdown."""
    return with_marks(replace(statement, text=escape(statement.text)))


def _paragraph(text: str, said: str = "") -> str:
    """Return a line as a paragraph, or as an item where a paragraph would read as another thing."""
    said = said or escape(text)
    plain = text[0].isalnum() or text[0] in "(\"'"
    if plain and not split_marker(text)[0] and not headings.begins(text):
        return said
    return f"- {said}"


def _title(text: str) -> str:
    """Return the text of a heading, the end of which may not read as the closing of one."""
    return _CLOSING.sub(r"\\\g<0>", escape(text))


def _section(statement: Statement) -> str:
    """Return the section that a statement is written in: other terms stand with the name."""
    return "name" if statement.kind == "common-term" else statement.kind
