"""What holds of the terms of every release, whatever the layout they were read from."""

import re
from collections.abc import Iterator

from procedura.errors import SourceError
from procedura.terminology import Release, Term

# Characters that no name has, and that a terminal or a page would act on: controls, and those
# that turn the direction of writing.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def checked(release: Release) -> Iterator[Term]:
    """Yield the terms of a release, each looked at.

    Raises:
        SourceError: A code stands twice, a term has no code or no label, a text holds control
            characters, or there is no term at all.
    """
    seen: dict[str, str] = {}
    for term in release.terms:
        if not term.code or not term.label.strip():
            raise SourceError("a term has no code or no label", where=term.where,
                              cure="complete or delete it")  # fmt: skip
        if before := seen.get(term.code):
            raise SourceError(f"the code {term.code} stands here and in {before}",
                              where=term.where, cure="delete one of the two")  # fmt: skip
        if any(_UNFIT.search(text) for text in (term.code, term.label, *term.synonyms)):
            raise SourceError(f"the names of {term.code} hold control characters",
                              where=term.where, cure="delete them")  # fmt: skip
        seen[term.code] = term.where
        yield term
    if not seen:
        raise SourceError("there is no code in the files", where=release.system.prefix,
                          cure="give the files that list its codes")  # fmt: skip
