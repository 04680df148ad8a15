"""Which imported codes the pages' codes and patterns of codes stand for.

A page lists ``0TC[01]3ZZ``; a release lists ``0TC03ZZ``. That the one stands for the other is
written into the graph, so that what is known of a procedure is found from each of its codes.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

_PLACE = re.compile(r"\[([^\]]+)\]|(.)")


@dataclass(frozen=True, slots=True, order=True)
class Covered:
    """A code that a pattern of a page stands for.

    Attributes:
        code: The code.
        pattern: The pattern.
    """

    code: str
    pattern: str


def expand(pattern: str) -> Iterator[str]:
    """Yield the codes that a pattern stands for, whether or not they exist.

    >>> list(expand("0TC[01]3ZZ"))
    ['0TC03ZZ', '0TC13ZZ']
    """
    places = [match[1] or match[2] for match in _PLACE.finditer(pattern)]
    return map("".join, product(*places))


def find(patterns: Iterable[str], exists: Callable[[str], bool]) -> Iterator[Covered]:
    """Yield the codes that exist and that a pattern stands for, pattern by pattern.

    Args:
        patterns: Patterns of one code system.
        exists: Whether a code is one of the system's.

    >>> [one.code for one in find(["0TC[01]3ZZ"], {"0TC13ZZ"}.__contains__)]
    ['0TC13ZZ']
    """
    for pattern in sorted(patterns):
        yield from (Covered(code, pattern) for code in expand(pattern) if exists(code))
