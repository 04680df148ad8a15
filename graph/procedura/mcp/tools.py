"""The tools that a model calls. Their docstrings and fields are what it reads."""

from typing import Annotated

from pydantic import Field

from procedura.analysis.similar.codes import is_compared
from procedura.analysis.stated.comparison import ROWS
from procedura.errors import QueryError
from procedura.library import CurrentGraph
from procedura.mcp import answers, querying, saying
from procedura.mcp.answers import Section
from procedura.mcp.sources import Sources
from procedura.results import NO_ALTERNATIVE, NOT_ADVICE
from procedura.workers import Lane

Identifier = Annotated[
    str,
    Field(description="A code (CPT:50436), a slug, an IRI, or a name that only one has."),
]
# What alternatives must be.
Indication = Annotated[
    str | None, Field(description="Only those for this condition: kidney stone.")
]
LessInvasive = Annotated[bool, Field(description="Only those whose approach is less invasive.")]
Avoid = Annotated[
    tuple[str, ...],
    Field(description="Only those whose pages state none of these complications."),
]
Setting = Annotated[str | None, Field(description="Only those that can be done in this setting.")]
MaximumDuration = Annotated[
    str | None, Field(description="Only those stated to take no longer: 90 minutes.")
]
MaximumStay = Annotated[
    str | None, Field(description="Only those stated to keep the patient no longer: 1 day.")
]
System = Annotated[
    str | None, Field(description="Only those that have a code in this system: CPT.")
]


class Tools:
    """The tools of one graph.

    Args:
        graph: The graph, which may be built again meanwhile.
        lane: What runs queries of it.
    """

    def __init__(self, graph: CurrentGraph, lane: Lane) -> None:
        self._graph = graph
        self._lane = lane

    async def search(
        self,
        text: Annotated[str, Field(description="Words, the beginning of a word, or a code.")],
        systems: Annotated[
            tuple[str, ...],
            Field(description="Only of these: CPT, ICD10PCS …; PROCEDURA for the graph's own."),
        ] = (),
        kinds: Annotated[
            tuple[str, ...],
            Field(description="Only what names these: procedure, condition, complication …"),
        ] = (),
        limit: Annotated[int, Field(ge=1, le=100)] = 10,
    ) -> answers.Hits:
        """Find procedures, codes and concepts by name, synonym, code, or nearly so.

        Start here where it is not clear what a procedure, condition or complication is called in
        the graph; other tools take the label, code or IRI of a hit.
        """
        graph, sources = self._graph.opened(), Sources()
        found = graph.search(text, limit, systems=systems, kinds=kinds)
        hits = [saying.hit(one, sources.places(graph.evidence.cited(one.iri))) for one in found]
        return answers.Hits(notice=NOT_ADVICE, hits=hits, sources=sources.listed())

    async def procedure(
        self,
        identifier: Identifier,
        sections: Annotated[
            tuple[Section, ...], Field(description="Only these sections of its pages; all if none.")
        ] = (),
    ) -> answers.Described:
        """Say what the graph holds about one procedure, each line with its file and line number.

        Asking for the sections that are needed keeps the answer short.
        """
        graph, sources = self._graph.opened(), Sources()
        described = graph.procedure(identifier)
        iri = described.facts.procedure
        facts = [] if sections else [*saying.facts(graph, iri, sources)]
        return saying.described(described, facts, sections, sources)

    async def alternatives(
        self,
        identifier: Identifier,
        indication: Indication = None,
        less_invasive: LessInvasive = False,
        avoid: Avoid = (),
        setting: Setting = None,
        maximum_duration: MaximumDuration = None,
        maximum_stay: MaximumStay = None,
        system: System = None,
        limit: Annotated[int, Field(ge=1, le=50)] = 3,
    ) -> answers.Alternatives:
        """List what else could be done for the same problem, with reasons that cite pages.

        The reasons say who names the alternative, which indications are shared, and what differs:
        approach, site, setting, time, risks. What does not state a fact that a filter asks for is
        left out. What is no alternative, and why, is told by the query alternatives/left-out.
        """
        graph, sources = self._graph.opened(), Sources()
        found = graph.alternatives(
            identifier,
            indication=indication,
            less_invasive=less_invasive,
            avoid=avoid,
            setting=setting,
            maximum_duration=maximum_duration,
            maximum_stay=maximum_stay,
            system=system,
            limit=limit,
        )
        [asked] = graph.compare(identifier).procedures
        listed = [saying.alternative(one, sources) for one in found]
        return answers.Alternatives(
            notice=saying.notice(asked.review, *(one.review for one in found)),
            note=" ".join(filter(None, [found.note, "" if found else NO_ALTERNATIVE])),
            procedure=saying.reviewed(asked),
            alternatives=listed,
            sources=sources.listed(),
        )

    async def compare(
        self, identifiers: Annotated[tuple[Identifier, ...], Field(min_length=2, max_length=5)]
    ) -> answers.Comparison:
        """Set procedures side by side: indications, approach, time, stay, risks and more.

        A value of null says that the pages do not state it, not that there is none.
        """
        graph, sources = self._graph.opened(), Sources()
        compared = graph.compare(*identifiers).procedures
        rows = [
            answers.Row(
                aspect=aspect,
                values=[
                    [sources.claim(one) for one in graph.stated(facts.procedure, aspect)] or None
                    for facts in compared
                ],
            )
            for aspect in ROWS
        ]
        return answers.Comparison(
            notice=saying.notice(*(facts.review for facts in compared)),
            procedures=[saying.reviewed(facts) for facts in compared],
            rows=rows,
            sources=sources.listed(),
        )

    async def similar(
        self, identifier: Identifier, limit: Annotated[int, Field(ge=1, le=50)] = 5
    ) -> answers.Similar:
        """List what a coder could confuse with a procedure, or with a code of an imported system.

        The axes that differ are named. That something is coded alike does not make it an
        alternative.
        """
        graph, sources = self._graph.opened(), Sources()
        coded = graph.code(identifier)
        if coded and is_compared(coded):
            codes = graph.similar_codes(identifier, limit=limit)
            return answers.Similar(
                notice=saying.notice("reviewed"),
                asked=answers.Thing(label=coded.label, iri=coded.code, codes=[coded.curie]),
                similar=[saying.similar_code(coded, one, sources) for one in codes],
                sources=sources.listed(),
            )
        found = graph.similar(identifier, limit=limit)
        asked, *others = graph.compare(identifier, *(one.procedure for one in found)).procedures
        return answers.Similar(
            notice=saying.notice(asked.review, *(one.review for one in others)),
            note=found.note,
            asked=saying.thing(asked),
            similar=[
                saying.similar(one, facts.review, saying.axes(graph, asked, facts), sources)
                for one, facts in zip(found, others, strict=True)
            ],
            sources=sources.listed(),
        )

    async def query(
        self,
        name: Annotated[
            str | None, Field(description="A query of the library: lookup/treating.")
        ] = None,
        parameters: Annotated[
            dict[str, str | int | float | bool],
            Field(description="Values for its parameters; names and codes stand for IRIs."),
        ] = {},  # noqa: B006, which is copied, and published as the default
        sparql: Annotated[
            str | None,
            Field(description="SPARQL 1.1 SELECT, ASK or CONSTRUCT, instead of a name."),
        ] = None,
        limit: Annotated[int, Field(ge=1, le=1000)] = 100,
    ) -> answers.QueryAnswer:
        """Ask a query of the library, or SPARQL; with no arguments, list the library.

        SPARQL reads the union of all named graphs and needs no PREFIX for proc:, skos:, rdfs:,
        prov: and dcterms:. It cannot change anything or call another server. The library lists
        what is known by condition, complication, setting, code and more, and counts.
        """
        if bool(name) and bool(sparql):
            raise QueryError("both a name and SPARQL", where="query", cure="give one of them")
        if not name and not sparql:
            if parameters:
                raise QueryError("parameters, but no query", where="query", cure="give its name")
            return querying.library()
        return await self._lane.ask(querying.answer, name or "", sparql or "", parameters, limit)

    async def page(self, slug: str) -> str:
        """What the graph holds about a procedure, as its pages say it."""
        return f"{self._graph.opened().procedure(slug).markdown()}\n{NOT_ADVICE}\n"
