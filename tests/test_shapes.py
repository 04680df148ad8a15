"""Each shape finds what it should and nothing else.

The cases are written as in the W3C's test suite (https://w3c.github.io/data-shapes/data-shapes-test-suite/):
one Turtle file holds the data, the shape that is tested and the report that is expected of it.
What other shapes say of the same data is not a case's business, so that a case can be short.
"""

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from procedura import namespaces as ns
from procedura.model import SECTIONS, Finding
from procedura.resources import folder, walk
from procedura.validation import bundled, rdflib_graph

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
SHAPE = Namespace(ns.BASE + "shape/")
PROC = Namespace(ns.PREFIXES["proc"])

CASES = sorted((Path(__file__).parent / "shapes").glob("*/*.ttl"))
SEVERITIES = {"violation": SH.Violation, "warning": SH.Warning, "info": SH.Info}
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)

type Result = tuple[str, str, URIRef, str]
