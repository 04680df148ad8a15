"""What endpoints return: the library's own dataclasses as JSON, and lists in an envelope."""

from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, Field, TypeAdapter

from procedura.results import NOT_ADVICE
from procedura.web.answers import JSON, Answer
from procedura.web.rest.parameters import Paging

T = TypeVar("T")


class Items(BaseModel, Generic[T]):
    """Some answers of a list; the envelope that every list comes in."""

    items: Annotated[list[T], Field(description="The answers, in order.")]
    total: Annotated[
        int | None, Field(description="How many there are in all; null where nobody counted.")
    ]
    next: Annotated[str | None, Field(description="Where the next ones are; null after the last.")]
    previous: Annotated[
        str | None, Field(description="Where those before are; null before the first.")
    ]
    note: Annotated[str, Field(description="What has to be said with these; mostly empty.")]
    notice: Annotated[str, Field(description="What has to be said with all content.")]


def one(kind: TypeAdapter[T], value: T) -> Answer:
    """Return one thing as JSON.

    Args:
        kind: Its type.
        value: The thing.
    """
    return Answer(kind.dump_json(value, warnings="error"), JSON)


def whole(kind: type[Items[T]], found: Sequence[T]) -> Answer:
    """Return a list that is short enough to be returned whole.

    Args:
        kind: Type of the list.
        found: What is on it.
    """
    return _listed(kind, found, len(found))


def some(
    kind: type[Items[T]],
    found: Sequence[T],
    paging: Paging,
    note: str = "",
    *,
    counted: bool = True,
) -> Answer:
    """Return those of a list that were asked for, with where the others are.

    Args:
        kind: Type of the list.
        found: All that is on it, or more than was asked for.
        paging: What was asked for.
        note: What has to be said with the answers.
        counted: Whether what was found is all that there is.
    """
    next_, previous = paging.next(len(found)), paging.previous()
    shown = found[paging.offset : paging.end]
    return _listed(kind, shown, len(found) if counted else None, next_, previous, note)


def _listed(
    kind: type[Items[T]],
    shown: Sequence[T],
    total: int | None,
    next_: str | None = None,
    previous: str | None = None,
    note: str = "",
) -> Answer:
    listed = kind(
        items=[*shown], total=total, next=next_, previous=previous, note=note, notice=NOT_ADVICE
    )
    links = {"next": next_, "prev": previous}
    told = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address)
    body = listed.model_dump_json(warnings="error").encode()
    return Answer(body, JSON, headers={"Link": told} if told else {})
