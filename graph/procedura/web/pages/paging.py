"""Long lists, a page of them at a time."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def turn_to(number: int, found: Sequence[T], size: int) -> tuple[Sequence[T], int, int]:
    """Return what stands on a page of a list, the number of the page, and how many there are.

    Args:
        number: Which page, from 1; the nearest that there is will do.
        found: The list.
        size: How many things stand on a page.

    >>> turn_to(9, "abcde", 2)
    ('e', 3, 3)
    """
    pages = max(1, -(-len(found) // size))
    number = min(max(1, number), pages)
    return found[(number - 1) * size : number * size], number, pages
