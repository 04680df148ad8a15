"""What holds of the terms of every release, whatever the layout they were read from."""

import re
from collections.abc import Iterator

from procedura.errors import SourceError
from procedura.terminology import Release, Term

# Characters that no text has, and that a terminal, a page or UTF-8 cannot do with: controls but
# for tabs and ends of lines, those that turn the direction of writing, halves of a pair.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CURE = "correct or delete it"


def checked(release: Release) -> Iterator[Term]:
    """Yield the terms of a release, each looked at; another name stands once, and is no label.

    Raises:
        SourceError: A code stands twice, a term has no code or no label, a text holds control
            characters, a language is no language tag, or there is no term at all.
    """
    _check_system(release)
    seen: dict[str, str] = {}
    for term in release.terms:
        _check(term)
        once("code", term.code, term.where, seen)
        others = dict.fromkeys(filter(None, term.synonyms))
        others.pop(term.label, None)
        yield term._replace(synonyms=tuple(others))
    if not seen:
        raise SourceError("there is no code in the files", where=release.system.prefix,
                          cure="give the files that list its codes")  # fmt: skip


def once(
    what: str, code: str, where: str, seen: dict[str, str], cure: str = "delete one of the two"
) -> None:
    """Note where a code stands.

    Args:
        what: What it is in messages: ``code``.
        code: The code.
        where: Its file and line.
        seen: Code → where it stood before.
        cure: What to do about a second one.

    Raises:
        SourceError: It has stood somewhere before.
    """
    if before := seen.get(code):
        raise SourceError(f"the {what} {code} stands here and in {before}", where=where, cure=cure)
    seen[code] = where


def _check_system(release: Release) -> None:
    system = release.system
    said = (system.title, system.publisher, system.licence, release.name)
    if any(_UNFIT.search(text) for text in said):
        raise SourceError("title, publisher, licence or release hold control characters",
                          where=system.prefix, cure=_CURE)  # fmt: skip
    _check_language(system.language, system.prefix)


def _check(term: Term) -> None:
    if not term.code or not term.label.strip():
        raise SourceError("a term has no code or no label", where=term.where,
                          cure="complete or delete it")  # fmt: skip
    if term.code != " ".join(term.code.split()):
        raise SourceError(f"the code {term.code!r} has space at an end, or more than one in it",
                          where=term.where, cure=_CURE)  # fmt: skip
    if any(_UNFIT.search(text) for text in _texts(term)):
        raise SourceError(f"the texts of {term.code!r} hold control characters",
                          where=term.where, cure=_CURE)  # fmt: skip
    for tag, _ in term.translations:
        _check_language(tag, term.where)


def _texts(term: Term) -> Iterator[str]:
    """Yield every text of a term that comes from its file."""
    yield from (term.code, term.label, term.definition)
    yield from term.synonyms
    yield from term.notes
    yield from term.broader
    for pairs in (term.translations, term.values):
        yield from (text for _, text in pairs)
    yield from (match.code for match in term.matches)


def _check_language(tag: str, where: str) -> None:
    if not _LANGUAGE_TAG.fullmatch(tag):
        raise SourceError(f"{tag!r} is no language tag", where=where, cure="write it like en-GB")
