"""Things as schema.org values, for the head of their web pages.

Only terms that schema.org has, on the types that it gives them to. It has none that leads from a
procedure to what it is for: `possibleTreatment` leads the other way, so it stands under
``@reverse``. What it knows of therapies alone is not said of procedures that are none.
"""

from collections.abc import Sequence
from typing import Any

from procedura import namespaces as ns
from procedura.analysis.stated.facts import FactReader
from procedura.model import Page, Reference
from procedura.systems import BY_PREFIX

_PERCUTANEOUS = ns.concept("approach", "percutaneous")
_VOCABULARY = ns.PREFIXES["schema"]


def schema_org(reader: FactReader, iri: str, pages: Sequence[Page] = ()) -> dict[str, Any]:
    """Return a thing as a schema.org value with its context.

    Args:
        reader: The graph.
        iri: The thing.
        pages: The pages that describe it, of a procedure.

    Returns:
        A `MedicalProcedure` or `MedicalTherapy`, a `MedicalCondition`, a `DefinedTerm` for any
        other concept, a `MedicalCode`; {} for what schema.org has no type for.
    """
    kinds = reader.targets(iri, "rdf:type")
    if ns.term("Procedure") in kinds:
        value = _procedure(reader, iri, pages)
    elif ns.term("Code") in kinds:
        value = {"@type": "MedicalCode", **_code(reader, iri)}
    elif ns.expand("skos:Concept") in kinds:
        value = _concept(reader, iri)
    else:
        return {}
    return {"@context": _VOCABULARY.rstrip("/"), "@id": iri, "url": iri, **_told(value)}


def _told(about: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of a thing, without properties that have no value."""
    return {name: said for name, said in about.items() if said not in ("", [], {})}


def _procedure(reader: FactReader, iri: str, pages: Sequence[Page]) -> dict[str, Any]:
    about = {
        "@type": "MedicalProcedure",
        "name": reader.label(iri),
        "alternateName": reader.targets(iri, "skos:altLabel"),
        "description": _text(pages, "summary"),
        "code": _codes(reader, reader.targets(iri, "proc:exactCode")),
        "bodyLocation": [reader.label(site) for site in reader.targets(iri, "proc:bodySite")],
        "procedureType": _type(reader, iri),
        "preparation": _lines(pages, "preparation"),
        "howPerformed": _text(pages, "step"),
        "followup": _lines(pages, "recovery"),
        "subjectOf": [_page(reader, one) for one in pages],
    }
    if ns.expand("schema:MedicalTherapy") in reader.targets(iri, "rdf:type"):
        about |= _therapy(reader, iri, pages)
    return about


def _therapy(reader: FactReader, iri: str, pages: Sequence[Page]) -> dict[str, Any]:
    risks = [risk for one in pages for risk in one.of_kind("risk")]
    grave = {link.iri for risk in risks if risk.serious for link in risk.links}
    outcomes = reader.targets(iri, "proc:mayCause")
    conditions = reader.targets(iri, "proc:indicatedFor")
    return {
        "@type": "MedicalTherapy",
        "contraindication": _lines(pages, "contraindication"),
        "adverseOutcome": [
            _named(reader, "MedicalEntity", one) for one in outcomes if one not in grave
        ],
        "seriousAdverseOutcome": [
            _named(reader, "MedicalEntity", one) for one in outcomes if one in grave
        ],
        "@reverse": {
            "possibleTreatment": [_named(reader, "MedicalCondition", one) for one in conditions]
        }
        if conditions
        else {},
    }


def _concept(reader: FactReader, iri: str) -> dict[str, Any]:
    scheme = reader.one(iri, "skos:inScheme")
    about = {
        "@type": "DefinedTerm",
        "name": reader.label(iri),
        "alternateName": reader.targets(iri, "skos:altLabel"),
        "description": reader.one(iri, "skos:definition"),
    }
    if scheme != ns.concept("condition"):
        return {**about, "inDefinedTermSet": scheme}
    therapy = ns.expand("schema:MedicalTherapy")
    return {
        **about,
        "@type": "MedicalCondition",
        "code": _codes(reader, reader.targets(iri, "skos:exactMatch")),
        "possibleTreatment": [
            _named(reader, "MedicalTherapy", one)
            for one in reader.subjects("proc:indicatedFor", iri)
            if therapy in reader.targets(one, "rdf:type")
        ],
    }


def _codes(reader: FactReader, codes: list[str]) -> list[dict[str, Any]]:
    """Return the codes among some IRIs; a pattern is none."""
    return [
        {"@type": "MedicalCode", "@id": one, **_code(reader, one)}
        for one in codes
        if ns.is_code(one) and "[" not in ns.split_code(one)[1]
    ]


def _code(reader: FactReader, iri: str) -> dict[str, Any]:
    """Return system and value of a code: its words may belong to somebody."""
    system, value = ns.split_code(iri)
    title = (
        BY_PREFIX[system].title
        if system in BY_PREFIX
        else reader.one(ns.code(system), "skos:prefLabel")
    )
    return {"codeValue": value, "codingSystem": title or system}


def _type(reader: FactReader, iri: str) -> str:
    approaches = reader.targets(iri, "proc:approach")
    if approaches and all(_PERCUTANEOUS in reader.broader(one) for one in approaches):
        return _VOCABULARY + "PercutaneousProcedure"
    return ""


def _page(reader: FactReader, one: Page) -> dict[str, Any]:
    return _told({
        "@type": "MedicalWebPage",
        "@id": ns.page(one.slug),
        "name": one.label,
        "inLanguage": "en",
        "license": reader.one(ns.page(one.slug), "dcterms:license"),
        "dateModified": one.header.modified,
        "creativeWorkStatus": one.header.review,
        "citation": [_reference(reference) for reference in one.header.references],
        "isPartOf": {
            "@type": "Dataset",
            "@id": f"{ns.BASE}graph",
            "name": reader.one(f"{ns.BASE}graph", "dcterms:title"),
        },
    })  # fmt: skip


def _reference(one: Reference) -> dict[str, Any]:
    return _told({
        "@type": "CreativeWork",
        "name": one.title,
        "publisher": {"@type": "Organization", "name": one.publisher} if one.publisher else "",
        "datePublished": str(one.year or ""),
        "url": one.url,
        "identifier": f"doi:{one.doi}" if one.doi else "",
    })  # fmt: skip


def _named(reader: FactReader, kind: str, iri: str) -> dict[str, str]:
    return {"@type": kind, "@id": iri, "name": reader.label(iri)}


def _lines(pages: Sequence[Page], kind: str) -> list[str]:
    return [line.text for one in pages for line in one.of_kind(kind)]


def _text(pages: Sequence[Page], kind: str) -> str:
    """Return lines whose order matters as one text: the values of a property have none."""
    return "\n".join(_lines(pages, kind))
