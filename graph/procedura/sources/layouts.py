"""Which module reads the files of which system."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from procedura.sources import (
    ccam,
    ccs,
    cpt,
    csarr,
    fhir,
    hcpcs,
    icd10cm,
    icd10pcs,
    mesh,
    ontology,
    skos,
    snomedct,
)
from procedura.sources.contract import checked
from procedura.sources.files import SourceFile
from procedura.systems import SYSTEMS
from procedura.terminology import Release, System

Reader = Callable[[Sequence[SourceFile], System], Release]
"""Reads the files of a system that Procedura knows."""

FormatReader = Callable[[Sequence[SourceFile]], Release]
"""Reads the files of any system in a format that says which system it is."""

_READERS: dict[str, Reader] = {
    "icd10pcs": icd10pcs.read,
    "icd10cm": icd10cm.read,
    "hcpcs": hcpcs.read,
    "ccs": ccs.read,
    "ccam": ccam.read,
    "csarr": csarr.read,
    "mesh": mesh.read,
    **dict.fromkeys(("maxo", "hp", "mondo", "doid", "uberon"), ontology.read),
    "snomedct": snomedct.read,
    "cpt": cpt.read,
}

FORMATS: dict[str, FormatReader] = {
    "obo": ontology.read_any,
    "skos": skos.read,
    "fhir": fhir.read,
}


def read_release(name: str, files: Sequence[SourceFile]) -> Release:
    """Return the release of a system that its files hold, with every term looked at.

    Args:
        name: A key of `procedura.systems.SYSTEMS`, or of `FORMATS`.
        files: Its files, in any order.

    Raises:
        SourceError: A file is damaged, or is none of the files of that system, or its terms do
            not keep the contract (see `contract.checked`).
    """
    release = FORMATS[name](files) if name in FORMATS else _READERS[name](files, SYSTEMS[name])
    return replace(release, terms=list(checked(release)))
