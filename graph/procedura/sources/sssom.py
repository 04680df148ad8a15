"""SSSOM mapping sets (https://mapping-commons.github.io/sssom/): what curators have decided."""

import csv
from collections.abc import Iterator

import yaml

from procedura.errors import SourceError
from procedura.resources import folder

_REQUIRED = ("subject_label", "predicate_id", "object_id", "mapping_justification")


def curated_phrases() -> dict[str, list[str]]:
    """Return the phrases of pages whose meaning a curator has decided.

    Reads `data/mappings/phrases.sssom.tsv`, a set of literal mappings: the subject is the
    phrase, the object a concept.

    Returns:
        Phrase → IRIs of the concepts that it means.

    Raises:
        SourceError: The file is no SSSOM, or a prefix is not in its `curie_map`.
    """
    file = folder("data").joinpath("mappings", "phrases.sssom.tsv")
    phrases: dict[str, list[str]] = {}
    for phrase, iri in _mappings(file.read_text(encoding="utf-8"), file.name):
        phrases.setdefault(phrase, []).append(iri)
    return phrases


def _mappings(text: str, name: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines()
    header = [line.removeprefix("#") for line in lines if line.startswith("#")]
    prefixes = (yaml.safe_load("\n".join(header)) or {}).get("curie_map", {})
    rows = csv.DictReader(lines[len(header) :], delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [column for column in _REQUIRED if column not in (rows.fieldnames or ())]
    if missing:
        raise SourceError(f"no column {missing[0]}", where=f"{name}:{len(header) + 1}",
                          cure="add it: SSSOM requires it")  # fmt: skip
    for number, row in enumerate(rows, start=len(header) + 2):
        prefix, _, local = row["object_id"].partition(":")
        if prefix not in prefixes:
            raise SourceError(f"unknown prefix {prefix!r}", where=f"{name}:{number}",
                              cure="add it to the curie_map")  # fmt: skip
        yield row["subject_label"], prefixes[prefix] + local
