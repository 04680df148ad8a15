"""Data against the shapes of the ontology: https://www.w3.org/TR/shacl/.

Each graph is checked by itself, with the descriptions of the nodes that it names from elsewhere.
So a page has the same findings in any company, time grows in line with the number of pages, and
all cores can share the work. What is wrong with the data is a list of findings; only shapes or a
file that cannot be read are errors.
"""

from collections.abc import Iterable

import pyoxigraph as ox

type Statements = Iterable[ox.Quad | ox.Triple]
