"""What is said of a group more often than of all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True, slots=True)
class Enrichment:
    """A feature that a group has more often than chance would have it.

    Attributes:
        feature: What it is.
        count: How many of the group have it.
        size: How many the group has.
        everywhere: How many of all have it.
        population: How many there are in all.
        chance: Probability of this count, or a higher one, in a random group of this size.
    """

    feature: str
    count: int
    size: int
    everywhere: int
    population: int
    chance: float

    @property
    def share(self) -> float:
        """Share of the group that has it."""
        return self.count / self.size

    @property
    def lift(self) -> float:
        """How many times more often the group has it than all do."""
        return self.share / (self.everywhere / self.population)

    @property
    def f_measure(self) -> float:
        """Harmonic mean of the share of the group that has it, and of its part of all that do."""
        return 2 * self.count / (self.size + self.everywhere)


def enriched(
    having: Mapping[str, Collection[str]], group: Collection[str], population: int
) -> list[Enrichment]:
    r"""Return the features that a group has more often than all, the most telling first.

    .. math:: P(X \ge k) = \sum_{i=k}^{\min(K, n)} \binom{K}{i} \binom{N-K}{n-i} / \binom{N}{n}

    The upper tail of the hypergeometric distribution (Rivals et al. 2007, "Enrichment or depletion
    of a GO category within a class of genes"). It puts features in order; it is no test, since the
    groups were made from the features.

    Args:
        having: Feature → the nodes that have it.
        group: Some of the nodes.
        population: How many nodes there are.
    """
    found = [
        Enrichment(feature, *(seen := (count, len(group), len(nodes), population)), _tail(*seen))
        for feature, nodes in having.items()
        if (count := len(set(group) & set(nodes))) and count * population > len(nodes) * len(group)
    ]
    return sorted(found, key=lambda one: (one.chance, -one.count, one.feature))


def _tail(count: int, size: int, everywhere: int, population: int) -> float:
    ways = sum(
        comb(everywhere, hit) * comb(population - everywhere, size - hit)
        for hit in range(count, min(everywhere, size) + 1)
    )
    return ways / comb(population, size)
