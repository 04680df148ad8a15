"""Mappings as an SSSOM table (https://mapping-commons.github.io/sssom/spec-formats-tsv/)."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from typing import IO, NamedTuple
from urllib.parse import quote

from pyoxigraph import Store

from procedura import namespaces as ns
from procedura.contents import title
from procedura.export.redistributable import open_systems
from procedura.linking import Candidate, Meaning
from procedura.model import Link, Method
from procedura.store import select
from procedura.systems import BY_PREFIX, own_iri
from procedura.unlinked import Unlinked

JUSTIFICATIONS: dict[Method, str] = {
    "curated": "semapv:ManualMappingCuration",
    "exact": "semapv:LexicalMatching",
    "span": "semapv:LexicalMatching",
    "ranked": "semapv:LexicalSimilarityThresholdMatching",
    "code": "semapv:LexicalMatching",
}
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_STORED = """
SELECT DISTINCT ?subject ?phrase ?type ?predicate ?modifier ?target ?justification
                ?confidence WHERE {
  ?mapping a sssom:Mapping ; owl:annotatedProperty ?predicate ; owl:annotatedTarget ?target ;
           sssom:mapping_justification ?justification .
  OPTIONAL { ?mapping owl:annotatedSource ?subject }
  OPTIONAL { ?mapping sssom:subject_type ?type ; sssom:subject_label ?phrase }
  OPTIONAL { ?mapping sssom:predicate_modifier ?modifier }
  OPTIONAL { ?mapping sssom:confidence ?confidence }
} ORDER BY ?subject ?phrase ?target ?predicate ?confidence"""


class Row(NamedTuple):
    """One mapping; its fields are SSSOM's slots, with IRIs where SSSOM has CURIEs.

    A literal mapping has no subject but a label, which is the phrase.
    """

    subject_id: str
    subject_label: str
    subject_type: str
    predicate_id: str
    predicate_modifier: str
    object_id: str
    object_label: str
    mapping_justification: str
    confidence: str
    match_string: str = ""
    comment: str = ""


def graph_rows(store: Store) -> Iterator[Row]:
    """Yield every mapping of a graph: of concepts, and what curators decided about phrases."""
    free = open_systems(store)
    for found in select(store, _STORED):
        subject, phrase, kind, predicate, modifier, target, justification, confidence = (
            value.value if value is not None else "" for value in found
        )
        yield Row(
            subject, phrase or _label(store, free, subject), kind, predicate, modifier,
            target, _label(store, free, target), justification, confidence,
        )  # fmt: skip


def meaning_rows(meanings: Iterable[Meaning], store: Store) -> Iterator[Row]:
    """Yield what phrases were linked to, as literal mappings.

    Args:
        meanings: What phrases mean.
        store: The graph, which says whose labels may be passed on.
    """
    free = open_systems(store)
    for one in meanings:
        for link in one.links:
            yield _literal(one.text, link, free, link.method, link.confidence, link.matched)


def proposal_rows(phrases: Iterable[Unlinked], store: Store) -> Iterator[Row]:
    """Yield a line for each candidate of each unlinked phrase, for a curator to decide on.

    Args:
        phrases: The phrases.
        store: The graph, which says whose labels may be passed on.
    """
    free = open_systems(store)
    for one in phrases:
        comment = f"lines: {one.count} ({', '.join(one.kinds)})"
        for like in one.candidates:
            yield _literal(one.phrase, like, free, "ranked", like.score, comment=comment)


def write_sssom(rows: Iterable[Row], output: IO[bytes], name: str, heading: str) -> None:
    """Write a mapping set.

    Args:
        rows: Its mappings.
        output: Where to.
        name: Slug of the set.
        heading: Its title.
    """
    prefixes: dict[str, str] = {"semapv": ns.PREFIXES["semapv"], "skos": ns.PREFIXES["skos"]}
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    writer.writerow(Row._fields)
    for row in rows:
        ids = {
            slot: _curie(getattr(row, slot), prefixes)
            for slot in ("subject_id", "predicate_id", "object_id", "mapping_justification")
        }
        writer.writerow(" ".join(cell.split()) for cell in row._replace(**ids))
    header = [
        f"mapping_set_id: {ns.BASE}mappings/{name}",
        f"mapping_set_title: {heading}",
        f"license: {_LICENCE}",
        "curie_map:",
        *(f"  {prefix}: {iri}" for prefix, iri in sorted(prefixes.items())),
    ]
    output.write("".join(f"#{line}\n" for line in header).encode())
    output.write(table.getvalue().encode())


def _literal(
    phrase: str, meant: Link | Candidate, free: Collection[str], method: Method, score: float,
    matched: str = "", comment: str = "",
) -> Row:  # fmt: skip
    label = meant.label if _may_be_passed_on(meant.iri, free) else ""
    justification = ns.expand(JUSTIFICATIONS[method])
    return Row("", phrase, "rdfs literal", ns.expand("skos:exactMatch"), "", meant.iri,
               label, justification, f"{score:g}", matched, comment)  # fmt: skip


def _label(store: Store, free: Collection[str], iri: str) -> str:
    """Return what a graph calls something, if the label may be passed on."""
    own = own_iri(iri)
    return title(store, own) if own and _may_be_passed_on(own, free) else ""


def _may_be_passed_on(iri: str, free: Collection[str]) -> bool:
    return not ns.is_code(iri) or ns.code(ns.split_code(iri)[0]) in free


def _curie(iri: str, prefixes: dict[str, str]) -> str:
    """Return the CURIE of an IRI, and note its prefix."""
    if not iri:
        return ""
    prefix, namespace, local = _parts(iri)
    known = {one: name for name, one in prefixes.items()}
    if namespace not in known and prefix in prefixes:
        prefix = f"{prefix}{len(prefixes)}"
    prefix = known.get(namespace, prefix)
    prefixes[prefix] = namespace
    return f"{prefix}:{local}"


def _parts(iri: str) -> tuple[str, str, str]:
    """Return prefix, namespace and local name of an IRI; a code's as its publisher has them."""
    if ns.is_code(iri):
        name, code = ns.split_code(iri)
        system = BY_PREFIX.get(name)
        if system and system.namespace:
            return name, system.namespace, quote(code, safe="")
        return name, f"{ns.code(name)}/", quote(code, safe="")
    for prefix, namespace in ns.PREFIXES.items():
        if iri.startswith(namespace):
            return prefix, namespace, iri.removeprefix(namespace)
    place = max(iri.rfind(mark) for mark in "/#_:") + 1
    namespace, local = iri[:place], iri[place:]
    if iri.startswith(ns.BASE):
        return namespace.removeprefix(ns.BASE).rstrip("/").rpartition("/")[2], namespace, local
    return "ns", namespace, local
