"""What a worker returns for a question."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

# Starlette adds the charset to those of text.
HTML = "text/html"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker returns for a question.

    Attributes:
        body: The content.
        media: Its media type.
        status: HTTP status.
        headers: More headers.
    """

    body: bytes
    media: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    def response(self, headers: Mapping[str, str] | None = None) -> Response:
        """Return the response that brings it, with more headers."""
        return Response(self.body, self.status, {**(headers or {}), **self.headers}, self.media)


DONE = Answer(b"", "text/plain", 204)
