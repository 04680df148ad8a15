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
from procedura.linking.clauses import TIME
from procedura.linking.lines import MUST_LINK, SOUGHT, THRESHOLD, Line
from procedura.linking.published import find
from procedura.linking.vocabulary import Label, Vocabulary
from procedura.linking.words import key, words
from procedura.model import CONFIDENCE, LONGEST, SECTIONS, Link, Method, Page, Statement

# Where a participle names nothing: the chest is opened in keyhole surgery, too, and wristed
# instruments are in the belly.
_NO_VERBS = ("approach", "body-site")

# A code of any system after its prefix; or a number of CPT or HCPCS by its look.
_LISTED_CODE = re.compile(
    rf"\b(?:{ns.CURIE}|(?P<cpt>\d{{4}}[0-9AFMTU])\b|(?P<hcpcs>[A-V]\d{{4}})\b)"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that a phrase may mean.

    Attributes:
        iri: The concept, procedure or code.
        label: Its preferred label.
        scheme: ``condition``, ``procedure`` …: what it is, or stands for.
        score: How much its name is like the phrase, 0 to 1.
    """

    iri: str
    label: str
    scheme: str
    score: float


@dataclass(frozen=True, slots=True)
class OpenPhrase:
    """A line that should have been linked and was not.

    Attributes:
        statement: The line.
        candidates: What comes near, the nearest first.
        ambiguous: Whether the candidates fit equally well, rather than not well enough.
    """

    statement: Statement
    candidates: tuple[Candidate, ...]
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """A page with its links, and the phrases that stayed open."""

    page: Page
    open: tuple[OpenPhrase, ...]


def link(page: Page, vocabulary: Vocabulary, changed: Collection[str] | None = None) -> Linked:
    """Link every line of an identified page to what it names.

    Args:
        page: A page that has been identified.
        vocabulary: What phrases can be linked to.
        changed: The schemes whose labels are not those that the page was linked with before;
            lines that cannot name anything of theirs keep their links. All if not given.

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
            links = tuple({code.iri: code for code in _codes(statement.text)}.values())
        elif edges:
            links = tuple(links_of(statement, vocabulary, edges, page.procedure))
        else:
            links = ()
        statements.append(replace(statement, links=links))
        named = {*edges, SOUGHT.get(statement.kind, "")}
        if statement.kind in MUST_LINK and not any(found.scheme in named for found in links):
            still_open.append(_open(statement, vocabulary, tuple(edges)))
    return Linked(replace(page, statements=tuple(statements)), tuple(still_open))


def links_of(
    statement: Statement, vocabulary: Vocabulary, edges: Mapping[str, str], itself: str = ""
) -> Iterator[Link]:
    """Yield what one line names.

    Args:
        statement: The line.
        vocabulary: What phrases can be linked to.
        edges: Schemes that it may name → the property that it gives, "" in running text.
        itself: IRI of the procedure that the line is about, which it doesn't name.
    """
    line = Line(statement.kind, statement.text[:LONGEST], vocabulary)
    if curated := vocabulary.curated(line.text):
        sought = SOUGHT.get(statement.kind, "")
        for label in curated:
            meant = label._replace(scheme=sought) if sought and label.scheme == "code" else label
            yield _link(meant, vocabulary, "curated", CONFIDENCE["curated"], line.text)
        return
    links = own_links(line, vocabulary, edges, itself)
    if scheme := SOUGHT.get(statement.kind):
        links = with_published(links, line.name, scheme, vocabulary)
    if statement.kind == "risk":
        links = _at_all_times(line.text, links)
    yield from sorted(links, key=lambda made: (line.text.find(made.matched), made.iri))


def own_links(
    line: Line, vocabulary: Vocabulary, edges: Mapping[str, str], itself: str = ""
) -> list[Link]:
    """Return links to what of ours a line names; the arguments are those of `links_of`."""
    found: dict[str, Link] = {}
    for scheme, edge in edges.items():
        for label, matched, method, confidence in line.in_scheme(scheme):
            made = _link(label, vocabulary, method, confidence, matched)
            named = line.kind == "alternative" and _part_of_a_name(made, found.values())
            verb = (not edge or scheme in _NO_VERBS) and _is_participle(label, matched)
            if label.iri != itself and not (named or verb) and (edge or _says_enough(label)):
                found.setdefault(label.iri, made)
    return list(found.values())


def with_published(
    own: Sequence[Link], text: str, scheme: str, vocabulary: Vocabulary, every: bool = False
) -> list[Link]:
    """Return links to our own concepts with what the imported vocabularies say more exactly.

    Our own concept is not meant where its name is only a part of another's. The arguments are
    those of `published.find`.
    """
    more = [
        Link(name.iri, vocabulary.title(name.iri), scheme, method, score, words)
        for name, words, method, score in find(
            text, scheme, vocabulary, every, [link.matched for link in own]
        )
    ]
    meant = [link for link in own if not any(link.matched in other.matched for other in more)]
    return [*meant, *more]


def _at_all_times(text: str, links: list[Link]) -> list[Link]:
    """Return links without what only says when: *fever* in "rash after a fever"."""
    for match in TIME.finditer(text):
        before = [link for link in links if text.find(link.matched) < match.start()]
        if before:
            return before
    return links


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


def _codes(text: str) -> Iterator[Link]:
    """Yield the codes that a line of the section on similar codes lists."""
    for match in _LISTED_CODE.finditer(text):
        system = (match.lastgroup or "").upper()
        if code := ns.parse_curie(f"{system}:{match[0]}" if system else match[0]):
            iri, curie = ns.code(*code), ":".join(code)
            yield Link(iri, curie, "code", "code", CONFIDENCE["code"], match[0])


def _link(
    label: Label, vocabulary: Vocabulary, method: Method, confidence: float, matched: str
) -> Link:
    return Link(label.iri, vocabulary.title(label.iri), label.scheme, method, confidence, matched)


def _open(statement: Statement, vocabulary: Vocabulary, schemes: Collection[str]) -> OpenPhrase:
    near = tuple(like(statement.text[:LONGEST], schemes, vocabulary)[:3])
    ambiguous = len(near) > 1 and near[0].score == near[1].score >= THRESHOLD
    return OpenPhrase(statement, near, ambiguous)


def like(
    text: str, schemes: Collection[str], vocabulary: Vocabulary, least: float = 0.0
) -> list[Candidate]:
    """Return what of ours has a name like a phrase, the most similar first.

    The arguments are those of `Vocabulary.ranked`; what a curator has rejected is left out.
    """
    return [
        Candidate(label.iri, vocabulary.title(label.iri), label.scheme, score)
        for score, label in vocabulary.ranked(text, schemes, least)
        if vocabulary.keeps(text, label)
    ]
