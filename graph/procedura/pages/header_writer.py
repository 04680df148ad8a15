"""`Header` → front matter."""

from collections.abc import Iterator, Sequence
from math import inf

import yaml

from procedura.model import CODE_RELATIONS, Code, Header, Reference
from procedura.pages.front_matter import KINDS, REFERENCE_KEYS


def write_header(header: Header) -> list[str]:
    """Return the lines of front matter, fences included; none for a header that says nothing.

    >>> write_header(Header(codes=(Code("CPT", "50590"),)))[1:3]
    ['codes:', '  exact: [CPT:50590]']
    """
    return ["---", *_lines(header), "---"] if header != Header() else []


def _lines(header: Header) -> Iterator[str]:
    """Yield what a header says; of kind and review, which have a default, in a full one only."""
    if header.slug:
        yield f"slug: {_scalar(header.slug)}"
    if header.slug or header.conservative:
        yield f"kind: {KINDS[header.conservative]}"
    if header.specialties:
        yield f"specialty: {_list(header.specialties)}"
    if header.purposes:
        yield f"purpose: {_list(header.purposes)}"
    yield from _lists("codes", _codes(header.codes))
    yield from _lists("axes", header.axes)
    yield from _lists("relations", header.relations)
    if header.one_sided:
        yield "one-sided:"
    yield from (f"  {slug}: {_scalar(reason)}" for slug, reason in header.one_sided)
    if header.slug or header.review != Header().review:
        yield f"review: {header.review}"
    if header.licence:
        yield f"licence: {_scalar(header.licence)}"
    if header.modified:
        yield f"modified: {header.modified}"
    yield from _references(header.references)


def _codes(codes: Sequence[Code]) -> list[tuple[str, list[str]]]:
    lists = (
        (relation, [_code(code.curie) for code in codes if code.relation == relation])
        for relation in CODE_RELATIONS
    )
    return [(relation, curies) for relation, curies in lists if curies]


def _references(references: Sequence[Reference]) -> Iterator[str]:
    if references:
        yield "references:"
    for reference in references:
        fields = ((key, getattr(reference, key)) for key in REFERENCE_KEYS)
        first, *others = (
            f"{key}: {value if isinstance(value, int) else _scalar(value)}"
            for key, value in fields
            if value
        )
        yield f"  - {first}"
        yield from (f"    {line}" for line in others)


def _lists(name: str, lists: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    if lists:
        yield f"{name}:"
    for key, values in lists:
        yield f"  {key}: {_list(values)}"


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(values)}]"


def _code(curie: str) -> str:
    """Return a code as YAML in a list, where a pattern's brackets would end the list."""
    return f'"{curie}"' if "[" in curie else curie


def _scalar(text: str) -> str:
    """Return a text as YAML on one line, in quotation marks where it needs them."""
    plain: str = yaml.safe_dump(text, allow_unicode=True, width=inf)
    if plain[0] in "'\"":
        plain = yaml.safe_dump(text, allow_unicode=True, width=inf, default_style='"')
    return plain.removesuffix("\n").removesuffix("\n...")
