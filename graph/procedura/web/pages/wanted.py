"""What somebody wants of alternatives, as the form on a procedure's page asks for it."""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qs

from procedura.analysis.answers import Alternative
from procedura.analysis.durations import span
from procedura.errors import IdentifierError
from procedura.library import ProcedureGraph


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of alternatives, in their own words; "" where they ask for nothing.

    Attributes:
        condition: What they must be for.
        less_invasive: Whether they must be less invasive.
        avoid: Complications that they must not state.
        setting: Where they must be possible.
        max_duration: How long they may take.
        max_stay: How long the stay in hospital may be.
        system: Prefix of a code system that must have a code for them.
    """

    condition: str = ""
    less_invasive: bool = False
    avoid: tuple[str, ...] = ()
    setting: str = ""
    max_duration: str = ""
    max_stay: str = ""
    system: str = ""

    @classmethod
    def read(cls, query: str) -> Self:
        """Return what the query of an address asks for."""
        asked = {name: [*filter(None, map(str.strip, values))] for name, values in
                 parse_qs(query).items()}  # fmt: skip

        def one(name: str) -> str:
            return next(iter(asked.get(name, ())), "")

        return cls(
            condition=one("for"),
            less_invasive=bool(one("less_invasive")),
            avoid=tuple(dict.fromkeys(asked.get("avoid", ()))),
            setting=one("setting"),
            max_duration=one("max_duration"),
            max_stay=one("max_stay"),
            system=one("system"),
        )

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != Wanted()

    def problems(self, graph: ProcedureGraph) -> dict[str, IdentifierError]:
        """Return field → what is wrong with it, for each whose words mean nothing.

        Args:
            graph: What the words must mean something in.
        """
        meant = (
            [("for", self.condition, lambda text: graph.resolve(text, "condition"))]
            + [("avoid", one, lambda text: graph.resolve(text, "complication"))
               for one in self.avoid]
            + [("setting", self.setting, lambda text: graph.resolve(text, "setting")),
               ("max_duration", self.max_duration, span), ("max_stay", self.max_stay, span)]
        )  # fmt: skip
        found = {}
        for field, text, meaning in meant:
            try:
                meaning(text) if text else None
            except IdentifierError as error:
                found[field] = error
        return found

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
        return {
            "indication": self.condition or None,
            "less_invasive": self.less_invasive,
            "avoid": self.avoid,
            "setting": self.setting or None,
            "maximum_duration": self.max_duration or None,
            "maximum_stay": self.max_stay or None,
            "system": self.system or None,
        }
