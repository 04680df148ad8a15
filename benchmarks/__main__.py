"""Measure Procedura beside its peers, and write docs/performance.md."""

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.inputs import FULL, QUICK, Inputs
from benchmarks.measure import JOBS
from benchmarks.page import checked_out, page

_PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sources", type=Path, help="folder that holds icd10pcs/ as it is published")
    quick = "print a page whose figures mean nothing: show that all runs and agrees"
    parser.add_argument("--quick", action="store_true", help=quick)
    options = parser.parse_args()
    if not (options.sources / "icd10pcs").is_dir():
        parser.error(f"no folder {options.sources / 'icd10pcs'}: give the one above it")
    tables, commit = {}, checked_out()
    with TemporaryDirectory() as folder:
        inputs = Inputs(Path(folder), options.sources, QUICK if options.quick else FULL)
        for name in JOBS:
            began = time.perf_counter()
            tables[name] = import_module(f"benchmarks.{name}").measure(inputs)
            print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)
    written = page(tables, inputs.scale, commit)
    if options.quick:
        print(written)
    else:
        _PAGE.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
