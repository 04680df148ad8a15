"""Which alternatives a patient, a place or a payer leaves."""

from collections.abc import Callable, Iterator
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


def sieve(wanted: Filter, reader: FactReader, here: Facts) -> Callable[[Facts], bool]:
    """Return what tells from its facts whether an alternative is what is asked for.

    Args:
        wanted: What is asked for.
        reader: The graph.
        here: Facts of the procedure asked about.
    """
    condition, setting = wanted.indication, wanted.setting
    conditions = {*reader.broader(condition), *reader.narrower(condition)} if condition else None
    settings = reader.narrower(setting) if setting else None
    avoided = {low for one in wanted.avoid for low in reader.narrower(one)}

    def answers(there: Facts) -> Iterator[bool]:
        if conditions is not None:
            yield not conditions.isdisjoint(_iris(there, "indications"))
        if wanted.less_invasive:
            mine, theirs = map(reader.invasiveness, (here, there))
            yield mine is not None and theirs is not None and theirs < mine
        yield avoided.isdisjoint(_iris(there, "risks"))
        if settings is not None:
            yield not settings.isdisjoint(_iris(there, "setting"))
        if wanted.maximum_duration:
            yield _within(there.duration, wanted.maximum_duration)
        if wanted.maximum_stay:
            yield _within(there.stay, wanted.maximum_stay)
        if wanted.system:
            codes = reader.targets(there.procedure, "proc:code")
            yield any(ns.split_code(code)[0] == wanted.system for code in codes)

    return lambda there: all(answers(there))


def _iris(facts: Facts, aspect: str) -> set[str]:
    return {term.iri for term in facts.terms.get(aspect, ())}


def _within(stated: Duration, most: str) -> bool:
    return stated.maximum is not None and seconds(stated.maximum) <= seconds(most)
