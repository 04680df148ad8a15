"""Pages about one procedure as JSON values."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from procedura import namespaces as ns
from procedura.model import SECTIONS, Duration, Page, Statement


def pages_as_json(pages: Sequence[Page]) -> dict[str, Any]:
    """Return what pages say about the procedure that they all describe.

    Every section is a list of objects with ``text``, ``line``, ``page`` (its file) and
    ``concepts``; steps and other lines that have parts carry them under ``parts``. ``duration``
    is an object with ``text``, ``minimum`` and ``maximum`` (ISO 8601, null where not known), and
    ``stay``, in hospital, one with ``minimum`` and ``maximum``.

    Args:
        pages: At least one page, identified and linked.
    """
    first = pages[0]
    return {
        "procedure": first.procedure,
        "label": first.procedure_label or first.label,
        "codes": _codes(pages),
        "specialties": sorted({slug for page in pages for slug in page.header.specialties}),
        "review": "reviewed"
        if all(page.header.review == "reviewed" for page in pages)
        else "unreviewed",
        **{
            section.key: [line for page in pages for line in _lines(page, kind)]
            for kind, section in SECTIONS.items()
            if kind != "duration"
        },
        "duration": _duration(pages),
        "stay": asdict(next((page.stay for page in pages if page.stay != Duration()), Duration())),
        "not_stated": _keys(*(set(page.not_stated) for page in pages)),
        "stated_empty": _keys(*(set(page.empty) for page in pages)),
        "stated_none": _keys(*(set(page.none) for page in pages)),
        "references": [
            {"title": one.title, "publisher": one.publisher, "year": one.year,
             "url": one.url, "doi": one.doi}
            for page in pages for one in page.header.references
        ],
        "pages": [
            {"iri": ns.page(page.slug), "source": page.source, "sha256": page.sha256,
             "review": page.header.review}
            for page in pages
        ],
    }  # fmt: skip


def _codes(pages: Sequence[Page]) -> list[dict[str, str]]:
    codes = dict.fromkeys(code for page in pages for code in page.codes)
    return [
        {"curie": code.curie, "iri": ns.code(code.system, code.code), "relation": code.relation}
        for code in codes
    ]


def _lines(page: Page, kind: str) -> list[dict[str, Any]]:
    statements = list(page.of_kind(kind))
    return [_line(page, one, statements) for one in statements if not one.parent]


def _line(page: Page, statement: Statement, all_of_kind: Sequence[Statement]) -> dict[str, Any]:
    parts = [one for one in all_of_kind if one.parent == statement.position]
    line: dict[str, Any] = {
        "text": statement.text,
        "line": statement.line,
        "page": page.source,
        "concepts": [
            {"iri": link.iri, "label": link.label, "method": link.method,
             "confidence": link.confidence}
            for link in statement.links
        ],
    }  # fmt: skip
    if statement.kind == "risk":
        line["serious"] = statement.serious
        line["frequency"] = asdict(statement.frequency) if statement.frequency else None
    if statement.references:
        line["references"] = list(statement.references)
    if statement.group:
        line["group"] = statement.group
    if parts:
        line["parts"] = [_line(page, part, all_of_kind) for part in parts]
    return line


def _duration(pages: Sequence[Page]) -> dict[str, Any]:
    with_words = [page for page in pages if any(page.of_kind("duration"))]
    page = next((one for one in with_words if one.duration.maximum), pages[0])
    text = " ".join(one.text for one in page.of_kind("duration"))
    return {"text": text, "minimum": page.duration.minimum, "maximum": page.duration.maximum}


def _keys(*kinds: set[str]) -> list[str]:
    """Return the JSON keys of the kinds that all pages have in common."""
    common = set.intersection(*kinds)
    return [section.key for kind, section in SECTIONS.items() if kind in common]
