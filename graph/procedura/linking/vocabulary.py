"""The labels that phrases are linked to."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from procedura import namespaces as ns
from procedura.linking.ranking import Ranking
from procedura.linking.words import Word, key


class Label(NamedTuple):
    """One name of a concept or procedure.

    Attributes:
        iri: What it names.
        text: The name.
        scheme: ``condition``, ``role`` …, or ``procedure``.
        preferred: Whether it is the preferred label, or another.
    """

    iri: str
    text: str
    scheme: str
    preferred: bool


class Name(NamedTuple):
    """One name of a term of an imported vocabulary.

    Attributes:
        iri: The term.
        text: The name.
        kind: What the term names, one of `procedura.terminology.KINDS`.
        system: Prefix of the term's system.
        preferred: Whether it is the preferred label, or another.
        language: Language tag of the name.
    """

    iri: str
    text: str
    kind: str
    system: str
    preferred: bool
    language: str


class Published(Protocol):
    """The names of the imported vocabularies."""

    def named(self, words: tuple[str, ...], kinds: Collection[str]) -> list[Name]:
        """Return the names that have just these words (see `words.key`)."""

    def like(self, phrase: str, kinds: Collection[str], limit: int) -> list[Name]:
        """Return names that share words with a phrase, or are spelled alike, the nearest first."""

    def common(self, word: str, enough: int) -> bool:
        """Return whether at least so many names have a word, given by its stem."""


class Vocabulary:
    """What phrases can be linked to: our own labels, indexed, and what is imported.

    Args:
        labels: Names of concepts and procedures.
        codes: CURIE of an exact code → IRI of its procedure.
        verdicts: Phrases and IRIs, with whether a curator has said that the one means the other;
            of the same words and IRI, the last one counts.
        imported: Gives the name of a term of an imported vocabulary; "" where it is not imported.
        published: The names of the imported vocabularies, None where nothing was imported.
    """

    def __init__(
        self,
        labels: Iterable[Label],
        codes: Mapping[str, str] | None = None,
        verdicts: Iterable[tuple[str, str, bool]] = (),
        imported: Callable[[str], str] = ns.curie,
        published: Published | None = None,
    ) -> None:
        self.labels = tuple(sorted(set(labels)))
        self.codes = dict(codes or {})
        self.published = published
        self._given, self._imported = tuple(verdicts), imported
        self._verdicts = {(key(phrase), iri): means for phrase, iri, means in self._given}
        self._curated: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for (words, iri), means in sorted(self._verdicts.items()):
            if means:
                self._curated[words].append(iri)
        self._preferred = {label.iri: label for label in self.labels if label.preferred}
        self._by_key: dict[tuple[str, ...], list[Label]] = defaultdict(list)
        for label in self.labels:
            if words := key(label.text):
                self._by_key[words].append(label)
        self._longest = max(map(len, self._by_key), default=0)

    def extended(self, labels: Iterable[Label], codes: Mapping[str, str]) -> "Vocabulary":
        """Return this vocabulary with other labels and codes, and the same curators' decisions."""
        return Vocabulary(labels, codes, self._given, self._imported, self.published)

    def title(self, iri: str) -> str:
        """Return the preferred name of one of ours, or of an imported term; "" of anything else."""
        own = self._preferred.get(iri)
        return own.text if own else self._imported(iri)

    def curated(self, phrase: str) -> list[Label]:
        """Return what a curator has said that the whole phrase means, if it is known.

        A term of an imported vocabulary has the scheme ``code``.
        """
        found = []
        for iri in self._curated.get(key(phrase), ()):
            if label := self._preferred.get(iri):
                found.append(label)
            elif ns.is_code(iri) and (name := self.title(iri)):
                found.append(Label(iri, name, "code", preferred=True))
        return found

    def keeps(self, phrase: str, label: Label) -> bool:
        """Whether no curator has said that a phrase, or the label itself, means something else."""
        said = (key(phrase), key(label.text))
        return not any(self.rejects(words, label.iri) for words in said)

    def rejects(self, words: tuple[str, ...], iri: str) -> bool:
        """Whether a curator has said that words (see `key`) do not mean this."""
        return self._verdicts.get((words, iri)) is False

    def named(self, words: tuple[str, ...], scheme: str) -> list[Label]:
        """Return what has a name of just these words (see `key`), one label for each.

        Where several things share the name, those that prefer it win over the others.
        """
        found = [label for label in self._by_key.get(words, ()) if label.scheme == scheme]
        preferring = [label for label in found if label.preferred]
        return list({label.iri: label for label in preferring or found}.values())

    def names_inside(self, phrase: Sequence[Word]) -> list[tuple[Sequence[Word], tuple[str, ...]]]:
        """Return the runs of words in a phrase that are a name of something, the longest first.

        Args:
            phrase: The words of a phrase, in order.

        Returns:
            Pairs of the run and its key, for `named`.
        """
        found = []
        for size in range(min(self._longest, len(phrase)), 0, -1):
            for start in range(len(phrase) - size + 1):
                run = phrase[start : start + size]
                words = tuple(sorted(word.stem for word in run))
                if words in self._by_key:
                    found.append((run, words))
        return found

    def ranked(
        self, phrase: str, schemes: Collection[str], least: float = 0.0
    ) -> list[tuple[float, Label]]:
        """Return labels like a phrase, the most similar first (see `ranking.Ranking`).

        Each scheme has frequencies of its own, so that a new label in one changes nothing in
        another.

        Args:
            phrase: Any text.
            schemes: Where to look.
            least: How similar they must be, 0 to 1.

        Returns:
            Pairs of similarity (0 to 1) and label, at most one label for each thing.
        """
        best: dict[str, tuple[float, Label]] = {}
        for scheme in self._by_scheme.keys() & set(schemes):
            labels, ranking = self._by_scheme[scheme]
            for score, place in ranking.like(phrase):
                label = labels[place]
                if score >= least:
                    best[label.iri] = max(best.get(label.iri, (0.0, label)), (score, label))
        return sorted(best.values(), key=lambda pair: (-pair[0], pair[1].iri))

    @cached_property
    def _by_scheme(self) -> dict[str, tuple[list[Label], Ranking]]:
        labels: dict[str, list[Label]] = defaultdict(list)
        for label in self.labels:
            labels[label.scheme].append(label)
        return {name: (own, Ranking([one.text for one in own])) for name, own in labels.items()}
