"""MeSH as a table: identifier, heading, entry terms and tree numbers, parted by tabulators.

Entry terms and tree numbers are parted by ``|``. The hierarchy is that of the tree numbers:
broader is the heading that has the number without its last part. What a heading names is told by
the branch of the tree; of a heading in several branches, the first in `_BRANCHES` counts. A second
table may hold cross-references; those of supplementary concepts, which are no headings, are passed
over.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from procedura.sources.files import SourceFile
from procedura.sources.foundry import cross_references
from procedura.terminology import Kind, Match, Release, System, Term

_COLUMNS = range(4, 6)
_MAPPING_COLUMNS = 6
# Somatic therapies, techniques, tests, psychotherapy.
_PSYCHIATRIC = ("F04.570", "F04.669", "F04.711", "F04.754")
# Beginning of a tree number → what its headings name.
_BRANCHES: tuple[tuple[str, Kind], ...] = (
    ("C", "condition"),
    ("F03", "condition"),
    ("E07", "device"),
    *((branch, "operation") for branch in ("E01", "E02", "E03", "E04", "E06", *_PSYCHIATRIC)),
    ("A", "body-site"),
)


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of MeSH that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout.
    """
    matches: dict[str, list[Match]] = defaultdict(list)
    headings = [file for file in files if not file.head.startswith(b"MESH\t")]
    for file in files:
        if file not in headings:
            _cross_references(file, matches)
    return Release(system, "", (term for file in headings for term in _terms(file, matches)))


def _terms(file: SourceFile, matches: dict[str, list[Match]]) -> Iterator[Term]:
    rows = list(_rows(file))
    owner = {number: row[0] for _, row in rows for number in _parts(row[3])}
    for line, row in rows:
        numbers = _parts(row[3])
        above = (owner.get(number.rpartition(".")[0]) for number in numbers)
        yield Term(
            code=row[0],
            label=row[1],
            where=file.where(line),
            synonyms=_parts(row[2]),
            broader=tuple(dict.fromkeys(code for code in above if code and code != row[0])),
            kind=_kind(numbers),
            values=tuple(("treeNumber", number) for number in numbers),
            matches=tuple(dict.fromkeys(matches.get(row[0], ()))),
        )


def _rows(file: SourceFile) -> Iterator[tuple[int, list[str]]]:
    for number, row in file.rows("\t", quoted=False):
        if len(row) not in _COLUMNS:
            raise file.error(f"a row has {len(row)} columns, not four or five", number)
        yield number, row


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def _kind(numbers: Sequence[str]) -> Kind:
    for branch, kind in _BRANCHES:
        if any(number.startswith(branch) for number in numbers):
            return kind
    return "other"


def _cross_references(file: SourceFile, matches: dict[str, list[Match]]) -> None:
    for number, row in file.rows("\t", quoted=False):
        if len(row) != _MAPPING_COLUMNS:
            raise file.error(f"a row has {len(row)} columns, not six", number)
        matches[row[1]] += cross_references("close", [f"{row[3]}:{row[4].rpartition(':')[2]}"])
