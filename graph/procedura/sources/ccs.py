"""HCUP's Clinical Classifications Software for ICD-10-PCS: categories of procedures.

A table of codes, each with its category and the two levels above; cells stand in quotation marks of
either kind. A category is narrower than the level that it is in; its codes are narrow matches.
"""

from collections.abc import Iterator, Sequence

from procedura.sources.contract import once
from procedura.sources.files import SourceFile
from procedura.terminology import Match, Release, System, Term

_HEADER = "ICD-10-PCS CODE"
_COLUMNS = 8


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the categories that a table of codes names.

    Raises:
        SourceError: A file is damaged or of another layout.
    """
    return Release(system, "", (term for file in files for term in _terms(file)))


def _terms(file: SourceFile) -> Iterator[Term]:
    terms: dict[str, Term] = {}
    matches: dict[str, list[Match]] = {}
    seen: dict[str, str] = {}
    for number, row in file.rows(","):
        cells = [cell.strip("'") for cell in row]
        if len(cells) != _COLUMNS or (number == 1) != (cells[0] == _HEADER):
            raise file.error("this row is not laid out like those of CCS", number)
        if number == 1:
            continue
        code, category, _, name, level, level_name, group, group_name = cells
        where = file.where(number)
        once("code", code, where, seen)
        terms.setdefault(f"L1.{level}", Term(f"L1.{level}", level_name, where, assignable=False))
        above = f"L1.{level}"
        if group.strip():
            above = f"L2.{group}"
            terms.setdefault(
                above, Term(above, group_name, where, broader=(f"L1.{level}",), assignable=False)
            )
        terms.setdefault(category, Term(category, name, where, broader=(above,)))
        matches.setdefault(category, []).append(Match("narrow", "ICD10PCS", code))
    if not terms:
        raise file.error("the table lists no code")
    for code, term in terms.items():
        yield term._replace(matches=tuple(matches.get(code, ())))
