"""Complications and indications against tables of them."""

from procedura import namespaces as ns
from procedura.evaluation.figures import Figure, Share, Sheet, estimate
from procedura.evaluation.names import Finder
from procedura.evaluation.tables import Table
from procedura.evaluation.ways import procedures
from procedura.library import ProcedureGraph

# Kind of table → the column with the phrase and kind of line that it would be, and the query that
# finds who has it, with the name of its parameter.
_ASKED = {
    "complications": ("complication", "risk", "risks/causing", "complication"),
    "indications": ("indication", "indication", "lookup/treating", "condition"),
}


def facts(graph: ProcedureGraph, table: Table) -> list[Sheet]:
    """Return how many complications or indications of a table the graph has.

    One is *present* if its phrase links to a concept that the procedure has, or has something
    narrower of. *By chance* is the share of all procedures that have it: what a procedure drawn at
    random would give.
    """
    column, line, query, parameter = _ASKED[table.kind]
    finder = Finder(graph)
    links = graph.link([row[column] for row in table.rows], line)
    wanted = [sorted({link.iri for link in own}) for own in links]
    having = {
        iri: {str(row["procedure"]) for row in graph.query(query, **{parameter: iri})}
        for iri in {iri for own in wanted for iri in own}
    }
    right = [{procedure for iri in own for procedure in having[iri]} for own in wanted]
    around = [row[column] if table.kind == "indications" else "" for row in table.rows]
    present = [
        finder.find(row["procedure"], context) in own
        for row, context, own in zip(table.rows, around, right, strict=True)
    ]
    every = len(procedures(graph))
    rows: dict[str, dict[str, Figure]] = {
        "procedures found": {"share": finder.share},
        f"{table.kind} linked": {"share": Share(sum(map(bool, wanted)), len(wanted))},
        f"{table.kind} present": {
            "share": Share(sum(present), len(present)),
            "mean (95 %)": estimate([*map(float, present)]),
            "by chance": estimate([len(own) / every for own in right]),
        },
    }
    missed = [
        f"{row['procedure']}: {row[column]} ({', '.join(map(ns.local_name, own)) or 'not linked'})"
        for row, own, is_present in zip(table.rows, wanted, present, strict=True)
        if not is_present
    ]
    absent = [f"{name}: not found" for name in finder.missed]
    return [Sheet(table.name, table.kind.capitalize(), "What", rows, missed=(*absent, *missed))]
