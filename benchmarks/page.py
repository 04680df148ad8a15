"""The page that the figures stand on."""

import os
import platform
import re
import subprocess
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from sqlite3 import sqlite_version

from benchmarks.inputs import QUICK, Scale

_PAGE = """\
# Performance

How long Procedura takes, beside what others would use for the same job, all in one run. `make
benchmark` measures anew and writes this page: in about half an hour on two cores that have
nothing else to do, from ICD-10-PCS as it is published. `python -m benchmarks SOURCES --quick` only
shows that all runs and that the answers agree.

{warning}| | |
| --- | --- |
| Date | {date} |
| Commit | {commit} |
| Machine | {machine} |
| Software | {software} |
| Data | {pages} bundled pages, drawn with a fixed seed; {codes} codes of ICD-10-PCS 2026 |

**How to read the tables.** Ours and the peers run in turn, so that what slows the machine slows
all. A time is a median. *Times ours* is the peer's time over ours, pair by pair: the median, and in
brackets the quartiles; above 1 we are faster. *Bare* is what the engine under us takes without us:
a floor, no rival. *Growth* is the slope of the logarithm of time over that of size: n^1 is in line
with the size. *Not run* is what a peer does not do in reasonable time. Where ways give the same
kind of answer, the run ends with an error if the answers differ; each section says what was
compared.

**What the figures do not say.** This is one run on one machine, whose caches are warm. Peers are
used as their manuals say, not tuned; most of them answer a smaller question than we do. How good
the answers are is another matter: [evaluation](explanation/evaluation.md).

## Load

Pages: ours reads the text, links it to concepts, stores, validates, analyses and indexes it
(`procedura build`). Codes: ours reads the publisher's files, stores them, indexes the names and
finds the similar codes (`procedura import`), in the graph of {pages} pages. The peers only read the
N-Quads that came of it: rdflib into its memory store, Oxigraph into an empty store on disk.
Compared: the number of quads.

{load}
## Queries

Every query of the library with the values that it comes with, on {fewest} pages; a pair is one
query. Ours adds to Oxigraph the check for calls to others, and values of parameters. Compared: all
rows.

{queries}
## Validate

Ours passes all nodes through a screen and gives pySHACL only those that may have findings: page by
page in one process, codes on all cores. Plain pySHACL gets all at once, in a graph of rdflib that
is made before the clock starts and that it need not copy; ours makes its own from quads within the
clock, and reads the codes from the store there, too. Both read the shapes within it. Every fortieth
code has lost its notation. Compared: node and shape of every finding; what plain pySHACL finds of
nodes that are only named is passed over.

{validate}
## Search

Labels of codes, as they are and damaged by rule. The floor asks our own index for all the words;
the peer compares all names (`token_sort_ratio`). The second table is of the most codes.

{search}
## Alternatives

One procedure: ours reads what was found when the graph was built, with differences, reasons and the
lines behind them; first, and once more. All procedures: ours compares them all, as a build does.
NetworkX only tells which share of their indications, and of what is broader, two procedures have in
common; the query `alternatives/candidates` has no scores and no reasons. Compared: ours are among
the candidates, and those that are inferred have something in common. A cold process: see
[Commands](#commands).

{alternatives}
## Similar codes

The twenty nearest of every code, exact over all pairs. scikit-learn finds the twenty nearest by the
cosine of the same features and weights. NetworkX has no weights; it was asked about 20,000 pairs,
and its time for all pairs is *extrapolated* from these. Compared: where all weights are the same,
our scores are those of NetworkX.

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
clients stand beside one. A client that is told to come back (503) waits as long as it is told and
asks the same again, as it does where the server ran out of time (504), until it is answered: its
time counts from the first try, waits and all. *Answers* counts questions, not tries. In the end
each client finishes the round that it is in; answers *a second* are over the time until all have.

{serving}"""

_QUICK = "**This was such a quick run: its figures mean nothing.**\n\n"
_LIBRARIES = ("pyoxigraph", "rdflib", "pyshacl", "networkx", "scipy", "scikit-learn", "rapidfuzz",
              "fastapi", "uvicorn", "httpx")  # fmt: skip


def checked_out() -> str:
    """Return the commit that is checked out, "unknown" where git is not there or has none."""
    git = ["git", "describe", "--always", "--dirty"]
    try:
        return subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def page(tables: Mapping[str, str], scale: Scale, commit: str) -> str:
    """Return the page, in Markdown, given the tables of each job and what they were measured of."""
    libraries = "".join(f", {name} {version(name)}" for name in _LIBRARIES)
    told = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    [model, *_] = [*re.findall(r"model name\s*: (.*)", told), platform.machine()]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return _PAGE.format(
        warning=_QUICK if scale is QUICK else "",
        date=date.today(),
        commit=commit,
        machine=f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB of memory",
        software=f"Python {platform.python_version()}, SQLite {sqlite_version}{libraries}",
        pages=scale.pages[-1],
        fewest=scale.pages[0],
        codes=f"{scale.codes[-1]:,}",
        **tables,
    )
