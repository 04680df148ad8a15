"""Measure Procedura beside its peers, and write docs/performance.md."""

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import (
    alternatives,
    check,
    cold,
    export,
    load,
    queries,
    search,
    serving,
    similar,
    validate,
)
from benchmarks.inputs import FULL, QUICK, Inputs
from benchmarks.page import page

_PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
# In this order: the first makes the graphs of the others.
_JOBS = {
    "load": load.measure,
    "queries": queries.measure,
    "validate": validate.measure,
    "search": search.measure,
    "alternatives": alternatives.measure,
    "similar": similar.measure,
    "check": check.measure,
    "export": export.measure,
    "cold": cold.measure,
    "serving": serving.measure,
}


def main() -> None:
    """Measure, and say on standard error how far it is."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sources", type=Path, help="folder that holds icd10pcs/ as it is published")
    quick = "print a page whose figures mean nothing: show that all runs and agrees"
    parser.add_argument("--quick", action="store_true", help=quick)
    options = parser.parse_args()
    if not (options.sources / "icd10pcs").is_dir():
        parser.error(f"no folder {options.sources / 'icd10pcs'}: give the one above it")
    scale = QUICK if options.quick else FULL
    tables = {}
    with TemporaryDirectory() as folder:
        inputs = Inputs(Path(folder), options.sources, scale)
        for name, measure in _JOBS.items():
            began = time.perf_counter()
            tables[name] = measure(inputs)
            print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    written = page(tables, scale)
    if options.quick:
        print(written)
    else:
        _PAGE.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
