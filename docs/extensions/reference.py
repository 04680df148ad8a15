"""A Sphinx extension of ours: reference that is made from the things themselves, at each build.

A page in ``docs/reference/`` says what it is about; what the program, the shapes, the queries or
the ontology say of themselves is put below it when Sphinx reads the page. So no copy can grow old.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import program
import vocabulary
from docutils import nodes
from sphinx.application import Sphinx

# Page → what its generated part is made of.
GENERATED: dict[str, Callable[[], Iterator[str]]] = {
    "reference/code-systems": program.code_systems,
    "reference/command-line": program.exit_statuses,
    "reference/errors": program.errors,
    "reference/ontology": vocabulary.ontology,
    "reference/python": program.classes,
    "reference/queries": vocabulary.queries,
    "reference/shapes": vocabulary.shapes,
}


def setup(application: Sphinx) -> dict[str, bool]:
    """Connect what makes the reference."""
    application.connect("env-get-outdated", lambda *_: [*GENERATED])
    application.connect("source-read", _add)
    application.connect("autodoc-skip-member", _skip)
    application.connect("sphinx-click-process-description", _set_off_example)
    application.connect("doctree-read", _set_dashes)
    application.connect("build-finished", _write_ontology)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _add(_: Sphinx, page: str, source: list[str]) -> None:
    if page in GENERATED:
        source[0] += "\n" + "\n".join(GENERATED[page]())


def _skip(
    _app: Sphinx, _kind: str, _name: str, member: object, _skip: bool, _: object
) -> bool | None:
    """Leave out what Python says of the fields of a tuple: the class has said more."""
    return True if "Alias for field" in (member.__doc__ or "") else None


def _set_off_example(_app: Sphinx, _context: object, lines: list[str]) -> None:
    """Set a command's example in the letters of a console."""
    text = "\n".join(lines)
    lines[:] = [*re.sub(r"Example: (.+(?:\n.+)*)", _console, text).splitlines(), ""]


def _console(example: re.Match[str]) -> str:
    return "Example::\n\n    " + " ".join(example[1].split())


def _set_dashes(_: Sphinx, page: nodes.document) -> None:
    """Set a dash between a parameter and what it is; elsewhere, ``--`` may begin an option."""
    for text in [one for one in page.findall(nodes.Text) if one == " -- "]:
        text.parent.replace(text, nodes.Text(" \N{EN DASH} "))


def _write_ontology(application: Sphinx, problem: Exception | None) -> None:
    """Let pyLODE write the ontology's own page beside the manual; it would log all that we do."""
    if problem or application.builder.format != "html":
        return
    page = application.outdir / "ontology.html"
    command = [sys.executable, "-m", "pylode", "-o", str(page)]
    source = str(vocabulary.ONTOLOGY / "procedura.ttl")
    subprocess.run([*command, source], check=True, capture_output=True)  # noqa: S603
    # Its links to the ontology as a whole lead nowhere in it: that part has another name.
    text = page.read_text(encoding="utf-8")
    mended = re.sub(r'href="#(ontology|[0-9.]+)"', 'href="#metadata"', text)
    page.write_text(mended, encoding="utf-8")
