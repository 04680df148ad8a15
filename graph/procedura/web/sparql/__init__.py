"""SPARQL 1.1 over HTTP: protocol, service description, VoID, graph store, updates.

| module | what |
|---|---|
| `endpoint` | ``/sparql``: which operation a request means, and its answer |
| `requests` | what a request asks, read as the protocol says |
| `evaluating` | a query, answered in a worker |
| `formats` | media types of answers |
| `description` | what the endpoint says of itself |
"""

from procedura.web.sparql.endpoint import router

__all__ = ["router"]
