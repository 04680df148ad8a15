"""What was found of alternatives, as quads in a named graph of its own."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Quad, Store

from procedura import namespaces as ns
from procedura.analysis.alternatives.finding import PARAMETERS, AlternativeFinding, Exclusion
from procedura.analysis.findings import about_pair, activity, pair_quads
from procedura.store import select

GRAPH = ns.analysis("alternatives")


def quads(found: Iterable[AlternativeFinding | Exclusion], store: Store) -> Iterator[Quad]:
    """Yield the named graph of alternatives and of what is left out.

    Args:
        found: What was found.
        store: The graph, with the lines that name alternatives.
    """
    yield from activity(GRAPH, PARAMETERS)
    naming = _naming(store)
    for one in found:
        pair = one.subject, one.other
        about = about_pair(GRAPH, *pair)
        yield from about.to("proc:sharedIndication", *one.shared)
        if isinstance(one, Exclusion):
            yield from pair_quads(about, "ExclusionFinding", *pair, one.score)
            yield from about.to("proc:exclusionReason", ns.term(one.reason))
            continue
        yield from pair_quads(about, "AlternativeFinding", *pair, one.score)
        yield from about.to("proc:basis", ns.term(one.basis))
        yield from about.to("proc:alternativeKind", ns.term(one.kind))
        yield from about.value("proc:prominenceScore", one.prominence, "decimal")
        yield from about.value("proc:overlapScore", one.overlap, "decimal")
        yield from about.value("proc:likenessScore", one.likeness, "decimal")
        statements = {*naming.get(pair, ()), *naming.get(pair[::-1], ())}
        yield from about.to("prov:wasDerivedFrom", *sorted(statements))


def _naming(store: Store) -> dict[tuple[str, str], list[str]]:
    """Return pairs of procedures → the statements that name the second under the first."""
    rows = select(
        store,
        """SELECT DISTINCT ?subject ?other ?statement WHERE {
             { ?subject proc:hasAlternative ?statement .
               ?statement proc:hasLink/proc:target ?other . ?other a proc:Procedure }
             UNION { ?subject proc:hasAlternative ?statement ; proc:alternativeApproach ?class .
                     ?statement proc:concept ?class .
                     ?other proc:approach/skos:broader* ?class }
           } ORDER BY ?subject ?other ?statement""",
    )
    naming: dict[tuple[str, str], list[str]] = {}
    for subject, other, statement in rows:
        naming.setdefault((subject.value, other.value), []).append(statement.value)
    return naming
