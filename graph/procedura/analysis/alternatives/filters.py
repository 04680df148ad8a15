"""Which alternatives a patient, a place or a payer leaves."""

from collections.abc import Iterator
from dataclasses import dataclass

from procedura import namespaces as ns
from procedura.analysis.stated.durations import seconds
from procedura.analysis.stated.facts import FactReader, Facts
from procedura.model import Duration


@dataclass(frozen=True, slots=True)
class Filter:
    """What an alternative must be; what is left at its default asks for nothing.

    A fact that is asked for must be stated: a page that gives no duration is no page on a short
    procedure. The exception is `avoid`, since no page states what its procedure does not cause.

    Attributes:
        indication: IRI of a condition that it must be indicated for, or for a narrower or a broader
            one; the procedure asked about need not be.
        less_invasive: Whether its approach must rank lower in `proc:invasiveness`.
        avoid: IRIs of complications: neither them nor a narrower one may be stated of it.
        setting: IRI of a setting that it must be possible in, or in a narrower one.
        maximum_duration: ISO 8601; its longest stated duration must not be longer.
        maximum_stay: ISO 8601; likewise its longest stated stay in hospital.
        system: Prefix of a code system that must have a code for it, exact, narrower or broader.
    """

    indication: str | None = None
    less_invasive: bool = False
    avoid: tuple[str, ...] = ()
    setting: str | None = None
    maximum_duration: str | None = None
    maximum_stay: str | None = None
    system: str | None = None


ANYTHING = Filter()


class Sieve:
    """Applies a filter to alternatives of one procedure.

    Args:
        wanted: What is asked for.
        reader: The graph.
        here: Facts of the procedure asked about.
    """

    def __init__(self, wanted: Filter, reader: FactReader, here: Facts) -> None:
        self._wanted = wanted
        self._reader = reader
        self._here = here
        self._conditions = self._both_ways(wanted.indication)
        self._avoided = {low for one in wanted.avoid for low in reader.narrower(one)}
        self._settings = reader.narrower(wanted.setting) if wanted.setting else None

    def passes(self, there: Facts) -> bool:
        """Whether an alternative is what is asked for.

        Args:
            there: Its facts.
        """
        return all(self._answers(there))

    def _answers(self, there: Facts) -> Iterator[bool]:
        wanted = self._wanted
        if self._conditions is not None:
            yield not self._conditions.isdisjoint(_iris(there, "indications"))
        if wanted.less_invasive:
            yield self._is_less_invasive(there)
        yield self._avoided.isdisjoint(_iris(there, "risks"))
        if self._settings is not None:
            yield not self._settings.isdisjoint(_iris(there, "setting"))
        if wanted.maximum_duration:
            yield _within(there.duration, wanted.maximum_duration)
        if wanted.maximum_stay:
            yield _within(there.stay, wanted.maximum_stay)
        if wanted.system:
            codes = self._reader.targets(there.procedure, "proc:code")
            yield any(ns.split_code(code)[0] == wanted.system for code in codes)

    def _is_less_invasive(self, there: Facts) -> bool:
        mine, theirs = self._reader.invasiveness(self._here), self._reader.invasiveness(there)
        return mine is not None and theirs is not None and theirs < mine

    def _both_ways(self, condition: str | None) -> frozenset[str] | None:
        if condition is None:
            return None
        return self._reader.broader(condition) | self._reader.narrower(condition)


def _iris(facts: Facts, aspect: str) -> set[str]:
    return {term.iri for term in facts.terms.get(aspect, ())}


def _within(stated: Duration, most: str) -> bool:
    return stated.maximum is not None and seconds(stated.maximum) <= seconds(most)
