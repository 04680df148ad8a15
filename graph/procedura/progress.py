"""What those who wait for a long run are told."""

from collections.abc import Callable

# Told of the stage, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], object]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Tell nobody."""
