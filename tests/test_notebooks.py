"""The notebooks show what they showed when they were written (`tools/notebooks.py`)."""

from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "docs" / "notebooks").glob("*.ipynb"))


def shown(notebook: Any) -> list[dict[str, str]]:
    """Return the outputs in order, by their media types; of pictures only that they are there."""
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", ())]
    told = [one.get("data") or {one["output_type"]: one.get("text", "")} for one in outputs]
    return [{kind: "" if "image" in kind else one[kind] for kind in one} for one in told]


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_shows_what_it_showed(
    file: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nbformat, nbclient = map(pytest.importorskip, ("nbformat", "nbclient"))
    monkeypatch.setenv("PROCEDURA_GRAPH", str(folder))
    written, executed = (nbformat.read(file, as_version=4) for _ in range(2))
    where = {"metadata": {"path": tmp_path}}
    nbclient.NotebookClient(executed, resources=where, coalesce_streams=True).execute()
    assert shown(executed) == shown(written)
