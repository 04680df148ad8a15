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
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from procedura.sources.files import SourceFile
from procedura.terminology import Release, System, Term

_CODE = r"\d{4}[0-9A-Z]"
_TABBED = re.compile(rf"({_CODE})\t([^\t]*\S)\s*")
_LONG = re.compile(rf"({_CODE})(\d\d) (.{{0,72}}\S)\s*")
_FIXED = re.compile(rf"({_CODE}) (.*\S)\s*")
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
    found: dict[str, list[_Descriptor]] = {}
    for file in files:
        for code, descriptor in _descriptors(file).items():
            found.setdefault(code, []).append(descriptor)
    return Release(system, "", [_term(code, found[code]) for code in sorted(found)])


def _term(code: str, descriptors: list[_Descriptor]) -> Term:
    label, *others = sorted(descriptors)
    synonyms = dict.fromkeys(one.text for one in others if one.text != label.text)
    return Term(code, label.text, label.where, synonyms=tuple(synonyms))


def _descriptors(file: SourceFile) -> dict[str, _Descriptor]:
    """Return the descriptor of each code in a file."""
    lines = list(file.lines())
    coded = [(number, text) for number, text in lines if _CODED.match(text)]
    if not coded:
        raise file.error("this is none of the data files of CPT: no line begins with a code")
    first = coded[0][0]
    rest = [(number, text) for number, text in lines if number >= first and text.strip()]
    for pattern, read_lines in ((_TABBED, _plain), (_LONG, _continued), (_FIXED, _plain)):
        if pattern.fullmatch(coded[0][1]):
            return read_lines(file, pattern, rest)
    raise file.error("this line is laid out like none of the data files of CPT", first)


def _plain(
    file: SourceFile, pattern: re.Pattern[str], lines: Sequence[tuple[int, str]]
) -> dict[str, _Descriptor]:
    """Read a file with one line for each code."""
    texts: dict[str, tuple[str, int]] = {}
    for number, match in _matches(file, pattern, lines):
        _refuse_twice(file, match[1], number, texts)
        texts[match[1]] = match[2].strip(), number
    return _ranked(file, texts, tabbed=pattern is _TABBED)


def _continued(
    file: SourceFile, pattern: re.Pattern[str], lines: Sequence[tuple[int, str]]
) -> dict[str, _Descriptor]:
    """Read a file in which a long descriptor goes on in lines that are counted."""
    texts: dict[str, tuple[str, int]] = {}
    parts: dict[str, int] = {}
    for number, match in _matches(file, pattern, lines):
        code, part, text = match[1], int(match[2]), match[3].strip()
        expected = parts.get(code, 0) + 1
        if part != expected:
            raise file.error(f"this is part {part} of {code}, where part {expected} is due", number)
        parts[code] = part
        before, line = texts.get(code, ("", number))
        texts[code] = f"{before} {text}".strip(), line
    return _ranked(file, texts, tabbed=True)


def _matches(
    file: SourceFile, pattern: re.Pattern[str], lines: Sequence[tuple[int, str]]
) -> Iterator[tuple[int, re.Match[str]]]:
    for number, text in lines:
        match = pattern.fullmatch(text)
        if match is None:
            raise file.error("this line is laid out otherwise than the one of the first code",
                             number)  # fmt: skip
        yield number, match


def _refuse_twice(
    file: SourceFile, code: str, number: int, before: dict[str, tuple[str, int]]
) -> None:
    if code in before:
        raise file.error(f"the code {code} stands here and in line {before[code][1]}", number,
                         cure="delete one of the two")  # fmt: skip


def _ranked(
    file: SourceFile, texts: dict[str, tuple[str, int]], *, tabbed: bool
) -> dict[str, _Descriptor]:
    """Rank a file by its longest descriptor: long, medium or short."""
    longest = max(len(text) for text, _ in texts.values())
    rank = 0 if tabbed or longest > _MEDIUM else 2 if longest <= _SHORT else 1
    return {
        code: _Descriptor(rank, text == text.upper(), text, file.where(at))
        for code, (text, at) in texts.items()
    }
