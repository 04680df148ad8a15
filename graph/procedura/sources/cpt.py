"""CPT, as the American Medical Association sends its data files to those who have a licence.

Each file lists one descriptor of each code, after the notice of the association's copyright:

| layout | columns | descriptor |
|---|---|---|
| tab-delimited (``LONGULT``, ``LONGUT``) | code, descriptor | long |
| fixed (``LONGULF``, ``LONGUF``) | code 1-5, line 6-7, text 9-80, in one or more lines | long |
| fixed (``MEDU``) | code 1-5, text 7-106 | medium |
| fixed (``SHORTU``) | code 1-5, text 7-34 | short |

The fullest descriptor of a code is its label, in upper and lower case where there is the choice;
the others are synonyms. No file says which year's edition it is. The association's other files are
not read: modifiers, consumer descriptors, CPT Link.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from procedura.sources.files import SourceFile
from procedura.terminology import Release, System, Term

_CODE = r"(?P<code>\d{4}[0-9A-Z])"
_TABBED = re.compile(rf"{_CODE}\t(?P<text>[^\t]*\S)\s*")
_LONG = re.compile(rf"{_CODE}(?P<part>\d\d) (?P<text>.{{0,72}}\S)\s*")
_FIXED = re.compile(rf"{_CODE} (?P<text>.*\S)\s*")
_CODED = re.compile(rf"{_CODE}[\s\d]")
_SHORT = 28  # characters, at most
_MEDIUM = 100


class _Descriptor(NamedTuple):
    """A descriptor of a code; the lower its rank, the fuller it is."""

    rank: int
    capitals: bool
    text: str
    where: str


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of CPT that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout, or lists a code twice.
    """
    found: dict[str, list[_Descriptor]] = defaultdict(list)
    for file in files:
        for code, descriptor in _descriptors(file).items():
            found[code].append(descriptor)
    return Release(system, "", [_term(code, found[code]) for code in sorted(found)])


def _term(code: str, descriptors: list[_Descriptor]) -> Term:
    label, *others = sorted(descriptors)
    return Term(code, label.text, label.where, synonyms=tuple(one.text for one in others))


def _descriptors(file: SourceFile) -> dict[str, _Descriptor]:
    """Return the descriptor of each code in a file."""
    lines = list(file.lines())
    first = next((number for number, text in lines if _CODED.match(text)), 0)
    if not first:
        raise file.error("this is none of the data files of CPT: no line begins with a code")
    rest = [(number, text) for number, text in lines if number >= first and text.strip()]
    for pattern in (_TABBED, _LONG, _FIXED):
        if pattern.fullmatch(rest[0][1]):
            return _ranked(file, _texts(file, pattern, rest), is_long=pattern is not _FIXED)
    raise file.error("this line is laid out like none of the data files of CPT", first)


def _texts(
    file: SourceFile, pattern: re.Pattern[str], lines: Iterable[tuple[int, str]]
) -> dict[str, tuple[str, int]]:
    """Return code → its descriptor and line; a long one may go on in lines that are counted."""
    parts: dict[str, list[str]] = defaultdict(list)
    places: dict[str, int] = {}
    for number, text in lines:
        match = pattern.fullmatch(text)
        if match is None:
            raise file.error("this line is laid out otherwise than the one of the first code",
                             number)  # fmt: skip
        code, part = match["code"], match.groupdict().get("part")
        due = len(parts[code]) + 1
        if part and int(part) != due:
            raise file.error(f"this is part {int(part)} of {code}, where part {due} is due", number)
        if not part and due > 1:
            raise file.error(f"the code {code} stands here and in line {places[code]}", number,
                             cure="delete one of the two")  # fmt: skip
        parts[code].append(match["text"].strip())
        places.setdefault(code, number)
    return {code: (" ".join(parts[code]), number) for code, number in places.items()}


def _ranked(
    file: SourceFile, texts: dict[str, tuple[str, int]], *, is_long: bool
) -> dict[str, _Descriptor]:
    """Rank a file by its longest descriptor: long, medium or short."""
    longest = max(len(text) for text, _ in texts.values())
    rank = 0 if is_long or longest > _MEDIUM else 2 if longest <= _SHORT else 1
    return {
        code: _Descriptor(rank, text == text.upper(), text, file.where(at))
        for code, (text, at) in texts.items()
    }
