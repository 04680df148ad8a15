"""Which codes a page has: by its reader, its front matter, its text and its name."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from procedura.errors import PageError
from procedura.model import CODE_RELATIONS, Code, Header
from procedura.namespaces import CODE_SYSTEMS, parse_curie
from procedura.pages.blocks import Block

# How the codes of a system are written; the numbers of CPT's categories II and III end in F and T.
_FORMS = {
    "CPT": re.compile(r"\d{4}[0-9AFMTU]"),
    "HCPCS": re.compile(r"[A-V]\d{4}"),
    "ICD10PCS": re.compile(r"(?:[0-9A-HJ-NP-Z]|\[[0-9A-HJ-NP-Z]+\]){7}"),
}
_NAMED = re.compile(
    r"\b(?P<system>CPT|HCPCS|ICD[- ]?10[- ]?PCS)(?:[ -]?4)?\s?[®™]?"
    r"(?:\s?codes?)?\s?[:#/]?\s?(?P<code>[0-9][0-9A-Z]{4,6}|[A-V][0-9]{4})\b",
    re.I,
)
# Without the name of the system, the other letters of CPT stand more often after a year.
_HCPCS, _CPT = r"[A-V]\d{4}", r"\d{4}[0-9FTU]"
BARE_CODE = f"(?:{_HCPCS}|{_CPT})"
_BRACKETED = re.compile(rf"\(({_HCPCS})\)|\(({_CPT})\)(?=[\s.]*$)")
_FILE = re.compile(rf"(?:cpt4?-|hcpcs-)?({BARE_CODE})(?=[-_. ]|$)", re.I)
CODE_CURE = f"write it like CPT:50436, in one of {', '.join(CODE_SYSTEMS)}"
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Claim:
    """A code, and the words that say that the page has it.

    Attributes:
        code: The code.
        words: How it is given.
        line: The line that gives it, from 1.
    """

    code: Code
    words: str
    line: int


def parse_code(text: str) -> Code | None:
    """Return the code that a CURIE names; None if there is no such system or form of code.

    >>> parse_code("HCPCS:G0105"), parse_code("CPT:colonoscopy")
    (Code(system='HCPCS', code='G0105', relation='exact'), None)
    """
    parts = parse_curie(text)
    if parts is None:
        return None
    form = _FORMS.get(parts[0])
    return Code(*parts) if form is None or form.fullmatch(parts[1]) else None


def claims(
    code: str | None, header: Header, about: Iterable[Block], source: str
) -> Iterator[list[Claim]]:
    """Yield what codes each source gives a page, the most trustworthy source first.

    Args:
        code: CURIE of its code, if its reader knows it.
        header: Its front matter.
        about: The lines that say what it is about.
        source: Its file name.

    Raises:
        PageError: What its reader gives is not the CURIE of a code in a known system.
    """
    yield [Claim(_given(code), code, 1)] if code is not None else []
    yield [Claim(one, one.curie, 1) for one in header.codes]
    yield [Claim(*found, block.line) for block in about for found in codes_in_line(block.text)]
    yield [Claim(one, source, 1) for one in codes_in_file_name(source)]


def _given(text: str) -> Code:
    code = parse_code(text)
    if code is None:
        raise PageError(
            f"{text[:_SHOWN]!r} is no code in a known system",
            where="--code",
            cure=CODE_CURE,
        )
    return code


def codes_in_line(line: str) -> Iterator[tuple[Code, str]]:
    """Yield the codes that a line names as such, each with its words; a bare number is none.

    >>> [code.curie for code, _ in codes_in_line("Scope of the bowel (HCPCS Code: G0105), 50436")]
    ['HCPCS:G0105']
    """
    for match in _NAMED.finditer(line):
        named = "ICD10PCS" if match["system"][0] in "Ii" else ""
        if code := _by_form(match["code"].upper(), named):
            yield code, match[0]
    for match in _BRACKETED.finditer(line):
        if code := _by_form(match[1] or match[2]):
            yield code, match[0]


def codes_in_file_name(source: str) -> Iterator[Code]:
    """Yield the code that a file name begins with.

    >>> list(codes_in_file_name("50436-dilation-of-a-tract.txt"))
    [Code(system='CPT', code='50436', relation='exact')]
    """
    if (match := _FILE.match(source)) and (code := _by_form(match[1].upper())):
        yield code


def _by_form(code: str, system: str = "") -> Code | None:
    """Return a code in the system that it is written for: HCPCS level I is CPT."""
    system = system or ("HCPCS" if code[0].isalpha() else "CPT")
    return Code(system, code) if _FORMS[system].fullmatch(code) else None


def merge(sources: Iterable[Sequence[Claim]]) -> tuple[tuple[Code, ...], list[Claim]]:
    """Return the codes of a page, the exact ones first, and the claims that disagree.

    Where two sources name different codes of one system for the page itself, the first one wins.

    Args:
        sources: What each source claims, the most trustworthy first.

    >>> codes, others = merge([[Claim(Code("CPT", "50436"), "--code", 1)],
    ...                        [Claim(Code("CPT", "50437"), "CPT 50437", 3)]])
    >>> [code.curie for code in codes], others[0].words
    (['CPT:50436'], 'CPT 50437')
    """
    merged: dict[str, Code] = {}
    rejected: list[Claim] = []
    for claims in sources:
        settled = {code.system for code in merged.values() if code.relation == "exact"}
        for claim in claims:
            code = claim.code
            if code.curie in merged:
                continue
            if code.relation == "exact" and code.system in settled:
                rejected.append(claim)
            else:
                merged[code.curie] = code
    rank = CODE_RELATIONS.index
    return tuple(sorted(merged.values(), key=lambda code: rank(code.relation))), rejected
