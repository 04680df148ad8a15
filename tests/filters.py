"""What tests ask of alternatives through every interface, and how each writes it."""

from collections.abc import Iterator
from typing import Any

from procedura import ProcedureGraph
from procedura.analysis.alternatives.answers import Alternative

FILTERS: list[dict[str, Any]] = [
    {},
    {"indication": "staghorn stone", "less_invasive": True},
    {"avoid": ["hemorrhage", "sepsis"]},
    {"setting": "outpatient department", "maximum_stay": "1 day"},
    {"maximum_duration": "90 minutes"},
    {"system": "cpt"},
]
_CALLED = {"indication": "for", "maximum_duration": "max_duration", "maximum_stay": "max_stay"}


def left(graph: ProcedureGraph, procedure: str, filters: dict[str, Any]) -> list[Alternative]:
    """Return what the library leaves of alternatives: all, or some where something is asked."""
    found = [*graph.alternatives(procedure, **filters)]
    everything = len(graph.alternatives(procedure))
    assert 0 < len(found) < everything if filters else len(found) == everything
    return found


def query(filters: dict[str, Any]) -> dict[str, Any]:
    """Return filters as the query of an address."""
    return {_CALLED.get(name, name): value for name, value in filters.items()}


def options(filters: dict[str, Any]) -> Iterator[str]:
    """Yield filters as options of the command line."""
    for name, value in query(filters).items():
        for one in value if isinstance(value, list) else [value]:
            yield f"--{name.replace('_', '-')}"
            if one is not True:
                yield one
