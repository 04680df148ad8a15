"""What a page's name section says: the name, and other terms for it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from procedura.model import LONGEST
from procedura.pages.identity import BARE_CODE

_TECHNICAL = r"(?:technical|medical)(?:\s?/\s?(?:technical|medical))?"
_TERMS = r"(?:names?|terms?)(?:\(s\))?"
_LABEL = re.compile(
    rf"(?P<one>{_TECHNICAL}\s(?:name|term))\s?:"
    rf"|(?:(?:{_TECHNICAL}|(?:common|other|alternative)(?:ly used)?)\s{_TERMS}"
    r"|abbreviations?|acronyms?|synonyms?|also (?:known as|called)|commonly known as)\s?:",
    re.I,
)
_INCLUDE = re.compile(r"\bcommon (?:terms|names) (?:include|are)\s", re.I)
_KNOWN_AS = re.compile(
    r"(?P<open>\()?\b(?:also|commonly|otherwise)(?:,? and commonly)? "
    r"(?:known as|called|referred to as)\s",
    re.I,
)
_CODE = re.compile(rf"\s?\((?:(?:cpt|hcpcs)[^()]{{0,20}}[:\s]\s?)?{BARE_CODE}\)", re.I)
_ABBREVIATION = re.compile(r"(.*\S) \(([A-Z][A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*)\)")
_LONGEST_ABBREVIATION = 12
_LEADING = re.compile(r"^(?:(?:a|an|the|simply|and|or)\s)+", re.I)
_FURNITURE = re.compile(
    r"(?:search all medical codes|home|menu|skip to (?:main )?content|log ?in|sign (?:in|up)"
    r"|(?P<code>(?:cpt|hcpcs|icd)[ -]?\d{0,2}(?:[ -]?(?:pcs|cm))? codes?))",
    re.I,
)
_AROUND = " \t.;,:\"'\u201c\u201d\u2018\u2019"


def label(line: str) -> str:
    """Return the name that a line gives, without its code and the other terms for it.

    >>> label("Removal of a drain (G0001). Common terms include drain out and pull-out.")
    'Removal of a drain'
    >>> label("Common Name: Chest picture")
    'Chest picture'
    """
    name = _CODE.sub("", line[: _places(line)[0][0]]).strip(" \t;,.")
    if not name and (terms := terms_in(line)):
        name = terms[0]
    return name or line


def terms_in(line: str) -> list[str]:
    """Return the other terms that a line gives, in order.

    >>> terms_in("Drain removal (also known as pull-out). Common terms include a, b and c.")
    ['pull-out', 'a', 'b', 'c']
    """
    terms: list[str] = []
    for (_, start, kind), (end, _, _) in pairwise(_places(line[:LONGEST])):
        terms += _split(_said(line[start:end], kind), kind)
    return terms


def title(lines: Sequence[tuple[str, int]]) -> str:
    """Return the name that the lines above a page's sections give, or "".

    It is the title of level 1, or else the line above "CPT4 code", or else the first line that is
    not the furniture of a web site.

    Args:
        lines: Texts, each with its level as a heading, or 0.

    >>> title([("Search all medical codes", 0), ("Removal of a drain (G0001)", 0)])
    'Removal of a drain'
    """
    spoken = [(text, level) for text, level in lines if not _FURNITURE.fullmatch(text)]
    marked = [text for text, level in spoken if level == 1]
    followed = [
        text
        for (text, _), (below, _) in pairwise(lines)
        if (match := _FURNITURE.fullmatch(below)) and match["code"]
    ]
    found = marked or followed or [text for text, _ in spoken]
    return label(found[0]) if found else ""


def begins_with_terms(line: str) -> bool:
    """Tell whether a line gives nothing but other terms.

    >>> begins_with_terms("Technical term: extraction"), begins_with_terms("Extraction")
    (True, False)
    """
    begin, terms, _ = _places(line)[0]
    return len(line) <= LONGEST and begin == 0 < terms


def split_terms(text: str) -> list[str]:
    """Return the terms of a list that has no words around it.

    >>> split_terms("tube change; exchange of a tube, over a wire")
    ['tube change', 'exchange of a tube, over a wire']
    """
    return list(_split(text, "list")) if len(text) <= LONGEST else [text]


def _places(line: str) -> list[tuple[int, int, str]]:
    """Return where each mention of terms begins, where its terms do, and how they are given.

    The last place is the end of the line.
    """
    read = line[:LONGEST]
    found = [(one.start(), one.end(), "one" if one["one"] else "list")
             for one in _LABEL.finditer(read)]  # fmt: skip
    found += [(one.start(), one.end(), "sentence") for one in _INCLUDE.finditer(read)]
    found += [(one.start(), one.end(), "bracket" if one["open"] else "sentence")
              for one in _KNOWN_AS.finditer(read)]  # fmt: skip
    return [*sorted(found), (len(line), 0, "")]


def _said(text: str, kind: str) -> str:
    """Return as much of a text as the terms take: a bracket, a sentence, or all."""
    if kind == "bracket":
        return _until_closed(text)
    if kind == "sentence":
        return re.split(r"\.(?:\s|$)", text, maxsplit=1)[0]
    return text


def _until_closed(text: str) -> str:
    depth = 1
    for match in re.finditer(r"[()]", text):
        depth += 1 if match[0] == "(" else -1
        if not depth:
            return text[: match.start()]
    return text


def _split(text: str, kind: str) -> Iterator[str]:
    """Yield the terms of a list; semicolons part it, or else commas outside of brackets."""
    if ";" in text:
        parts = text.split(";")
    elif kind == "one":
        parts = [text]
    else:
        parts = re.split(r",(?![^()]{0,200}\))", text)
        joint = r"\s(?:and|or)\s" if len(parts) > 1 else r"\sor\s"
        if kind != "list":
            parts[-1:] = re.split(joint, parts[-1])
    for part in parts:
        term = _CODE.sub("", part).strip(_AROUND)
        if kind in {"bracket", "sentence"}:
            term = _LEADING.sub("", term, count=1).strip(_AROUND)
        yield from _with_abbreviation(term)


def _with_abbreviation(term: str) -> Iterator[str]:
    match = _ABBREVIATION.fullmatch(term)
    if match and len(match[2]) <= _LONGEST_ABBREVIATION:
        yield from (match[1], match[2])
    elif term:
        yield term
