"""Whether two procedures are rivals: what they share, who names whom, what keeps them apart."""

import math
from collections.abc import Iterable
from itertools import chain, product

import networkx as nx

from procedura.analysis.information import information_content, most_specific, sim_gic
from procedura.analysis.projection import ancestors, closures, having, procedures, targets
from procedura.analysis.stated.facts import AXIS_EDGES
from procedura.linking.words import words

# What the operation is, where it is done, and how it gets there.
CORE_AXES = ("operation", "bodySite", "approach")
# Edge → what its subject is to its object, and so no alternative to it.
STEPS = {
    "preparesFor": "PreparatoryStep",
    "follows": "FollowUpStep",
    "adjunctTo": "Adjunct",
    "stagesFor": "Staging",
}


class Rivals:
    """Compares procedures two by two.

    Args:
        graph: A projection (see `projection.project`).
    """

    def __init__(self, graph: "nx.MultiDiGraph[str]") -> None:
        self.graph = graph
        self.procedures = sorted(procedures(graph))
        self._above = ancestors(graph)
        self._targets = targets(graph)
        mere = self._mere_circumstances()
        self._conditions = {one: self.of("indicatedFor", one) - mere for one in self.procedures}
        self._for = {one: up - mere for one, up in closures(graph, ("indicatedFor",)).items()}
        self._rarity = information_content(self._for)
        self._done = closures(graph, CORE_AXES)
        self._telling = information_content(self._done)
        self._operations_named = self._names_without_approach()

    def pairs(self) -> list[tuple[str, str]]:
        """Return the pairs that an edge connects, or a class, or a shared condition, sorted."""
        treating, members = having(self._for), set(self.procedures)
        near = (
            (one, other)
            for one, own in self._conditions.items()
            for condition in own
            for other in treating[condition]
        )
        edges = (edge for edge in self.graph.edges() if members.issuperset(edge))
        naming = (one for one in self.procedures if self.of("alternativeApproach", one))
        named = (pair for pair in product(naming, self.procedures) if self.named_by_class(*pair))
        pairs = {(min(pair), max(pair)) for pair in chain(near, edges, named)}
        return sorted(pair for pair in pairs if pair[0] != pair[1])

    def of(self, edge: str, node: str) -> set[str]:
        """Return what the edges of one kind lead to from a node."""
        return self._targets[edge][node]

    def shared(self, one: str, other: str) -> set[str]:
        """Return the most specific of the conditions of one that are the other's or broader.

        Circumstances of a patient, such as *unfit for surgery*, are no condition to be treated.
        """
        mine, theirs = self._conditions[one], self._conditions[other]
        shared = (mine & self._for[other]) | (theirs & self._for[one])
        return most_specific(shared, self._above)

    def telling(self, conditions: Iterable[str]) -> float:
        """Return how much the most telling of some conditions says.

        Its information content, as a share of that of what just one procedure is for: 0 to 1.
        """
        most = math.log(len(self.procedures) or 1)
        return max((self._rarity[one] / most for one in conditions if most), default=0.0)

    def overlap(self, one: str, other: str) -> float:
        """Return the simGIC of what both are indicated for, to four places."""
        return round(sim_gic(self._for[one], self._for[other], self._rarity), 4)

    def likeness(self, one: str, other: str) -> float:
        """Return the simGIC of what is done, where and how, to four places."""
        return round(sim_gic(self._done[one], self._done[other], self._telling), 4)

    def place(self, subject: str, other: str) -> int | None:
        """Return at which place the page of the subject names the other, from 1; None at none."""
        if not self.graph.has_edge(subject, other, "alternativeTo"):
            return None
        return int(self.graph.edges[subject, other, "alternativeTo"].get("place", 1))

    def named_by_class(self, one: str, other: str) -> bool:
        """Whether the page of one names a class of operations that the other belongs to."""
        named = self.of("alternativeApproach", one)
        return any(self._above[own] & named for own in self.of("approach", other))

    def vary_in_approach(self, one: str, other: str) -> bool:
        """Whether they are one operation at one site that gets there by different approaches.

        One operation is what has one name, words for approaches left out: *appendectomy*. That is
        the preferred label, or, where both do the same by their axes, any name.
        """
        approaches = self.of("approach", one), self.of("approach", other)
        labels = self._operations_named[one], self._operations_named[other]
        same = self.of("operation", one) & self.of("operation", other)
        return (
            all(approaches)
            and approaches[0] != approaches[1]
            and self._meet("bodySite", one, other)
            and (labels[0][0] == labels[1][0] or bool(same and {*labels[0]} & {*labels[1]}))
        )

    def relation(self, one: str, other: str) -> str | None:
        """Return why two procedures belong together and are no rivals, None where they may be.

        Returns:
            Local name of a `proc:ExclusionReason`. What a page calls an alternative all the same
            is one, but for a coding variant.
        """
        pairs = (one, other), (other, one)
        if any(self.graph.has_edge(*pair, "variantOf") for pair in pairs):
            return "CodingVariant"
        if any(self.graph.has_edge(*pair, "alternativeTo") for pair in pairs):
            return None
        for edge, reason in STEPS.items():
            if any(self.graph.has_edge(*pair, edge) for pair in pairs):
                return reason
        return "CodingVariant" if self._alike(one, other) else None

    def mismatch(self, one: str, other: str) -> str | None:
        """Return why nothing can be inferred between two procedures that share an indication.

        Returns:
            Local name of a `proc:ExclusionReason`: another purpose, or another body site, as far as
            both are known; or one of the two follows some procedure, as the removal of its tube
            does. None where they may be inferred.
        """
        if self.of("follows", one) or self.of("follows", other):
            return "FollowUpStep"
        purposes = self.of("purpose", one), self.of("purpose", other)
        if all(purposes) and not purposes[0] & purposes[1]:
            return "OtherPurpose"
        return None if self._meet("bodySite", one, other) else "OtherBodySite"

    def _alike(self, one: str, other: str) -> bool:
        """Whether two operations are alike on every axis, so that only their codes differ."""
        operative = not any(self.graph.nodes[end].get("conservative") for end in (one, other))
        stated = all(self.of(axis, one) for axis in CORE_AXES)
        same = all(self.of(axis, one) == self.of(axis, other) for axis in AXIS_EDGES)
        return operative and stated and same

    def _meet(self, axis: str, one: str, other: str) -> bool:
        """Whether a concept of one side is one of the other's, or broader; or a side has none."""
        mine, theirs = self.of(axis, one), self.of(axis, other)
        if not mine or not theirs:
            return True
        return bool(mine & self._closed(theirs) or theirs & self._closed(mine))

    def _closed(self, concepts: set[str]) -> set[str]:
        return {up for concept in concepts for up in self._above[concept]}

    def _names_without_approach(self) -> dict[str, list[frozenset[str]]]:
        """Return procedure → its names as stems without words for approaches, the label first."""
        approach = {
            word.stem
            for _, node in self.graph.nodes(data=True)
            if node["kind"] == "approach"
            for word in words(node["names"])
        }
        named = {}
        for one in self.procedures:
            texts = self.graph.nodes[one]["names"].split("; ")
            stems = (frozenset(word.stem for word in words(text)) - approach for text in texts)
            named[one] = [own for own in stems if own] or [frozenset({one})]
        return named

    def _mere_circumstances(self) -> set[str]:
        """Return the concepts below a `proc:Circumstance` and below no condition besides."""
        marked = {node for node, mark in self.graph.nodes(data="circumstance") if mark}
        tops = (
            (node, {up for up in above if not self._above[up] - {up}})
            for node, above in self._above.items()
        )
        return {node for node, top in tops if top and top <= marked}
