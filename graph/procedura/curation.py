"""What a curator has decided, into the graph: from then on it is respected."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from procedura import namespaces as ns
from procedura import store
from procedura.errors import SourceError
from procedura.linking.words import key
from procedura.search import write_index
from procedura.sources import Decision, MappingSet, read_mapping_set
from procedura.triples import Subject
from procedura.vocabularies import CURATION


@dataclass(frozen=True, slots=True)
class Report:
    """What was taken over.

    Attributes:
        accepted: How many pairs of a phrase and what it means.
        rejected: How many pairs of a phrase and what it does not mean.
        undecided: How many proposals that nobody has decided on, and that were passed over.
        mappings: How many mappings of concepts to other terms.
        unknown: How many accepted codes the graph does not hold: they count once imported.
    """

    accepted: int
    rejected: int
    undecided: int
    mappings: int
    unknown: int


def curate(folder: Path, paths: Sequence[Path]) -> Report:
    """Take over SSSOM mapping sets into the graph in a folder.

    A decision on a phrase stays until a later one on the same phrase and term takes its place:
    sets add up. Mappings of concepts take the place of those of the set with the same name.

    Args:
        folder: Where the graph lies.
        paths: SSSOM tables.

    Raises:
        SourceError: A file is no SSSOM, two lines contradict each other, or a phrase is said to
            mean a concept that does not exist.
        StoreError: There is no graph, or it cannot be written.
    """
    sets = [read_mapping_set(path) for path in paths]
    said = [one for each in sets for one in each.decisions]
    _refuse_contradictions(said)
    held = store.open_read_only(folder).rdf
    unknown = {one.iri for one in said if one.accepted and not _is_held(held, one)}
    del held
    with store.next_generation(folder) as generation:
        rdf = generation.rdf
        for one in said:
            node, quads = _decision(one)
            for quad in list(rdf.quads_for_pattern(node, None, None, NamedNode(CURATION))):
                rdf.remove(quad)
            rdf.extend(quads)
        for each in sets:
            _store_mappings(rdf, each)
        # What something means has changed, and no name.
        write_index(rdf, generation.search_index, lambda graph: False)
    return Report(
        accepted=sum(one.accepted for one in said),
        rejected=sum(not one.accepted for one in said),
        undecided=sum(each.undecided for each in sets),
        mappings=sum(quad.predicate.value == ns.expand("owl:annotatedSource")
                     for each in sets for quad in each.mappings),
        unknown=len(unknown),
    )  # fmt: skip


def _refuse_contradictions(said: Sequence[Decision]) -> None:
    earlier: dict[tuple[tuple[str, ...], str], Decision] = {}
    for one in said:
        words = key(one.phrase)
        if not words:
            raise SourceError(f"the phrase {one.phrase!r} has no words", where=one.where,
                              cure="correct its subject_label")  # fmt: skip
        other = earlier.setdefault((words, one.iri), one)
        if other.accepted != one.accepted:
            raise SourceError(
                f"{one.phrase!r} is accepted and rejected, here and at {other.where}",
                where=one.where, cure="delete one of the lines",
            )  # fmt: skip


def _is_held(rdf: Store, one: Decision) -> bool:
    kind = NamedNode(ns.expand("rdf:type"))
    held = next(rdf.quads_for_pattern(NamedNode(one.iri), kind, None), None) is not None
    if not held and not ns.is_code(one.iri):
        raise SourceError(f"{one.iri} is no concept, procedure or code of the graph",
                          where=one.where, cure="correct its object_id")  # fmt: skip
    return held


def _decision(one: Decision) -> tuple[NamedNode, list[Quad]]:
    """Return the node of a decision, the same for each spelling of the phrase, and its quads."""
    pair = "\n".join((*key(one.phrase), one.iri))
    about = Subject(f"{CURATION}#{hashlib.sha256(pair.encode()).hexdigest()[:16]}", CURATION)
    quads = [
        *about.to("rdf:type", ns.expand("sssom:Mapping")),
        *about.say("sssom:subject_type", "rdfs literal"),
        *about.say("sssom:subject_label", one.phrase),
        *about.to("owl:annotatedProperty", ns.expand("skos:exactMatch")),
        *about.to("owl:annotatedTarget", one.iri),
        *about.to("sssom:mapping_justification", ns.expand("semapv:ManualMappingCuration")),
        *about.say("sssom:predicate_modifier", "" if one.accepted else "Not"),
    ]
    return NamedNode(about.iri), quads


def _store_mappings(rdf: Store, read: MappingSet) -> None:
    if read.mappings or rdf.contains_named_graph(NamedNode(read.graph)):
        store.replace_graph(rdf, read.graph, read.mappings)
