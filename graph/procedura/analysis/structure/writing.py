"""What was found of the graph's structure, as quads in named graphs of their own."""

from collections.abc import Callable, Iterator

from pyoxigraph import Quad

from procedura import namespaces as ns
from procedura.analysis.findings import about_pair, activity, pair_quads
from procedura.analysis.stated.facts import Term
from procedura.analysis.structure import Structure
from procedura.analysis.structure.bridges import PARAMETERS as BRIDGES
from procedura.analysis.structure.central import PARAMETERS as CENTRAL
from procedura.analysis.structure.communities import PARAMETERS as COMMUNITIES
from procedura.analysis.structure.network import PARAMETERS as NETWORK
from procedura.analysis.structure.risks import PARAMETERS as RISKS
from procedura.triples import Subject, decimal

# A condition of one procedure is no hub; gaps say which these are.
_HUB = 2


def quads(structure: Structure, name: str) -> Iterator[Quad]:
    """Yield the named graph of an analysis.

    Args:
        structure: What was found.
        name: A key of `WRITERS`.
    """
    yield from WRITERS[name](structure, ns.analysis(name))


def _communities(structure: Structure, graph: str) -> Iterator[Quad]:
    yield from activity(graph, NETWORK | COMMUNITIES)
    yield from Subject(graph, graph).value("proc:modularity", structure.modularity, "decimal")
    for one in structure.communities:
        about = Subject(_community(one.name), graph)
        yield from about.to("rdf:type", ns.term("Community"))
        yield from about.say("skos:prefLabel", one.name, language="en")
        yield from about.to("proc:hasMember", *_iris(one.members))
        yield from about.to("proc:tellingConcept", *_iris(one.concepts))
        yield from about.to("prov:wasGeneratedBy", graph)


def _central(structure: Structure, graph: str) -> Iterator[Quad]:
    yield from activity(graph, NETWORK | CENTRAL)
    for one in structure.central:
        if one.kind == "procedure" or one.degree >= _HUB:
            about = Subject(one.node.iri, graph)
            yield from about.value("proc:pageRank", decimal(one.page_rank), "decimal")
            if one.betweenness is not None:
                yield from about.value("proc:betweenness", decimal(one.betweenness), "decimal")


def _bridges(structure: Structure, graph: str) -> Iterator[Quad]:
    yield from activity(graph, NETWORK | BRIDGES)
    for one in structure.bridges:
        about = Subject(one.procedure.iri, graph)
        yield from about.value("proc:participation", decimal(one.participation), "decimal")
        yield from about.to("proc:connects", *_iris(one.connects))


def _crossings(structure: Structure, graph: str) -> Iterator[Quad]:
    yield from activity(graph, NETWORK)
    for one in structure.specialties:
        pair = one.one.iri, one.other.iri
        about = about_pair(graph, *pair)
        yield from pair_quads(about, "SpecialtyFinding", *pair, decimal(one.score))
        yield from about.to("proc:tellingConcept", *_iris(one.concepts))


def _risks(structure: Structure, graph: str) -> Iterator[Quad]:
    yield from activity(graph, RISKS)
    for one in structure.risks:
        pair = _community(one.community), one.complication.iri
        about = about_pair(graph, *pair)
        yield from pair_quads(about, "RiskFinding", *pair, decimal(one.share))
        yield from about.value("proc:lift", decimal(one.lift), "decimal")


def _gaps(structure: Structure, graph: str) -> Iterator[Quad]:
    yield from activity(graph, {})
    for one in structure.gaps:
        if one.procedure is None:
            yield from Subject(graph, graph).to("proc:withoutAlternative", one.node.iri)
        else:
            yield from Subject(one.node.iri, graph).to("proc:onlyProcedure", one.procedure.iri)


WRITERS: dict[str, Callable[[Structure, str], Iterator[Quad]]] = {
    "communities": _communities,
    "central": _central,
    "bridges": _bridges,
    "specialties": _crossings,
    "risks": _risks,
    "gaps": _gaps,
}


def _community(name: str) -> str:
    return f"{ns.analysis('communities')}#{ns.slug(name)}"


def _iris(terms: tuple[Term, ...]) -> Iterator[str]:
    return (term.iri for term in terms)
