"""Which module reads the files of which system."""

from collections.abc import Callable, Sequence

from procedura.sources import ccam, cpt, csarr, fhir, icd10cm, icd10pcs, snomedct
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
    "ccam": ccam.read,
    "csarr": csarr.read,
    "snomedct": snomedct.read,
    "cpt": cpt.read,
}

FORMATS: dict[str, FormatReader] = {
    "fhir": fhir.read,
}


def read_release(name: str, files: Sequence[SourceFile]) -> Release:
    """Return the release of a system that its files hold.

    Args:
        name: A key of `procedura.systems.SYSTEMS`, or of `FORMATS`.
        files: Its files, in any order.

    Raises:
        SourceError: A file is damaged, or is none of the files of that system.
    """
    if name in FORMATS:
        return FORMATS[name](files)
    return _READERS[name](files, SYSTEMS[name])
