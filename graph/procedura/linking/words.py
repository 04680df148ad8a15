"""Words of a phrase, reduced to what they share with other spellings of the same phrase."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer import stemmer

_STEMMER = stemmer("english")
WORD = re.compile(r"[^\W_]+(?:\.\d+)?")

# British and Latin spellings, and Latin plurals, that the stemmer does not know.
_SPELLINGS = [
    (re.compile("ae(?=[cdmstv])"), "e"),  # paediatric, faecal, anaesthesia, haemorrhage
    (re.compile("oe(?=[adlmt]|s[aot])"), "e"),  # oedema, coeliac, foetus, oesophagus, diarrhoea
    (re.compile("our(?=s?$)"), "or"),  # tumour
    (re.compile("([bt])re(?=s?$)"), r"\1er"),  # goitre, fibre
    (re.compile("is(?=(?:ation|ing|ed)s?$)"), "iz"),  # embolisation
    (re.compile("sulph"), "sulf"),
    (re.compile("(calcul|embol|thromb|bronch|fung)i$"), r"\1us"),
    (re.compile("(o|y|e|sta)ses$"), r"\1sis"),
    (re.compile("([a-z]{3})ae$"), r"\1a"),
    (re.compile("diverticula$"), "diverticulum"),
    (re.compile("cal[iy]ces$"), "calyx"),
]

# They carry no meaning of their own: "stone in the kidney" is "kidney stone".
STOP_WORDS = frozenset(
    "a an and any at by for from in its of on or s the to with your".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries meaning, and where it stands in the phrase (start, end)."""

    stem: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of one word: Porter's English stemmer (Porter 2001, Snowball).

    >>> stem("Ureteral") == stem("ureters"), stem("calculi") == stem("calculus")
    (True, True)
    >>> stem("haematomas")
    'hematoma'
    >>> stem("early") == stem("ears")
    False
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for spelling, usual in _SPELLINGS:
        plain = spelling.sub(usual, plain)
    if plain.endswith("itis"):  # an inflammation is not the organ: the stemmer folds prostatitis
        return plain
    shorter = str(_STEMMER.stemWord(plain))
    # Once more until nothing changes: "ureteral" gives "ureter", and "ureter" gives "uret".
    # Not down to three letters: "early" gives "earli", which would give "ear".
    while shorter != plain and len(again := str(_STEMMER.stemWord(shorter))) > 3:
        plain, shorter = shorter, again
    return shorter


@lru_cache(maxsize=4096)  # a line is tried against one scheme after another
def words(phrase: str) -> tuple[Word, ...]:
    """Return the words of a phrase that carry meaning, in order.

    >>> [word.stem for word in words("Stones in the patient's kidney (2.5 cm)")]
    ['stone', 'patient', 'kidney', '2.5', 'cm']
    """
    return tuple(
        Word(stem(match[0]), match.start(), match.end())
        for match in WORD.finditer(phrase)
        if match[0].casefold() not in STOP_WORDS
    )


@lru_cache(maxsize=65536)  # a vocabulary is made anew for each build
def key(phrase: str) -> tuple[str, ...]:
    """Return what a phrase shares with its other spellings and word orders.

    >>> key("obstruction of the ureter") == key("Ureteral obstruction")
    True
    """
    found = (stem(word) for word in WORD.findall(phrase) if word.casefold() not in STOP_WORDS)
    return tuple(sorted(found))
