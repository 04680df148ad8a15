"""What a worker returns for a question."""

from dataclasses import dataclass, field

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


DONE = Answer(b"", "text/plain", 204)
