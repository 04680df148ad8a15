"""What endpoints return: the library's own dataclasses as JSON, and lists in an envelope."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import signature
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from procedura.library import ProcedureGraph
from procedura.results import NOT_ADVICE
from procedura.web.answers import JSON, Answer
from procedura.web.rest.parameters import Paging

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Items(Generic[T]):
    """Some answers of a list; the envelope that every list comes in.

    Attributes:
        items: The answers, in order.
        total: How many there are in all; null where nobody counted.
        next: Where the next ones are; null after the last.
        previous: Where those before are; null before the first.
        note: What has to be said with these; mostly empty.
        notice: What has to be said with all content.
    """

    items: list[T]
    total: int | None
    next: str | None
    previous: str | None
    note: str
    notice: str


def whole(found: Sequence[T]) -> Items[T]:
    """Return a list that is short enough to be returned whole."""
    return Items([*found], len(found), None, None, "", NOT_ADVICE)


def some(found: Sequence[T], paging: Paging, note: str = "", *, counted: bool = True) -> Items[T]:
    """Return those of a list that were asked for, with where the others are.

    Args:
        found: All that is on it, or more than was asked for.
        paging: What was asked for.
        note: What has to be said with the answers.
        counted: Whether what was found is all that there is.
    """
    return Items(
        items=[*found[paging.offset : paging.end]],
        total=len(found) if counted else None,
        next=paging.next(len(found)),
        previous=paging.previous(),
        note=note,
        notice=NOT_ADVICE,
    )


def told(function: Callable[..., Any], graph: ProcedureGraph, /, **asked: object) -> Answer:
    """Return what a function tells of the graph, as JSON of the type that it declares.

    Args:
        function: Its own answer goes out as it is.
        graph: The graph.
        asked: What else the function takes.
    """
    value = function(graph, **asked)
    if isinstance(value, Answer):
        return value
    return as_json(signature(function).return_annotation, value)


def as_json(kind: Any, value: object) -> Answer:
    """Return a value of a type as JSON."""
    body = _adapter(kind).dump_json(value, warnings="error")
    if not isinstance(value, Items):
        return Answer(body, JSON)
    links = {"next": value.next, "prev": value.previous}
    link = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items() if address)
    return Answer(body, JSON, headers={"Link": link} if link else {})


_adapter = cache(TypeAdapter)
