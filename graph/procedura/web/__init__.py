"""HTTP: web pages, linked data, REST and SPARQL over one graph.

One process speaks HTTP and never reads the graph. What has to be read is asked of workers
(`procedura.workers`), which can be ended when they take too long, and which follow a rebuild of the
graph. So an endpoint is two functions: one here that knows what was asked, one that takes the graph
and returns an `Answer`.
"""

from procedura.settings import Settings
from procedura.web.application import application

__all__ = ["Settings", "application"]
