"""Where a thing is to be found: on this server, or elsewhere."""

from collections.abc import Iterable

from procedura import namespaces as ns
from procedura.analysis.stated.evidence import Evidence
from procedura.export.rdf import FORMATS

# The formats of RDF that each thing is told in; a browser is offered them in this order.
RDF = {name: FORMATS[name] for name in ("turtle", "jsonld", "ntriples", "rdfxml")}
_HOME = ns.BASE.rstrip("/")


def path(iri: str) -> str:
    """Return the path of a thing of ours on this server; "" of anything else.

    >>> path("https://w3id.org/procedura/code/ICD10PCS/0TC%5B01%5D3ZZ")
    '/code/ICD10PCS/0TC%5B01%5D3ZZ'
    >>> path("http://id.nlm.nih.gov/mesh/D053040")
    ''
    """
    return iri.removeprefix(_HOME) if iri.startswith(ns.BASE) else ""


def elsewhere(address: str) -> str:
    """Return an address if a browser may be sent there, "" of anything else.

    >>> elsewhere("javascript:alert(1)"), elsewhere("https://doi.org/10.1111/bju.12373")
    ('', 'https://doi.org/10.1111/bju.12373')
    """
    return address if ns.is_address(address) else ""


def places(evidence: Iterable[Evidence]) -> list[tuple[str, list[Evidence]]]:
    """Return evidence by the file that it stands in, each line of a file once, in order."""
    found: dict[str, dict[int, Evidence]] = {}
    for one in evidence:
        found.setdefault(one.source, {}).setdefault(one.line or 0, one)
    return [(source, [lines[at] for at in sorted(lines)]) for source, lines in found.items()]
