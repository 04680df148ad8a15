"""SSSOM mapping sets (https://mapping-commons.github.io/sssom/): what curators have decided.

`data/mappings/phrases.sssom.tsv` says what phrases of pages mean; every other set maps the concepts
of one scheme to published vocabularies.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable

import yaml
from pyoxigraph import Literal, NamedNode, Quad

from procedura import namespaces as ns
from procedura.errors import SourceError
from procedura.resources import folder, walk

_PHRASES = "phrases.sssom.tsv"
_REQUIRED = ("predicate_id", "object_id", "mapping_justification")


def curated_phrases() -> dict[str, list[str]]:
    """Return the phrases of pages whose meaning a curator has decided.

    Reads a set of literal mappings: the subject is the phrase, the object a concept.

    Returns:
        Phrase → IRIs of the concepts that it means.

    Raises:
        SourceError: The file is no SSSOM, or a prefix is not in its `curie_map`.
    """
    phrases: dict[str, list[str]] = {}
    for line in _read(folder("data").joinpath("mappings", _PHRASES), "subject_label"):
        phrases.setdefault(line.values["subject_label"], []).append(line.iri("object_id"))
    return phrases


def mappings() -> Iterator[tuple[str, list[Quad]]]:
    """Yield the mappings of concepts: the SKOS triple, and a node that says how sure it is.

    Yields:
        Pairs of the IRI of a named graph, one for each mapping set, and its quads.

    Raises:
        SourceError: A file is no SSSOM, or a prefix is not in its `curie_map`.
    """
    for file in walk(folder("data").joinpath("mappings"), ".sssom.tsv"):
        if file.name != _PHRASES:
            graph = f"{ns.BASE}mappings/{file.name.removesuffix('.sssom.tsv')}"
            lines = _read(file, "subject_id", "confidence")
            yield graph, [quad for line in lines for quad in _quads(line, NamedNode(graph))]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a mapping set."""

    values: dict[str, str]
    where: str
    prefixes: dict[str, str]

    def iri(self, column: str) -> str:
        prefix, _, local = self.values[column].partition(":")
        if prefix not in self.prefixes:
            raise SourceError(f"unknown prefix {prefix!r}", where=self.where,
                              cure="add it to the curie_map")  # fmt: skip
        return self.prefixes[prefix] + local


def _quads(line: _Line, graph: NamedNode) -> Iterator[Quad]:
    subject, predicate, target = (
        NamedNode(line.iri(column)) for column in ("subject_id", "predicate_id", "object_id")
    )
    name = f"{ns.local_name(subject.value)}--{line.values['object_id'].replace(':', '-')}"
    mapping = NamedNode(f"{graph.value}#{name}")
    decimal = NamedNode(ns.expand("xsd:decimal"))
    said: list[tuple[str, NamedNode | Literal]] = [
        ("rdf:type", NamedNode(ns.expand("sssom:Mapping"))),
        ("owl:annotatedSource", subject),
        ("owl:annotatedProperty", predicate),
        ("owl:annotatedTarget", target),
        ("sssom:mapping_justification", NamedNode(line.iri("mapping_justification"))),
        ("sssom:confidence", Literal(line.values["confidence"], datatype=decimal)),
    ]
    yield Quad(subject, predicate, target, graph)
    for name, value in said:
        yield Quad(mapping, NamedNode(ns.expand(name)), value, graph)


def _read(file: Traversable, *required: str) -> Iterator[_Line]:
    lines = file.read_text(encoding="utf-8").splitlines()
    header = [line.removeprefix("#") for line in lines if line.startswith("#")]
    prefixes = (yaml.safe_load("\n".join(header)) or {}).get("curie_map", {})
    rows = csv.DictReader(lines[len(header) :], delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in (*_REQUIRED, *required) if name not in (rows.fieldnames or ())]
    if missing:
        raise SourceError(f"no column {missing[0]}", where=f"{file.name}:{len(header) + 1}",
                          cure="add it: SSSOM requires it")  # fmt: skip
    for number, row in enumerate(rows, start=len(header) + 2):
        yield _Line(row, f"{file.name}:{number}", prefixes)
