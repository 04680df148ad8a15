"""Cross-references as ontologies write them: ``SNOMEDCT_US_2023_03_01:64572001``."""

import re

from procedura.terminology import Match, Relation

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


def cross_reference(relation: Relation, text: str) -> Match | None:
    """Return a cross-reference, None where the text is none.

    >>> cross_reference("close", "SNOMEDCT_US_2023_03_01:64572001")
    Match(relation='close', system='SNOMEDCT', code='64572001')
    >>> cross_reference("close", "https://orcid.org/0000-0001") is None
    True
    """
    match = _REFERENCE.fullmatch(text)
    if match is None or match[2].startswith("//"):
        return None
    prefix = match[1].upper()
    while _DATED.search(prefix):
        prefix = _DATED.sub("", prefix)
    return Match(relation, _PREFIXES.get(prefix, prefix), match[2])
