"""How two procedures hang together: the shortest ways, through what few others share."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from math import log

import networkx as nx

from procedura.analysis.projection import EDGES, procedures, term
from procedura.analysis.stated.evidence import Evidence, EvidenceReader
from procedura.analysis.stated.facts import Term
from procedura.model import SECTIONS

# Nearly everything is done in an operating room by a nurse: such edges connect, but say nothing.
_TELLS_NOTHING = frozenset({"setting", "performer", "purpose", "requires", "similarCode"})
# Edge → what a sentence says of one thing, and of two.
_WORDS = {
    "indicatedFor": ("is indicated for", "are indicated for"),
    "contraindicatedBy": ("has as a contraindication", "have as a contraindication"),
    "mayCause": ("can cause", "can cause"),
    "alternativeTo": ("has as an alternative", "have as an alternative"),
    "alternativeApproach": ("has as an alternative the approach", "have as an alternative"),
    "operation": ("is a kind of", "are a kind of"),
    "bodySite": ("is done on the", "are done on the"),
    "approach": ("is done by the approach", "are done by the approach"),
    "device": ("uses", "use"),
    "guidance": ("is guided by", "are guided by"),
    "specialty": ("belongs to the specialty", "belong to the specialty"),
    "preparesFor": ("prepares for", "prepare for"),
    "follows": ("follows", "follow"),
    "adjunctTo": ("is done in support of", "are done in support of"),
    "stagesFor": ("stages for", "stage for"),
    "variantOf": ("is a coding variant of", "are coding variants of"),
    "exactCode": ("has the code", "have the code"),
    "broader": ("is a kind of", "are a kind of"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a path, in the direction in which it is stated.

    Attributes:
        subject: What it is said of.
        edge: Local name of the property.
        object: What is said.
        evidence: The lines or the front matter that state it; none for what a vocabulary says.
    """

    subject: Term
    edge: str
    object: Term
    evidence: tuple[Evidence, ...] = ()

    def __str__(self) -> str:
        """As a sentence without its full stop."""
        return f"{self.subject.label} {_WORDS[self.edge][0]} {self.object.label}"


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of statements that connects two procedures.

    Attributes:
        steps: Its edges.
        length: Their lengths in sum.
        sentences: The same in plain sentences.
    """

    steps: tuple[Step, ...]
    length: float
    sentences: tuple[str, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The lines that state its steps."""
        return tuple(one for step in self.steps for one in step.evidence)

    @property
    def through(self) -> tuple[str, ...]:
        """Labels of what lies between the two ends."""
        ends = [{step.subject, step.object} for step in self.steps]
        return tuple(next(iter(one & other)).label for one, other in pairwise(ends))


class Ways:
    r"""The ways between procedures.

    .. math:: length(p, c) = 2 - IC(c) / \ln N, \quad IC(c) = -\ln (n_c / N)

    n_c of the N procedures have an edge to concept c: what only one procedure has is 1 away from
    it, what all have is 2 away. Edges between procedures and between concepts are 1 long. Edges
    that connect nearly everything (setting, personnel, purpose, preparation) are left out.

    Args:
        graph: A projection (see `projection.project`), which must not change meanwhile.
    """

    def __init__(self, graph: "nx.MultiDiGraph[str]") -> None:
        self._plain = _plain(graph)

    def between(self, start: str, end: str, limit: int = 3) -> list[Path]:
        """Return the shortest ways from one procedure to another, the shortest first.

        Yen (1971) over the edges without their direction, as `networkx.shortest_simple_paths` has
        it.

        Args:
            start: IRI of a procedure.
            end: IRI of another.
            limit: How many at the most.

        Returns:
            The ways; none where nothing connects the two, or they are the same.
        """
        plain = self._plain
        known = start in plain and end in plain
        if start == end or not known or not nx.has_path(plain, start, end):
            return []
        found = islice(nx.shortest_simple_paths(plain, start, end, weight="length"), limit)
        return [_path(plain, nodes) for nodes in found]


def with_evidence(path: Path, evidence: EvidenceReader) -> Path:
    """Return a path with the lines of pages that state its steps.

    Args:
        path: A path.
        evidence: What the graph states, and what that rests on.
    """
    steps = (replace(step, evidence=_evidence(evidence, step)) for step in path.steps)
    return replace(path, steps=tuple(steps))


def _plain(graph: "nx.MultiDiGraph[str]") -> "nx.Graph[str]":
    own = set(procedures(graph))
    having = {node: len(own & set(graph.pred[node])) for node in graph}
    plain: nx.Graph[str] = nx.Graph()
    order = {edge: number for number, edge in enumerate(EDGES)}
    edges = sorted(graph.edges(keys=True), key=lambda edge: (order.get(edge[2], -1), edge))
    for subject, target, edge in edges:
        if edge not in _TELLS_NOTHING and subject != target and not plain.has_edge(subject, target):
            length = 1.0
            if subject in own and target not in own and len(own) > 1:
                length += log(having[target]) / log(len(own))
            step = Step(term(graph, subject), edge, term(graph, target))
            plain.add_edge(subject, target, length=length, step=step)
    return plain


def _path(plain: "nx.Graph[str]", nodes: list[str]) -> Path:
    steps = [plain.edges[pair]["step"] for pair in pairwise(nodes)]
    length = round(nx.path_weight(plain, nodes, "length"), 4)
    return Path(tuple(steps), length, tuple(_sentences(steps)))


def _sentences(steps: list[Step]) -> Iterator[str]:
    """Yield a sentence for each step; two that say the same of two things make one."""
    ahead = list(steps)
    while ahead:
        one, *ahead = ahead
        if ahead and (ahead[0].edge, ahead[0].object) == (one.edge, one.object):
            other, *ahead = ahead
            pair = f"{one.subject.label} and {other.subject.label}"
            yield f"{pair} {_WORDS[one.edge][1]} {one.object.label}."
        else:
            yield f"{one}."


def _evidence(evidence: EvidenceReader, step: Step) -> tuple[Evidence, ...]:
    """Return the lines about the subject that link to the object and make this edge.

    Where there is none, the front matter says so; that something is broader no page says.
    """
    kinds = [section.kind for section in SECTIONS.values() if step.edge in section.edges.values()]
    told = tuple(
        line
        for kind in kinds
        for line in evidence.lines(step.subject.iri, kind)
        if step.object.iri in evidence.facts.linked(line.statement)
    )
    if told or step.edge == "broader":
        return told
    return evidence.edge(step.subject.iri, step.edge, step.object.iri)
