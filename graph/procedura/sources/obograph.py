"""OBO graphs in JSON (https://github.com/geneontology/obographs): nodes, and edges between them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from procedura.sources.files import SourceFile
from procedura.sources.xrefs import cross_reference
from procedura.terminology import Match, Term

_EXACT = "hasExactSynonym"
_BASE = "http://purl.obolibrary.org/obo/"


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
            above[edge["sub"]].append(_curie(edge["obj"]))
    for node in graph["nodes"]:
        prefix, _, code = _curie(node["id"]).partition(":")
        meta = node.get("meta", {})
        if (prefix, node.get("type")) == (own, "CLASS") and not meta.get("deprecated"):
            yield _term(node, meta, code, above[node["id"]], own, f"{name}, {own}:{code}")


def _term(
    node: dict[str, Any], meta: dict[str, Any], code: str, above: list[str], own: str, where: str
) -> Term:
    synonyms = [(one["pred"], " ".join(one["val"].split())) for one in meta.get("synonyms", ())]
    label = " ".join(node["lbl"].split())
    exact = dict.fromkeys(text for scope, text in synonyms if scope == _EXACT and text != label)
    near = dict.fromkeys(
        f"{scope.removeprefix('has').removesuffix('Synonym')}: {text}"
        for scope, text in synonyms
        if scope != _EXACT
    )
    comments = [" ".join(one.split()) for one in meta.get("comments", ())]
    own_above = [one.partition(":")[2] for one in above if one.startswith(f"{own}:")]
    found: list[Match | None] = [
        cross_reference("broad", one) for one in above if not one.startswith(f"{own}:")
    ]
    found += [cross_reference("close", one["val"]) for one in meta.get("xrefs", ())]
    return Term(
        code=code,
        label=label,
        where=where,
        synonyms=tuple(exact),
        definition=" ".join(meta.get("definition", {}).get("val", "").split()),
        notes=(*comments, *near),
        broader=tuple(own_above),
        matches=tuple(dict.fromkeys(match for match in found if match)),
    )


def _curie(iri: str) -> str:
    """Return the CURIE of an OBO IRI.

    >>> _curie("http://purl.obolibrary.org/obo/MAXO_0000001")
    'MAXO:0000001'
    """
    return iri.removeprefix(_BASE).replace("_", ":", 1)
