"""Whole processes of commands, beside Python that imports what they could need and ends."""

import sys

from benchmarks.inputs import Inputs
from benchmarks.measure import OURS, Times, command, in_turn, table

_IMPORTS = "import rdflib, networkx, pyoxigraph"
_COMMANDS = (
    ["alternatives", "CPT:50436"],
    ["similar", "CPT:50436"],
    ["search", "kidney stone"],
    ["show", "CPT:50436"],
    ["query", "lookup/treating"],
)


def measure(inputs: Inputs) -> str:
    options = ["--graph", str(inputs.graph()), "--format", "json"]
    rows: dict[str, Times] = {}
    for words in _COMMANDS:
        ways = {
            OURS: command([sys.executable, "-m", "procedura", *words, *options]),
            _IMPORTS: command([sys.executable, "-c", _IMPORTS]),
        }
        rows[" ".join(words)] = in_turn(words[0], ways, inputs.scale.seconds / 2)
    return table("command", rows)
