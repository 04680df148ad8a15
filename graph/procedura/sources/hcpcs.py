"""HCPCS Level II, as CMS publishes it: the contractors' file in fixed columns, or a table.

The contractors' file has records of about 320 characters:

| columns | what |
|---|---|
| 0-5 | code; a modifier stands at its right |
| 5-10 | number of the record of its code, in hundreds |
| 10 | 3 first record of a code, 4 another; 7 first of a modifier, 8 another |
| 11-91 | part of the long description |
| 91-119 | short description |
| 284-292 | date of its end, if it has ended |

The table has the columns Code and Description. Modifiers are two characters; they say more about a
service and name none, so they cannot be assigned alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from procedura.sources.files import SourceFile
from procedura.terminology import Release, System, Term

_HEADER = ["Code", "Description"]
_RECORD = re.compile(r"(?P<code>[A-Z0-9 ]{5})\d{5}(?P<kind>[3478])")
_MODIFIER = 2


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of HCPCS that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout.
    """
    return Release(system, "", (term for file in files for term in _terms(file)))


def _terms(file: SourceFile) -> Iterator[Term]:
    is_table = file.head.lstrip(b"\xef\xbb\xbf").startswith(b"Code,Description")
    yield from _table(file) if is_table else _records(file)


def _table(file: SourceFile) -> Iterator[Term]:
    for number, row in file.rows(","):
        if row[: len(_HEADER)] == _HEADER:
            continue
        if len(row) < len(_HEADER):
            raise file.error("a row has fewer columns than the header", number)
        yield _term(row[0], [row[1]], file.where(number))


def _records(file: SourceFile) -> Iterator[Term]:
    """Yield the codes of the contractors' file, after the disclaimers that it begins with."""
    records: list[tuple[int, str]] = []
    for number, text in file.lines():
        match = _RECORD.match(text)
        if match and match["kind"] in "37":
            yield from _record(file, records)
            records = [(number, text)]
        elif match and records and match["code"] == records[0][1][:5]:
            records.append((number, text))
        elif records and text.strip():
            raise file.error("this is no record that fits its place", number)
    if not records:
        raise file.error("this is neither the contractors' file nor a table of HCPCS")
    yield from _record(file, records)


def _record(file: SourceFile, records: Sequence[tuple[int, str]]) -> Iterator[Term]:
    if records:
        number, first = records[0]
        term = _term(first[:5], (text[11:91] for _, text in records), file.where(number))
        short = " ".join(first[91:119].split())
        yield term._replace(synonyms=(short,), deprecated=bool(first[284:292].strip()))


def _term(code: str, description: Iterable[str], where: str) -> Term:
    code = code.strip()
    label = " ".join(" ".join(part.strip() for part in description).split())
    if len(code) == _MODIFIER:
        return Term(code, label, where, kind="other", assignable=False)
    return Term(code, label, where)
