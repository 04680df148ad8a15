"""What somebody wants of alternatives, as the form on a procedure's page asks for it."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Self
from urllib.parse import parse_qs, urlencode

from procedura.analysis.alternatives.answers import Alternative
from procedura.analysis.stated.durations import span
from procedura.errors import IdentifierError
from procedura.library import ProcedureGraph

# What the form and REST call what the library calls otherwise.
_CALLED = {"indication": "for", "maximum_duration": "max_duration", "maximum_stay": "max_stay"}
# What must mean something, besides what to avoid → the scheme of the concept that it names; "": it
# is a length of time.
_KINDS = {
    "indication": "condition",
    "setting": "setting",
    "maximum_duration": "",
    "maximum_stay": "",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of alternatives, in their own words; "" where they ask for nothing.

    The fields are what `ProcedureGraph.alternatives` takes.
    """

    indication: str = ""
    less_invasive: bool = False
    avoid: tuple[str, ...] = ()
    setting: str = ""
    maximum_duration: str = ""
    maximum_stay: str = ""
    system: str = ""

    @classmethod
    def read(cls, query: str) -> Self:
        """Return what the query of an address asks for."""
        asked = parse_qs(query)
        given: dict[str, Any] = {}
        for name in (one.name for one in fields(cls)):
            values = map(str.strip, asked.get(_CALLED.get(name, name), ()))
            if said := tuple(dict.fromkeys(filter(None, values))):
                given[name] = said if name == "avoid" else said[0]
        return cls(**given | {"less_invasive": "less_invasive" in given})

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != Wanted()

    def problems(self, graph: ProcedureGraph) -> dict[str, IdentifierError]:
        """Return field of the form → what is wrong with it, for each whose words mean nothing.

        Each thing to avoid has a field of its own: ``avoid-1``, ``avoid-2``, and so on.

        Args:
            graph: What the words must mean something in.
        """
        said = {
            _CALLED.get(name, name): (getattr(self, name), kind) for name, kind in _KINDS.items()
        }
        said |= {f"avoid-{at}": (one, "complication") for at, one in enumerate(self.avoid, 1)}
        found = {}
        for field, (text, kind) in said.items():
            try:
                if text:
                    graph.resolve(text, kind) if kind else span(text)
            except IdentifierError as error:
                found[field] = error
        return found

    def query(self, field: str = "", value: str = "") -> str:
        """Return the query of an address that asks for the same, here or over REST.

        Args:
            field: Field of the form, as in `problems`, that asks for something else.
            value: What it asks for.
        """
        asked = {_CALLED.get(name, name): said for name, said in self._filters().items()}
        asked |= {"less_invasive": "1"} if self.less_invasive else {}
        avoid = (value if field == f"avoid-{at}" else one for at, one in enumerate(self.avoid, 1))
        asked |= {"avoid": [*avoid]} if field.startswith("avoid-") else {field: value}
        return urlencode({name: said for name, said in asked.items() if said}, doseq=True)

    def alternatives(self, graph: ProcedureGraph, procedure: str) -> list[Alternative]:
        """Return the alternatives to a procedure that are what is asked for.

        Args:
            graph: The graph.
            procedure: IRI of the procedure.

        Raises:
            IdentifierError: Something that is asked for means nothing.
        """
        return [*graph.alternatives(procedure, **self._filters())]

    def _filters(self) -> dict[str, Any]:
        return {name: said for name, said in asdict(self).items() if said}
