"""Which imported codes the pages' codes and patterns of codes stand for.

A page lists ``0TC[01]3ZZ``; a release lists ``0TC03ZZ``. That the one stands for the other is
written into the graph, so that what is known of a procedure is found from each of its codes.
"""

import re
from collections.abc import Iterator
from itertools import product

from pyoxigraph import Quad, Store

from procedura import namespaces as ns
from procedura.analysis.findings import activity
from procedura.analysis.stated.facts import FactReader
from procedura.releases import releases
from procedura.triples import Subject

COVERAGE = ns.analysis("coverage")
_PLACE = re.compile(r"\[([^\]]+)\]|(.)")
# How a procedure has a pattern → how it has each of the codes that the pattern stands for.
_OF_PATTERN = {
    "exactCode": "narrowerCode",
    "narrowerCode": "narrowerCode",
    "broaderCode": "broaderCode",
}


def expand(pattern: str) -> Iterator[str]:
    """Yield the codes that a pattern stands for, whether or not they exist.

    >>> list(expand("0TC[01]3ZZ"))
    ['0TC03ZZ', '0TC13ZZ']
    """
    places = [match[1] or match[2] for match in _PLACE.finditer(pattern)]
    return map("".join, product(*places))


def covered_codes(store: Store) -> Iterator[Quad]:
    """Yield which imported codes the patterns of the pages stand for.

    A procedure has each of them as its pages have the pattern; of several codes that together
    mean the procedure, each is narrower.

    Args:
        store: The graph, with its pages and its releases.
    """
    reader = FactReader(store)
    imported = {one.system for one in releases(store)}
    found = reader.subjects("rdf:type", ns.term("CodePattern"))
    patterns = [one for one in found if ns.split_code(one)[0] in imported]
    if patterns:
        yield from activity(COVERAGE, {})
    for pattern in patterns:
        system, notation = ns.split_code(pattern)
        for code in (ns.code(system, one) for one in expand(notation)):
            if _may_be_assigned(reader, code):
                yield from _covered(reader, code, pattern)


def _may_be_assigned(reader: FactReader, code: str) -> bool:
    """Whether a release has a code, and not as a heading."""
    return bool(reader.one(code, "proc:kind")) and not reader.one(code, "proc:assignable")


def _covered(reader: FactReader, code: str, pattern: str) -> Iterator[Quad]:
    yield from Subject(code, COVERAGE).to("proc:matchesPattern", pattern)
    for relation, given in _OF_PATTERN.items():
        for procedure in reader.subjects(f"proc:{relation}", pattern):
            yield from Subject(procedure, COVERAGE).to("proc:code", code)
            yield from Subject(procedure, COVERAGE).to(f"proc:{given}", code)
