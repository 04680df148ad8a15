"""TF-IDF, the baseline that knows nothing but words. Needs scikit-learn (extra `evaluation`)."""

from collections.abc import Callable, Mapping
from itertools import islice

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel


def tfidf(texts: Mapping[str, str], first: int | None = None) -> Callable[[str], list[str]]:
    """Return what finds the texts that are most like one, by the cosine of their vectors.

    Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988; with
    1 + ln(tf) for tf, and without English stop words. Texts that share no word with one are not
    found; those that are as like come in the order given.

    Args:
        texts: Name → text.
        first: How many to find at the most; default: all.
    """
    names = list(texts)
    places = {name: place for place, name in enumerate(names)}
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(texts.values())

    def nearest(name: str) -> list[str]:
        [cosines] = linear_kernel(vectors[places[name]], vectors)
        order = (-cosines).argsort(kind="stable")
        found = (names[place] for place in order if cosines[place] > 0)
        return list(islice((one for one in found if one != name), first))

    return nearest
