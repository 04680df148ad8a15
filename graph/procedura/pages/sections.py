"""Blocks → statements: which section each line belongs to, under which label, part of what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from procedura.model import SECTIONS, Statement
from procedura.pages import headings, names
from procedura.pages.blocks import Block
from procedura.pages.headings import Heading, Look

_UNMARKED = 7  # the level of a section whose heading has none, so that any level ends it
_UNGROUPED = {"preamble", "name", "common-term"}
_NEVER_NONE = {*_UNGROUPED, "unplaced"}
_NONE = {"none", "n/a", "na", "not applicable", "none known", "none reported", "none identified"}
_LETTERED = 1.5  # how far "a." counts as indented below "1." in the same column


@dataclass(frozen=True, slots=True)
class Sections:
    """What the lines of a document come to.

    Attributes:
        statements: Every line, in order.
        empty: Kinds whose heading has nothing under it, in the order of `SECTIONS`.
        none: Kinds whose only line says that there is none, likewise.
        title: The procedure's name as the name section or the page's title gives it, or "".
        about: The lines that say what the page is about: those above the sections, and the name.
    """

    statements: tuple[Statement, ...]
    empty: tuple[str, ...]
    none: tuple[str, ...]
    title: str
    about: tuple[Block, ...]


def read_sections(blocks: Sequence[Block]) -> Sections | None:
    """Return the statements of a document; None if it has no section of a procedure page.

    >>> lines = [Block(1, "Risks"), Block(2, "Early:"), Block(3, "Pain", marker="•")]
    >>> [(one.kind, one.text, one.group) for one in read_sections(lines).statements]
    [('risk', 'Pain', 'Early')]
    """
    blocks = [block for block in blocks if block.text or block.level]
    found = headings.find(blocks)
    if not found:
        return None
    reader = _Reader(Look.of(blocks, found))
    for index, block in enumerate(blocks):
        if heading := found.get(index):
            reader.open(heading, block)
        else:
            at_end = index + 1 == len(blocks) or index + 1 in found or blocks[index + 1].level
            reader.read(block, None if at_end else blocks[index + 1])
    return reader.finish()


@dataclass(slots=True)
class _Reader:
    """What was read, and the section, group and item that are open."""

    look: Look
    kind: str = "preamble"
    name: str = ""
    level: int = _UNMARKED
    group: str = ""
    pending: tuple[str, int, str] | None = None  # a label with nothing under it yet; its own group
    listed: bool = False  # whether the group is a list, which a paragraph ends
    outer: list[tuple[int, str]] = field(default_factory=list)  # groups to return to, and where
    items: list[tuple[float, int]] = field(default_factory=list)  # column and position
    title: str = ""
    terms: set[str] = field(default_factory=set)  # those said, and the name
    counts: Counter[str] = field(default_factory=Counter)
    headed: set[str] = field(default_factory=set)
    statements: list[Statement] = field(default_factory=list)
    about: list[Block] = field(default_factory=list)
    above: list[tuple[str, int]] = field(default_factory=list)  # the preamble, with levels

    def open(self, heading: Heading, block: Block) -> None:
        """Begin a section, or go on with one that was begun before."""
        self._begin_group("")
        if heading.kind != self.kind:
            self.kind, self.level = heading.kind, block.level or _UNMARKED
            self.headed.add(self.kind)
        elif heading.name != self.name and self.kind not in _UNGROUPED:
            # "Complications" within "Risks and Complications"
            self.group = block.text.removesuffix(heading.rest).rstrip(" :")
        self.name = self.name if self.group else heading.name
        if heading.rest:
            rest = Block(block.line, heading.rest)
            self._read_name(rest) if self.kind in _UNGROUPED else self._read_statement(rest)

    def read(self, block: Block, following: Block | None) -> None:
        """Read a line that opens no known section, before another one of the same section."""
        if self.kind == "preamble":
            self._read_preamble(block)
        elif 0 < block.level <= self.level or self.look.heads(block):
            self._leave(block)
        elif self.kind in _UNGROUPED:
            if block.text:
                self._read_name(block)
        elif block.level:
            self._begin_group(_bare(block), block)
        elif self._is_label(block, following):
            self._read_label(block, following)
        else:
            self._read_statement(block)

    def finish(self) -> Sections:
        """Return all that was read."""
        self._settle()
        none = {
            one.kind
            for one in self.statements
            if self.counts[one.kind] == 1 and not one.group and one.kind not in _NEVER_NONE
            and one.text.casefold().strip(" .") in _NONE
        }  # fmt: skip
        return Sections(
            statements=tuple(one for one in self.statements if one.kind not in none),
            empty=tuple(kind for kind in SECTIONS if kind in self.headed and not self.counts[kind]),
            none=tuple(kind for kind in SECTIONS if kind in none),
            title=self.title or names.title(self.above),
            about=tuple(self.about),
        )

    def _add(self, text: str, line: int, kind: str, group: str = "", parent: int = 0) -> int:
        self.counts[kind] += 1
        position = self.counts[kind]
        self.statements.append(Statement(kind, text, line, position, group, parent))
        return position

    def _read_preamble(self, block: Block) -> None:
        if block.text:
            self.about.append(block)
            self.above.append((block.text, block.level))
            self._add(block.text, block.line, "preamble")

    def _leave(self, block: Block) -> None:
        """Begin a region that is no section of a page."""
        self._begin_group("")
        self.kind, self.name, self.level = "unplaced", "", block.level or _UNMARKED
        self._begin_group(_bare(block), block)

    def _begin_group(self, group: str, label: Block | None = None, within: str = "") -> None:
        self._settle()
        self.group, self.items, self.outer, self.listed = group, [], [], False
        self.pending = (label.text, label.line, within) if label and group else None

    def _settle(self) -> None:
        """Take a label that nothing came under for the statement that it then is."""
        if self.pending:
            text, line, group = self.pending
            self.pending = None
            self._add(text, line, self.kind, group)

    def _leave_groups(self, block: Block) -> None:
        """Return from the groups that a line is no part of: lists, and what is further right."""
        if self.listed and self.items and not block.marker and block.indent <= self.items[0][0]:
            self._begin_group("")
        while self.outer and block.indent <= self.outer[-1][0]:
            self._settle()
            self.group, self.items = self.outer.pop()[1], []

    def _is_label(self, block: Block, following: Block | None) -> bool:
        """Tell whether a line names the group of those that follow it."""
        if not block.marker:
            whole = headings.inline(block.text) is None
            return whole and (block.bold or headings.is_label(block.text))
        return (
            self.kind != "step"  # "Depending on the side:" is a step, and has steps under it
            and is_item_label(block.text)
            and not self._is_within(block)
            and following is not None
            and following.indent >= block.indent
            and bool(following.marker or following.indent > block.indent)
        )

    def _is_within(self, block: Block) -> bool:
        """Tell whether a line is a part of an item."""
        return any(column + 1 < block.indent for column, _ in self.items)

    def _read_label(self, block: Block, following: Block | None) -> None:
        self._leave_groups(block)
        group, outer = self.group, self.outer
        self._begin_group(_bare(block), block, within=group)
        self.listed = not block.marker
        if block.marker and following and following.indent > block.indent:
            self.outer = [*outer, (block.indent, group)]

    def _read_statement(self, block: Block) -> None:
        self._leave_groups(block)
        self.pending = None
        lettered = block.marker[:1].isalpha()
        marked = bool(block.marker) and (not lettered or bool(self.items))
        text = f"{block.marker} {block.text}" if block.marker and not marked else block.text
        column = block.indent + _LETTERED * (lettered and marked)
        while self.items and self.items[-1][0] + 1 >= column:
            self.items.pop()
        parent = self.items[-1][1] if self.items else 0
        position = self._add(text, block.line, self.kind, self.group, parent)
        if marked:
            self.items.append((column, position))

    def _read_name(self, block: Block) -> None:
        """Read a line of the name section: the name, or other terms for the procedure."""
        self.about.append(block)
        text, terms = block.text, names.terms_in(block.text)
        only_terms = names.begins_with_terms(text) and self.counts["name"] > 0
        if self.kind == "common-term":
            terms = [text] if block.marker else terms or names.split_terms(text) or [text]
        elif not (only_terms and terms):
            self._add(text, block.line, "name")
            self.title = self.title or names.label(text)
            self.terms.add(self.title.casefold())
        for term in terms:
            if term.casefold() not in self.terms:
                self.terms.add(term.casefold())
                self._add(term, block.line, "common-term")


def is_item_label(text: str) -> bool:
    """Tell whether an item is written like the name of the group of those that follow it.

    >>> is_item_label("Patient criteria:"), is_item_label("Risks:")
    (True, False)
    """
    return headings.is_label(text) and headings.opened_by(text) is None


def _bare(block: Block) -> str:
    return block.text.rstrip(" :")
