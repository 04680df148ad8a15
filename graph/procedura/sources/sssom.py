"""SSSOM mapping sets (https://mapping-commons.github.io/sssom/): what curators have decided.

A set holds mappings of concepts to published vocabularies, or literal mappings: what phrases of
pages mean. `data/mappings/phrases.sssom.tsv` is the bundled set of phrases.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from io import StringIO
from typing import NamedTuple
from urllib.parse import quote

import yaml
from pyoxigraph import Literal, NamedNode, Quad

from procedura import namespaces as ns
from procedura.errors import SourceError
from procedura.resources import folder, walk
from procedura.systems import own_iri

_PHRASES = "phrases.sssom.tsv"
_REQUIRED = ("predicate_id", "object_id", "mapping_justification")
# SSSOM knows these without a line in the curie_map.
_BUILT_IN = {name: ns.PREFIXES[name] for name in ("owl", "rdf", "rdfs", "semapv", "skos", "sssom")}
# What a person has looked at; whatever else a line says, a program has proposed it.
_BY_HAND = {ns.expand("semapv:ManualMappingCuration"), ns.expand("semapv:MappingReview")}


class Decision(NamedTuple):
    """What a curator says that a phrase means, or does not mean.

    Attributes:
        phrase: The phrase.
        iri: A concept, procedure or code.
        accepted: Whether it is what the phrase means; a rejected one must not come back.
        where: File and line.
    """

    phrase: str
    iri: str
    accepted: bool
    where: str


@dataclass(frozen=True, slots=True)
class MappingSet:
    """What one file of mappings holds.

    Attributes:
        graph: IRI of the named graph of its mappings of concepts.
        decisions: What phrases mean.
        undecided: How many lines on phrases nobody has looked at.
        mappings: Quads of its mappings of concepts: the SKOS triple, and a node that says how
            sure it is.
    """

    graph: str
    decisions: tuple[Decision, ...]
    undecided: int
    mappings: tuple[Quad, ...]


def curated_phrases() -> tuple[Decision, ...]:
    """Return what the bundled curators have decided about phrases of pages.

    Raises:
        SourceError: The file is no SSSOM.
    """
    return read_mapping_set(folder("data").joinpath("mappings", _PHRASES)).decisions


def mappings() -> Iterator[tuple[str, tuple[Quad, ...]]]:
    """Yield the bundled mappings of concepts, as pairs of a named graph and its quads.

    Raises:
        SourceError: A file is no SSSOM.
    """
    for file in walk(folder("data").joinpath("mappings"), ".sssom.tsv"):
        read = read_mapping_set(file, "mappings")
        if read.mappings:
            yield read.graph, read.mappings


def read_mapping_set(file: Traversable, kind: str = "mapping-set") -> MappingSet:
    """Read a mapping set.

    A literal mapping is a decision where a curator's name stands for it: its justification is
    `semapv:ManualMappingCuration` or `semapv:MappingReview`, or it is rejected with the
    predicate modifier ``Not``. Others are proposals that nobody has looked at.

    Args:
        file: The file.
        kind: What stands before its name in the IRI of its named graph.

    Raises:
        SourceError: The file is no SSSOM, a prefix is not in its `curie_map`, or a line lacks
            what SSSOM requires.
    """
    name = ns.slug(file.name.removesuffix(".tsv").removesuffix(".sssom"))
    graph = f"{ns.BASE}{kind}/{name}"
    decisions, undecided, quads = [], 0, list[Quad]()
    for line in _read(file):
        if not line.says("subject_id"):
            if line.by_hand:
                decisions.append(_decision(line))
            else:
                undecided += 1
        elif not line.negated:
            quads += _quads(line, NamedNode(graph))
    return MappingSet(graph, tuple(decisions), undecided, tuple(quads))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a mapping set."""

    values: dict[str, str]
    where: str
    prefixes: Mapping[str, str]

    def says(self, column: str) -> str:
        return (self.values.get(column) or "").strip()

    def required(self, column: str) -> str:
        if not self.says(column):
            raise SourceError(f"no {column}", where=self.where, cure="add it: SSSOM requires it")
        return self.says(column)

    def iri(self, column: str) -> str:
        prefix, _, local = self.required(column).partition(":")
        if prefix not in self.prefixes:
            raise SourceError(f"unknown prefix {prefix!r}", where=self.where,
                              cure="add it to the curie_map")  # fmt: skip
        iri = self.prefixes[prefix] + local
        try:
            NamedNode(iri)
        except ValueError as error:
            raise SourceError(
                f"{self.says(column)!r} is no CURIE", where=self.where,
                cure="write a prefix, a colon and an identifier",
            ) from error  # fmt: skip
        return iri

    @property
    def negated(self) -> bool:
        modifier = self.says("predicate_modifier")
        if modifier not in ("", "Not"):
            raise SourceError(f"unknown predicate_modifier {modifier!r}", where=self.where,
                              cure="write Not, or nothing")  # fmt: skip
        return modifier == "Not"

    @property
    def by_hand(self) -> bool:
        return self.negated or self.iri("mapping_justification") in _BY_HAND


def _decision(line: _Line) -> Decision:
    line.iri("predicate_id")
    phrase = line.required("subject_label")
    return Decision(phrase, own_iri(line.iri("object_id")), not line.negated, line.where)


def _quads(line: _Line, graph: NamedNode) -> Iterator[Quad]:
    subject, predicate, target = (
        NamedNode(iri)
        for iri in (
            own_iri(line.iri("subject_id")),
            line.iri("predicate_id"),
            line.iri("object_id"),
        )
    )
    other = quote(line.says("object_id").replace(":", "-"), safe="")
    mapping = NamedNode(f"{graph.value}#{ns.local_name(subject.value)}--{other}")
    decimal = NamedNode(ns.expand("xsd:decimal"))
    said: list[tuple[str, NamedNode | Literal]] = [
        ("rdf:type", NamedNode(ns.expand("sssom:Mapping"))),
        ("owl:annotatedSource", subject),
        ("owl:annotatedProperty", predicate),
        ("owl:annotatedTarget", target),
        ("sssom:mapping_justification", NamedNode(line.iri("mapping_justification"))),
    ]
    if line.says("confidence"):
        said.append(("sssom:confidence", Literal(_share(line), datatype=decimal)))
    yield Quad(subject, predicate, target, graph)
    for name, value in said:
        yield Quad(mapping, NamedNode(ns.expand(name)), value, graph)


def _share(line: _Line) -> str:
    text = line.says("confidence")
    try:
        inside = 0 <= float(text) <= 1
    except ValueError:
        inside = False
    if not inside:
        raise SourceError(f"confidence {text!r} is no number from 0 to 1", where=line.where,
                          cure="correct it")  # fmt: skip
    return text


def _read(file: Traversable) -> Iterator[_Line]:
    try:
        lines = list(StringIO(file.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read as text ({error})", where=file.name,
                          cure="give an SSSOM table in UTF-8") from error  # fmt: skip
    count = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    prefixes = _prefixes(lines[:count], file.name)
    rows = csv.DictReader(lines[count:], delimiter="\t", strict=True)
    try:
        missing = [name for name in _REQUIRED if name not in (rows.fieldnames or ())]
        if missing:
            raise SourceError(f"no column {missing[0]}", where=f"{file.name}:{count + 1}",
                              cure="add it: SSSOM requires it")  # fmt: skip
        for row in rows:
            where = f"{file.name}:{count + rows.line_num}"
            if None in row:
                raise SourceError("more cells than columns", where=where, cure="correct the tabs")
            yield _Line(row, where, prefixes)
    except csv.Error as error:
        where = f"{file.name}:{count + rows.line_num}"
        raise SourceError(f"the row is damaged ({error})", where=where,
                          cure="correct its quotation marks") from error  # fmt: skip


def _prefixes(header: list[str], name: str) -> dict[str, str]:
    text = "".join(line.removeprefix("#") for line in header)
    try:
        said = yaml.safe_load(text) or {}
        declared = said.get("curie_map") or {}
        return _BUILT_IN | {str(prefix): str(iri) for prefix, iri in declared.items()}
    except (yaml.YAMLError, AttributeError, ValueError, RecursionError) as error:
        raise SourceError(
            "the metadata above the table is no YAML with a curie_map", where=f"{name}:1",
            cure="correct the lines that begin with #",
        ) from error  # fmt: skip
