"""Systems that Procedura does not know by name: what their own files say of them."""

import re

from procedura.errors import SourceError
from procedura.systems import BY_PREFIX
from procedura.terminology import System, is_open

_UNKNOWN = "not stated"


def unlisted_system(
    name: str,
    where: str,
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
        where: The file that says so.
        title: Its full name; by default its prefix.
        publisher: Who publishes it.
        licence: Address, SPDX identifier or sentence.
        language: Of its labels.
        namespace: What the IRIs of its terms begin with.

    Raises:
        SourceError: The name begins with no letter, or is that of a system that Procedura knows.
    """
    prefix = re.sub(r"[^A-Z0-9]", "", name.upper())
    if not prefix[:1].isalpha():
        raise SourceError("the code system has no name that begins with a letter", where=where,
                          cure="write its name, or its vann:preferredNamespacePrefix")  # fmt: skip
    if known := BY_PREFIX.get(prefix):
        raise SourceError(
            f"it is named like {prefix}, and {prefix} is the prefix of {known.title}", where=where,
            cure="give it another name, or import it as its publisher sends it",
        )  # fmt: skip
    return System(
        prefix, title or prefix, publisher or _UNKNOWN, licence or _UNKNOWN,
        is_open(licence), language=language, namespace=namespace,
    )  # fmt: skip
