"""IRIs and CURIEs: the one place that knows how a thing is named."""

import hashlib
import re
import unicodedata
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

BASE = "https://w3id.org/procedura/"
ONTOLOGY = BASE + "ontology"
RELEASES = BASE + "release/"

PREFIXES = {
    "biolink": "https://w3id.org/biolink/vocab/",
    "dcterms": "http://purl.org/dc/terms/",
    "DOID": "http://purl.obolibrary.org/obo/DOID_",
    "HP": "http://purl.obolibrary.org/obo/HP_",
    "MAXO": "http://purl.obolibrary.org/obo/MAXO_",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "proc": ONTOLOGY + "#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "SNOMEDCT": "http://snomed.info/id/",
    "sssom": "https://w3id.org/sssom/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# The prefixes of code systems that pages may name; what they are is told by `systems.py`.
CODE_SYSTEMS = (
    *("CCAM", "CPT", "DOID", "HCPCS", "HP", "ICD10CM", "ICD10PCS"),
    *("MAXO", "MESH", "MONDO", "SNOMEDCT", "UBERON"),
)

_LONGEST_SLUG = 60
# What `code` makes of a system and a notation.
_CODE_IRI = re.compile(re.escape(f"{BASE}code/") + r"\w+/[\w.~%-]+")
# Prefix and notation, which may be a pattern: what stands in brackets is a choice of characters.
CURIE = r"[A-Za-z][A-Za-z0-9]*:(?:\.?[A-Za-z0-9]|\[[A-Za-z0-9]+\])+"


def slug(text: str) -> str:
    """Return a short name for a text that can stand in an IRI.

    A text of more than 60 characters is cut and ends in a hash of the whole, so that different
    texts have different slugs; so does a text with no Latin letter or digit.

    >>> slug("Kidney stones that obstruct urine flow.")
    'kidney-stones-that-obstruct-urine-flow'
    >>> slug("Müller's operation")
    'muller-s-operation'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if words and len(words) <= _LONGEST_SLUG:
        return words
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{words[:_LONGEST_SLUG].rstrip('-')}-{digest}".lstrip("-")


def term(name: str) -> str:
    """Return the IRI of a term of the ontology.

    >>> term("Procedure")
    'https://w3id.org/procedura/ontology#Procedure'
    """
    return PREFIXES["proc"] + name


def expand(name: str) -> str:
    """Return the IRI of a prefixed name.

    >>> expand("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def procedure(name: str) -> str:
    """Return the IRI of the procedure with this slug."""
    return f"{BASE}procedure/{name}"


def page(name: str) -> str:
    """Return the IRI of the page with this slug, which is also that of its named graph."""
    return f"{BASE}page/{name}"


def concept(scheme: str, name: str = "") -> str:
    """Return the IRI of a concept, or of its scheme where no name is given.

    >>> concept("condition", "kidney-stone")
    'https://w3id.org/procedura/concept/condition/kidney-stone'
    """
    return f"{BASE}concept/{scheme}/{name}".rstrip("/")


def code(system: str, notation: str = "") -> str:
    """Return the IRI of a code or pattern of codes, or of its system where no notation is given.

    >>> code("CPT", "50436")
    'https://w3id.org/procedura/code/CPT/50436'
    >>> code("ICD10PCS", "0TC[01]3ZZ")
    'https://w3id.org/procedura/code/ICD10PCS/0TC%5B01%5D3ZZ'
    """
    return f"{BASE}code/{system}/{quote(notation, safe='')}".rstrip("/")


def is_code(iri: str) -> bool:
    """Whether an IRI is that of a code or pattern of codes.

    >>> is_code(code("ICD10PCS", "0TC[01]3ZZ")), is_code(code("CPT")), is_code(BASE + "codebook")
    (True, False, False)
    """
    return bool(_CODE_IRI.fullmatch(iri))


def split_code(iri: str) -> tuple[str, str]:
    """Return system and notation of the IRI of a code.

    >>> split_code("https://w3id.org/procedura/code/CPT/50436")
    ('CPT', '50436')
    """
    system, notation = iri.removeprefix(f"{BASE}code/").split("/")
    return system, unquote(notation)


def curie(iri: str) -> str:
    """Return the compact form of the IRI of a code, concept or procedure.

    >>> curie("https://w3id.org/procedura/code/MONDO/0005350")
    'MONDO:0005350'
    >>> curie("https://w3id.org/procedura/concept/condition/kidney-stone")
    'condition:kidney-stone'
    """
    return ":".join(unquote(part) for part in iri.split("/")[-2:])


def analysis(name: str) -> str:
    """Return the IRI of the named graph that holds what an analysis found."""
    return f"{BASE}analysis/{name}"


def release(system: str, name: str) -> str:
    """Return the IRI of a release of a system, which is also that of its named graph.

    >>> release("ICD10PCS", "2026")
    'https://w3id.org/procedura/release/ICD10PCS/2026'
    """
    return f"{RELEASES}{system}/{quote(name, safe='')}"


def split_release(iri: str) -> tuple[str, str]:
    """Return system and name of the IRI of a release.

    >>> split_release("https://w3id.org/procedura/release/ICD10PCS/2026")
    ('ICD10PCS', '2026')
    """
    system, name = iri.removeprefix(RELEASES).split("/")
    return system, unquote(name)


def is_address(text: str) -> bool:
    """Whether a text is a web address, which a quad can lead to, and nothing more.

    >>> is_address("https://unlicense.org/"), is_address("https://unlicense.org/ (Unlicense)")
    (True, False)
    """
    try:
        NamedNode(text)
    except ValueError:
        return False
    # What is no white space to an IRI may be to people.
    return text.startswith(("http://", "https://")) and len(text.split()) == 1


def local_name(iri: str) -> str:
    """Return what stands after the last ``/`` or ``#`` of an IRI.

    >>> local_name("https://w3id.org/procedura/concept/condition/kidney-stone")
    'kidney-stone'
    """
    return re.split(r"[/#]", iri)[-1]


def parse_curie(text: str) -> tuple[str, str] | None:
    """Split a CURIE of a known code system into system and code; None if it is not one.

    >>> parse_curie("cpt:50436")
    ('CPT', '50436')
    >>> parse_curie("ICD10CM:N200")
    ('ICD10CM', 'N20.0')
    >>> parse_curie("kidney stone: large") is None
    True
    """
    system, _, notation = text.strip().upper().partition(":")
    if system not in CODE_SYSTEMS or not re.fullmatch(CURIE, f"{system}:{notation}"):
        return None
    return system, with_point(notation) if system == "ICD10CM" else notation


def with_point(code: str) -> str:
    """Return a code of ICD-10-CM as its tabular list has it: claims leave the point out.

    >>> with_point("A000"), with_point("A00")
    ('A00.0', 'A00')
    """
    return f"{code[:3]}.{code[3:]}" if len(code) > 3 and "." not in code else code
