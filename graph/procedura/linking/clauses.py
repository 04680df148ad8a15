"""What of a line is a name, and where another clause begins."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from procedura.linking.words import Word, words

# What follows is what the line is *not* about, up to the end of the clause.
NEGATION = re.compile(
    r"\b(?:without|no|not|unless|except|rather than|instead of|absence of|ruled out)\b[^,;.]*",
    re.IGNORECASE,
)
_CLAUSE = r"(?:once|when|whom|if|as|since|because)"
# A condition that is excluded is not what a line is about, either.
_EXCLUSION = re.compile(
    rf"(?:^|[,;.]|\b{_CLAUSE}\b)(?:(?!\b{_CLAUSE}\b)[^,;.])*"
    r"\b(?:is|are|was|were|been) (?:excluded|ruled out|no (?:cause|reason))\b[^,;.]*",
    re.IGNORECASE,
)
# Where an alternative's name ends and the circumstance that decides begins.
CIRCUMSTANCE = re.compile(
    r"[;:(]|,? (?:for|when|if|which|where|because|after|before|as|is|may|can|in|that)\b",
    re.IGNORECASE,
)
# What follows says when.
TIME = re.compile(
    r"\b(?:after|before|since|until|within (?:\w+ )?(?:hours|days|weeks|months|years) of)\b",
    re.IGNORECASE,
)
COORDINATION = re.compile(r",\s*(?:or|and)?\s+|\s+(?:or|and|and/or)\s+|/", re.IGNORECASE)

# What follows says when, why or how large, not what.
_AFTERTHOUGHT = re.compile(
    r"[;:()]|\.\s|\s[-\u2013\u2014]\s|(?<=[^s]s )\w{3,}ing\b|\b(?:"
    r"after|although|as|because|before|caused by|causing|despite|due to|during|following|for|if"
    r"|involving|lasting|leading to|needing|related to|requiring|resulting|secondary to|seen|since"
    r"|so|that|through|until|using|when|where|which|while|who|whose|with"
    r"|(?:larger|smaller|greater|longer|less|more|older|younger) than"
    r"|(?:refractory|resistant|unresponsive) to"
    r"|is|are|was|were|has|have|can|may|might|must)\b",
    re.IGNORECASE,
)
# What follows belongs to the name, but is not its head: "stones *in the kidney*".
_BINDING = re.compile(
    r"\b(?:about|around|at|behind|between|from|in|inside|into|near|of|on|over|to|under|within)\b",
    re.IGNORECASE,
)


def one_name(text: str, label: str) -> bool:
    """Whether words that a label has stand together as one name.

    They don't where a clause ends between them, nor where they are joined by a word that the
    label doesn't have: "ureteroscopy or laser lithotripsy" is not "ureteroscopy with laser
    lithotripsy".
    """
    if re.search(r"[;:]|\. ", text.rstrip(" .")):
        return False
    return not COORDINATION.search(text) or bool(COORDINATION.search(label))


class NounPhrase(NamedTuple):
    """The words of one thing that a line speaks of.

    Attributes:
        words: Its words, in order.
        head: The place in `words` of the word that says what it is, the others say which:
            *stones* in "large stones of the kidney".
    """

    words: tuple[Word, ...]
    head: int


def noun_phrases(text: str, every: bool = False) -> list[NounPhrase]:
    """Return the things that a line speaks of, without what is only said of them.

    >>> [[word.stem for word in one.words] for one in noun_phrases("Stones or scars of the ureter")]
    [['stone'], ['scar', 'uret']]

    Args:
        text: The line.
        every: Whether to return also what stands after "for", "with" and the like.
    """
    found: list[NounPhrase] = []
    plain = affirmed(text)
    for begin, end in _pieces(_AFTERTHOUGHT, plain):
        if found and not every:
            break
        for start, stop in _pieces(COORDINATION, plain[begin:end]):
            found += _noun_phrase(plain, begin + start, begin + stop)
    return found


def _noun_phrase(text: str, start: int, end: int) -> Iterator[NounPhrase]:
    """Yield the thing that a piece of a line speaks of, if it has words."""
    inside = text[start:end]
    found = tuple(Word(one.stem, one.start + start, one.end + start) for one in words(inside))
    places = [*(match.start() + start for match in _BINDING.finditer(inside)), end]
    before = (sum(word.end <= place for word in found) for place in places)
    if found:
        yield NounPhrase(found, next(filter(None, before)) - 1)


def first_clause(text: str) -> str:
    """Return a line up to where another clause begins.

    >>> first_clause("Hyperparathyroidism, primary, with kidney stones")
    'Hyperparathyroidism, primary'
    """
    plain = affirmed(text)
    start, end = _pieces(_AFTERTHOUGHT, plain)[0]
    return plain[start:end].strip(" ,.")


def affirmed(text: str, excluded: bool = True) -> str:
    """Return a line with blanks for what it is not about.

    Args:
        text: The line.
        excluded: Whether that is also a condition that it says to be excluded.
    """
    for denied in (_EXCLUSION, NEGATION) if excluded else (NEGATION,):
        text = denied.sub(lambda match: " " * len(match[0]), text)
    return text


def _pieces(separator: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return where the pieces between separators begin and end."""
    borders = [place for match in separator.finditer(text) for place in match.span()]
    places = [0, *borders, len(text)]
    return list(zip(places[::2], places[1::2], strict=True))
