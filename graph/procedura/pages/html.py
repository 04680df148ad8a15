"""HTML → blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PreformattedString, Tag

from procedura.pages.blocks import Block, split_marker, tidy

_SILENT = {"head", "math", "noscript", "object", "script", "style", "svg", "template"}
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "output", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}  # fmt: skip
_ASIDE = {"aside", "footer", "nav"}
_CELLS = {"td", "th"}
_HEADING = re.compile(r"h([1-6])")
_DECLARATION = re.compile(r"<\?xml[^>]*>")
_INDENT = 2


def read_html(text: str) -> list[Block]:
    """Return the lines that an HTML document shows, scripts and styles left out.

    The title and the address that the document gives for itself come first. A table's row is one
    line, its cells apart by ``|``. What stands in ``nav``, ``aside`` or ``footer`` is no part of
    the section before it: an empty heading is put before it.

    >>> for block in read_html("<h3>Risks</h3><ul><li>Pain<ul><li>at night</ul></ul>"):
    ...     print(block.level, block.indent, block.marker, block.text)
    3 0  Risks
    0 0 • Pain
    0 2 • at night
    """
    undeclared = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    soup = BeautifulSoup(undeclared, "html.parser")
    return [*_about(soup), *_Shown().read(soup)]


def _about(soup: BeautifulSoup) -> Iterator[Block]:
    title = soup.title
    if title and (words := tidy(title.get_text())):
        yield Block(title.sourceline or 1, words)
    link = soup.find("link", rel="canonical")
    if link and (address := tidy(str(link.get("href") or ""))):
        yield Block(link.sourceline or 1, address)


def _walk(soup: Tag) -> Iterator[tuple[Tag, bool] | str]:
    """Yield the texts of a document, and each element as it opens (True) and closes (False).

    It is no recursion: a document may be nested deeper than Python's stack.
    """
    stack = [(soup, iter(soup.contents))]
    while stack:
        parent, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            yield parent, False
        elif isinstance(child, Tag):
            if child.name not in _SILENT:
                yield child, True
                stack.append((child, iter(child.contents)))
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            yield str(child)


@dataclass(slots=True)
class _Shown:
    """The line being read, and where in the document it stands."""

    line: int = 1
    level: int = 0
    marker: str = ""
    strong: int = 0
    numbers: list[int] = field(default_factory=list)  # of the open lists; 0 in one of bullets
    parts: list[str] = field(default_factory=list)
    all_strong: bool = True

    def read(self, soup: BeautifulSoup) -> Iterator[Block]:
        """Yield the blocks of a document."""
        for event in _walk(soup):
            if isinstance(event, str):
                self._write(event)
            elif event[0].name in _INLINE:
                self.strong += (1 if event[1] else -1) * (event[0].name in {"b", "strong"})
            elif event[0].name in _CELLS:
                self.parts.append(" | " if not event[1] else "")
            else:
                yield from self._flush()
                if event[1]:
                    yield from self._open(event[0])
                else:
                    self._close(event[0])

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.all_strong &= bool(self.strong) or text.isspace()

    def _open(self, tag: Tag) -> Iterator[Block]:
        self.line = tag.sourceline or self.line
        if heading := _HEADING.fullmatch(tag.name):
            self.level = int(heading[1])
        elif tag.name in {"ol", "ul"}:
            self.numbers.append(1 if tag.name == "ol" else 0)
        elif tag.name == "li":
            number = self.numbers[-1] if self.numbers else 0
            self.marker = f"{number}." if number else "•"
            if number:
                self.numbers[-1] += 1
        elif tag.name in _ASIDE:
            yield Block(self.line, "", level=1)

    def _close(self, tag: Tag) -> None:
        if _HEADING.fullmatch(tag.name):
            self.level = 0
        elif tag.name in {"ol", "ul"} and self.numbers:
            self.numbers.pop()
        elif tag.name == "li":
            self.marker = ""

    def _flush(self) -> Iterator[Block]:
        """Yield what was read since the last block; a second one in an item hangs under it."""
        text = tidy("".join(self.parts)).removesuffix("|").rstrip()
        bold = self.all_strong
        self.parts, self.all_strong = [], True
        if text:
            depth = len(self.numbers) - bool(self.marker or not self.numbers)
            indent = _INDENT * max(depth, 0)
            if self.level:
                yield Block(self.line, text, self.level)
            else:
                typed, rest = ("", text) if self.marker else split_marker(text)
                yield Block(self.line, rest or text, 0, self.marker or typed, indent, bold)
            self.marker = ""
