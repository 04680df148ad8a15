"""Files that are whole, or not there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from procedura.errors import StoreError


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """Give a path to write a file to, which takes its place when all is written.

    Args:
        file: Where it is to be.

    Raises:
        StoreError: It cannot be written.
    """
    try:
        with TemporaryDirectory(dir=file.parent) as folder:
            written = Path(folder) / file.name
            yield written
            written.replace(file)
    except OSError as error:
        raise StoreError(
            f"cannot be written ({error.strerror or error})",
            where=str(file),
            cure="choose another file",
        ) from error
