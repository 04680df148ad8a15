"""Where `ontology/`, `queries/` and `data/` lie.

A wheel carries the three folders in `procedura/share/`; a checkout, and so an editable
install, keeps them at its top.
"""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from pyoxigraph import Quad, RdfFormat, parse

from procedura.errors import SourceError


def folder(name: Literal["ontology", "queries", "data"]) -> Traversable:
    """Return one of the three folders.

    >>> folder("ontology").joinpath("procedura.ttl").is_file()
    True
    """
    share = files("procedura").joinpath("share")
    top = share if share.is_dir() else Path(__file__).parents[2]
    return top.joinpath(name)


def walk(top: Traversable, suffix: str) -> Iterator[Traversable]:
    """Yield the files below a folder whose names end in `suffix`, in the order of their names."""
    for entry in sorted(top.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from walk(entry, suffix)
        elif entry.name.endswith(suffix):
            yield entry


def read_turtle(file: Traversable) -> list[Quad]:
    """Return what a Turtle file says.

    Raises:
        SourceError: It is not Turtle.
    """
    try:
        return list(parse(file.read_bytes(), RdfFormat.TURTLE))
    except SyntaxError as error:
        where = f"{file.name}:{error.lineno}"
        raise SourceError(f"this is not Turtle ({error.msg})", where=where,
                          cure="mend the line") from error  # fmt: skip
