"""The pages that the project ships, and what of a page stays when it is written and read again."""

from dataclasses import replace
from pathlib import Path

from procedura.model import Page
from procedura.resources import folder

FILES = sorted(Path(str(folder("data") / "procedures")).glob("*.md"))


def content(page: Page) -> Page:
    """Return a page without what a new document changes: its lines, checksum and codes' place."""
    return replace(
        page,
        sha256="",
        header=replace(page.header, codes=page.codes),
        statements=tuple(replace(statement, line=0) for statement in page.statements),
    )
