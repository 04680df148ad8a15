"""What the forms of an ontology of the OBO Foundry have in common."""

import re
from collections.abc import Iterable

from procedura.terminology import Match, Relation, Term

BASE = "http://purl.obolibrary.org/obo/"
# A cross-reference, as ``SNOMEDCT_US_2023_03_01:64572001``.
_REFERENCE = re.compile(r"([A-Za-z][A-Za-z0-9_.-]*):([^\s\"]+)")
# How ontologies call systems → prefix in the Bioregistry, in capitals.
_PREFIXES = {
    "MSH": "MESH",
    "ICD-9": "ICD9",
    "ICD-10": "ICD10",
    "ICD-O": "ICDO",
    "NCI": "NCIT",
    "ORDO": "ORPHANET",
    "ORPHA": "ORPHANET",
    "SCTID": "SNOMEDCT",
    "SNOMED_CT": "SNOMEDCT",
    "UMLS_CUI": "UMLS",
}
_DATED = re.compile(r"_(?:US|[0-9].*)$")


def curie(iri: str) -> str:
    """Return the CURIE of an OBO IRI.

    >>> curie("http://purl.obolibrary.org/obo/MAXO_0000001")
    'MAXO:0000001'
    """
    return iri.removeprefix(BASE).replace("_", ":", 1)


def ontology_term(
    identifier: str,
    label: str,
    where: str,
    *,
    definition: str = "",
    comments: Iterable[str] = (),
    synonyms: Iterable[tuple[str, str]] = (),
    above: Iterable[str] = (),
    references: Iterable[str] = (),
) -> Term:
    """Return a term.

    Exact synonyms are other names; those of other scopes name something near, and are notes.

    Args:
        identifier: Its CURIE.
        label: Its name.
        where: File and line.
        definition: What it means.
        comments: What is said about it.
        synonyms: Pairs of a scope (``Exact``, ``Broad``) and a name.
        above: CURIEs of what is broader; those of another prefix are broad matches.
        references: What other systems call it, as the ontology writes it.
    """
    prefix, _, code = identifier.partition(":")
    pairs = list(synonyms)
    broader, others = [], []
    for one in above:
        own, _, wider = one.partition(":")
        if own == prefix and wider:
            broader.append(wider)
        else:
            others.append(one)
    return Term(
        code, label, where,
        synonyms=tuple(name for scope, name in pairs if scope == "Exact"),
        definition=definition,
        notes=(*comments, *(f"{scope}: {name}" for scope, name in pairs if scope != "Exact")),
        broader=tuple(broader),
        matches=(*cross_references("broad", others), *cross_references("close", references)),
    )  # fmt: skip


def cross_references(relation: Relation, texts: Iterable[str]) -> list[Match]:
    """Return cross-references, each once, without the texts that are none.

    >>> cross_references("close", ["SNOMEDCT_US_2023_03_01:64572001", "https://orcid.org/0000-0001"])
    [Match(relation='close', system='SNOMEDCT', code='64572001')]
    """
    found: dict[Match, None] = {}
    for text in texts:
        match = _REFERENCE.fullmatch(text)
        if match and not match[2].startswith("//"):
            prefix = match[1].upper()
            while _DATED.search(prefix):
                prefix = _DATED.sub("", prefix)
            found[Match(relation, _PREFIXES.get(prefix, prefix), match[2])] = None
    return list(found)
