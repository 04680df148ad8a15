"""What somebody wants of alternatives, as the form on a procedure's page asks for it."""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import parse_qs, urlencode

from procedura.analysis.alternatives.answers import Alternative
from procedura.analysis.stated.durations import span
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
        found = {}
        for field, text, scheme in (
            ("for", self.condition, "condition"),
            *(("avoid", one, "complication") for one in self.avoid),
            ("setting", self.setting, "setting"),
            ("max_duration", self.max_duration, ""),
            ("max_stay", self.max_stay, ""),
        ):
            try:
                if text:
                    graph.resolve(text, scheme) if scheme else span(text)
            except IdentifierError as error:
                found[field] = error
        return found

    def query(self, field: str = "", value: str = "") -> str:
        """Return the query of an address that asks for the same, here or over REST.

        Args:
            field: Name of a field in the address that asks for something else.
            value: What it asks for; of what is to be avoided, instead of the last.
        """
        asked = self._fields() | {field: (*self.avoid[:-1], value) if field == "avoid" else value}
        return urlencode({name: value for name, value in asked.items() if value}, doseq=True)

    def _fields(self) -> dict[str, str | tuple[str, ...]]:
        return {
            "for": self.condition,
            "less_invasive": "1" if self.less_invasive else "",
            "avoid": self.avoid,
            "setting": self.setting,
            "max_duration": self.max_duration,
            "max_stay": self.max_stay,
            "system": self.system,
        }

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
