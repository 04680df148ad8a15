"""Lines of pages as they are shown: each with what it names, and where it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from procedura.model import SECTIONS, Link, Page, Section, Statement
from procedura.triples import statement_names

_ONLY_IF_THERE = {
    "preamble": "Above the first heading",
    "common-term": "Common terms",
    "unplaced": "Under no known heading",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line, with what they were linked to; None where they name nothing."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    Attributes:
        said: The line.
        iri: Its IRI.
        page: The page that it stands in.
        pieces: Its words, in order.
        more: What it was linked to besides, by words that name something already.
        parts: Lines that are a part of it.
    """

    said: Statement
    iri: str
    page: Page
    pieces: tuple[Piece, ...]
    more: tuple[Link, ...]
    parts: tuple["Line", ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A section of what pages say about a procedure.

    Attributes:
        section: Which one.
        heading: What stands above it.
        state: ``stated``, ``not stated``, ``stated none`` or ``stated empty``.
        lines: What it says.
        links: Each of its lines with what it was linked to, sub-steps included.
    """

    section: Section
    heading: str
    state: str
    lines: tuple[Line, ...]
    links: tuple[tuple[Line, Link], ...]

    @property
    def groups(self) -> list[tuple[Page, str, list[Line]]]:
        """Its lines by the page and the sub-heading that they stand under, "" for none."""
        found = groupby(self.lines, lambda one: (one.page.slug, one.said.group))
        lines = ([*group] for _, group in found)
        return [(group[0].page, group[0].said.group, group) for group in lines]


def sections(pages: Iterable[Page]) -> Iterator[Shown]:
    """Yield the sections of a procedure in their order, those that say nothing, too.

    Args:
        pages: The pages that describe it.
    """
    given = [(page, _names(page)) for page in pages]
    for kind, section in SECTIONS.items():
        lines = tuple(
            line
            for page, names in given
            for line in _lines(page, kind, names)
            if kind != "preamble" or not _is_name(line)
        )
        if lines or kind not in _ONLY_IF_THERE:
            yield Shown(
                section=section,
                heading=section.heading or _ONLY_IF_THERE[kind],
                state="stated" if lines else _silence(kind, (page for page, _ in given)),
                lines=lines,
                links=tuple((one, link) for one in _all(lines) for link in one.said.links),
            )


def _is_name(line: Line) -> bool:
    """Whether a line only says what stands as the name of the procedure, too."""
    named = {" ".join(one.text.split()).casefold() for one in line.page.of_kind("name")}
    return " ".join(line.said.text.split()).casefold() in named


def pieces(text: str, links: Iterable[Link]) -> tuple[tuple[Piece, ...], tuple[Link, ...]]:
    """Return the words of a line, linked; and the links that find no words left to stand on.

    >>> stone = Link("iri", "kidney stone", "condition", "exact", 1.0, "Kidney stones")
    >>> found, more = pieces("Kidney stones of 2 cm.", [stone, stone])
    >>> [one.text for one in found], len(more)
    (['Kidney stones', ' of 2 cm.'], 1)
    """
    taken: list[tuple[int, int, Link]] = []
    more = []
    for link in links:
        begin = _free(text, link.matched, taken)
        if begin is None:
            more.append(link)
        else:
            taken.append((begin, begin + len(link.matched), link))
    found, at = [], 0
    for begin, end, link in sorted(taken, key=lambda one: one[0]):
        found += [Piece(text[at:begin]), Piece(text[begin:end], link)]
        at = end
    found.append(Piece(text[at:]))
    return tuple(one for one in found if one.text), tuple(more)


def _free(text: str, words: str, taken: Iterable[tuple[int, int, Link]]) -> int | None:
    """Return where words stand in a text and are not taken yet, None where they don't."""
    begin = text.find(words) if words else -1
    while begin >= 0:
        end = begin + len(words)
        if all(end <= low or begin >= high for low, high, _ in taken):
            return begin
        begin = text.find(words, begin + 1)
    return None


def _names(page: Page) -> dict[tuple[str, int], str]:
    """Return kind and position of each line → its IRI."""
    named = zip(page.statements, statement_names(page), strict=True)
    return {(one.kind, one.position): iri for one, iri in named}


def _lines(page: Page, kind: str, names: dict[tuple[str, int], str]) -> Iterator[Line]:
    below: dict[int, list[Statement]] = {}
    for one in page.of_kind(kind):
        below.setdefault(one.parent, []).append(one)

    def line(said: Statement) -> Line:
        found, more = pieces(said.text, said.links)
        parts = tuple(map(line, below.get(said.position, ())))
        return Line(said, names[kind, said.position], page, found, more, parts)

    return map(line, below.get(0, ()))


def _all(lines: Iterable[Line]) -> Iterator[Line]:
    for one in lines:
        yield one
        yield from _all(one.parts)


def _silence(kind: str, pages: Iterable[Page]) -> str:
    """Return how pages say nothing: the one who says most of it decides."""
    given = [*pages]
    if any(kind in page.none for page in given):
        return "stated none"
    return "stated empty" if any(kind in page.empty for page in given) else "not stated"
