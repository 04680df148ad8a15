"""Which format a document is in: by what it looks like, else by what its name ends in."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from procedura.errors import PageError
from procedura.pages import headings
from procedura.pages.blocks import Block
from procedura.pages.markdown import read_markdown
from procedura.pages.plain import read_plain

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


def page_files(paths: Iterable[Path], more: Sequence[str] = ()) -> list[Path]:
    """Return files as they are, and of folders the pages in them and below, sorted.

    Args:
        paths: Files and folders.
        more: Suffixes to look for in folders beside those of pages.
    """
    suffixes = {".txt", *_HTML_SUFFIXES, *_MARKDOWN_SUFFIXES, *more}
    files: list[Path] = []
    for path in paths:
        below = (one for one in path.rglob("*") if one.suffix.lower() in suffixes)
        files += sorted(below) if path.is_dir() else [path]
    return files


def demand_one_page(code: str | None, files: Sequence[Path]) -> None:
    """Refuse a code that was given for several pages, or for none.

    Raises:
        PageError: There is a code, but not just one page.
    """
    if code and len(files) != 1:
        raise PageError(
            f"one code for {len(files)} pages", where="--code", cure="give just one page with it"
        )


def read_blocks(body: str, first_line: int, source: str, has_header: bool) -> list[Block]:
    """Return the lines of a document in any format.

    Args:
        body: The document without its front matter.
        first_line: The number of its first line in the document.
        source: Its name.
        has_header: Whether it has front matter, as only Markdown has.
    """
    suffix = Path(source).suffix.lower()
    is_marked = has_header or suffix in _MARKDOWN_SUFFIXES or _is_marked(body)
    if _is_html(body, suffix, is_marked):
        from procedura.pages.html import read_html  # few pages need the parser

        return read_html("\n" * (first_line - 1) + body)
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
