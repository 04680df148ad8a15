"""What a phrase means that stands in no page, and what it could mean."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from procedura.linking.lines import MUST_LINK, SOUGHT, THRESHOLD, Line
from procedura.linking.linker import Candidate, like, links_of, own_links, with_published
from procedura.linking.published import WANTED, candidates
from procedura.linking.vocabulary import Vocabulary
from procedura.model import AXES, LONGEST, SECTIONS, Link, Statement

# What a phrase may be asked to name → the kind of line that names such things.
_LINES = {
    "condition": "indication",
    "complication": "risk",
    "preparation": "preparation",
    "procedure": "alternative",
    "role": "personnel",
    "setting": "setting",
    **dict.fromkeys((*AXES, "purpose"), "name"),
}
# What may be asked for: what phrases name, or lines of which kind they are.
KINDS = tuple(dict.fromkeys((*_LINES, *MUST_LINK)))
# What imported terms are, and what of ours they may be more exact than.
_PUBLISHED = ("condition", "body-site", "operation", "device")
_PUBLISHED_AS = {"complication": "condition", "procedure": "operation"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means.

    Attributes:
        text: The phrase.
        links: What it was linked to; nothing where it stays open.
        candidates: What it was not linked to but is like, the most similar first.
    """

    text: str
    links: tuple[Link, ...]
    candidates: tuple[Candidate, ...] = ()


def meaning(text: str, kind: str | None, vocabulary: Vocabulary, limit: int = 3) -> Meaning:
    """Return what a phrase means, and what else it is like.

    Args:
        text: The phrase.
        kind: What it names or which kind of line it is, one of `KINDS`; None if it may name
            anything, or several things.
        vocabulary: What it can be linked to.
        limit: How many candidates at the most.
    """
    text = text[:LONGEST]
    if kind is None:
        links = _outermost(_anything(text, vocabulary))
        schemes: Collection[str] = tuple(_LINES)
    elif kind in _LINES:
        links = _named(text, kind, vocabulary)
        schemes = {kind, SOUGHT.get(_LINES[kind], kind)}
    else:
        edges = SECTIONS[kind].edges
        line = Statement(kind, text, 1, 1)
        links = list(links_of(line, vocabulary, edges))
        schemes = {*edges, SOUGHT.get(kind, "")}
    taken = {link.iri for link in links}
    near = _candidates(text, schemes, vocabulary) if limit else []
    others = [one for one in near if one.iri not in taken]
    return Meaning(text, tuple(links), tuple(others[:limit]))


def _named(text: str, scheme: str, vocabulary: Vocabulary) -> list[Link]:
    line = Statement(_LINES[scheme], text, 1, 1)
    links = list(links_of(line, vocabulary, {scheme: scheme}))
    if line.kind == "name" and scheme in WANTED:
        return with_published(links, text, scheme, vocabulary)
    return links


def _anything(text: str, vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield what is named in a text, whatever it is: first our own, then what they don't cover.

    What is only like a name is yielded where the text has none.
    """
    line = Statement("name", text, 1, 1)
    links = list(links_of(line, vocabulary, {scheme: scheme for scheme in _LINES}))
    for scheme in _PUBLISHED:
        same = [link for link in links if _PUBLISHED_AS.get(link.scheme, link.scheme) == scheme]
        others = [link for link in links if link not in same]
        links = others + with_published(same, text, scheme, vocabulary, every=True)
    yield from links
    if not links:
        for scheme, kind in _LINES.items():
            yield from own_links(Line(kind, text, vocabulary), vocabulary, {scheme: scheme})


def _outermost(links: Iterable[Link]) -> list[Link]:
    """Return the links of names that stand inside no longer one; of guesses, only without names."""
    found = list({link.iri: link for link in links}.values())
    sure = [link for link in found if link.method != "ranked"] or found
    matched = {link.matched for link in sure}
    return [
        link
        for link in sure
        if not any(link.matched in other and link.matched != other for other in matched)
    ]


def _candidates(text: str, schemes: Collection[str], vocabulary: Vocabulary) -> list[Candidate]:
    found = {one.iri: one for one in like(text, schemes, vocabulary, THRESHOLD / 2)}
    for scheme in (one for one in WANTED if one in schemes):
        for score, name in candidates(text, scheme, vocabulary):
            one = Candidate(name.iri, vocabulary.title(name.iri), scheme, score)
            found.setdefault(name.iri, one)
    return sorted(found.values(), key=lambda one: -one.score)
