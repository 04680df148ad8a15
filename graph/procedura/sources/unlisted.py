"""Systems that Procedura does not know by name: what their own files say of them."""

import re

from procedura.errors import SourceError
from procedura.systems import SYSTEMS
from procedura.terminology import System

# Licences whose text anybody may pass on, also for money and changed.
_OPEN = re.compile(
    r"creativecommons\.org/(licenses/by(-sa)?/|publicdomain/)|opendatacommons\.org/licenses/|"
    r"unlicense\.org|^CC0(-1\.0)?$|^CC[ -]BY(-SA)?[ -]\d\.\d$",
    re.IGNORECASE,
)
_UNKNOWN = "not stated"


def unlisted_system(
    name: str,
    *,
    title: str = "",
    publisher: str = "",
    licence: str = "",
    language: str = "en",
    namespace: str = "",
) -> System:
    """Return a system as its files describe it.

    Its text counts as one that may be passed on only if the licence is known to allow it.

    Args:
        name: What it is called; its letters and digits, as capitals, are its prefix.
        title: Its full name; by default its prefix.
        publisher: Who publishes it.
        licence: Address, SPDX identifier or sentence.
        language: Of its labels.
        namespace: What the IRIs of its terms begin with.

    Raises:
        SourceError: The name holds no letter, or is that of a system that Procedura knows.
    """
    prefix = re.sub(r"[^A-Z0-9]", "", name.upper())
    if not re.search("[A-Z]", prefix):
        raise SourceError(
            "the files do not say what their system is called", where=title or name,
            cure="state its vann:preferredNamespacePrefix",
        )  # fmt: skip
    for known, system in SYSTEMS.items():
        if system.prefix == prefix:
            raise SourceError(f"{prefix} is the prefix of {system.title}", where=title or name,
                              cure=f"import it as {known!r}")  # fmt: skip
    return System(
        prefix, title or prefix, publisher or "not stated", licence or _UNKNOWN,
        bool(_OPEN.search(licence)), language=language, namespace=namespace,
    )  # fmt: skip
