"""What can go wrong.

::

    ProceduraError
    ├── PageError          a document is not a page that can be read
    ├── IdentifierError    a name or code means nothing here, or several things
    ├── QueryError         a query cannot be found, parsed or bound
    │   └── CallError      a query calls another server
    ├── SourceError        ontology, shapes or concepts cannot be read
    ├── StoreError         the graph cannot be opened or written
    ├── ExtraError         what an extra brings is not installed
    └── LimitError         a question takes more than it may
        ├── BusyError          too much is asked at once
        ├── TimeLimitError     it takes too long
        └── WorkerError        it needs more depth or memory than there is

A finding about data (see `procedura.model.Finding`) is a value, not an error.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class ProceduraError(Exception):
    """Base of every error that Procedura raises on purpose.

    Args:
        what: What is wrong, in one sentence without its full stop.
        where: File and line (``page.md:12``), or the argument, that is to blame.
        cure: What to do about it, in one sentence without its full stop.

    >>> print(ProceduraError("the page is empty", where="a.md", cure="write its sections"))
    a.md: the page is empty; write its sections
    """

    def __init__(self, what: str, *, where: str = "", cure: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.cure = cure

    def __str__(self) -> str:
        """One line: where, what, cure."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        text = f"{text}; {self.cure}" if self.cure else text
        return text.encode(errors="backslashreplace").decode()  # a path may not be Unicode


class PageError(ProceduraError, ValueError):
    """A document is not a page that can be read."""


class IdentifierError(ProceduraError, LookupError):
    """A name or code means nothing here, or several things.

    Args:
        what: What is wrong.
        candidates: Labels of what may have been meant, the nearest first.
    """

    def __init__(self, what: str, *, candidates: Sequence[str] = ()) -> None:
        cure = "did you mean " + ", ".join(candidates) + "?" if candidates else ""
        super().__init__(what, cure=cure)
        self.candidates = tuple(candidates)


class QueryError(ProceduraError, ValueError):
    """A query cannot be found, parsed or bound."""


class CallError(QueryError):
    """A query calls another server."""


class SourceError(ProceduraError, ValueError):
    """Ontology, shapes or concepts cannot be read."""


class StoreError(ProceduraError, OSError):
    """The graph cannot be opened or written."""


class ExtraError(ProceduraError, ImportError):
    """What an extra brings is not installed.

    Args:
        missing: What is missing.
        extra: Name of the extra.
    """

    def __init__(self, missing: str, extra: str) -> None:
        cure = f'install it: pip install "procedura[{extra}]"'
        super().__init__(f"{missing} is not installed", cure=cure)


class LimitError(ProceduraError, RuntimeError):
    """A question takes more than it may."""


class BusyError(LimitError):
    """Too much is asked at once."""


class TimeLimitError(LimitError):
    """A question takes too long."""


class WorkerError(LimitError):
    """A question needs more depth or memory than there is."""


@contextmanager
def bringing(extra: str) -> Iterator[None]:
    """Raise `ExtraError` where something is imported that only an extra brings.

    Args:
        extra: Name of the extra.

    Raises:
        ExtraError: It is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise ExtraError((error.name or "").partition(".")[0], extra) from error
