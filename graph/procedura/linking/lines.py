"""What our own concepts and procedures a line names.

The whole line is tried as an exact label first; then labels as spans of words inside the line;
then the most similar label, if it is similar enough and no other is as similar.
"""

from collections.abc import Iterator

from procedura.linking.clauses import CIRCUMSTANCE, COORDINATION, NEGATION, affirmed, one_name
from procedura.linking.similarity import says_more
from procedura.linking.vocabulary import Label, Vocabulary
from procedura.linking.words import key, words
from procedura.model import CONFIDENCE, Method

# Below it, ranked answers are more often wrong than right; those of which the line has not all
# the words, below the second.
THRESHOLD = 0.7
_THRESHOLD_OTHERWISE = 0.8

# Lines of these kinds name something.
MUST_LINK = (
    *("indication", "contraindication", "preparation", "setting", "personnel", "risk"),
    "alternative",
)
# What befalls somebody is not meant by the name of what is done about it.
_BEFALL = ("condition", "complication")
# What the lines of a kind name, where no concept of our own fits.
SOUGHT = {
    "indication": "condition",
    "contraindication": "condition",
    "risk": "complication",
    "preparation": "preparation",
    "alternative": "operation",
}


class Line:
    """A line, and the names of anything that stand in it: found once for all schemes."""

    def __init__(self, kind: str, text: str, vocabulary: Vocabulary) -> None:
        self.kind, self.text = kind, text
        self._vocabulary = vocabulary
        meant = affirmed(text, excluded=SOUGHT.get(kind) in _BEFALL)
        self._names = vocabulary.names_inside(words(meant))
        self._titles = [
            (run[0].start, run[-1].end)
            for run, name in self._names
            if vocabulary.named(name, "procedure")
        ]
        self._reach = self._circumstance() if kind == "alternative" else len(text)
        self.name = text[: self._reach]

    def _circumstance(self) -> int:
        """Return where the name of an alternative ends and the circumstance that decides begins.

        A name may have such a word inside: "radiotherapy for prostate cancer".
        """
        for match in CIRCUMSTANCE.finditer(self.text):
            if not any(start < match.start() and match.end() < end for start, end in self._titles):
                return match.start()
        return len(self.text)

    def _is_in_a_title(self, start: int, end: int) -> bool:
        """Whether a name is only a part of a procedure's: *shock* in "shock wave lithotripsy".

        The procedure is called so word for word: not in "the cataract is removed".
        """
        return any(
            first <= start and end <= last and (first, last) != (start, end)
            for first, last in self._titles
            if self._is_said(first, last)
        )

    def _is_said(self, start: int, end: int) -> bool:
        said = self.text[start:end]
        labels = self._vocabulary.named(key(said), "procedure")
        return any(label.text.casefold() == said.casefold() for label in labels)

    def in_scheme(self, scheme: str) -> Iterator[tuple[Label, str, Method, float]]:
        """Yield the labels of one scheme, each with its words, the method and the confidence."""
        exact = self._kept(self.text, self._vocabulary.named(key(self.text), scheme))
        whole = self.text.rstrip(" .")
        if len(exact) == 1 and one_name(self.text, exact[0].text):
            yield exact[0], whole, "exact", CONFIDENCE["exact"]
            return
        spans: dict[str, tuple[Label, str]] = {}
        for label, matched in self._spans(scheme):
            if self._kept(matched, [label]):
                spans.setdefault(label.iri, (label, matched))
        for label, matched in spans.values():
            yield label, matched, "span", CONFIDENCE["span"]
        if not spans and not exact and self.kind in MUST_LINK:
            ranked = self._vocabulary.ranked(self.text, (scheme,), THRESHOLD)
            best = [pair for pair in ranked if self._kept(self.text, [pair[1]])]
            alone = best and (len(best) == 1 or best[1][0] < best[0][0])
            if alone and self._is_like(*best[0]):
                yield best[0][1], whole, "ranked", best[0][0]

    def _is_like(self, score: float, label: Label) -> bool:
        contained = set(key(label.text)) <= set(key(self.text))
        more = says_more(label.text, self.text)
        return contained or (score >= _THRESHOLD_OTHERWISE and not more)

    def _kept(self, text: str, labels: list[Label]) -> list[Label]:
        """Return the labels that no curator has rejected for some words, or for the line."""
        keeps = self._vocabulary.keeps
        return [one for one in labels if keeps(text, one) and keeps(self.text, one)]

    def _spans(self, scheme: str) -> Iterator[tuple[Label, str]]:
        """Yield the labels inside the line: the longest first, none inside another."""
        taken: set[int] = set()
        for run, name in self._names:
            places = {word.start for word in run}
            if run[0].start >= self._reach or taken & places:
                continue
            if scheme in _BEFALL and self._is_in_a_title(run[0].start, run[-1].end):
                continue
            inside = self.text[run[0].start : run[-1].end]
            labels = self._kept(inside, self._vocabulary.named(name, scheme))
            if len(labels) == 1 and one_name(inside, labels[0].text):
                taken |= places
                yield labels[0], inside
        yield from _shared_words(self.name, self._vocabulary, scheme)


def _shared_words(text: str, vocabulary: Vocabulary, scheme: str) -> Iterator[tuple[Label, str]]:
    """Yield labels that a coordination spells out once for several things.

    "Injury to the bowel, spleen or liver" names a spleen injury, "ureteral or bladder injury"
    a ureteral injury.
    """
    parts = COORDINATION.split(NEGATION.sub("", text))
    if len(parts) < 2:
        return
    first, last = words(parts[0]), words(parts[-1])
    for part in parts:
        inner = [word.stem for word in words(part)]
        for shared in (first[:1], last[-1:]):
            whole = tuple(sorted([*inner, *(word.stem for word in shared)]))
            labels = vocabulary.named(whole, scheme) if len(whole) > len(inner) else []
            if len(labels) == 1 and inner and shared[0].stem not in inner:
                yield labels[0], part.strip(" .")
