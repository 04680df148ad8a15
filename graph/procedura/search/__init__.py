"""Search over every label, synonym and code, in an SQLite full-text index beside the graph."""

from procedura.search.asking import Found, SearchIndex
from procedura.search.index import OURS, is_readable, renamed, write_index

__all__ = ["OURS", "Found", "SearchIndex", "is_readable", "renamed", "write_index"]
