"""`Header` → front matter."""

from collections.abc import Iterable, Iterator, Sequence
from math import inf

import yaml

from procedura.model import CODE_RELATIONS, Header, Reference
from procedura.pages.front_matter import KINDS, REFERENCE_KEYS


def write_header(header: Header) -> list[str]:
    """Return the lines of front matter, fences included; none for a header that says nothing.

    >>> from procedura.model import Code
    >>> write_header(Header(codes=(Code("CPT", "50590"),)))[1:3]
    ['codes:', '  exact: [CPT:50590]']
    """
    lines: list[str] = []
    for key, value in _fields(header).items():
        if isinstance(value, str):
            lines += [f"{key}: {value}"] if value else []
        elif value:
            lines += [f"{key}:", *(f"  {line}" for line in value)]
    return ["---", *lines, "---"] if lines else []


def _fields(header: Header) -> dict[str, str | list[str]]:
    """Return what a header says; of kind and review, which have a default, in a full one only."""
    is_full = bool(header.slug)
    codes = (
        (relation, [_code(one.curie) for one in header.codes if one.relation == relation])
        for relation in CODE_RELATIONS
    )
    return {
        "slug": header.slug,
        "kind": KINDS[header.conservative] if is_full or header.conservative else "",
        "specialty": _list(header.specialties),
        "purpose": _list(header.purposes),
        "codes": _lists(codes),
        "axes": _lists(header.axes),
        "relations": _lists(header.relations),
        "one-sided": [f"{slug}: {_scalar(reason)}" for slug, reason in header.one_sided],
        "review": header.review if is_full or header.review != Header().review else "",
        "licence": _scalar(header.licence),
        "modified": header.modified,
        "references": [line for one in header.references for line in _reference(one)],
    }


def _reference(reference: Reference) -> Iterator[str]:
    fields = ((key, getattr(reference, key)) for key in REFERENCE_KEYS)
    said = (
        f"{key}: {value if isinstance(value, int) else _scalar(value)}"
        for key, value in fields
        if value
    )
    yield f"- {next(said)}"
    yield from (f"  {line}" for line in said)


def _lists(lists: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    return [f"{key}: {_list(values)}" for key, values in lists if values]


def _list(values: Sequence[str]) -> str:
    return f"[{', '.join(values)}]" if values else ""


def _code(curie: str) -> str:
    """Return a code as YAML in a list, where a pattern's brackets would end the list."""
    return f'"{curie}"' if "[" in curie else curie


def _scalar(text: str) -> str:
    """Return a text as YAML on one line, in quotation marks where it needs them."""
    plain: str = yaml.safe_dump(text, allow_unicode=True, width=inf)
    if plain[0] in "'\"":
        plain = yaml.safe_dump(text, allow_unicode=True, width=inf, default_style='"')
    return plain.removesuffix("\n").removesuffix("\n...") if text else ""
