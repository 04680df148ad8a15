"""Write the examples in the OpenAPI document anew, as a running server answers them.

    procedura serve &
    python tools/examples.py http://127.0.0.1:8000

The server must serve the bundled graph. `graph/procedura/web/rest/examples.json` says for each
operation what is asked; this writes beside it what is answered. To add one, write the request.
"""

import json
import sys
from pathlib import Path

import httpx

FILE = Path(__file__).parents[1] / "graph/procedura/web/rest/examples.json"


def main(address: str) -> None:
    """Ask what each example asks, and write the answers down."""
    examples = json.loads(FILE.read_text("utf-8"))
    with httpx.Client(base_url=address, timeout=60) as client:
        for example in examples.values():
            body = example.get("body")
            answer = client.request(
                example["method"],
                example["address"],
                content=body if isinstance(body, str) else body and json.dumps(body),
                headers={"Content-Type": example["media"]} if body else {},
            )
            example["answer"] = answer.raise_for_status().json()
    FILE.write_text(json.dumps(examples, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
