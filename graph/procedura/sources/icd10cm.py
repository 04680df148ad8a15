"""ICD-10-CM, as CMS and the NCHS publish it: the order file and the tabular list.

The order file lists all codes with their titles; the tabular list has chapters and sections above
them, inclusion terms (other names), and instructions. Either may stand alone; of a code that both
have, the order file says the title and whether it may be assigned. Codes have their point, chapters
and sections are called by their first and last code: ``A00-A09``.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from procedura import namespaces as ns
from procedura.sources.files import SourceFile
from procedura.sources.order_file import is_order_file, read_order_file
from procedura.terminology import Release, System, Term

_ROOT = b"ICD10CM.tabular"
_RANGE = re.compile(r"\s*\(([A-Z][0-9A-Z]{2}-[A-Z][0-9A-Z]{2}|[A-Z][0-9A-Z]{2})\)$")
_CATEGORY = 3
# Element of the tabular list → what its notes begin with in the graph.
_NOTES = {
    "includes": "Includes",
    "excludes1": "Not coded here",
    "excludes2": "Not included here",
    "codeFirst": "Code first",
    "useAdditionalCode": "Use additional code",
    "codeAlso": "Code also",
    "sevenChrNote": "Seventh character",
    "notes": "Note",
}


def read(files: Sequence[SourceFile], system: System) -> Release:
    """Return the release of ICD-10-CM that its files hold.

    Raises:
        SourceError: A file is damaged or of another layout.
    """
    listed: list[Term] = []
    tabular: list[Term] = []
    version = ""
    for file in files:
        if _ROOT in file.head:
            for element in file.elements("version", "chapter"):
                if element.tag == "version":
                    version = (element.text or "").strip()
                else:
                    tabular += _chapter(file, element)
        elif is_order_file(file):
            listed += [one._replace(code=ns.with_point(one.code)) for one in read_order_file(file)]
        else:
            raise file.error("this is neither an order file nor the tabular list of ICD-10-CM")
    return Release(system, "" if listed else version, _merged(listed, tabular))


def _chapter(file: SourceFile, chapter: Any) -> Iterator[Term]:
    heading = _heading(file, chapter, ())
    yield heading
    for section in chapter.findall("section"):
        inner = _heading(file, section, (heading.code,))
        # A section may be just its chapter, or just one category; that is told once.
        own = "-" in inner.code and inner.code != heading.code
        if own:
            yield inner
        for diagnosis in section.findall("diag"):
            yield from _diagnosis(file, diagnosis, inner.code if own else heading.code)


def _heading(file: SourceFile, element: Any, broader: tuple[str, ...]) -> Term:
    title = element.findtext("desc", "").strip()
    match = _RANGE.search(title)
    if match is None:
        raise file.error("a chapter or section does not say its codes", element.sourceline)
    return Term(
        code=match[1],
        label=title[: match.start()],
        where=file.where(element.sourceline),
        synonyms=_texts(element, "inclusionTerm"),
        notes=_notes(element),
        broader=broader,
        assignable=False,
    )


def _diagnosis(file: SourceFile, element: Any, broader: str) -> Iterator[Term]:
    code = element.findtext("name", "").strip()
    inner = element.findall("diag")
    yield Term(
        code=code,
        label=element.findtext("desc", "").strip(),
        where=file.where(element.sourceline),
        synonyms=_texts(element, "inclusionTerm"),
        notes=_notes(element),
        broader=(broader,),
        assignable=not inner and element.find("sevenChrDef") is None,
    )
    for one in inner:
        yield from _diagnosis(file, one, code)


def _texts(element: Any, tag: str) -> tuple[str, ...]:
    texts = (" ".join((note.text or "").split()) for note in element.findall(f"{tag}/note"))
    return tuple(filter(None, texts))


def _notes(element: Any) -> tuple[str, ...]:
    return tuple(
        f"{words}: {text}" for tag, words in _NOTES.items() for text in _texts(element, tag)
    )


def _merged(listed: Sequence[Term], tabular: Sequence[Term]) -> Iterator[Term]:
    """Yield the terms of both files; a code that only the order file has finds its place."""
    described = {term.code: term for term in tabular}
    both = {term.code for term in listed}
    codes = both | described.keys()
    yield from (term for term in tabular if term.code not in both)
    for term in listed:
        known = described.get(term.code)
        if known is None:
            yield term._replace(broader=_above(term.code, codes))
        else:
            yield term._replace(
                synonyms=(*term.synonyms, known.label, *known.synonyms),
                notes=known.notes,
                broader=known.broader,
            )


def _above(code: str, codes: set[str]) -> tuple[str, ...]:
    """Return the longest beginning of a code that is a code, without the X that fill it up.

    >>> _above("S00.00XA", {"S00", "S00.00"})
    ('S00.00',)
    """
    shorter = code[:-1].rstrip("X").rstrip(".")
    while len(shorter) >= _CATEGORY:
        if shorter in codes:
            return (shorter,)
        shorter = shorter[:-1].rstrip(".")
    return ()
