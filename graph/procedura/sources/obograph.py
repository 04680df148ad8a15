"""OBO graphs in JSON (https://github.com/geneontology/obographs): nodes, and edges between them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from procedura.sources.files import SourceFile
from procedura.sources.foundry import curie, ontology_term
from procedura.terminology import Term


def is_obograph(file: SourceFile) -> bool:
    """Whether a file begins as a JSON document with graphs does."""
    return b'"graphs"' in file.head and file.head.lstrip().startswith(b"{")


def read_obograph(file: SourceFile, own: str) -> tuple[str, list[Term]]:
    """Return the version and the terms of a document.

    Args:
        file: The document.
        own: The prefix of its terms.

    Raises:
        SourceError: It is not JSON, or holds no graph.
    """
    document = file.json()
    try:
        [graph, *_] = document["graphs"]
        version = graph.get("meta", {}).get("version", "")
        return version, list(_terms(graph, own, file.name))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise file.error(f"this is no OBO graph ({error!r})") from error


def _terms(graph: dict[str, Any], own: str, name: str) -> Iterator[Term]:
    above: dict[str, list[str]] = defaultdict(list)
    for edge in graph.get("edges", ()):
        if edge["pred"] == "is_a":
            above[edge["sub"]].append(curie(edge["obj"]))
    for node in graph["nodes"]:
        identifier, meta = curie(node["id"]), node.get("meta", {})
        is_own = identifier.startswith(f"{own}:") and node.get("type") == "CLASS"
        if is_own and not meta.get("deprecated"):
            yield ontology_term(
                identifier,
                _tidy(node["lbl"]),
                f"{name}, {identifier}",
                definition=_tidy(meta.get("definition", {}).get("val", "")),
                comments=map(_tidy, meta.get("comments", ())),
                synonyms=[(_scope(one["pred"]), _tidy(one["val"]))
                          for one in meta.get("synonyms", ())],
                above=above[node["id"]],
                references=[one["val"] for one in meta.get("xrefs", ())],
            )  # fmt: skip


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _scope(predicate: str) -> str:
    """Return the scope of a synonym: ``Exact`` of ``hasExactSynonym``."""
    return predicate.removeprefix("has").removesuffix("Synonym")
