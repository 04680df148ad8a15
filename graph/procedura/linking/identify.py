"""Which procedure a page is about."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from procedura import namespaces as ns
from procedura.linking.vocabulary import Label, Vocabulary
from procedura.linking.words import key
from procedura.model import Page


def page_slug(page: Page) -> str:
    """Return the slug of a page: its front matter's, its code's, or its file name's.

    It rests on the page alone, so that reading the page again replaces it.

    >>> page_slug(Page("50436-dilation.txt", "", "Dilation of a tract"))
    '50436-dilation'
    """
    if page.header.slug:
        return page.header.slug
    if page.codes:
        return ns.slug(page.codes[0].curie)
    return ns.slug(PurePath(page.source).stem)


def identify(pages: Iterable[Page], known: Vocabulary) -> tuple[list[Page], Vocabulary]:
    """Say of each page which procedure it describes.

    The front matter's slug; or else the procedure that has one of the page's exact codes; or
    that has just the page's name; or else a new procedure. Pages that define a procedure in
    their front matter come first, so that the order of the pages makes no difference.

    Args:
        pages: Pages as read.
        known: Procedures of the graph, without what these same pages said before.

    Returns:
        The pages in the order given, and the vocabulary with their procedures added.
    """
    pages = list(pages)
    labels, codes = list(known.labels), dict(known.codes)
    named = [label for label in labels if label.preferred and label.scheme == "procedure"]
    names = {key(label.text): label.iri for label in named}
    titles = {label.iri: label.text for label in named}
    identified: dict[int, Page] = {}
    for index, page in sorted(enumerate(pages), key=lambda pair: not pair[1].header.slug):
        exact = [code.curie for code in page.codes if code.relation == "exact"]
        iri = (
            (page.header.slug and ns.procedure(page.header.slug))
            or next((codes[curie] for curie in exact if curie in codes), "")
            or names.get(key(page.label))
            or ns.procedure(ns.slug(page.codes[0].curie if page.codes else page.label))
        )
        title = titles.setdefault(iri, page.label)
        names.setdefault(key(page.label), iri)
        codes |= {curie: iri for curie in exact if curie not in codes}
        labels += _labels(page, iri, title)
        identified[index] = replace(
            page, slug=page_slug(page), procedure=iri, procedure_label=title
        )
    return [identified[index] for index in range(len(pages))], known.extended(labels, codes)


def _labels(page: Page, iri: str, title: str) -> list[Label]:
    """Return the names that a page gives to its procedure."""
    others = {page.label, *(term.text for term in page.of_kind("common-term"))} - {title}
    return [
        Label(iri, title, "procedure", preferred=True),
        *(Label(iri, other, "procedure", preferred=False) for other in sorted(others)),
    ]
