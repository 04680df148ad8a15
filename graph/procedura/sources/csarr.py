"""CSARR, the French catalogue of rehabilitation acts, as one JSON list.

The list holds several years, one after the other. The newest is the release; an act that only an
older year has is kept as deprecated. The number of the heading that an act is under is left out,
for the file does not say what the headings are called.
"""

from collections import defaultdict
from collections.abc import Sequence

from procedura.sources.contract import once
from procedura.sources.entries import Entry, read_entries
from procedura.sources.files import SourceFile
from procedura.terminology import Release, System, Term


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of CSARR that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout, or an act stands twice in a year.
    """
    years: dict[str, dict[str, Term]] = defaultdict(dict)
    seen: dict[str, dict[str, str]] = defaultdict(dict)
    for file in files:
        for entry in read_entries(file):
            if "code_hier" not in entry.fields:
                raise file.error("this is not the list of acts of CSARR")
            year, act = entry.needed("anseqta"), _act(entry)
            once("code", act.code, entry.where, seen[year])
            years[year][act.code] = act
    newest = max(years, default="")
    terms: dict[str, Term] = {}
    for year in sorted(years, reverse=True):
        for code, term in years[year].items():
            terms.setdefault(code, term._replace(deprecated=year != newest))
    return Release(system, newest, [terms[code] for code in sorted(terms)])


def _act(entry: Entry) -> Term:
    return Term(entry.needed("code"), entry.needed("libelle"), entry.where,
                synonyms=(entry.text("libcourt"),))  # fmt: skip
