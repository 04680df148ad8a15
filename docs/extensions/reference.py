"""A Sphinx extension of ours: reference that is made from the things themselves."""

from sphinx.application import Sphinx


def setup(application: Sphinx) -> dict[str, bool]:
    """Connect what makes the reference."""
    return {"parallel_read_safe": True, "parallel_write_safe": True}
