"""Answers in plain sentences, each built from what the graph states."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from procedura.analysis.comparison import NOT_STATED, Difference
from procedura.analysis.durations import seconds
from procedura.analysis.facts import FactReader, Facts, Term


def reasons(
    reader: FactReader,
    here: Facts,
    there: Facts,
    shared: Collection[Term],
    differing: Iterable[Difference],
    evidence: Collection[str],
) -> Iterator[str]:
    """Yield why a procedure is an alternative to another, and what differs.

    Args:
        reader: The graph.
        here: Facts of the procedure asked about.
        there: Facts of the alternative.
        shared: Conditions that both are indicated for.
        differing: In what they differ.
        evidence: IRIs of the statements that name the one under the other.
    """
    for statement in evidence:
        yield _said(reader, here, there, statement)
    if not evidence:
        yield "No page names it: it is inferred from what both are for."
    if shared:
        yield f"Both are indicated for {_list(term.label for term in shared)}."
    else:
        yield "The pages state no indication that both share."
    by_aspect = {difference.aspect: difference for difference in differing}
    for aspect in ("approach", "operation", "body site", "setting"):
        if aspect in by_aspect:
            yield _sentence(str(by_aspect[aspect]))
    yield from _invasiveness(reader, here, there)
    if "duration" in by_aspect:
        yield _duration(here, there, by_aspect["duration"])
    if "risks" in by_aspect:
        yield from _risks(by_aspect["risks"])


def resemblance(stated: Mapping[str, object], differing: Collection[Difference]) -> str:
    """Return in one sentence which axes two things share and which differ.

    Args:
        stated: Axis, as people read it → what is stated of the one asked about.
        differing: The axes that differ.
    """
    unlike = {difference.aspect for difference in differing}
    same = [axis for axis in stated if axis not in unlike]
    parts = [f"same {_list(same)}"] if same else []
    parts += [f"{difference.aspect} differs: {_sides(difference)}" for difference in differing]
    return _sentence("; ".join(parts) or "nothing is stated of the axes of either")


def _said(reader: FactReader, here: Facts, there: Facts, statement: str) -> str:
    page = reader.one(statement, "prov:wasDerivedFrom")
    source, line = reader.one(page, "dcterms:source"), reader.one(statement, "proc:line")
    text = reader.one(statement, "proc:text")
    speaker, named = (
        (here, there) if here.procedure == reader.one(page, "proc:describes") else (there, here)
    )
    targets = {
        reader.one(link, "proc:target") for link in reader.targets(statement, "proc:hasLink")
    }
    names = "names it" if speaker is here else f"names {named.label}"
    whose = f"The page on {speaker.label}" if speaker is here else "Its own page"
    how = names if named.procedure in targets else f"{names} by its class of operation"
    return f'{whose} {how} as an alternative: "{text}" ({source}, line {line}).'


def _invasiveness(reader: FactReader, here: Facts, there: Facts) -> Iterator[str]:
    mine, theirs = reader.invasiveness(here), reader.invasiveness(there)
    if mine is not None and theirs is not None and mine != theirs:
        yield f"Its approach is {'less' if theirs < mine else 'more'} invasive."


def _duration(here: Facts, there: Facts, difference: Difference) -> str:
    sides = f"{_words(difference.there)} instead of {_words(difference.here)}"
    if here.maximum and there.maximum and seconds(here.maximum) != seconds(there.maximum):
        word = "less" if seconds(there.maximum) < seconds(here.maximum) else "more"
        return f"It takes {word} time: {sides}."
    return f"Duration: {sides}."


def _risks(difference: Difference) -> Iterator[str]:
    if difference.here is None or difference.there is None:
        yield f"Risks: {_words(difference.there)} instead of {_words(difference.here)}."
        return
    if difference.here:
        yield f"Its page does not state the risk of {_list(difference.here)}."
    if difference.there:
        yield f"It adds the risk of {_list(difference.there)}."


def _sides(difference: Difference) -> str:
    return f"{_words(difference.there)} instead of {_words(difference.here)}"


def _words(stated: tuple[str, ...] | None) -> str:
    return NOT_STATED if stated is None else _list(stated) or "none beyond the shared"


def _list(words: Iterable[str]) -> str:
    *most, last = [*words] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
