"""REST: every question of the library as an address that answers in JSON.

::

    routing       how a function of the graph becomes an endpoint, and which problems it documents
    parameters    what endpoints take
    answers       what they return: the library's own dataclasses, and lists of them in an envelope
    described     what pages say about a procedure, as a type
    search, procedures, codes, texts, queries    the endpoints
    openapi       the OpenAPI document and its page
"""

from fastapi import APIRouter

from procedura.web.rest import codes, procedures, queries, search, texts
from procedura.web.rest.openapi import add_document

router = APIRouter()
for part in (search, procedures, codes, texts, queries):
    router.include_router(part.router)
add_document(router)

__all__ = ["router"]
