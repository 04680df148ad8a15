"""ICD-10-PCS, as CMS publishes it: order file, tables, index and definitions."""

from collections.abc import Iterator, Sequence

from procedura.sources.files import SourceFile
from procedura.sources.order_file import is_order_file, read_order_file
from procedura.terminology import Release, System, Term


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of ICD-10-PCS that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout.
    """
    return Release(system, "", (term for file in files for term in _order(file)))


def _order(file: SourceFile) -> Iterator[Term]:
    if not is_order_file(file):
        raise file.error("this is neither an order file nor the tabular list")
    for line in read_order_file(file):
        yield Term(line.code, line.long, line.where, assignable=line.assignable)
