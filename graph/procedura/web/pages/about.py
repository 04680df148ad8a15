"""What this is, what it is not, and where programs find it."""

from procedura import namespaces as ns
from procedura.library import ProcedureGraph
from procedura.releases import releases
from procedura.web.answers import Answer
from procedura.web.pages.rendering import page


def about_page(graph: ProcedureGraph) -> Answer:
    """Return the page about the graph and the server."""
    reader = graph.facts
    systems = reader.subjects("rdf:type", ns.term("CodeSystem"))
    return page(
        "about.html",
        title="About Procedura",
        counts=graph.counts(),
        reviewed=len(reader.subjects("proc:reviewStatus", ns.term("Reviewed"))),
        systems=[(iri, reader.one(iri, "skos:prefLabel"), reader.licence(iri)) for iri in systems],
        releases=releases(graph.quads),
        analyses=[*map(reader.term, reader.subjects("rdf:type", ns.term("Analysis")))],
    )  # fmt: skip
