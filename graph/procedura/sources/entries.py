"""The entries of a JSON file that holds one list of objects, each looked at."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from procedura.errors import SourceError
from procedura.sources.files import AS_PUBLISHED, SourceFile


class Entry(NamedTuple):
    """One object of the list.

    Attributes:
        fields: Its keys, each with what stands there.
        where: File and number of the entry, from 1: ``acts.json, entry 12``.
    """

    fields: Mapping[str, Any]
    where: str

    def error(self, what: str, cure: str = AS_PUBLISHED) -> SourceError:
        """Return an error about the entry."""
        return SourceError(what, where=self.where, cure=cure)

    def text(self, key: str) -> str:
        """Return the text that stands at a key, without space around it; "" where it is absent.

        Raises:
            SourceError: Something else than a text stands there.
        """
        value = self.fields.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.error(f"{key!r} is no text")
        return value.strip()

    def needed(self, key: str) -> str:
        """Return the text that stands at a key.

        Raises:
            SourceError: None stands there.
        """
        if text := self.text(key):
            return text
        raise self.error(f"{key!r} is missing")


def read_entries(file: SourceFile) -> Iterator[Entry]:
    """Yield the entries of a JSON file.

    Raises:
        SourceError: The file holds something else than a list of objects.
    """
    document = file.json()
    if not isinstance(document, list) or not document:
        raise file.error("this is no list of entries")
    for number, fields in enumerate(document, start=1):
        entry = Entry(fields, f"{file.name}, entry {number}")
        if not isinstance(fields, dict):
            raise entry.error("this is no object")
        yield entry
