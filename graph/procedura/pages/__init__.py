"""Page text ↔ `procedura.model.Page`.

::

    documents     files → bytes → text
    front_matter  YAML → header; header_writer, header → YAML
    formats       text → blocks (`blocks.Block`): by plain, markdown or html, the same for each
    headings      which blocks open a section
    sections      blocks → statements
    names, durations, stays, identity    what the name, the times and the codes come to
    marks, frequencies    what a line cites, whether a risk is serious, and how often it occurs
    inline        Markdown within a line ↔ its words
    reader        all of these → page
    writer        page → Markdown
"""

from procedura.pages.documents import read_bytes
from procedura.pages.formats import demand_one_page, page_files
from procedura.pages.reader import read_lines, read_page, read_text
from procedura.pages.writer import write_markdown

__all__ = [
    "demand_one_page",
    "page_files",
    "read_bytes",
    "read_lines",
    "read_page",
    "read_text",
    "write_markdown",
]
