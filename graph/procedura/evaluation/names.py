"""Which procedure a name means that others use."""

from procedura.evaluation.figures import Share
from procedura.library import ProcedureGraph
from procedura.linking.words import words
from procedura.search import OURS
from procedura.views import Hit

# Names that share fewer of their words than this are not taken for the same procedure.
SAME = 0.5


class Finder:
    """Finds procedures by names, each name once.

    A name is *found* if the first hit of the search is a procedure, and the name that matched has
    at least half of the words of both names together in common with it (Jaccard index of the words'
    stems).
    """

    def __init__(self, graph: ProcedureGraph) -> None:
        self._graph = graph
        self._found: dict[str, str | None] = {}

    def find(self, name: str) -> str | None:
        """Return the IRI of the procedure that a name means, None if it is not found."""
        if name not in self._found:
            hits = self._graph.search(name, limit=1, systems=[OURS])
            good = [hit for hit in hits if hit.kind == "procedure" and _alike(name, hit) >= SAME]
            self._found[name] = good[0].iri if good else None
        return self._found[name]

    @property
    def share(self) -> Share:
        """How many of the names asked for so far were found."""
        return Share(len(self._found) - len(self.missed), len(self._found))

    @property
    def missed(self) -> list[str]:
        """The names that were not found."""
        return sorted(name for name, iri in self._found.items() if not iri)


def _alike(name: str, hit: Hit) -> float:
    ours, theirs = ({word.stem for word in words(text)} for text in (hit.matched, name))
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0
