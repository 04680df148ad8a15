"""How much alike two names are, where they don't have just the same words."""

from collections.abc import Collection, Iterator
from itertools import islice, product

from rapidfuzz.distance import OSA

from procedura.linking.words import key, stem, words


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


# Words of pages, and what the published vocabularies say for them: pages speak plain English,
# vocabularies more often Latin and Greek.
_GROUPS = """
    kidney renal; liver hepatic; heart cardiac; lung pulmonary; stomach gastric; brain cerebral;
    bowel intestine intestinal; skin cutaneous; eye ocular; tooth dental; nose nasal;
    womb uterus uterine; windpipe trachea; vein venous; artery arterial; bile biliary;
    urine urinary; spleen splenic; stone calculus lithiasis; narrowing stenosis stricture;
    tumor neoplasm; bleeding hemorrhage; swelling edema; blockage obstruction; fracture break;
    clot thrombus thrombosis; injury damage; leak leakage; rupture tear; scar scarring;
    removal excision resection; widening dilation dilatation; disease disorder; paralysis palsy;
    gullet esophagus esophageal; colon colonic; rectum rectal; anus anal; prostate prostatic;
    aorta aortic; pelvis pelvic; abdomen abdominal; belly abdominal; testis testicle testicular;
    ovary ovarian; larynx laryngeal; pharynx pharyngeal; duodenum duodenal; cornea corneal;
    retina retinal; spine spinal; bronchus bronchial; pleura pleural; peritoneum peritoneal;
    vertebra vertebral; pancreas pancreatic; femur femoral thighbone; tibia tibial shinbone;
    vessel vascular; muscle muscular; bladder vesical; trachea tracheal
"""
_SAME = [group.split() for group in _GROUPS.split(";")]
_OTHERS = {
    own: tuple(sorted({stem(other) for group in _SAME if word in group for other in group} - {own}))
    for word, own in ((word, stem(word)) for group in _SAME for word in group)
}
# Swapping a word for another that means the same may miss a shade.
SWAPPED = 0.95
_MOST_VARIANTS = 16

# They say how bad, how long, how certain or which of several, but not what. Nor do those say what
# it is who say whom it befalls.
MODIFIERS = _stems("""
    active acute advanced all alone asymptomatic bilateral bothersome brief certain chronic
    complex complicated confirmed controlled current difficult disabling documented early existing
    extensive failed frequent high-grade important intractable known large late left local long
    longstanding major massive mild minor moderate multiple new ongoing other painful permanent
    persistent poor possible previous prior prolonged proven rare rarely recent recurrent
    refractory relapsing repeated right serious severe short significant simple single slight
    small some stable sudden suspected symptomatic temporary transient treated troublesome
    uncomplicated uncontrolled unilateral untreated very worsening
    adult baby child children elderly infant men newborn old patient people person pregnancy woman
    women young
""")
# They add nothing to what stands beside them.
LIGHT = _stems("""
    are beforehand condition disease disorder is level nos operation procedure surgery surgical
    therapy treatment unspecified
""")
_LIGHT_WEIGHT = 0.3
# Where a word of weight is missing on one side, the names are related at best.
_MISSING = 0.9
_SURE_LENGTH = 5  # shorter words differ in one letter from too many others

# A word's stem, and how it is spelled.
Spelled = tuple[str, str]


def spelled(phrase: str) -> list[Spelled]:
    """Return the words of a phrase that carry meaning.

    >>> spelled("Stones in the Ureters")
    [('stone', 'stones'), ('uret', 'ureters')]
    """
    return [(word.stem, phrase[word.start : word.end].casefold()) for word in words(phrase)]


def variants(words: Collection[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield keys with words swapped for others that mean the same, and how many were."""
    choices = [(word, *_OTHERS.get(word, ())) for word in words]
    for chosen in islice(product(*choices), 1, _MOST_VARIANTS):
        swapped = sum(own != other for own, other in zip(words, chosen, strict=True))
        yield tuple(sorted(chosen)), swapped


def says_more(one: str, other: str) -> bool:
    """Whether a phrase has all the words of another, and words of weight besides.

    >>> says_more("jaundice of the eye", "jaundice"), says_more("acute jaundice", "jaundice")
    (True, False)
    """
    words, others = set(key(one)), set(key(other))
    return others < words and not words - others <= MODIFIERS | LIGHT


def similarity(
    phrase: Collection[Spelled], name: Collection[Spelled], known: Collection[str]
) -> float:
    """Return how much of two names' words agree: 1 for the same words, 0 for none.

    It is Dice's coefficient (Dice 1945) with words weighted by their length, where a word that
    nobody else uses counts as a misspelling of one that differs in a letter or two.

    Args:
        phrase: The words of a phrase.
        name: The words of a name.
        known: Stems of the words that are in use, which are no misspellings.
    """
    rest, common, missing = list(name), 0.0, []
    for word in phrase:
        best, other = max(((_alike(word, one, known), one) for one in rest), default=(0.0, word))
        if best:
            rest.remove(other)
            common += best * (_weight(word) + _weight(other))
        else:
            missing.append(word)
    missing += rest
    if any(map(_must_agree, missing)):
        return 0.0
    whole = sum(map(_weight, phrase)) + sum(map(_weight, name))
    lacking = _MISSING if any(stem not in LIGHT for stem, _ in missing) else 1.0
    return round(lacking * common / whole, 4) if whole else 0.0


def _must_agree(word: Spelled) -> bool:
    """Whether it is a number or a letter, which tells one kind of a disease from another."""
    return len(word[1]) < 3 or any(letter.isdigit() for letter in word[1])


def _weight(word: Spelled) -> float:
    return _LIGHT_WEIGHT * len(word[0]) if word[0] in LIGHT else float(len(word[0]))


def _alike(word: Spelled, other: Spelled, known: Collection[str]) -> float:
    if word[0] == other[0]:
        return 1.0
    if other[0] in _OTHERS.get(word[0], ()):
        return SWAPPED
    one, two = word[1], other[1]
    longest = max(len(one), len(two))
    if word[0] in known or min(len(one), len(two)) < _SURE_LENGTH or one[0] != two[0]:
        return 0.0
    allowed = 1 if longest <= 8 else 2
    edits = OSA.distance(one, two, score_cutoff=allowed)
    return 1.0 - edits / longest if edits <= allowed else 0.0
