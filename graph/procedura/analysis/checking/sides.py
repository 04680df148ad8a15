"""What can be told of a procedure or a code by the words of a text: the sides of a contrast."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from procedura import namespaces as ns
from procedura.analysis.checking.rarity import Rarity
from procedura.analysis.checking.said import polarity
from procedura.analysis.codes.reader import CodeReader
from procedura.analysis.stated.facts import AXES, FactReader, Term
from procedura.linking import Label
from procedura.linking.words import key
from procedura.model import SECTIONS


@dataclass(frozen=True, slots=True)
class Source:
    """Where a side says a word.

    Attributes:
        count: How often it says it.
        where: ``Name``, ``Summary`` …: what says it first.
        text: The line.
    """

    count: int
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Side:
    """What a text is held against.

    Attributes:
        iri: The procedure or code.
        label: What it is called.
        codes: CURIEs of the codes that mean it.
        words: Stem, and whether it is denied → where it is said.
        length: How many words are said, over the average.
        axes: Axis → its values.
        names: Stems of the words that it and the values of its axes are called by.
        exhaustive: Whether an axis that has no value is known to have none.
    """

    iri: str
    label: str
    codes: tuple[str, ...]
    words: dict[tuple[str, bool], Source]
    length: float
    axes: dict[str, tuple[Term, ...]]
    names: frozenset[str]
    exhaustive: bool = False


class SideReader:
    """Reads sides from a graph.

    Args:
        reader: Reads the graph.
        rarity: Its counts.
    """

    def __init__(self, reader: FactReader, rarity: Rarity) -> None:
        self._reader = reader
        self._codes = CodeReader(reader)
        self._rarity = rarity
        self._read: dict[tuple[str, str], Side] = {}

    def side(self, iri: str, described: str = "") -> Side:
        """Return the side of a procedure or of a code.

        Args:
            iri: The procedure, the imported code, or a code that the graph only names.
            described: What another page says of it.
        """
        if (iri, described) not in self._read:
            self._read[iri, described] = self._side(iri, described)
        return self._read[iri, described]

    def _side(self, iri: str, described: str) -> Side:
        if not ns.is_code(iri):
            return self._procedure(iri)
        having = self._reader.subjects("proc:exactCode", iri)
        coded = self._codes.axes(iri)
        return self._procedure(having[0]) if having and not coded else self._code(iri, described)

    def described(self, procedure: str) -> dict[str, str]:
        """Return the codes that a procedure's page names as similar, each with the line."""
        return {
            code: self._reader.one(line, "proc:text")
            for line in self._reader.targets(procedure, "proc:hasSimilarCode")
            for code in sorted(self._reader.linked(line))
        }

    def variants(self, procedure: str) -> list[str]:
        """Return the procedures that only coding tells from a procedure."""
        reader = self._reader
        found = {*reader.targets(procedure, "proc:variantOf"),
                 *reader.subjects("proc:variantOf", procedure)}  # fmt: skip
        return sorted(found)

    def labels(self, sides: Iterable[Side]) -> Iterator[Label]:
        """Yield the names of the values of axes, and of those that are broader, by axis."""
        values = {(up, axis) for side in sides for axis, terms in side.axes.items()
                  for term in terms for up in self._reader.broader(term.iri)}  # fmt: skip
        for iri, axis in sorted(values):
            for text in self._called(iri):
                yield Label(iri, text, axis.replace(" ", "-"), text == self._reader.label(iri))

    def _procedure(self, iri: str) -> Side:
        facts = self._reader.facts(iri)
        lines = self._rarity.lines.get(iri, ())
        words = _sources((SECTIONS[kind].heading.casefold(), text) for kind, text in lines)
        axes = {name: facts.terms[name] for name in AXES if name in facts.terms}
        length = sum(one.count for one in words.values()) / (self._rarity.average or 1)
        return Side(iri, facts.label, facts.codes, words, length, axes,
                    self._names(iri, axes))  # fmt: skip

    def _code(self, iri: str, described: str) -> Side:
        coded = self._codes.coded(iri)
        said = [("name", coded.label), *(("synonym", one) for one in coded.synonyms)]
        said += [("definition", coded.definition), *(("note", one) for one in coded.notes)]
        for axis, values in coded.axes.items():
            for value in values:
                said += [(axis, text) for text in self._called(value.iri)]
                explained = self._texts(value.iri, "skos:definition", "skos:note")
                said += [(f"{axis} {value.label}", text) for text in explained]
        said.append(("similar codes", described.partition(",")[2]))
        once = {word: Source(1, one.where, one.text) for word, one in _sources(said).items()}
        names = self._names(iri, coded.axes)
        return Side(iri, coded.label or coded.curie, (coded.curie,), once, 1.0, coded.axes,
                    names or frozenset(word for word, _ in once), bool(coded.axes))  # fmt: skip

    def _names(self, iri: str, axes: dict[str, tuple[Term, ...]]) -> frozenset[str]:
        things = [iri, *(term.iri for terms in axes.values() for term in terms)]
        return frozenset(word for one in things for text in self._called(one) for word in key(text))

    def _called(self, iri: str) -> list[str]:
        return self._texts(iri, "skos:prefLabel", "skos:altLabel")

    def _texts(self, iri: str, *names: str) -> list[str]:
        return [text for name in names for text in self._reader.targets(iri, name)]


def _sources(lines: Iterable[tuple[str, str]]) -> dict[tuple[str, bool], Source]:
    found: dict[tuple[str, bool], Source] = {}
    for where, text in lines:
        for word, denied in polarity(text):
            first = found.get((word.stem, denied), Source(0, where, text))
            found[word.stem, denied] = Source(first.count + 1, first.where, first.text)
    return found
