"""Whole processes of commands, against that of Python which imports what they may need."""

import sys
from functools import partial

from benchmarks.inputs import Inputs
from benchmarks.measure import OURS, Times, command, in_turn, table

_PEER = "import rdflib, networkx, pyoxigraph"
_COMMANDS = (
    ["--help"],
    ["alternatives", "CPT:50436"],
    ["similar", "CPT:50436"],
    ["search", "kidney stone"],
    ["show", "CPT:50436"],
    ["query", "lookup/treating"],
)


def measure(inputs: Inputs) -> str:
    """Return a table of commands, on the largest graph."""
    options = ["--graph", str(inputs.graph()), "--format", "json"]
    rows: dict[str, Times] = {}
    for words in _COMMANDS:
        ours = [sys.executable, "-m", "procedura", *words, *(options if words[1:] else [])]
        theirs = [sys.executable, "-c", _PEER]
        ways = {OURS: partial(command, ours), _PEER: partial(command, theirs)}
        in_turn(words[0], ways, 0)  # the first run pays for the disk
        rows[f"`{' '.join(words)}`"] = in_turn(words[0], ways, inputs.scale.seconds / 2)
    return table("command", rows)
