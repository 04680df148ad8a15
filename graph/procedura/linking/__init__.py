"""Phrases to concepts: which procedure a page is about, and what its lines mean."""

from procedura.linking.identify import identify, page_slug
from procedura.linking.linker import Linked, OpenPhrase, link
from procedura.linking.vocabulary import Label, Vocabulary

__all__ = ["Label", "Linked", "OpenPhrase", "Vocabulary", "identify", "link", "page_slug"]
