r"""What the codes of a release are made of: the features by which they are compared.

Every feature *f* has a weight, the information that it gives times how much its kind matters:

.. math:: w(f) = m(kind(f)) \cdot -\ln \frac{\text{codes that have } f}{\text{codes} + 1}

Information content: Resnik (1995), as if one more code had none of them, so that the codes of a
very small system have something in common. How much each kind matters is said in `MATTERS`.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from procedura.analysis.similar.neighbours import Integers
from procedura.analysis.similar.table import COMPARED
from procedura.analysis.stated.facts import closure
from procedura.linking.words import words
from procedura.terminology import Release, Term, values_above

# Kind of feature → how much it matters: axes of ICD-10-PCS by the properties that lead to them, and
# what else a code has. A qualifier means something only in its table ("diagnostic", or none), and
# the body parts of a table mostly differ less than what is done there in what way.
MATTERS: Mapping[str, float] = {
    "section": 1,
    "bodySystem": 1,
    "operation": 1,
    "bodySite": 1 / 8,
    "approach": 1,
    "device": 1 / 2,
    "table": 1,
    "row": 1,
    "word of the body site": 1 / 4,
    "qualifier in the table": 1,
    "broader": 1,
    "word": 1,
}
# One in weights: sums of them are whole, so exact, and stay below 2 ** 24.
_UNIT = 10_000
_NONE = "none"
_HOW = ("approach", "device", "qualifier")

Feature = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Features:
    """The codes of a release that are compared, and what they are compared by.

    Attributes:
        codes: The codes, sorted.
        matrix: Code → its features: a matrix of ones.
        weights: Weight of each feature, in ten-thousandths of a nat.
    """

    codes: tuple[str, ...]
    matrix: csr_array
    weights: Integers


def features(release: Release) -> Features:
    """Return the features of the codes of a release that name what is done and may be assigned."""
    terms = sorted(
        term
        for term in release.terms
        if term.assignable
        and not term.deprecated
        and (term.kind or release.system.kind) in COMPARED
    )
    composed = _Composed(release, terms)
    broader = {term.code: term.broader for term in release.terms}
    found = [composed.of(term) if term.axes else _plain(term, broader) for term in terms]
    counts = Counter(feature for own in found for feature in own)
    column = {feature: place for place, feature in enumerate(sorted(counts, key=repr))}
    indices = [column[feature] for own in found for feature in own]
    ends = np.cumsum([0, *(len(own) for own in found)])
    matrix = csr_array(
        (np.ones(len(indices), dtype=np.float32), np.array(indices, dtype=np.int32), ends),
        shape=(len(terms), len(column)),
    )
    weights = [
        round(_UNIT * MATTERS[str(feature[0])] * -math.log(counts[feature] / (len(terms) + 1)))
        for feature in column
    ]
    return Features(tuple(term.code for term in terms), matrix, np.array(weights, dtype=np.int64))


class _Composed:
    """Codes that are composed of the values of axes, in tables."""

    def __init__(self, release: Release, terms: Iterable[Term]) -> None:
        self._above = values_above(release)
        self._words = {
            f"{one.scheme}/{one.slug}": {word.stem for word in words(one.label)}
            for one in release.concepts
        }
        ways: dict[Feature, set[Feature]] = defaultdict(set)
        for term in terms:
            if term.axes:
                ways[self._where(term)].add(_values(term, *_HOW))
        same = {where: tuple(sorted(how)) for where, how in ways.items()}
        numbers = {how: number for number, how in enumerate(sorted(set(same.values())))}
        self._row = {where: numbers[how] for where, how in same.items()}

    def of(self, term: Term) -> set[Feature]:
        """Return the features of a code.

        A row is that of the table: the body parts that may be treated in just the same ways.
        """
        own: set[Feature] = {("table", term.broader)}
        own.add(("row", term.broader, self._row[self._where(term)]))
        own.add(("qualifier in the table", term.broader, *_values(term, "qualifier")))
        for axis in ("approach", "device"):
            own.add((axis, *_values(term, axis)))
        for axis, value in term.axes:
            if axis not in _HOW:
                own.update((axis, up) for up in self._above(value))
            if axis == "bodySite":
                own.update(("word of the body site", stem) for stem in self._words[value])
        return own

    def _where(self, term: Term) -> Feature:
        """Return table and body part of a code, whichever side of the body it is on."""
        return term.broader, tuple(
            self._above(value)[-1] for axis, value in term.axes if axis == "bodySite"
        )


def _plain(term: Term, broader: Mapping[str, Iterable[str]]) -> set[Feature]:
    """Return the features of a code that is words in a hierarchy."""
    own: set[Feature] = {("word", word.stem) for word in words(term.label)}
    above = closure(term.code, lambda code: broader.get(code, ())) - {term.code}
    return own | {("broader", code) for code in above}


def _values(term: Term, *axes: str) -> tuple[str, ...]:
    """Return a code's values of some axes, each axis that it does not have as none."""
    return tuple(
        value
        for wanted in axes
        for value in [value for axis, value in term.axes if axis == wanted] or [_NONE]
    )
