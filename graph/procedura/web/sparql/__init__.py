"""SPARQL 1.1 over HTTP: protocol, service description, VoID, graph store, updates.

| module | what |
|---|---|
| `endpoint` | ``/sparql``: which operation a request means, and its answer |
| `requests` | what a request asks, read as the protocol says |
| `evaluating`, `updates` | a query and an update, in a worker |
| `graph_store`, `graphs` | ``/store``: graphs as a whole, and how a worker reads and writes them |
| `writing` | who may write, and one after the other |
| `formats` | media types of answers |
| `void`, `counting` | ``/.well-known/void``: what the data set holds, and how much |
| `description`, `statements` | what the endpoint says of itself, in RDF |
"""

from fastapi import APIRouter

from procedura.web.sparql import endpoint, graph_store, void

router = APIRouter()
router.include_router(endpoint.router)
router.include_router(graph_store.router)
router.include_router(void.router)
