"""A program of its own, to see what an answer imports."""

import subprocess
import sys
from pathlib import Path

HEAVY = ("matplotlib", "networkx", "numpy", "pyshacl", "rdflib", "scipy", "sklearn")
_PROGRAM = f"""if True:
    import sys
    from procedura.cli import main
    try:
        main(sys.argv[1:])
    finally:
        print("heavy:", *sorted({{*{HEAVY!r}}} & {{*sys.modules}}), file=sys.stderr)
"""


def asked(folder: Path, *arguments: str) -> tuple[str, list[str]]:
    """Return what a command answers, and which heavy packages that took."""
    command = [sys.executable, "-c", _PROGRAM, *arguments, "--graph", str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.stdout, ran.stderr.splitlines()[-1].split()[1:]
