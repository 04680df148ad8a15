"""How much it says that two things share a concept."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping


def most_specific(concepts: Iterable[str], above: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the concepts of a set that none of the others is narrower than.

    Args:
        concepts: Any concepts.
        above: Concept → itself and all that is broader (see `projection.ancestors`).

    >>> above = {"stone": frozenset({"stone"}), "staghorn": frozenset({"staghorn", "stone"})}
    >>> most_specific(["stone", "staghorn"], above)
    {'staghorn'}
    """
    given = set(concepts)
    return given - {up for low in given for up in above[low] - {low}}


def information_content(
    features: Mapping[str, Iterable[str]],
) -> dict[str, float]:
    r"""Return the information content of each feature, in nats.

    .. math:: IC(t) = -\ln \frac{|\{p : t \in F(p)\}|}{|P|}

    Resnik (1995), with the procedures as the corpus.

    Args:
        features: Procedure → its features, ancestors included.

    >>> content = information_content({"p": {"stone"}, "q": {"stone", "staghorn stone"}})
    >>> content["stone"], round(content["staghorn stone"], 3)
    (0.0, 0.693)
    """
    counts = Counter(feature for own in features.values() for feature in set(own))
    return {
        feature: -math.log(count / len(features)) + 0.0 for feature, count in sorted(counts.items())
    }


def sim_gic(first: Iterable[str], second: Iterable[str], content: Mapping[str, float]) -> float:
    r"""Return how much of what two things say they both say: 0 (nothing) to 1 (everything).

    .. math:: simGIC(a, b) = \frac{\sum_{t \in F(a) \cap F(b)} IC(t)}
                                  {\sum_{t \in F(a) \cup F(b)} IC(t)}

    Pesquita et al. (2007), "Evaluating GO-based semantic similarity measures".

    >>> sim_gic({"a", "b"}, {"b", "c"}, {"a": 1.0, "b": 2.0, "c": 1.0})
    0.5
    >>> sim_gic(set(), {"a"}, {"a": 0.0})
    0.0
    """
    one, other = set(first), set(second)
    union = math.fsum(content[feature] for feature in one | other)
    return math.fsum(content[feature] for feature in one & other) / union if union else 0.0
