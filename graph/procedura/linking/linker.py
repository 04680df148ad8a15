"""What the lines of a page mean.

Each line is tried in this order, and each link says which way it was found: a curated mapping;
the whole line as an exact label; labels as spans of words inside the line; the most similar
label, if it is similar enough and no other is as similar; then the same among the imported
vocabularies (see `published`); else the phrase stays open. What a curator has rejected is passed
over on every step.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from procedura import namespaces as ns
from procedura.linking.clauses import (
    CIRCUMSTANCE,
    COORDINATION,
    EXCLUSION,
    NEGATION,
    TIME,
    one_name,
)
from procedura.linking.published import CONFIDENCE, Published, find
from procedura.linking.similarity import says_more
from procedura.linking.vocabulary import Label, Vocabulary
from procedura.linking.words import key, words
from procedura.model import SECTIONS, Link, Method, Page, Statement

# Below it, ranked answers are more often wrong than right; those of which the line has not all
# the words, below the second.
THRESHOLD = 0.7
_THRESHOLD_OTHERWISE = 0.8

# No fact is longer. A line of megabytes is kept whole, but is not worth reading to its end.
_LONGEST = 2000
# Where a participle names nothing: the chest is opened in keyhole surgery, too, and wristed
# instruments are in the belly.
_NO_VERBS = ("approach", "body-site")

# Lines of these kinds name something.
MUST_LINK = (
    *("indication", "contraindication", "preparation", "setting", "personnel", "risk"),
    "alternative",
)
# What the lines of a kind name, where no concept of our own fits.
SOUGHT = {
    "indication": "condition",
    "contraindication": "condition",
    "risk": "complication",
    "preparation": "preparation",
    "alternative": "operation",
}
# A code of any system after its prefix, also a pattern; or a CPT or HCPCS number by its look.
_LISTED_CODE = re.compile(
    r"\b(?:([A-Za-z][A-Za-z0-9]*):((?:[A-Za-z0-9]|\[[A-Za-z0-9]+\])+)"
    r"|(\d{4}[0-9A-Z]|[A-V]\d{4})\b)"
)


@dataclass(frozen=True, slots=True)
class OpenPhrase:
    """A line that should have been linked and was not.

    Attributes:
        statement: The line.
        candidates: Labels that come near, the nearest first, with their similarity.
        ambiguous: Whether the candidates fit equally well, rather than not well enough.
    """

    statement: Statement
    candidates: tuple[tuple[float, str], ...]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """A page with its links, and the phrases that stayed open."""

    page: Page
    open: tuple[OpenPhrase, ...]


def link(
    page: Page,
    vocabulary: Vocabulary,
    changed: Collection[str] | None = None,
    published: Published | None = None,
) -> Linked:
    """Link every line of an identified page to what it names.

    Args:
        page: A page that has been identified.
        vocabulary: Labels of concepts and procedures.
        changed: The schemes whose labels are not those that the page was linked with before;
            lines that cannot name anything of theirs keep their links. All if not given.
        published: The imported vocabularies, for lines that name nothing in `vocabulary`.

    Returns:
        The page with links on its statements, and the lines of a kind that should be linked
        that have none.
    """
    statements, still_open = [], []
    for statement in page.statements:
        edges = SECTIONS[statement.kind].edges
        if changed is not None and not edges.keys() & changed:
            statements.append(statement)
            continue
        if statement.kind == "similar-code":
            links = tuple(_codes(statement.text))
        elif edges:
            links = tuple(links_of(statement, vocabulary, edges, page.procedure, published))
        else:
            links = ()
        statements.append(replace(statement, links=links))
        named = {*edges, SOUGHT.get(statement.kind, "")}
        if statement.kind in MUST_LINK and not any(found.scheme in named for found in links):
            still_open.append(_open(statement, vocabulary, tuple(edges)))
    return Linked(replace(page, statements=tuple(statements)), tuple(still_open))


def links_of(
    statement: Statement,
    vocabulary: Vocabulary,
    edges: Mapping[str, str],
    itself: str = "",
    published: Published | None = None,
) -> Iterator[Link]:
    """Yield what one line names.

    Args:
        statement: The line.
        vocabulary: Labels of concepts and procedures.
        edges: Schemes that it may name → the property that it gives, "" in running text.
        itself: IRI of the procedure that the line is about, which it doesn't name.
        published: The imported vocabularies.
    """
    line = _Line(statement.kind, statement.text[:_LONGEST], vocabulary)
    if curated := vocabulary.curated(line.text):
        sought = SOUGHT.get(statement.kind, "")
        for label in curated:
            meant = label._replace(scheme=sought) if sought and label.scheme == "code" else label
            yield _link(meant, vocabulary, "curated", CONFIDENCE["curated"], line.text)
        return
    found: dict[str, Link] = {}
    for scheme, edge in edges.items():
        for label, matched, method, confidence in line.in_scheme(scheme):
            made = _link(label, vocabulary, method, confidence, matched)
            named = statement.kind == "alternative" and _part_of_a_name(made, found.values())
            verb = (not edge or scheme in _NO_VERBS) and _is_participle(label, matched)
            if label.iri != itself and not (named or verb) and (edge or _says_enough(label)):
                found.setdefault(label.iri, made)
    named = list(found.values())
    if published and statement.kind in SOUGHT:
        scheme = SOUGHT[statement.kind]
        named = with_published(named, line.name, scheme, vocabulary, published)
    if statement.kind == "risk":
        named = _at_all_times(line.text, named)
    yield from sorted(named, key=lambda made: (line.text.find(made.matched), made.iri))


def with_published(
    own: Sequence[Link], text: str, scheme: str, vocabulary: Vocabulary, published: Published
) -> list[Link]:
    """Return links to our own concepts with what the imported vocabularies say more exactly.

    Our own concept is not meant where its name is only a part of another's.
    """
    matched = [link.matched for link in own]
    more = list(published_links(text, scheme, vocabulary, published, own=matched))
    meant = [link for link in own if not any(link.matched in other.matched for other in more)]
    return [*meant, *more]


def _at_all_times(text: str, links: list[Link]) -> list[Link]:
    """Return links without what only says when: *fever* in "rash after a fever"."""
    for match in TIME.finditer(text):
        before = [link for link in links if text.find(link.matched) < match.start()]
        if before:
            return before
    return links


def published_links(
    text: str,
    scheme: str,
    vocabulary: Vocabulary,
    published: Published,
    every: bool = False,
    own: Collection[str] = (),
) -> Iterator[Link]:
    """Yield what a text names in the imported vocabularies (see `published.find`)."""
    rejects = vocabulary.rejects
    for name, matched, method, score in find(text, scheme, published, rejects, every, own):
        yield Link(name.iri, vocabulary.title(name.iri), scheme, method, score, matched)


def _says_enough(label: Label) -> bool:
    """Whether a name means the same thing in running text, where it is not asked for.

    A synonym of one word does not: "forceps" may be a stone basket, or anything.
    """
    return label.preferred or len(key(label.text)) > 1


def _is_participle(label: Label, matched: str) -> bool:
    """Whether a verb stands where a name was looked for: "opened" or "openings", not "open"."""
    forms = ("ed", "ing", "ings")
    alone = len(key(label.text)) == 1
    return alone and matched.endswith(forms) and not label.text.endswith(forms)


def _part_of_a_name(link: Link, others: Collection[Link]) -> bool:
    """Whether an approach is only a word of an operation's name, not a class of operations.

    "Open surgery" names a class; "open" in "open ureterolysis" doesn't.
    """
    return link.scheme == "approach" and (
        len(words(link.matched)) < 2 or any(link.matched in other.matched for other in others)
    )


class _Line:
    """A line, and the names of anything that stand in it: found once for all schemes."""

    def __init__(self, kind: str, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self._vocabulary = vocabulary
        self._may_be_ranked = kind in MUST_LINK
        denied = [match.span() for match in NEGATION.finditer(text)]
        if SOUGHT.get(kind) in ("condition", "complication"):
            denied += [match.span() for match in EXCLUSION.finditer(text)]
        self._names = vocabulary.names_inside(
            [
                word
                for word in words(text)
                if not any(start <= word.start < end for start, end in denied)
            ]
        )
        self._reach = self._circumstance() if kind == "alternative" else len(text)
        self.name = text[: self._reach]

    def _circumstance(self) -> int:
        """Return where the name of an alternative ends and the circumstance that decides begins.

        A name may have such a word inside: "radiotherapy for prostate cancer".
        """
        titles = [
            (run[0].start, run[-1].end)
            for run, name in self._names
            if self._vocabulary.named(name, "procedure")
        ]
        for match in CIRCUMSTANCE.finditer(self.text):
            if not any(start < match.start() and match.end() < end for start, end in titles):
                return match.start()
        return len(self.text)

    def in_scheme(self, scheme: str) -> Iterator[tuple[Label, str, Method, float]]:
        """Yield the labels of one scheme, each with its words, the method and the confidence."""
        exact = self._kept(self.text, self._vocabulary.named(key(self.text), scheme))
        whole = self.text.rstrip(" .")
        if len(exact) == 1 and one_name(self.text, exact[0].text):
            yield exact[0], whole, "exact", CONFIDENCE["exact"]
            return
        spans: dict[str, tuple[Label, str]] = {}
        for label, matched in self._spans(scheme):
            if self._kept(matched, [label]):
                spans.setdefault(label.iri, (label, matched))
        for label, matched in spans.values():
            yield label, matched, "span", CONFIDENCE["span"]
        if not spans and not exact and self._may_be_ranked:
            ranked = self._vocabulary.ranked(self.text, (scheme,), THRESHOLD)
            best = [pair for pair in ranked if self._kept(self.text, [pair[1]])][:2]
            if best and not self._is_like(*best[0]):
                return
            if best and (len(best) == 1 or best[1][0] < best[0][0]):
                yield best[0][1], whole, "ranked", best[0][0]

    def _is_like(self, score: float, label: Label) -> bool:
        contained = set(key(label.text)) <= set(key(self.text))
        more = says_more(label.text, self.text)
        return contained or (score >= _THRESHOLD_OTHERWISE and not more)

    def _kept(self, text: str, labels: list[Label]) -> list[Label]:
        """Return the labels that no curator has rejected for some words, or for the line."""
        keeps = self._vocabulary.keeps
        return [one for one in labels if keeps(text, one) and keeps(self.text, one)]

    def _spans(self, scheme: str) -> Iterator[tuple[Label, str]]:
        """Yield the labels inside the line: the longest first, none inside another."""
        taken: set[int] = set()
        for run, name in self._names:
            places = {word.start for word in run}
            if run[0].start >= self._reach or taken & places:
                continue
            inside = self.text[run[0].start : run[-1].end]
            labels = self._kept(inside, self._vocabulary.named(name, scheme))
            if len(labels) == 1 and one_name(inside, labels[0].text):
                taken |= places
                yield labels[0], inside
        yield from _shared_words(self.text[: self._reach], self._vocabulary, scheme)


def _shared_words(text: str, vocabulary: Vocabulary, scheme: str) -> Iterator[tuple[Label, str]]:
    """Yield labels that a coordination spells out once for several things.

    "Injury to the bowel, spleen or liver" names a spleen injury, "ureteral or bladder injury"
    a ureteral injury.
    """
    parts = COORDINATION.split(NEGATION.sub("", text))
    if len(parts) < 2:
        return
    first, last = words(parts[0]), words(parts[-1])
    for part in parts:
        inner = [word.stem for word in words(part)]
        for shared in (first[:1], last[-1:]):
            whole = tuple(sorted([*inner, *(word.stem for word in shared)]))
            labels = vocabulary.named(whole, scheme) if len(whole) > len(inner) else []
            if len(labels) == 1 and inner and shared[0].stem not in inner:
                yield labels[0], part.strip(" .")


def _codes(text: str) -> Iterator[Link]:
    """Yield the codes that a line of the section on similar codes lists."""
    for match in _LISTED_CODE.finditer(text):
        notation = match[2] or match[3]
        system = (match[1] or ("CPT" if notation[0].isdigit() else "HCPCS")).upper()
        if system in ns.CODE_SYSTEMS:
            iri, curie = ns.code(system, notation), f"{system}:{notation}"
            yield Link(iri, curie, "code", "code", CONFIDENCE["code"], match[0])


def _link(
    label: Label, vocabulary: Vocabulary, method: Method, confidence: float, matched: str
) -> Link:
    preferred = vocabulary.preferred(label.iri) or label
    return Link(label.iri, preferred.text, label.scheme, method, confidence, matched)


def _open(statement: Statement, vocabulary: Vocabulary, schemes: Collection[str]) -> OpenPhrase:
    text = statement.text[:_LONGEST]
    ranked = [
        (score, label)
        for score, label in vocabulary.ranked(text, schemes)
        if vocabulary.keeps(text, label)
    ][:3]
    ambiguous = len(ranked) > 1 and ranked[0][0] >= THRESHOLD and ranked[0][0] == ranked[1][0]
    candidates = tuple(
        (score, (vocabulary.preferred(label.iri) or label).text) for score, label in ranked
    )
    return OpenPhrase(statement, candidates, ambiguous)
