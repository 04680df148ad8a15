"""What an analysis says about itself: the head of its named graph."""

from collections.abc import Iterator, Mapping

from pyoxigraph import Quad

from procedura import namespaces as ns
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
