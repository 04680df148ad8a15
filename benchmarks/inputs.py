"""What is measured on: pages and codes of several sizes, and the graphs that are made of them."""

import random
import re
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from pyoxigraph import Quad

from procedura import namespaces as ns
from procedura import sources, store
from procedura.search import write_index

SEED = 20261128
RELEASE = ns.release("ICD10PCS", "2026")
_PAGES = Path(__file__).parents[1] / "data" / "procedures"
_ORDER, _TABLES = "icd10pcs_order_2026.txt", "icd10pcs_tables_2025.xml"
_REST = "icd10pcs_index_2025.xml", "icd10pcs_definitions_2023.xml"
_CODE, _IS_CODE = slice(6, 13), 14  # columns of the order file
_TABLE, _END, _VALUE = "  <pcsTable>", "</ICD10PCS.tabular>", re.compile('<label code="(.)">')


class Scale(NamedTuple):
    """How much is measured."""

    pages: tuple[int, ...]
    codes: tuple[int, ...]  # of ICD-10-PCS
    concepts: int  # of those that are bundled, one in so many
    seconds: float  # for how long something is run again and again, with its peers
    samples: int  # questions of a kind that are drawn
    clients: int  # that ask the server
    serving: float  # for how many seconds they do


FULL = Scale((75, 150, 300), (5_000, 20_000, 80_000), 1, 8, 40, 50, 30)
# Shows that everything runs and agrees; its figures mean nothing.
QUICK = Scale((4,), (100,), 50, 0, 2, 4, 1)


class Inputs(NamedTuple):
    """What all jobs start from."""

    folder: Path  # where graphs are made
    sources: Path  # holds ICD-10-PCS as it is published, in icd10pcs/
    scale: Scale

    def pages(self, size: int) -> list[Path]:
        """Return so many of the bundled pages: one family, then others as drawn."""
        files = sorted(_PAGES.glob("*.md"))
        random.Random(SEED).shuffle(files)  # noqa: S311
        files.sort(key=lambda file: not file.name.startswith("percutaneous-nephro"))
        return files[:size]

    def codes(self, size: int) -> list[Path]:
        """Return files of ICD-10-PCS with the first so many codes, and with the tables of these."""
        published = self.sources / "icd10pcs"
        lines = (published / _ORDER).read_text("ascii").splitlines(keepends=True)
        codes = [number for number, line in enumerate(lines) if line[_IS_CODE] == "1"]
        kept = lines[: codes[:size][-1] + 1]
        (self.folder / _ORDER).write_text("".join(kept), "ascii")
        head, *tables = (published / _TABLES).read_text("utf-8").split(_TABLE)
        used = {line[_CODE][:3] for line in kept}
        kept = [one for one in tables if "".join(_VALUE.findall(one)[:3]) in used]
        end = "" if kept[-1] is tables[-1] else _END
        (self.folder / _TABLES).write_text(_TABLE.join([head, *kept]) + end, "utf-8")
        parts = [self.folder / name for name in (_ORDER, _TABLES)]
        return parts + [published / name for name in _REST]

    def vocabularies(self) -> Path:
        """Return a new graph of the bundled vocabularies without any page."""
        with store.next_generation(self.folder / "vocabularies") as generation:
            for graph, quads in chain(sources.bundled(), sources.mappings()):
                kept = quads if graph == ns.ONTOLOGY else filter(self._is_kept, quads)
                store.replace_graph(generation.rdf, graph, kept)
            write_index(generation.rdf, generation.search_index)
        return self.folder / "vocabularies"

    def _is_kept(self, quad: Quad) -> bool:
        return crc32(str(quad.subject).encode()) % self.scale.concepts == 0

    def graph(self, pages: int = 0, codes: int = 0) -> Path:
        """Return the graph of so many pages, or of the most pages with so many codes.

        Without a number it is the largest. The graphs are there when `load` has been measured.
        """
        codes = codes or (0 if pages else self.scale.codes[-1])
        return self.folder / f"graph-{pages or self.scale.pages[-1]}-{codes}"
