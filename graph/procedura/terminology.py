"""What a published code system or vocabulary holds, as plain values: no RDF, no files.

A `System` is one that somebody publishes; a `Release` is one edition of it; a `Term` is one of its
codes. What its codes are composed of (the seven axes of ICD-10-PCS) are `AxisConcept`s.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, get_args

Kind = Literal["procedure", "operation", "condition", "body-site", "device", "other"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Relation = Literal["exact", "close", "broad", "narrow"]
# Addresses and SPDX identifiers of licences whose text anybody may pass on, for money and changed.
_OPEN = re.compile(
    r"creativecommons\.org/(licenses/by(-sa)?/|publicdomain/)|opendatacommons\.org/licenses/|"
    r"unlicense\.org|^(https?://spdx\.org/licenses/)?"
    r"(CC0(-1\.0)?|CC[ -]BY(-SA)?[ -]\d\.\d|PDDL-1\.0|ODC-By-1\.0|ODbL-1\.0|Unlicense)$",
    re.IGNORECASE,
)


def is_open(licence: str) -> bool:
    """Whether a licence is known to let anybody pass a text on.

    Args:
        licence: Its address, SPDX identifier, or the words that state it.

    >>> is_open("https://creativecommons.org/licenses/by/4.0/"), is_open("CC-BY-NC-4.0")
    (True, False)
    """
    return bool(_OPEN.search(licence))


@dataclass(frozen=True, slots=True)
class System:
    """A code system or vocabulary.

    Attributes:
        prefix: Its prefix in the Bioregistry, in capitals: ``ICD10PCS``.
        title: Its full name.
        publisher: Who publishes it.
        licence: Address or SPDX identifier of the licence of its text, or the sentence that
            states it.
        redistributable: Whether its text may be passed on to anybody.
        kind: What its terms name, unless a term says otherwise.
        language: Of its labels: a language tag, as in BCP 47.
        namespace: What the publisher's own IRIs of its terms begin with; "" where it has none.
    """

    prefix: str
    title: str
    publisher: str
    licence: str
    redistributable: bool
    kind: Kind = "other"
    language: str = "en"
    namespace: str = ""


class Match(NamedTuple):
    """A term of another system that means the same, or nearly so.

    Attributes:
        relation: ``exact``, ``close``, ``broad`` or ``narrow``, as the SKOS match properties:
            seen from the term, the other is broader or narrower.
        system: The other system's prefix, or that of one that Procedura does not know.
        code: The other term's code.
    """

    relation: Relation
    system: str
    code: str


class Term(NamedTuple):
    """One code of a release.

    Attributes:
        code: As its system writes it.
        label: Its full name, in the system's language.
        where: File and line that it comes from: ``order.txt:12``.
        synonyms: Other names, in the system's language.
        translations: Pairs of language tag and name, in other languages.
        definition: What it means.
        notes: What the publisher says about its use.
        broader: Codes of the same system that are one step broader.
        kind: What it names; "" for what most terms of the system name.
        assignable: Whether it may be assigned; a heading may not.
        deprecated: Whether it is kept for old records only.
        axes: Pairs of a property (``bodySite``) and the axis concept it leads to, as
            ``scheme/slug``: ``icd10pcs-body-part/kidney-right``.
        values: Pairs of a property (``treeNumber``) and a text.
        matches: What other systems call it.
    """

    code: str
    label: str
    where: str
    synonyms: tuple[str, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    definition: str = ""
    notes: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    kind: Kind | Literal[""] = ""
    assignable: bool = True
    deprecated: bool = False
    axes: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    matches: tuple[Match, ...] = ()


class Listed(NamedTuple):
    """What a release calls one of its codes, and whether it may be assigned."""

    label: str
    assignable: bool


class AxisConcept(NamedTuple):
    """A value of an axis: *percutaneous*, of the axis approach.

    Attributes:
        scheme: Slug of its scheme, with the system before the axis: ``icd10pcs-approach``.
        slug: Its name in IRIs.
        label: Its name.
        synonyms: Other names.
        definition: What it means.
        notes: Explanations and examples.
        broader: Slugs of the same scheme that are one step broader.
    """

    scheme: str
    slug: str
    label: str
    synonyms: tuple[str, ...] = ()
    definition: str = ""
    notes: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """One edition of a system, as its files hold it.

    Attributes:
        system: Which system.
        name: The edition as its publisher calls it, ``2026``; "" where the files do not say.
        terms: Its codes; may be a stream, to be read once.
        concepts: The values of the axes that its codes are composed of.
        schemes: Slug of each scheme of axis concepts → what people call the axis.
    """

    system: System
    name: str
    terms: Iterable[Term]
    concepts: Iterable[AxisConcept] = ()
    schemes: tuple[tuple[str, str], ...] = ()


def values_above(release: Release) -> Callable[[str], tuple[str, ...]]:
    """Return a function: value of an axis, as ``scheme/slug`` → it and all broader, in order."""
    broader = {
        f"{one.scheme}/{one.slug}": [f"{one.scheme}/{up}" for up in one.broader]
        for one in release.concepts
    }

    @cache
    def above(value: str) -> tuple[str, ...]:
        return (value, *(up for one in broader.get(value, ()) for up in above(one)))

    return above
