"""The shape of the graph as a whole: communities, central nodes, bridges, risks, gaps.

Pure functions on the projection, one module for each question; the algorithms are NetworkX's, and
are called so that its backends can run them (``NETWORKX_BACKEND_PRIORITY``). `Structure` asks each
question once and hands its answer to those that build on it.
"""

from functools import cached_property

import networkx as nx

from procedura.analysis.alternatives import finding as alternatives
from procedura.analysis.alternatives.finding import AlternativeFinding, Exclusion
from procedura.analysis.structure.bridges import Bridge, Crossing, bridges, crossings
from procedura.analysis.structure.central import Central, central_conditions, central_procedures
from procedura.analysis.structure.communities import Community, communities, modularity
from procedura.analysis.structure.gaps import Gap, gaps
from procedura.analysis.structure.network import network
from procedura.analysis.structure.risks import Risk, risk_profiles

__all__ = ["Bridge", "Central", "Community", "Crossing", "Gap", "Risk", "Structure"]


class Structure:
    """What NetworkX finds in one projection, computed when it is asked for.

    Args:
        graph: A projection (see `procedura.analysis.projection.project`).
    """

    def __init__(self, graph: "nx.MultiDiGraph[str]") -> None:
        self.graph = graph

    @cached_property
    def compared(self) -> tuple[AlternativeFinding | Exclusion, ...]:
        """Every alternative of every procedure, and what is left out."""
        return tuple(alternatives.find(self.graph))

    @property
    def alternatives(self) -> tuple[AlternativeFinding, ...]:
        """Every alternative of every procedure."""
        return tuple(one for one in self.compared if isinstance(one, AlternativeFinding))

    @cached_property
    def network(self) -> "nx.Graph[str]":
        """Procedures, and how much they have in common."""
        return network(self.graph)

    @cached_property
    def communities(self) -> tuple[Community, ...]:
        """Groups of procedures that have more in common with each other than with the rest."""
        return tuple(communities(self.graph, self.network))

    @cached_property
    def modularity(self) -> float:
        """How far the communities are from chance, at most 1, to four places."""
        groups = [{member.iri for member in one.members} for one in self.communities]
        return round(modularity(self.network, groups), 4)

    @cached_property
    def central(self) -> tuple[Central, ...]:
        """Procedures, then conditions, the most central first."""
        return (*central_procedures(self.graph, self.network), *central_conditions(self.graph))

    @cached_property
    def bridges(self) -> tuple[Bridge, ...]:
        """Procedures between specialties."""
        between = {one.node.iri: one.betweenness or 0.0 for one in self.central}
        return tuple(bridges(self.graph, self.network, between))

    @cached_property
    def specialties(self) -> tuple[Crossing, ...]:
        """Pairs of specialties whose procedures have something in common."""
        return tuple(crossings(self.graph, self.network))

    @cached_property
    def risks(self) -> tuple[Risk, ...]:
        """Complications that the pages of a community state more often than others."""
        return tuple(risk_profiles(self.graph, self.communities))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        """Conditions with one procedure only, and procedures with no alternative."""
        return tuple(gaps(self.graph, {one.subject for one in self.alternatives}))
