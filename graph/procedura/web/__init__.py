"""HTTP: web pages, linked data, REST and SPARQL over one graph.

One process speaks HTTP and never reads the graph. What has to be read is asked of workers
(`procedura.workers`), which can be ended when they take too long, and which follow a rebuild of the
graph. So most endpoints are functions that take the graph, in a worker, and what their annotations
say of a request (`procedura.web.asking.endpoint`); what goes back is an `Answer`, ready to be sent.
"""

from procedura.settings import Settings
from procedura.web.application import application

__all__ = ["Settings", "application"]
