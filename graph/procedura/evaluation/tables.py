"""Tables that others have published, read from TSV or CSV."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from procedura.sources.files import SourceFile

# What a table holds → the columns that tell so.
KINDS: Mapping[str, tuple[str, ...]] = {
    "comparisons": ("procedure_a", "procedure_b", "condition"),
    "complications": ("procedure", "complication"),
    "indications": ("procedure", "indication"),
    "categories": ("code", "category"),
}
# A cell that may be empty: what is compared may be compared for anything.
_OPTIONAL = ("condition",)
# HCUP's columns → ours. Its cells stand in single quotes, its codes are those of ICD-10-PCS.
_HCUP = {"ICD-10-PCS CODE": "code", "CCS CATEGORY": "category"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table to evaluate against.

    Attributes:
        name: Name of its file.
        kind: A key of `KINDS`.
        rows: Its rows, column → cell.
    """

    name: str
    kind: str
    rows: tuple[Mapping[str, str], ...]


def read(path: Path) -> Table:
    """Read a table; tabs or commas part its cells, and its header says what it holds.

    Raises:
        SourceError: The file cannot be read, has other columns, or lacks a cell.
    """
    file = SourceFile(path)
    delimiter = "\t" if "\t" in next(iter(file.lines()))[1] else ","
    rows = file.rows(delimiter)
    _, header = next(rows)
    columns = [_HCUP.get(name.strip("'"), name.strip()) for name in header]
    kind = next((kind for kind, needed in KINDS.items() if {*needed} <= {*columns}), None)
    if kind is None:
        known = "; or ".join(" and ".join(needed) for needed in KINDS.values())
        raise file.error("unknown columns", 1, f"name them {known}")
    hcup = header[0].strip("'") in _HCUP
    read = tuple(_rows(file, rows, columns, kind, hcup))
    if not read:
        raise file.error("no rows", 2, "add what is to be evaluated")
    return Table(file.name, kind, read)


def _rows(
    file: SourceFile, rows: Iterator[tuple[int, list[str]]], columns: Sequence[str], kind: str,
    hcup: bool,
) -> Iterator[Mapping[str, str]]:  # fmt: skip
    for number, cells in rows:
        if not any(cells):
            continue
        row = dict.fromkeys(columns, "") | dict(zip(columns, map(str.strip, cells), strict=False))
        if hcup:
            row = {column: cell.strip("'") for column, cell in row.items()}
            row["code"] = f"ICD10PCS:{row['code']}"
        for column in KINDS[kind]:
            if not row[column] and column not in _OPTIONAL:
                raise file.error(f"no {column}", number, "fill the cell, or take the row out")
        yield row
