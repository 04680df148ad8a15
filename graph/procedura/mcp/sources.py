"""What an answer rests on: each line of a page, page or code once, with a number."""

from collections.abc import Iterable

from procedura import namespaces as ns
from procedura.analysis.codes.reader import Coded
from procedura.analysis.similar.codes import SimilarCode
from procedura.analysis.stated.evidence import Evidence
from procedura.analysis.stated.reasons import Reason
from procedura.mcp.answers import Claim, Source


class Sources:
    """Collects what an answer rests on."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, str], int] = {}

    def claim(self, reason: Reason) -> Claim:
        """Return a reason as a claim."""
        cited = [self._number(str(one), one.statement, one.text) for one in reason.evidence]
        return Claim(text=str(reason), sources=cited)

    def places(self, found: Iterable[Evidence]) -> list[int]:
        """Return the numbers of lines and whole pages (see `EvidenceReader.cited`)."""
        return [
            self._number(str(one) if one.line else one.source, one.statement, one.text)
            for one in found
        ]

    def codes(self, asked: Coded, other: SimilarCode) -> Claim:
        """Return what tells two codes apart as a claim; it rests on their own names and axes."""
        curie = ns.curie(other.code)
        cited = [
            self._number(asked.curie, asked.code, asked.label),
            self._number(curie, other.code, other.label),
        ]
        return Claim(text=f"{other.reason} [{asked.curie}; {curie}]", sources=cited)

    def listed(self) -> list[Source]:
        """Return all of them, in the order of their numbers."""
        return [
            Source(number=number, place=place, iri=iri, text=text)
            for (place, iri, text), number in self._numbers.items()
        ]

    def _number(self, place: str, iri: str, text: str) -> int:
        return self._numbers.setdefault((place, iri, text), len(self._numbers) + 1)
