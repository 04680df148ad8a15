"""Which procedure a name means that others use."""

from procedura.evaluation.figures import Share
from procedura.library import ProcedureGraph
from procedura.linking.words import words
from procedura.search import OURS
from procedura.views import Hit

# Names that share no more of their words than this are not taken for the same procedure.
SAME = 0.5
_TRIED = 5


class Finder:
    """Finds procedures by names, each name once for each context.

    A name means the first of five hits of the search whose matching name says no more than the name
    and its context do, and that has more than half of the words of both together in common with it
    (Jaccard index of the words' stems, those of the context left out). So "deep brain stimulation"
    for Parkinson disease is not the deep brain stimulation for tremor that a graph has.
    """

    def __init__(self, graph: ProcedureGraph) -> None:
        self._graph = graph
        self._found: dict[tuple[str, str], str | None] = {}

    def find(self, name: str, context: str = "") -> str | None:
        """Return the IRI of the procedure that a name means, None if it is not found.

        Args:
            name: What others call it.
            context: What they do it for.
        """
        if (name, context) not in self._found:
            hits = self._graph.search(name, limit=_TRIED, systems=[OURS], kinds=["procedure"])
            good = (hit.iri for hit in hits if _same(name, context, hit))
            self._found[name, context] = next(good, None)
        return self._found[name, context]

    @property
    def share(self) -> Share:
        """How many of the names asked for so far were found, in some context."""
        names = {name for name, _ in self._found}
        return Share(len(names) - len(self.missed), len(names))

    @property
    def missed(self) -> list[str]:
        """The names that were found in no context."""
        found = {name for (name, _), iri in self._found.items() if iri}
        return sorted({name for name, _ in self._found} - found)


def _same(name: str, context: str, hit: Hit) -> bool:
    asked, around, matched = (
        {word.stem for word in words(text)} for text in (name, context, hit.matched)
    )
    both = asked | (matched - around)
    return matched <= asked | around and len(asked & matched) > SAME * len(both)
