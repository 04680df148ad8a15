"""How Sphinx makes the manual: Markdown by MyST, notebooks run, reference made from the program."""

import sys
from pathlib import Path

from procedura import __version__

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

project = "Procedura"
version = release = __version__
html_title = f"Procedura {version}"
html_theme = "furo"
smartquotes = False  # commands and options stand in running text
html_show_sphinx = False
html_copy_source = False
html_show_copyright = False
html_static_path = ["static"]
html_css_files = ["manual.css"]

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click", "reference"]
exclude_patterns = ["extensions"]

# Links to headings are written as a forge writes them: page.md#the-words-of-the-heading.
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]

# A quotation that goes over several lines of a console.
suppress_warnings = ["misc.highlighting_failure"]

# Notebooks are committed with their outputs; tests/test_notebooks.py executes them.
nb_execution_mode = "off"
nb_merge_streams = True
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # they would be loaded from another host

# Other packages are named, not linked.
nitpick_ignore_regex = [(r"py:.*", r"(?!procedura\.).*")]
nitpick_ignore = [("py:class", "procedura.results.T")]  # a type variable
default_role = "code"

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True  # attributes as a list, as parameters are
