"""Write the outputs of the notebooks anew, of the graph that `ProcedureGraph.open()` opens.

python tools/notebooks.py
"""

import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "docs" / "notebooks"

if __name__ == "__main__":
    for file in sorted(FOLDER.glob("*.ipynb")):
        notebook = nbformat.read(file, as_version=4)
        with tempfile.TemporaryDirectory() as folder:
            where = {"metadata": {"path": folder}}
            NotebookClient(
                notebook, resources=where, record_timing=False, coalesce_streams=True
            ).execute()
        notebook.metadata["language_info"] = {"name": "python"}  # not its version
        nbformat.write(notebook, file)
