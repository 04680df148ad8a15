"""The pages that the project ships."""

from pathlib import Path

import pytest

from bundled_pages import FILES, content
from procedura.pages import read_page, read_text, write_markdown


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_bundled_page_is_read_whole_and_written_alike(file: Path) -> None:
    page = read_page(file)
    assert list(page.of_kind("unplaced")) == []
    assert page.header.slug == file.stem
    assert page.codes == page.header.codes
    assert content(read_text(write_markdown(page), source=file.name)) == content(page)
