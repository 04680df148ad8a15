"""The pages that the project ships."""

from dataclasses import replace
from pathlib import Path

import pytest

from procedura.model import Page
from procedura.pages import read_page, read_text, write_markdown
from procedura.resources import folder

FILES = sorted(Path(str(folder("data") / "procedures")).glob("*.md"))


def content(page: Page) -> Page:
    """Return a page without its lines and checksum."""
    return replace(
        page, sha256="", statements=tuple(replace(one, line=0) for one in page.statements)
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bundled_page_is_read_whole_and_written_alike(file: Path) -> None:
    page = read_page(file)
    assert list(page.of_kind("unplaced")) == []
    assert page.header.slug == file.stem
    assert page.codes == page.header.codes
    assert content(read_text(write_markdown(page), source=file.name)) == content(page)
