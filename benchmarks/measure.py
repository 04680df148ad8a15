"""How something is measured beside its peers, and how that is shown."""

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from math import log
from multiprocessing import get_context
from typing import Any, NamedTuple, Self

OURS = "Procedura"
# In this order: the first makes the graphs of the others.
JOBS = ("load", "queries", "validate", "search", "alternatives", "similar", "check", "export",
        "cold", "serving")  # fmt: skip
_MOST_ROUNDS = 9
# Processes are forked from one that has imported everything and done nothing: none has in it what
# another has left, and none pays for imports.
_FRESH = get_context("forkserver")
_FRESH.set_forkserver_preload([f"benchmarks.{job}" for job in JOBS])


class Taken(NamedTuple):
    """What a run took, in seconds, and its answer."""

    seconds: float
    answer: Any = None


Way = Callable[[], Taken]
"""Runs something once."""
Ways = Mapping[str, Way | None]
"""Name of a way → the way, ours first; None where it would take too long."""
Times = dict[str, list[Taken]]
"""Name of a way → its runs; those in the same place were run one after the other."""


class Clock:
    """Measures what is done inside ``with clock``: what is prepared before does not count."""

    def __enter__(self) -> Self:
        gc.freeze()
        self._began = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._began


def apart(function: Callable[..., Any], *given: Any) -> Way:
    """Return what calls a function in a process of its own, with a clock that it must use."""

    def way() -> Taken:
        with ProcessPoolExecutor(1, mp_context=_FRESH) as pool:
            return pool.submit(_clocked, function, given).result()

    return way


def _clocked(function: Callable[..., Any], given: Sequence[Any]) -> Taken:
    clock = Clock()
    answer = function(clock, *given)
    return Taken(clock.seconds, answer)


def here(function: Callable[..., Any], *given: Any, **named: Any) -> Taken:
    """Call a function in this process."""
    began = time.perf_counter()
    answer = function(*given, **named)
    return Taken(time.perf_counter() - began, answer)


def command(words: Sequence[str]) -> Way:
    """Return what runs a whole program."""
    return lambda: Taken(here(subprocess.run, words, check=True, capture_output=True).seconds)


def in_turn(what: str, ways: Ways, seconds: float) -> Times:
    """Run all ways, one after the other; again while there is time.

    Args:
        what: What to call it where the answers differ: all that answer must answer the same.
        ways: The ways.
        seconds: After so many, no more rounds begin.
    """
    times: Times = {name: [] for name, way in ways.items() if way}
    end = time.perf_counter() + seconds
    for _ in range(_MOST_ROUNDS):
        for name, runs in times.items():
            runs.append(ways[name]())
        if time.perf_counter() > end:
            break
    agree(what, {name: runs[-1].answer for name, runs in times.items()})
    took = ", ".join(f"{name} {len(runs)} x {told(middle(runs))}" for name, runs in times.items())
    print(f"{what}: {took}", file=sys.stderr, flush=True)
    return times


def one_by_one(things: Iterable[Any], ways: Mapping[str, Callable[[Any], Any]]) -> Times:
    """Ask all ways about each thing, one after the other."""
    runs = [{name: here(way, thing) for name, way in ways.items()} for thing in things]
    return {name: [run[name] for run in runs] for name in ways}


def agree(what: str, answers: Mapping[str, object]) -> None:
    """End the program where ways that answer have not the same answer."""
    given = {name: answer for name, answer in answers.items() if answer is not None}
    if any(answer != next(iter(given.values())) for answer in given.values()):
        raise SystemExit(f"{what}: the answers differ: {given}"[:1000])


def middle(runs: Iterable[Taken]) -> float:
    """Return the median of the seconds."""
    return statistics.median(run.seconds for run in runs)


def by_size(
    unit: str, sizes: Sequence[int], ways: Callable[[int], Ways], seconds: float
) -> str:  # fmt: skip
    """Return a table of ways at several sizes, each run as `in_turn` does, and how time grows."""
    rows = {f"{size:,} {unit}": in_turn(f"{size} {unit}", ways(size), seconds) for size in sizes}
    return table("", rows, sizes)


def table(subject: str, rows: Mapping[str, Times], sizes: Sequence[int] = ()) -> str:
    """Return a table: a row for each thing that was done, a column for each way.

    Args:
        subject: What stands in the first column.
        rows: Name of what was done → what it took; a way may be missing.
        sizes: Size of each, for a last row that says how time grows with it.
    """
    ours, *peers = dict.fromkeys(way for times in rows.values() for way in times)
    cells = [
        [name, told(middle(times[ours]))]
        + [cell for peer in peers for cell in _beside(times[ours], times.get(peer))]
        for name, times in rows.items()
    ]
    if len(sizes) > 1:
        growth = [_growth(rows.values(), way, sizes) for way in (ours, *peers)]
        cells.append(["growth", growth[0], *(cell for one in growth[1:] for cell in (one, ""))])
    return grid([subject, ours, *(cell for peer in peers for cell in (peer, "times ours"))], cells)


def grid(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table of Markdown."""
    lines = (head, ["---"] * len(head), *rows)
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def told(seconds: float) -> str:
    """Return a time as people read it."""
    return f"{_rounded(seconds)} s" if seconds >= 1 else f"{_rounded(1000 * seconds)} ms"


def _rounded(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _beside(ours: list[Taken], theirs: list[Taken] | None) -> tuple[str, str]:
    """Return what a peer took, and how many times as long as ours, pair by pair."""
    if theirs is None:
        return "not run", ""
    ratios = [their.seconds / our.seconds for our, their in zip(ours, theirs, strict=True)]
    if len(ratios) == 1:
        return told(middle(theirs)), f"{_rounded(ratios[0])} (one pair)"
    low, median, high = map(_rounded, statistics.quantiles(ratios, n=4, method="inclusive"))
    return told(middle(theirs)), f"{median} ({low} to {high})"


def _growth(rows: Iterable[Times], way: str, sizes: Sequence[int]) -> str:
    """Return how the time of a way grows with the size: the slope of the logarithms."""
    run = [(log(size), log(middle(times[way])))
           for size, times in zip(sizes, rows, strict=True) if way in times]  # fmt: skip
    if len(run) < 2:
        return ""
    return f"n^{statistics.linear_regression(*zip(*run, strict=True)).slope:.2f}"
