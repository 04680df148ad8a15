"""The W3C's tests of the protocols, run by rdf-test-suite against a server that may be written."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from servers import TOKEN

HERE = Path(__file__).parent / "npm"
MANIFESTS = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
# Tests that are not passed, and why.
MISSED = {
    "put_get_default": "our default graph is the union of all, and other tests have left some",
}


@pytest.mark.parametrize(
    ("part", "option", "path", "count"),
    [
        ("service-description", "serviceDescriptionEndpoint", "/sparql", 3),
        ("protocol", "protocolEndpoint", "/sparql", 34),
        ("graph-store-protocol", "graphStoreEndpoint", "/store", 13),
    ],
)
def test_the_protocol_is_kept(
    part: str, option: str, path: str, count: int, writer: httpx.Client, shared: Path, npm: Path
) -> None:
    address = str(writer.base_url).rstrip("/")
    suite = shared / "suites" / "sparql11"
    runner = npm / "rdf-test-suite" / "bin" / "Runner.js"
    command = [shutil.which("node"), "--import", "./token.mjs", runner, "engine.js"]
    manifest = [f"{MANIFESTS}{part}/manifest.ttl", "-m", f"{MANIFESTS}~{suite}/"]
    asked = ["-i", json.dumps({option: f"{address}{path}"}), "-d", "30000"]
    told = subprocess.run(
        [*map(str, command), *manifest, *asked], cwd=HERE, capture_output=True, text=True,
        env=os.environ | {"PROCEDURA_TOKEN": TOKEN}, check=False,
    )  # fmt: skip
    passed = set(re.findall(r"^✔ .*\(\S+#([\w-]+)\)", told.stdout, re.MULTILINE))
    failed = set(re.findall(r"^✖ .*\(\S+#([\w-]+)\)", told.stdout, re.MULTILINE))
    assert len(passed | failed) == count, told.stdout + told.stderr
    assert failed == MISSED.keys() & (passed | failed), told.stdout
