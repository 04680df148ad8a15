"""What endpoints take."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from procedura.analysis.stated.durations import span
from procedura.errors import IdentifierError
from procedura.web.pages.searching import LONGEST

MOST = 100
_URL = "%/:@!$&'()*+,;=?"  # what is left as it is in an address that a client sent

_ANY = "a slug, an IRI (percent-encoded), or a name that only one {} has"
_PROCEDURE = f"The procedure: a CURIE (`CPT:50436`), {_ANY.format('procedure')}."

# The same with an example of its own; FastAPI wants each name in the path to have its default.
Identifier = Annotated[
    str, Path(description=_PROCEDURE, max_length=LONGEST, examples=["CPT:50436"])
]
Curie = Annotated[
    str,
    Path(description="The code as a CURIE: its system's prefix, a colon, the code.",
         max_length=LONGEST, examples=["CPT:50436"]),
]  # fmt: skip


def concept(kind: str, description: str, example: str) -> object:
    """Return what declares a parameter that takes a concept.

    Args:
        kind: Its scheme.
        description: What it is for.
        example: One.
    """
    takes = f"{description} It takes {_ANY.format(kind)}."
    return Query(description=takes, max_length=LONGEST, examples=[example])


def _is_span(text: str) -> str:
    try:
        span(text)
    except IdentifierError as error:
        raise PydanticCustomError("span", "{what}", {"what": str(error)}) from error
    return text


Span = Annotated[str, AfterValidator(_is_span)]


def choice(values: Collection[str]) -> tuple[object, object]:
    """Return what declares a text that is one of several, for `Annotated`."""

    def is_one(text: str) -> str:
        if text not in values:
            known = {"values": ", ".join(values)}
            raise PydanticCustomError("choice", "choose one of {values}", known)
        return text

    check: Callable[[str], str] = is_one
    return AfterValidator(check), Field(json_schema_extra={"enum": [*values]})


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part of a list is asked for.

    Attributes:
        address: Path of the request.
        query: Its other parameters.
        limit: How many at the most.
        offset: How many to pass over.
    """

    address: str
    query: tuple[tuple[str, str], ...]
    limit: int
    offset: int

    @property
    def end(self) -> int:
        """The place after the last that is asked for."""
        return self.offset + self.limit

    def next(self, found: int) -> str | None:
        """Return where the next part is, None after the last.

        Args:
            found: How many things are known to be on the list.
        """
        return self._at(self.end) if self.end < found else None

    def previous(self) -> str | None:
        """Return where the part before is, None before the first."""
        return self._at(max(self.offset - self.limit, 0)) if self.offset else None

    def _at(self, offset: int) -> str:
        asked = (*self.query, ("limit", self.limit), ("offset", offset))
        return f"{self.address}?{urlencode(asked)}"


def _paging(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MOST, description="How many at the most.")] = 20,
    offset: Annotated[
        int, Query(ge=0, le=10**9, description="How many to pass over; see `next` in answers.")
    ] = 0,
) -> Paging:
    others = request.query_params.multi_items()
    query = tuple(pair for pair in others if pair[0] not in ("limit", "offset"))
    address = quote(request.scope["raw_path"], safe=_URL)
    return Paging(address, query, limit, offset)


Paged = Annotated[Paging, Depends(_paging)]
