"""What else could be done: asked of an opened graph, and found for all procedures at once."""

from collections.abc import Collection
from functools import partial
from itertools import combinations
from typing import Any

import networkx as nx
from pyoxigraph import Store

from benchmarks.inputs import Inputs
from benchmarks.measure import OURS, Clock, Times, Way, apart, by_size, one_by_one, table
from procedura import ProcedureGraph, queries, store
from procedura.analysis.alternatives import find
from procedura.analysis.information import ancestors
from procedura.analysis.projection import procedures, project, targets

_PEER = "nx.jaccard_coefficient"
_ASKED = 40  # procedures, one by one
