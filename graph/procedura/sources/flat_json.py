"""An ontology as a JSON list of terms, each with name, synonyms, relations and cross-references."""

from collections.abc import Iterator
from typing import Any

from procedura.sources.files import SourceFile
from procedura.sources.foundry import ontology_term
from procedura.terminology import Term


def is_flat_json(file: SourceFile) -> bool:
    """Whether a file begins as a JSON list does."""
    return file.head.lstrip().startswith(b"[")


def read_flat_json(file: SourceFile, own: str) -> Iterator[Term]:
    """Yield the terms of a list, by their place in it.

    Args:
        file: The list.
        own: The prefix of its terms.

    Raises:
        SourceError: It is not JSON, or no list of terms of this prefix.
    """
    for place, entry in enumerate(file.json(), start=1):
        try:
            if entry.get("namespace", own).upper() != own:
                raise file.error(f"entry {place} is of {entry['namespace']}, not of {own}")
            yield _term(entry, own, f"{file.name}, term {place}")
        except (KeyError, TypeError, AttributeError) as error:
            raise file.error(f"entry {place} is no term of an ontology ({error!r})") from error


def _term(entry: dict[str, Any], own: str, where: str) -> Term:
    name, *synonyms = _texts([entry["name"], *_texts(entry.get("synonyms", []))])
    return ontology_term(
        f"{own}:{_code(entry['id'])}", name, where,
        synonyms=[("Exact", one) for one in synonyms],
        above=[f"{own}:{_code(one)}" for one in entry.get("relations", {}).get("is_a", ())],
        references=[f"{one['namespace']}:{_code(one['id'])}" for one in entry.get("xrefs", ())],
    )  # fmt: skip


def _texts(values: Any) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise TypeError("a list of texts is something else")
    return values


def _code(identifier: str) -> str:
    """Return an identifier without the prefix that it may have."""
    return identifier.rpartition(":")[2]
