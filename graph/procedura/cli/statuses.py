"""What the program says with the status that it leaves with."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """What the program says with the status that it leaves with."""

    DONE = 0
    """What was asked is done, and nothing was found that speaks against the data."""
    FINDINGS = 1
    """A shape or a check speaks against the data, or a text does not fit its code."""
    ERROR = 2
    """It could not be done; standard error says why, where, and what helps."""
    STOPPED = 130
    """Somebody stopped it (Ctrl-C); the graph is as it was."""
