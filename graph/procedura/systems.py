"""The code systems and vocabularies that Procedura knows by name, each with its licence."""

from urllib.parse import unquote

from procedura import namespaces as ns
from procedura.terminology import System

_PUBLIC_DOMAIN = "US Government work, not subject to copyright in the United States (17 USC 105)"
_CC_BY_4 = "https://creativecommons.org/licenses/by/4.0/"
_AMA = "Licensed by the American Medical Association; its descriptors may not be passed on"
_SNOMED = "SNOMED CT Affiliate Licence; its text may not be passed on"

# By their names on the command line; on pages and in CURIEs they are called by their prefixes.
SYSTEMS: dict[str, System] = {
    "icd10pcs": System(
        "ICD10PCS", "ICD-10 Procedure Coding System",
        "Centers for Medicare & Medicaid Services", _PUBLIC_DOMAIN, True, "procedure"),
    "icd10cm": System(
        "ICD10CM", "ICD-10 Clinical Modification",
        "National Center for Health Statistics", _PUBLIC_DOMAIN, True, "condition"),
    "hcpcs": System(
        "HCPCS", "Healthcare Common Procedure Coding System, Level II",
        "Centers for Medicare & Medicaid Services", _PUBLIC_DOMAIN, True, "procedure"),
    "ccam": System(
        "CCAM", "Classification commune des actes médicaux",
        "Assurance Maladie and ATIH", "https://unlicense.org/", True, "procedure", "fr"),
    "csarr": System(
        "CSARR", "Catalogue spécifique des actes de rééducation et réadaptation",
        "ATIH", "https://unlicense.org/", True, "procedure", "fr"),
    "ccs": System(
        "CCS", "HCUP Clinical Classifications Software, procedures",
        "Agency for Healthcare Research and Quality", _PUBLIC_DOMAIN, True, "procedure"),
    "mesh": System(
        "MESH", "Medical Subject Headings", "National Library of Medicine",
        "https://www.nlm.nih.gov/databases/download/terms_and_conditions_mesh.html", True,
        namespace=ns.PREFIXES["MESH"]),
    "maxo": System(
        "MAXO", "Medical Action Ontology", "Monarch Initiative", _CC_BY_4, True,
        "operation", namespace=ns.PREFIXES["MAXO"]),
    "hp": System(
        "HP", "Human Phenotype Ontology", "Monarch Initiative",
        "https://hpo.jax.org/app/license", True, "condition", namespace=ns.PREFIXES["HP"]),
    "mondo": System(
        "MONDO", "Mondo Disease Ontology", "Monarch Initiative", _CC_BY_4, True, "condition",
        namespace=ns.PREFIXES["MONDO"]),
    "doid": System(
        "DOID", "Human Disease Ontology", "Disease Ontology",
        "https://creativecommons.org/publicdomain/zero/1.0/", True, "condition",
        namespace=ns.PREFIXES["DOID"]),
    "uberon": System(
        "UBERON", "Uber-anatomy Ontology", "UBERON",
        "https://creativecommons.org/licenses/by/3.0/", True, "body-site",
        namespace=ns.PREFIXES["UBERON"]),
    "snomedct": System(
        "SNOMEDCT", "SNOMED Clinical Terms", "SNOMED International", _SNOMED, False,
        namespace=ns.PREFIXES["SNOMEDCT"]),
    "cpt": System(
        "CPT", "Current Procedural Terminology", "American Medical Association", _AMA, False,
        "procedure"),
}  # fmt: skip

BY_PREFIX: dict[str, System] = {system.prefix: system for system in SYSTEMS.values()}


def own_iri(iri: str) -> str:
    """Return what we call a term that its publisher calls so; any other IRI as it is.

    >>> own_iri("http://purl.obolibrary.org/obo/MONDO_0005350")
    'https://w3id.org/procedura/code/MONDO/0005350'
    """
    for system in BY_PREFIX.values():
        if system.namespace and iri.startswith(system.namespace):
            return ns.code(system.prefix, unquote(iri.removeprefix(system.namespace)))
    return iri
