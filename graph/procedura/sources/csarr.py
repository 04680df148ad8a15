"""CSARR, the French catalogue of rehabilitation acts, as one JSON list.

The list holds several years, one after the other. The newest is the release; an act that only an
older year has is kept as deprecated. The number of the heading that an act is under is left out,
for the file does not say what the headings are called.
"""

from collections.abc import Sequence

from procedura.errors import SourceError
from procedura.sources.entries import Entry, read_entries
from procedura.sources.files import SourceFile
from procedura.terminology import Release, System, Term


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of CSARR that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout, or an act stands twice in a year.
    """
    years: dict[str, dict[str, Term]] = {}
    for file in files:
        for entry in read_entries(file):
            if "code_hier" not in entry.fields:
                raise file.error("this is not the list of acts of CSARR")
            _add(_act(entry), entry, years.setdefault(entry.needed("anseqta"), {}))
    newest = max(years, default="")
    terms: dict[str, Term] = {}
    for year in sorted(years, reverse=True):
        for code, term in years[year].items():
            terms.setdefault(code, term._replace(deprecated=year != newest))
    return Release(system, newest, [terms[code] for code in sorted(terms)])


def _act(entry: Entry) -> Term:
    short = entry.text("libcourt")
    return Term(entry.needed("code"), entry.needed("libelle"), entry.where,
                synonyms=(short,) if short else ())  # fmt: skip


def _add(act: Term, entry: Entry, year: dict[str, Term]) -> None:
    if act.code in year:
        raise SourceError(f"the code {act.code} stands here and in {year[act.code].where}",
                          where=entry.where, cure="delete one of the two")  # fmt: skip
    year[act.code] = act
