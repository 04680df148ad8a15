"""How what an analysis found stands in the graph: written into a named graph, and read back."""

from collections.abc import Iterator, Mapping

from pyoxigraph import Quad

from procedura import namespaces as ns
from procedura.analysis.stated.facts import FactReader
from procedura.errors import StoreError
from procedura.triples import SOFTWARE, Subject


def activity(graph: str, parameters: Mapping[str, float]) -> Iterator[Quad]:
    """Yield which software made a named graph, and with which parameters.

    Args:
        graph: IRI of the named graph, which is also that of the analysis.
        parameters: Name → value.
    """
    about = Subject(graph, graph)
    yield from about.to("rdf:type", ns.term("Analysis"), ns.expand("prov:Activity"))
    yield from about.to("prov:wasAssociatedWith", SOFTWARE)
    yield from about.say("proc:parameter", *(f"{name}={n}" for name, n in parameters.items()))


def about_pair(graph: str, subject: str, other: str) -> Subject:
    """Return the node of what was found of two things.

    Args:
        graph: IRI of the analysis and of its named graph.
        subject: IRI of what was asked about.
        other: IRI of the other.
    """
    return Subject(f"{graph}#{ns.local_name(subject)}--{ns.local_name(other)}", graph)


def pair_quads(
    about: Subject, kind: str, subject: str, other: str, score: object
) -> Iterator[Quad]:
    """Yield what every finding of two things says.

    Args:
        about: Its node (see `about_pair`).
        kind: Local name of its class.
        subject: IRI of what was asked about.
        other: IRI of the other.
        score: Its score, as it is to be written.
    """
    yield from about.to("rdf:type", ns.term(kind))
    yield from about.to("proc:subject", subject)
    yield from about.to("proc:object", other)
    yield from about.value("proc:score", score, "decimal")
    yield from about.to("prov:wasGeneratedBy", about.graph)


def ranked(reader: FactReader, subject: str, kind: str) -> list[str]:
    """Return the IRIs of what was found of something, the highest score first.

    Args:
        reader: Reads the graph.
        subject: IRI of what was asked about.
        kind: Local name of the class of the findings.

    Raises:
        StoreError: One has no score.
    """
    found = (
        one
        for one in reader.subjects("proc:subject", subject)
        if ns.term(kind) in reader.targets(one, "rdf:type")
    )
    return sorted(found, key=lambda one: (-float(only(reader, one, "proc:score")), one))


def only(reader: FactReader, finding: str, predicate: str) -> str:
    """Return the one target of a property of a finding.

    Args:
        reader: Reads the graph.
        finding: IRI of the finding.
        predicate: The property.

    Raises:
        StoreError: It has none.
    """
    for value in reader.said(finding, predicate):
        return value
    raise StoreError(
        "the graph was analysed by another version of Procedura",
        cure="build it again with 'procedura build'",
    )
