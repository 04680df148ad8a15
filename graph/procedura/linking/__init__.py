"""Phrases to concepts: which procedure a page is about, and what its lines mean."""

from procedura.linking.identify import identify, page_slug
from procedura.linking.lines import MUST_LINK
from procedura.linking.linker import Candidate, Linked, OpenPhrase, link
from procedura.linking.phrases import KINDS, Meaning, meaning
from procedura.linking.vocabulary import Label, Name, Published, Vocabulary

__all__ = [
    "KINDS",
    "MUST_LINK",
    "Candidate",
    "Label",
    "Linked",
    "Meaning",
    "Name",
    "OpenPhrase",
    "Published",
    "Vocabulary",
    "identify",
    "link",
    "meaning",
    "page_slug",
]
