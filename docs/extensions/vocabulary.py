"""The ontology, the shapes and the queries in Markdown, as their files say it."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from procedura import namespaces as ns
from procedura import queries as library

ONTOLOGY = Path(__file__).parents[2] / "ontology"

_PREFIXES = {**ns.PREFIXES, "shape": ns.BASE + "shape/", "": ns.BASE}
_SCHEMA = ns.PREFIXES["schema"]
_TARGETS = {SH.targetClass: "each `{}`", SH.targetSubjectsOf: "all that has `{}`"}
_SAID = {RDF.type, SH.path, SH.severity, SH.message, RDFS.comment, *_TARGETS}
_HEADER = re.compile(r"\A(#.*\n)+")
_KINDS = {
    "Classes": OWL.Class,
    "Properties that lead to things": OWL.ObjectProperty,
    "Properties that lead to values": OWL.DatatypeProperty,
    "Individuals": OWL.NamedIndividual,
}


def queries() -> Iterator[str]:
    """Yield the library of queries: each with what its header says, and its text."""
    for folder, found in groupby(library.library().values(), lambda one: one.name.split("/")[0]):
        yield f"## {folder}\n"
        for query in found:
            yield f"### `{query.name}`\n\n{query.title}. {query.question}\n"
            if query.parameters:
                yield from _table(
                    ("parameter", "type", "default", "what it is"),
                    ((f"`{one.name}`", one.type, _value(one.default), one.description)
                     for one in query.parameters),
                )  # fmt: skip
            yield from _table(
                ("column", "what it means"),
                ((f"`{name}`", meaning) for name, meaning in query.columns.items()),
            )
            yield f"```sparql\n{_HEADER.sub('', query.text).strip()}\n```\n"


def _value(text: str) -> str:
    return f"`{name(URIRef(text)) if '://' in text else text}`"


def shapes() -> Iterator[str]:
    """Yield the shapes, file by file: what each is for, demands and says."""
    for file in sorted((ONTOLOGY / "shapes").glob("*.ttl")):
        graph = Graph().parse(file)
        yield f"## {file.stem}\n"
        for shape in sorted(set(graph.subjects(RDFS.comment)), key=str):
            yield f"### `{ns.local_name(str(shape))}`\n\n{graph.value(shape, RDFS.comment)}\n"
            yield from _table(("", ""), _facts(graph, shape))


def _facts(graph: Graph, shape: Node) -> Iterator[tuple[str, str]]:
    for target, words in _TARGETS.items():
        for one in graph.objects(shape, target):
            yield "target", words.format(name(one))
    path = graph.value(shape, SH.path)
    if path is not None:
        yield "path", f"`{_path(graph, path)}`"
    for demand, value in sorted(graph.predicate_objects(shape)):
        if demand not in _SAID:
            yield "demands", f"`{name(demand)}` {_operand(graph, value)}"
    severity, message = graph.value(shape, SH.severity), graph.value(shape, SH.message)
    if severity is not None and message is not None:
        yield "severity", ns.local_name(str(severity)).lower()
        yield "message", re.sub(r"([*_<`\[])", r"\\\1", str(message))


def _path(graph: Graph, path: Node) -> str:
    """Return a property path as SPARQL writes it."""
    if (path, RDF.first, None) in graph:
        return " / ".join(_path(graph, step) for step in Collection(graph, path))
    for kind, sign in ((SH.inversePath, "^{}"), (SH.zeroOrOnePath, "{}?")):
        inner = graph.value(path, kind)
        if inner is not None:
            return sign.format(_path(graph, inner))
    choices = graph.value(path, SH.alternativePath)
    if choices is not None:
        return f"({' | '.join(_path(graph, one) for one in Collection(graph, choices))})"
    return name(path)


def _operand(graph: Graph, value: Node) -> str:
    listed = Collection(graph, value) if (value, RDF.first, None) in graph else [value]
    return ", ".join(f"`{name(one)}`" for one in listed)


def ontology() -> Iterator[str]:
    """Yield the terms of the ontology by kind: label, definition, source, where they stand."""
    graph = Graph().parse(ONTOLOGY / "procedura.ttl")
    for heading, kind in _KINDS.items():
        yield f"## {heading}\n"
        terms = sorted(set(graph.subjects(RDF.type, kind)), key=lambda one: str(one).lower())
        yield from _table(("term", "definition"), (_term(graph, one) for one in terms))


def _term(graph: Graph, term: Node) -> tuple[str, str]:
    own = ns.local_name(str(term))
    label, definition = (graph.value(term, one) for one in (RDFS.label, SKOS.definition))
    places = {
        "below": [RDFS.subClassOf, RDFS.subPropertyOf],
        "from": [RDFS.domain, URIRef(_SCHEMA + "domainIncludes")],
        "to": [RDFS.range, URIRef(_SCHEMA + "rangeIncludes")],
    }
    facts = [
        f"{word} " + ", ".join(f"`{name(one)}`" for one in sorted(found, key=str))
        for word, properties in places.items()
        if (found := {one for each in properties for one in graph.objects(term, each)})
    ]
    facts += [
        f"source: {'ours' if str(one) == ns.ONTOLOGY else f'<{one}>'}"
        for one in graph.objects(term, DCTERMS.source)
    ]
    shown = f'<code id="{own}">proc:{own}</code><br>{label}'
    return shown, f"{definition}<br>{'; '.join(facts)}"


def name(node: Node) -> str:
    """Return a node as Turtle writes it with our prefixes."""
    if isinstance(node, Literal):
        return f'"{node}"' if node.datatype is None or node.language else str(node)
    for prefix, beginning in sorted(_PREFIXES.items(), key=lambda one: -len(one[1])):
        if str(node).startswith(beginning):
            local = str(node).removeprefix(beginning)
            return f"{prefix}:{local}" if prefix else f"<{local}>"
    return f"<{node}>"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = [*heads]
    for row in (heads, ["---"] * len(heads), *rows):
        yield "| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |"
    yield ""
