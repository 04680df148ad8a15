"""Data against the shapes of the ontology: SHACL Core, https://www.w3.org/TR/shacl/.

Each graph is checked by itself, together with what other graphs say about the nodes that it
names. So a page has the same findings in any company, and time grows in line with the number of
pages. A screen passes over the nodes that conform, and pySHACL checks only the others. A page is
held in memory; a release of a code system, too large for that, is read as it is asked for, and
all cores share it. What is wrong with the data is a list of findings; only shapes and files that
cannot be read are errors.
"""

from procedura.validation.checking import bundled, validate_quads, validate_stored, validate_turtle
from procedura.validation.memory import Statements, rdflib_graph
from procedura.validation.shapes import Shapes

__all__ = [
    "Shapes",
    "Statements",
    "bundled",
    "rdflib_graph",
    "validate_quads",
    "validate_stored",
    "validate_turtle",
]
