"""Blocks → statements: which section each line belongs to, under which label, part of what."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from procedura.model import SECTIONS, Statement
from procedura.pages import headings, names
from procedura.pages.blocks import Block
from procedura.pages.headings import Heading

_UNMARKED = 7  # level of a section whose heading has none: any level ends it
_STYLE = 3  # headings alike from which on an unknown line of that look is a heading too
_LONGEST_CAPITALS = 60
_NONE = {"none", "n/a", "na", "not applicable", "none known", "none reported", "none identified"}
_NEVER_NONE = {"preamble", "name", "common-term", "unplaced"}
_FURNITURE = re.compile(
    r"(?:search all medical codes|home|menu|skip to (?:main )?content|log ?in|sign (?:in|up)"
    r"|(?P<code>(?:cpt|hcpcs|icd)[ -]?\d{0,2}(?:[ -]?(?:pcs|cm))? codes?))",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sections:
    """What the lines of a document come to.

    Attributes:
        statements: Every line, in order.
        empty: Kinds whose heading has nothing under it, in the order of `SECTIONS`.
        none: Kinds whose only line says that there is none, likewise.
        title: The name of the procedure as the name section or the title gives it, or "".
        about: The lines that say what the page is about: title and name, with their codes.
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
    found = headings.find(blocks)
    if not found:
        return None
    builder = _Builder(_Look.of(blocks, found))
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if index + 1 in found or (following and following.level):
            following = None
        if heading := found.get(index):
            builder.open(heading, block)
        else:
            builder.read(block, following)
    return builder.finish()


@dataclass(frozen=True, slots=True)
class _Look:
    """How a document marks its headings, as far as an unknown one can be told by it."""

    bold: bool
    colons: bool
    capitals: bool

    @classmethod
    def of(cls, blocks: Sequence[Block], found: dict[int, Heading]) -> "_Look":
        marked = [blocks[index] for index, heading in found.items() if not heading.rest]
        plain = [block for block in marked if not block.level]
        bold = [block for block in plain if block.bold]
        return cls(
            bold=len(bold) >= _STYLE and len(plain) == len(marked),
            colons=2 * sum(block.text.endswith(":") for block in bold) > len(bold),
            capitals=sum(block.text.isupper() for block in plain) >= _STYLE,
        )

    def heads(self, block: Block) -> bool:
        """Tell whether a line without a level looks like the headings of its document."""
        if block.marker or len(block.text) > _LONGEST_CAPITALS:
            return False
        if self.bold and block.bold:
            return block.text.endswith(":") == self.colons
        return self.capitals and block.text.isupper() and " " in block.text


@dataclass(slots=True)
class _Builder:
    """The section that is being read, and what was read of the document."""

    look: _Look
    kind: str = "preamble"
    name: str = ""
    level: int = _UNMARKED
    group: str = ""
    pending: Block | None = None  # a label under which nothing has come yet
    outer_groups: list[tuple[int, str]] = field(default_factory=list)
    items: list[tuple[float, int]] = field(default_factory=list)  # open items: indent, position
    counts: Counter[str] = field(default_factory=Counter)
    headed: set[str] = field(default_factory=set)
    statements: list[Statement] = field(default_factory=list)
    about: list[Block] = field(default_factory=list)
    terms: set[str] = field(default_factory=set)

    def open(self, heading: Heading, block: Block) -> None:
        """Begin a section, or go on with one that was begun before."""
        same = heading.kind == self.kind and heading.name != self.name
        self._label("")
        if same and self.name:  # "Complications" within "Risks and Complications"
            self.group = block.text.partition(":")[0].strip() if heading.rest else _bare(block)
        else:
            self.kind, self.name = heading.kind, heading.name
            self.level = block.level or _UNMARKED
            self.headed.add(heading.kind)
        if heading.rest:
            self.read(Block(block.line, heading.rest), None)

    def read(self, block: Block, following: Block | None) -> None:
        """Read a line that opens no known section."""
        if self.kind == "preamble":
            if block.text:
                self.about.append(block)
                self._add(block.text, block.line)
        elif block.level > self.level:
            self._label(_bare(block), block)
        elif block.level or self.look.heads(block):
            self._leave(block)
        elif self.kind in {"name", "common-term"}:
            self._read_name(block)
        elif self._is_label(block, following):
            self._read_label(block, following)
        else:
            self._read_statement(block)

    def _leave(self, block: Block) -> None:
        """Begin a region that is no section of a page."""
        self._label("")
        self.kind, self.name, self.level = "unplaced", "", block.level or _UNMARKED
        self._label(_bare(block), block)

    def _label(self, group: str, block: Block | None = None) -> None:
        """Begin a group; a label that nothing came under is a statement after all."""
        self._settle()
        self.group, self.outer_groups, self.items = group, [], []
        self.pending = block if group else None

    def _settle(self) -> None:
        label, self.pending = self.pending, None
        if label is not None:
            self.group = self.outer_groups.pop()[1] if self.outer_groups else ""
            self._add(label.text, label.line, self.group)

    def _is_label(self, block: Block, following: Block | None) -> bool:
        if not block.marker:
            return headings.is_label(block.text) or (block.bold and not self._nested(block))
        return (
            self.kind != "step"  # "Depending on the side:" is a step, and has sub-steps
            and _is_item_label(block.text)
            and not self._nested(block)
            and following is not None
            and following.indent >= block.indent
            and bool(following.marker or following.indent > block.indent)
        )

    def _nested(self, block: Block) -> bool:
        return any(indent + 1 < block.indent for indent, _ in self.items)

    def _read_label(self, block: Block, following: Block | None) -> None:
        self._end_groups(block)
        outer = self.group
        self._label(_bare(block), block)
        if block.marker and following and following.indent > block.indent:
            self.outer_groups = [(block.indent, outer)]

    def _end_groups(self, block: Block) -> None:
        """Leave the group whose label a line stands level with."""
        while self.outer_groups and block.indent <= self.outer_groups[-1][0]:
            self._settle()
            if self.outer_groups:
                self.group = self.outer_groups.pop()[1]
                self.items = []

    def _read_statement(self, block: Block) -> None:
        self._end_groups(block)
        self.pending = None
        marker, text = self._marker(block)
        depth = block.indent + (0.5 if marker.isalpha() else 0)
        while self.items and self.items[-1][0] + (0 if marker.isalpha() else 1) >= depth:
            self.items.pop()
        parent = self.items[-1][1] if self.items else 0
        position = self._add(text, block.line, self.group, parent)
        if marker:
            self.items.append((depth, position))
