"""What tables of answers show: heading → what stands under it for one answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from procedura import namespaces as ns
from procedura.analysis.alternatives.answers import Alternative, LeftOut
from procedura.analysis.similar.codes import SimilarCode
from procedura.analysis.similar.procedures import Similar
from procedura.analysis.stated.facts import Term
from procedura.results import Results
from procedura.views import Hit, Listed

if TYPE_CHECKING:  # their modules import what few answers need: NetworkX, the linker
    from procedura.analysis.checking.checker import Neighbour
    from procedura.analysis.checking.contrast import Clue
    from procedura.analysis.paths import Path
    from procedura.analysis.structure import (
        Bridge,
        Central,
        Community,
        Crossing,
        Gap,
        Risk,
        Structure,
    )
    from procedura.linking import Candidate, Meaning
    from procedura.unlinked import Unlinked


_SHOWN = 4  # pieces of evidence in a cell of a table

ALTERNATIVES: Mapping[str, Callable[[Alternative], str]] = {
    "Alternative": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Score": lambda one: f"{one.score:.2f}",
    "Kind": lambda one: one.kind,
    "Basis": lambda one: one.basis,
    "Shared indications": lambda one: _labels(one.shared_indications),
    "Reasons": lambda one: " ".join(reason.text for reason in one.reasons),
    "Review": lambda one: one.review,
}
LEFT_OUT: Mapping[str, Callable[[LeftOut], str]] = {
    "Left out": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Because": lambda one: one.because,
    "Shared indications": lambda one: _labels(one.shared_indications),
    "Reason": lambda one: str(one.reason),
}
SIMILAR: Mapping[str, Callable[[Similar], str]] = {
    "Similar procedure": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Score": lambda one: f"{one.score:.2f}",
    "What differs": lambda one: one.reason,
}
SIMILAR_CODES: Mapping[str, Callable[[SimilarCode], str]] = {
    "Similar code": lambda one: one.codes[0],
    "Name": lambda one: one.label,
    "Score": lambda one: f"{one.score:.2f}",
    "What differs": lambda one: one.reason + (" A variant by approach." if one.variant else ""),
}
NEIGHBOURS: Mapping[str, Callable[["Neighbour"], str]] = {
    "Neighbour": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Score": lambda one: f"{one.score:.1f}",
    "Speaks for it": lambda one: _deciding(one.supporting),
    "Speaks against it": lambda one: _deciding(one.opposing),
}
PATHS: Mapping[str, Callable[["Path"], str]] = {
    "Through": lambda one: ", ".join(one.through) or "each other",
    "Length": lambda one: f"{one.length:.2f}",
    "Why": lambda one: " ".join(one.sentences),
    "Stated": lambda one: "; ".join(dict.fromkeys(map(str, one.evidence))),
}
LISTED: Mapping[str, Callable[[Listed], str]] = {
    "Procedure": lambda one: one.label,
    "Codes": lambda one: ", ".join(one.codes),
    "Specialties": lambda one: _labels(one.specialties),
    "Review": lambda one: one.review,
}
COMMUNITIES: Mapping[str, Callable[["Community"], str]] = {
    "Community": lambda one: one.name,
    "Procedures": lambda one: str(len(one.members)),
    "What sets it apart": lambda one: _labels(one.concepts),
    "Among them": lambda one: _labels(one.members[:3]),
}
CENTRAL: Mapping[str, Callable[["Central"], str]] = {
    "Name": lambda one: one.node.label,
    "Kind": lambda one: one.kind,
    "PageRank": lambda one: f"{one.page_rank:.5f}",
    "Betweenness": lambda one: "" if one.betweenness is None else f"{one.betweenness:.4f}",
    "Ties": lambda one: str(one.degree),
}
BRIDGES: Mapping[str, Callable[["Bridge"], str]] = {
    "Procedure": lambda one: one.procedure.label,
    "Participation": lambda one: f"{one.participation:.2f}",
    "Betweenness": lambda one: f"{one.betweenness:.4f}",
    "Specialties": lambda one: _labels(one.specialties),
    "Connects": lambda one: _labels(one.connects),
}
SPECIALTIES: Mapping[str, Callable[["Crossing"], str]] = {
    "Specialties": lambda one: f"{one.one.label} - {one.other.label}",
    "Score": lambda one: f"{one.score:.2f}",
    "Pairs": lambda one: str(one.pairs),
    "Through": lambda one: _labels(one.concepts),
    "Closest procedures": lambda one: _labels(one.strongest),
}
RISKS: Mapping[str, Callable[["Risk"], str]] = {
    "Community": lambda one: one.community,
    "Complication": lambda one: one.complication.label,
    "Stated by": lambda one: f"{one.stating} of {one.of}",
    "Share": lambda one: f"{one.share:.2f}",
    "Lift": lambda one: f"{one.lift:.1f}",
}
GAPS: Mapping[str, Callable[["Gap"], str]] = {
    "Gap": lambda one: one.kind,
    "Of": lambda one: one.node.label,
    "Only procedure": lambda one: one.procedure.label if one.procedure else "",
}
# What `Structure` has been asked, by the names of its properties.
STRUCTURE: Mapping[str, Mapping[str, Callable[[Any], str]]] = {
    "communities": COMMUNITIES,
    "central": CENTRAL,
    "bridges": BRIDGES,
    "specialties": SPECIALTIES,
    "risks": RISKS,
    "gaps": GAPS,
}
MEANINGS: Mapping[str, Callable[["Meaning"], str]] = {
    "Phrase": lambda one: one.text,
    "Means": lambda one: "; ".join(ns.curie(link.iri) for link in one.links),
    "Label": lambda one: "; ".join(link.label for link in one.links),
    "Method": lambda one: "; ".join(link.method for link in one.links),
    "Score": lambda one: "; ".join(f"{link.confidence:.2f}" for link in one.links),
    "Like": lambda one: _like(one.candidates),
}
UNLINKED: Mapping[str, Callable[["Unlinked"], str]] = {
    "Phrase": lambda one: one.phrase,
    "Lines": lambda one: str(one.count),
    "Kinds": lambda one: ", ".join(one.kinds),
    "Like": lambda one: _like(one.candidates),
}
HITS: Mapping[str, Callable[[Hit], str]] = {
    "Name": lambda hit: hit.label,
    "Kind": lambda hit: hit.kind,
    "System": lambda hit: hit.system,
    "Codes": lambda hit: ", ".join(hit.codes),
    "Matched": lambda hit: hit.matched,
}


def _labels(terms: Iterable[Term]) -> str:
    return ", ".join(term.label for term in terms)


def _deciding(found: "Iterable[Clue]") -> str:
    return "\n".join(map(deciding, [*found][:_SHOWN]))


def deciding(one: "Clue") -> str:
    """Return a piece of evidence in words: what the text says where, and what says it, too."""
    if not one.line:
        said = f"{one.words!r} is not said"
    else:
        said = f"line {one.line} {'denies' if one.denied else 'says'} {one.words!r}"
    return f"{said} ({one.where})"


def _like(candidates: "Iterable[Candidate]") -> str:
    return "; ".join(f"{ns.curie(one.iri)} {one.label} ({one.score:.2f})" for one in candidates)


def structure_results(structure: "Structure", name: str, limit: int | None = None) -> Results[Any]:
    """Return what an analysis of the structure found, as a table.

    Args:
        structure: What was found.
        name: A key of `STRUCTURE`.
        limit: How many rows at the most; of central nodes, of each kind.
    """
    found: Sequence[Any] = getattr(structure, name)
    parts = [found]
    if name == "central":
        parts = [[one for one in found if one.kind == kind] for kind in ("procedure", "condition")]
    return Results([one for part in parts for one in part[:limit]], STRUCTURE[name])
