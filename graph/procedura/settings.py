"""How a server was started, and what it is limited to unless somebody says otherwise.

It lies outside of `web` so that the command line can tell the limits without its extras.
"""

import os
from dataclasses import dataclass
from pathlib import Path

PROCESSORS = os.cpu_count() or 1


@dataclass(frozen=True)
class Settings:
    """How a server was started.

    Attributes:
        folder: Where the graph lies.
        time_limit: Seconds that a question may take before the worker that answers it is ended.
        memory: Bytes that a worker for SPARQL queries may take before it is ended.
        most_rows: Rows or triples that an answer to a SPARQL query may have.
        largest_request: Bytes that the body of a request may have.
        token: What a client must show to write; "": nobody can write.
        workers: Worker processes of each lane.
    """

    folder: Path
    time_limit: float = 20.0
    memory: int = 2_000_000_000
    most_rows: int = 100_000
    largest_request: int = 1_000_000
    token: str = ""
    workers: int = PROCESSORS
