"""CCAM, the French classification of medical acts, as JSON lists of acts, headings and notes.

| file | known by its key | what is kept |
|---|---|---|
| acts, with or without descriptive extensions | ``libelle_long`` | names, dates of end |
| hierarchy | ``strate`` | headings, and which act is under which |
| notes | ``type_note`` | what is said about the use of an act |
| relative costs (ICR) | ``icr`` | nothing: what an act costs does not tell what is done |

A heading's code is its number in the classification, ``01.02.00.00``; the six digits that the
hierarchy file calls its code are the number of a row, which changes with every version. The tree as
a whole, ``00.00.00.00``, is no heading. An act with a descriptive extension, ``ABCD001-01``, is
under the act that it describes. The sex that an act is for and its type say how it is billed and
are left out. No file says which version it is.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from procedura.errors import SourceError
from procedura.sources.contract import once
from procedura.sources.entries import Entry, read_entries
from procedura.sources.files import SourceFile
from procedura.terminology import Release, System, Term

_ROOT = "00.00.00.00"
_KEYS = ("libelle_long", "strate", "type_note", "icr")
_PARAGRAPH = "¶"
_OF_NO_KIND = "09"


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of CCAM that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout, or two files call an act differently.
    """
    found: dict[str, list[list[Entry]]] = {key: [] for key in _KEYS}
    for file in sorted(files, key=lambda file: file.name):
        entries = list(read_entries(file))
        found[_layout(file, entries[0])].append(entries)
    headings, broader = _hierarchy(found["strate"])
    terms = [*headings, *_acts(found["libelle_long"], broader, _notes(found["type_note"]))]
    return Release(system, "", terms)


def _layout(file: SourceFile, first: Entry) -> str:
    for key in _KEYS:
        if key in first.fields:
            return key
    raise file.error("this is neither a list of acts of CCAM nor their hierarchy, notes or costs")


def _hierarchy(lists: Iterable[list[Entry]]) -> tuple[list[Term], dict[str, str]]:
    """Return the headings, and for each act the heading above it."""
    headings: list[Term] = []
    above: dict[str, str] = {}
    for entries in lists:
        rows = {entry.needed("code"): entry for entry in entries}
        for entry in entries:
            parent = _number_above(entry, rows)
            code = entry.needed("code")
            if entry.needed("type") == "A":
                above[code] = parent
            elif (number := entry.needed("strate")) != _ROOT:
                broader = (parent,) if parent else ()
                headings.append(
                    Term(
                        number, entry.needed("libelle"), entry.where, broader=broader,
                        assignable=False,
                    )
                )  # fmt: skip
    return headings, above


def _number_above(entry: Entry, rows: dict[str, Entry]) -> str:
    """Return the number of the heading above an entry; "" for a chapter."""
    if entry.needed("strate") == _ROOT:
        return ""
    parent = rows.get(entry.needed("parent"))
    if parent is None:
        raise entry.error("its 'parent' is not in the file", "give the whole hierarchy file")
    number = parent.needed("strate")
    return "" if number == _ROOT else number


def _notes(lists: Iterable[list[Entry]]) -> dict[str, tuple[str, ...]]:
    """Return the notes of each act, in the order of the file.

    A note begins with what kind of note it is, unless its own words do.
    """
    notes: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for entries in lists:
        for entry in entries:
            lines = (line.strip() for line in entry.needed("note").split(_PARAGRAPH))
            text = "\n".join(line for line in lines if line)
            notes[entry.needed("code")][_with_kind(text, entry)] = None
    return {code: tuple(texts) for code, texts in notes.items()}


def _with_kind(note: str, entry: Entry) -> str:
    """Return a note with the kind of note before it, where its own first words do not say it."""
    kind = entry.text("libelle_type_note").rpartition(" : ")[2]
    own = ":" in note.split("\n")[0] or _first_word(note) == _first_word(kind)
    return note if own or entry.needed("type_note") == _OF_NO_KIND else f"{kind} : {note}"


def _first_word(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.split(r"\W+", plain.casefold(), maxsplit=1)[0]


def _acts(
    lists: Iterable[list[Entry]], above: dict[str, str], notes: dict[str, tuple[str, ...]]
) -> Iterator[Term]:
    """Yield each act once, though two files may list it."""
    acts: dict[str, Term] = {}
    for entries in lists:
        seen: dict[str, str] = {}
        for entry in entries:
            term = _act(entry, above, notes)
            once("code", term.code, entry.where, seen)
            before = acts.setdefault(term.code, term)
            if before._replace(where="") != term._replace(where=""):
                raise entry.error(f"the act {term.code} is another one in {before.where}",
                                  "give files of one release")  # fmt: skip
        for code, where in seen.items():
            act, _, extension = code.partition("-")
            if extension and act not in seen:
                raise SourceError("the act that it extends is not in the file", where=where,
                                  cure="give the whole file")  # fmt: skip
    yield from acts.values()


def _act(entry: Entry, above: dict[str, str], notes: dict[str, tuple[str, ...]]) -> Term:
    act = code = entry.needed("code")
    heading = above.get(act, "")
    if extension := entry.text("extension_descriptive"):
        code = f"{act}-{extension}"
    broader = act if extension else heading
    return Term(
        code,
        entry.needed("libelle_long"),
        entry.where,
        synonyms=(entry.text("libelle_court"),),
        notes=() if extension else notes.get(act, ()),
        broader=(broader,) if broader else (),
        deprecated=bool(entry.text("date_fin")),
    )
