"""Findings as a SHACL validation report (https://www.w3.org/TR/shacl/#validation-report)."""

from collections.abc import Iterable

from pyoxigraph import Quad

from procedura import namespaces as ns
from procedura.export.rdf import turtle
from procedura.model import Finding
from procedura.triples import Subject

_SEVERITIES = {"violation": "sh:Violation", "warning": "sh:Warning", "info": "sh:Info"}
REPORT = ns.BASE + "validation-report"


def report_turtle(findings: Iterable[Finding]) -> str:
    """Return findings as Turtle; the report and each result have a name."""
    report = Subject(REPORT, REPORT)
    quads: list[Quad] = [*report.to("rdf:type", ns.expand("sh:ValidationReport"))]
    number = 0
    for number, finding in enumerate(findings, start=1):
        result = Subject(f"{REPORT}#{number}", REPORT)
        quads += report.to("sh:result", result.iri)
        quads += result.to("rdf:type", ns.expand("sh:ValidationResult"))
        quads += result.to("sh:focusNode", finding.focus)
        quads += result.to("sh:resultPath", *filter(None, [finding.path]))
        quads += result.to("sh:sourceShape", *filter(None, [finding.shape]))
        quads += result.to("sh:resultSeverity", ns.expand(_SEVERITIES[finding.severity]))
        quads += result.say("sh:resultMessage", finding.message)
    quads += report.value("sh:conforms", str(not number).lower(), "boolean")
    return turtle(quads)
