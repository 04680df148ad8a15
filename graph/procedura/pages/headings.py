"""Which lines are the headings of sections, and of which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from procedura.model import SECTIONS
from procedura.pages.blocks import Block

# Other names of sections, as `normal` writes them.
_SYNONYMS = {
    "name": "name; name of procedure; procedure name; name of test; name of service; test name",
    "common-term":
        "common term; common name; common names; commonly used names; also known as; "
        "other names; synonyms; alternative names",
    "summary": "overview; in brief; brief summary; summary of procedure; introduction",
    "purpose":
        "purposes; goal; goals; aim; aims; objective; objectives; purpose and goals; "
        "purpose of procedure; why it is done; why its done",
    "indication":
        "indication; indications for procedure; indications for use; medical indications; "
        "when it is used; who needs it; reasons for procedure",
    "contraindication":
        "contraindication; who should not have it; when it is not used; "
        "when it should not be done",
    "preparation":
        "preparations; patient preparation; how to prepare; preparing for procedure; "
        "preparation for procedure; pre procedure preparation",
    "step":
        "procedure; description; description of procedure; steps; procedure steps; "
        "procedure details; technique; how it is done; how it is performed; "
        "how procedure is performed; step by step",
    "duration":
        "procedure duration; duration of procedure; typical duration; how long it takes; "
        "length of procedure; procedure length; procedure time; time required",
    "setting":
        "settings; location; place; place of service; care setting; where it is done; "
        "where it is performed; where it takes place",
    "personnel":
        "who performs it; who performs procedure; performed by; staff; staff involved; team; "
        "medical team; care team; healthcare team; medical personnel; providers; "
        "personnel involved",
    "risk":
        "risk; risks; complications; complications and risks; possible complications; "
        "potential complications; possible risks; potential risks; side effects; "
        "risks and side effects; adverse effects; potential risks and complications; "
        "possible risks and complications",
    "benefit": "benefit; advantages; expected benefits; potential benefits; benefits and outcomes",
    "recovery":
        "aftercare; after care; recovery and aftercare; recovery time; recovery period; "
        "recovery and follow up; follow up; follow up care; post procedure care; "
        "postprocedure care; postoperative care; post operative care",
    "alternative":
        "alternative; alternative treatments; alternative procedures; alternative options; "
        "treatment alternatives; alternatives to procedure; other options",
    "experience":
        "experience; patients experience; patient experience and comfort; what to expect; "
        "what it feels like; what patient experiences; patient perspective",
    "similar-code":
        "similar code; related codes; related code; comparable codes; similar cpt codes; "
        "related cpt codes; similar hcpcs codes; related hcpcs codes",
}  # fmt: skip

# "Procedure: shock wave lithotripsy" on one line gives the name, not the steps.
_ONLY_ALONE = {"procedure", "experience", "team", "staff", "place"}
_APOSTROPHE = re.compile("['\u2019]")
_NUMBERING = re.compile(r"^[\W_]*(?:\d+[.)][\W_]*)?")
# A sign after the words is no part of a heading ("Duration: <"), unless it only dresses it.
_WORD = re.compile(r"[^\W_]+|[^\w\s:*_#.,()/\u200b-\u2015\u2060\ufeff-]")
_LONGEST = 60
_LONGEST_LABEL = 80
_LABEL_WORDS = 8
_ALIKE = 3  # headings of one look from which on a page is taken to use no other


def normal(text: str) -> str:
    """Return what two spellings of one heading have in common.

    >>> normal("2. RISKS & Complications:"), normal("Name of the Procedure")
    ('risks and complications', 'name of procedure')
    """
    words = text.casefold().replace("&", " and ")
    words = _NUMBERING.sub("", _APOSTROPHE.sub("", words))
    return " ".join(word for word in _WORD.findall(words) if word != "the")


_KINDS = {normal(section.heading): kind for kind, section in SECTIONS.items() if section.heading}
_KINDS |= {name: kind for kind, names in _SYNONYMS.items() for name in names.split("; ")}


def kind_of(text: str) -> str | None:
    """Return the kind of section that a heading opens, or None.

    >>> kind_of("**Risks:**"), kind_of("Recovery takes a week")
    ('risk', None)
    """
    return _known(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=1024)
def _known(text: str) -> str | None:  # the same few headings come on every page
    return _KINDS.get(normal(text))


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that opens a section.

    Attributes:
        kind: The kind of section.
        name: The heading, normalised.
        rest: The text that stands on the same line, or "".
    """

    kind: str
    name: str
    rest: str


def inline(text: str) -> Heading | None:
    """Return the heading that a line begins with, its text after it; None if it does not.

    >>> inline("Duration: about an hour")
    Heading(kind='duration', name='duration', rest='about an hour')
    """
    head, colon, rest = text[:_LONGEST].partition(":")
    kind = kind_of(head) if colon and len(rest.split()) else None
    if kind is None or kind == "common-term" or normal(head) in _ONLY_ALONE:
        return None
    return Heading(kind, normal(head), text[len(head) + 1 :].strip())


def _heading(text: str) -> Heading | None:
    """Return what a line would open if it is a heading."""
    kind = kind_of(text)
    return Heading(kind, normal(text), "") if kind else inline(text)


def opened_by(text: str) -> str | None:
    """Return the kind of section that a line would open if it is a heading, or None.

    >>> opened_by("Duration: two hours"), opened_by("two hours")
    ('duration', None)
    """
    heading = _heading(text)
    return heading.kind if heading else None


# How a heading is marked, the strongest first.
_LEVEL, _ALONE, _INLINE = 0, 1, 2
_Style = tuple[int, int]


def _style(block: Block, heading: Heading, colons: bool) -> _Style:
    if block.level:  # a title may be the word of a section, so level 1 is believed last
        return _LEVEL, block.level if block.level > 1 else 7
    if heading.rest:
        return _INLINE, 0
    unlike_the_others = block.text.endswith(":") != colons
    return _ALONE, 2 * (not block.bold) + unlike_the_others


def find(blocks: Sequence[Block]) -> dict[int, Heading]:
    """Return the headings of sections among the lines of a document, by their index.

    A page marks its headings in one way. So a line counts only if no other line would open the
    same section by a stronger mark, and in a page of marked headings a label at the start of a
    line ("Recovery: rest at home") is none.

    >>> lines = [Block(1, "Risks", level=2), Block(2, "Risks: few"), Block(3, "Bleeding")]
    >>> find(lines)
    {0: Heading(kind='risk', name='risks', rest='')}
    """
    opened = {
        index: found
        for index, block in enumerate(blocks)
        if not block.marker and (found := _heading(block.text))
    }
    alone = [blocks[i].text for i, found in opened.items() if not (found.rest or blocks[i].level)]
    colons = 2 * sum(text.endswith(":") for text in alone) > len(alone)
    styles = {index: _style(blocks[index], found, colons) for index, found in opened.items()}
    levelled = {opened[index].kind for index, style in styles.items() if style[0] == _LEVEL}
    best: dict[str, _Style] = {}
    for index, style in styles.items():
        if style[0] != _INLINE or len(levelled) < _ALIKE:
            kind = opened[index].kind
            best[kind] = min(style, best.get(kind, style))
    return {
        index: found for index, found in opened.items() if styles[index] == best.get(found.kind)
    }


def is_label(text: str) -> bool:
    """Tell whether a line is written like the name of a group of lines.

    >>> is_label("Symptoms or conditions:"), is_label("The bowel is cleaned. This means:")
    (True, False)
    """
    return (
        text.endswith(":")
        and len(text) <= _LONGEST_LABEL
        and 0 < len(text.rstrip(" :").split()) <= _LABEL_WORDS
        and ". " not in text
    )


def begins(text: str) -> bool:
    """Tell whether a line looks like the beginning of something, and so does not go on.

    >>> begins("Duration: two hours"), begins("Goals:"), begins("of the bladder")
    (True, True, False)
    """
    head = text[:_LONGEST].partition(":")[0]
    return kind_of(head) is not None or is_label(text)


@dataclass(frozen=True, slots=True)
class Look:
    """How a document marks its headings, as far as an unknown one can be told by it.

    Attributes:
        bold: Whether they are emphasised lines.
        colons: Whether those end in a colon.
        capitals: Whether they are lines in capitals.
    """

    bold: bool
    colons: bool
    capitals: bool

    @classmethod
    def of(cls, blocks: Sequence[Block], found: dict[int, Heading]) -> "Look":
        """Return the look of a document with these headings."""
        alone = [blocks[index] for index, heading in found.items() if not heading.rest]
        plain = [block for block in alone if not block.level]
        bold = [block for block in plain if block.bold]
        return cls(
            bold=len(bold) >= _ALIKE and len(plain) == len(alone),
            colons=2 * sum(block.text.endswith(":") for block in bold) > len(bold),
            capitals=sum(block.text.isupper() for block in plain) >= _ALIKE,
        )

    def heads(self, block: Block) -> bool:
        """Tell whether a line without a level looks like the headings of its document."""
        if block.marker or len(block.text) > _LONGEST:
            return False
        if self.bold and block.bold:
            return block.text.endswith(":") == self.colons
        return self.capitals and block.text.isupper() and " " in block.text
