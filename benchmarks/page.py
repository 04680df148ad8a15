"""The page that the figures stand on."""

import os
import platform
import subprocess
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from sqlite3 import sqlite_version

from benchmarks.inputs import Scale

_PAGE = """\
# Performance

How long Procedura takes, beside what others would use for the same job, all measured in one run.
`make benchmark` writes this page anew. It wants the published files of ICD-10-PCS, and takes about
twelve minutes on two cores that have nothing else to do:

```sh
python -m benchmarks SOURCES            # SOURCES holds icd10pcs/icd10pcs_order_2026.txt …
python -m benchmarks SOURCES --quick    # in seconds: does all run, do the answers agree?
```

| | |
| --- | --- |
| Date | {date} |
| Commit | {commit} |
| Machine | {machine} |
| Python | {python} |
| Libraries | {libraries} |
| Data | {pages} bundled pages, drawn with a fixed seed; {codes} codes of ICD-10-PCS 2026 |

**How to read the tables.** Ours and the peers run in turn, so that what slows the machine slows
all. A time is a median. *Times ours* is the peer's time over ours, pair by pair: the median, and in
brackets the quartiles; above 1 we are faster. *Bare* is what the engine under us takes without us: a
floor, no rival. *Growth* is the slope of the logarithm of time over that of size: n^1 is in line with
the size. Memory is what a process takes beyond what it was given. *Not run* is what a peer does
not do in reasonable time. Where ways give the same kind of answer, the run ends with an error if
the answers differ; each section says what was compared.

**What the figures do not say.** This is one run on one machine, whose caches are warm. Peers are used
as their manuals say, not tuned; most of them answer a smaller question than we do. How good the
answers are is another matter: [evaluation.md](evaluation.md).

## Load

Pages: ours reads the text, links it to concepts, stores, validates, analyses and indexes it
(`procedura build`). Codes: ours reads the publisher's files, stores them, indexes the names and finds
the similar codes (`procedura import`), in the graph of {pages} pages. The peers only read the N-Quads
that came of it: rdflib into its memory store, Oxigraph into an empty store on disk. Compared: the
number of quads.

{load}
## Queries

Every query of the library with the values that it comes with, on {pages} pages; a pair is one query.
Ours adds to Oxigraph the check for calls to others, and values of parameters. Compared: all rows.

{queries}
## Validate

Ours checks page by page, and codes through a screen, on all cores. pySHACL gets all at once, in a
graph of rdflib that is made before the clock starts. Every fortieth code has lost its notation.
Compared: node and shape of every finding; what pySHACL finds of nodes that are only named is passed
over.

{validate}
## Search

Labels of codes, as they are and damaged by rule. The floor asks our own index for all the words; the
peer compares all names (`token_sort_ratio`). The second table is of the most codes.

{search}
## Alternatives

One procedure: ours reads what was found when the graph was built, with differences, reasons and the
lines behind them; first, and once more. All procedures: ours compares them all, as a build does.
NetworkX only tells which share of their indications, and of what is broader, two procedures have in
common; the query `alternatives/candidates` has no scores and no reasons. Compared: ours are among the
candidates, and those that are inferred have something in common. A cold process: see
[Commands](#commands).

{alternatives}
## Similar codes

The twenty nearest of every code, exact over all pairs. scikit-learn finds the twenty nearest by the
cosine of the same features and weights. NetworkX has no weights; it was asked about 20,000 pairs, and
its time for all pairs is *extrapolated* from these. Compared: where all weights are the same, our
scores are those of NetworkX.

{similar}
## Check a text against a code

Steps of pages, against sides that are made without any steps; titles of codes, against a code that
differs in one axis. Ours also says which words decide. scikit-learn has the cosines of TF-IDF, with
logarithms of counts, for the same sides. The second table says how often the right side wins.

{check}
## Export

Ours is sorted, so that the same graph gives the same bytes. Compared: all statements, read back.

{export}
## Commands

Whole processes on the largest graph, beside Python that imports what they could need and ends.

{cold}
## Serving

`procedura serve` on the largest graph, asked over HTTP on this machine. There is no peer: many
clients stand beside one.

{serving}"""

_LIBRARIES = ("pyoxigraph", "rdflib", "pyshacl", "networkx", "scipy", "scikit-learn", "rapidfuzz",
              "fastapi", "uvicorn", "httpx")  # fmt: skip


def page(tables: Mapping[str, str], scale: Scale) -> str:
    """Return the page, in Markdown.

    Args:
        tables: Name of a job → its tables.
        scale: How much was measured.
    """
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return _PAGE.format(
        date=date.today(),
        commit=_output("git", "describe", "--always", "--dirty"),
        machine=_machine(),
        python=platform.python_version(),
        libraries=f"{libraries}, SQLite {sqlite_version}",
        pages=scale.pages[-1],
        codes=f"{scale.codes[-1]:,}",
        **tables,
    )


def _machine() -> str:
    cpu = next((line.partition(": ")[2] for line in _lines("/proc/cpuinfo")
                if line.startswith("model name")), platform.machine())  # fmt: skip
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}"


def _lines(file: str) -> list[str]:
    return Path(file).read_text().splitlines()


def _output(*command: str) -> str:
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return ran.stdout.strip()
